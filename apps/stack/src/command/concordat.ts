import { nearest } from '#domain';
import { readArguments, UsageError } from './arguments.js';
import type { World } from './command.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { EXIT, type ExitCode } from './exit-codes.js';

const HELP_FLAGS = ['--help', '-h', 'help'];

/**
 * Runs the command that the arguments name and gives its exit code. Answers go to `world.out`; what is wrong with a call
 * goes to `world.err`. Rejects only for a defect.
 */
export async function concordat(args: readonly string[], world: World): Promise<ExitCode> {
  const [first, ...others] = args;
  if (first === undefined) return misused(['Name a command.', '', overview()], world);
  // "help explain" is "explain --help".
  if (HELP_FLAGS.includes(first))
    return others.length > 0 ? concordat([...others, '--help'], world) : shown(overview(), world);
  const entry = COMMANDS.find(({ name }) => isCalled(name, args));
  if (!entry) return unknown(args, world);
  return run(entry, args.slice(entry.name.split(' ').length), world);
}

async function run(entry: CommandEntry, args: readonly string[], world: World): Promise<ExitCode> {
  const command = await entry.load();
  if (args.includes('--help') || args.includes('-h')) return shown(command.help, world);
  try {
    return await command.run(readArguments(args, command.options), world);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return misused([...error.faults, `How it is called: concordat ${entry.name} --help`], world);
  }
}

const isCalled = (name: string, args: readonly string[]): boolean =>
  name.split(' ').every((word, i) => args[i] === word);

function unknown(args: readonly string[], world: World): ExitCode {
  const [first = '', second = ''] = args;
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && HELP_FLAGS.includes(second)) return shown(listed(group), world);
  const given = args.slice(0, 2).join(' ');
  const names = COMMANDS.map(({ name }) => name);
  const [meant] = [given, first].flatMap((text) => nearest(text, names));
  const hint = meant === undefined ? '' : ` Did you mean "concordat ${meant}"?`;
  return misused([`There is no command "${given}".${hint}`, 'All commands: concordat --help'], world);
}

function shown(text: string, { out }: World): ExitCode {
  out(text);
  return EXIT.OK;
}

function misused(lines: readonly string[], { err }: World): ExitCode {
  lines.forEach(err);
  return EXIT.MISUSED;
}

const overview = (): string =>
  [
    'concordat <command> [options]',
    '',
    listed(COMMANDS),
    '',
    'How a command is called, with examples: concordat <command> --help',
    'Exit codes: 0 done, 1 the input is faulty or refused, 2 the call cannot be understood, 3 nobody answers.',
  ].join('\n');

function listed(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`).join('\n');
}

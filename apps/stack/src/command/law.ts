import { instantOf } from '#domain';
import { checkDirectory, type DirectoryData } from '#directory';
import { UsageError, type Arguments } from './arguments.js';
import type { Command, World } from './command.js';
import { reportLines } from './directory-check.js';
import { existingFolder } from './existing-folder.js';
import { EXIT } from './exit-codes.js';
import { lawInForce } from './law-in-force.js';
import { lawLines } from './law-text.js';

const HELP = `concordat law [--at DATE] [--power CODE] [--directory FOLDER] [--json]

The law as the directory has it: each power and duty, the rules by which the bus warns whoever takes a step, and the
clocks that travel with a person; each with its dates and where it was read. A rule warns and explains. It refuses
nothing, and never says that something is or is not lawful. Not legal advice.

  --at         a day, 2026-11-22, or a time with an offset; what was in force then, or will be. Without it: now
  --power      one power and all that is about it, for example mha-s136
  --directory  another directory than the shipped one: a draft, for example
  --json       { "at", "powers", "rules", "clocks" } for programs

Exit code 0, 1 where the directory has faults, 2 when the call cannot be understood.

Examples
  concordat law --power mha-s136
  concordat law --at 2017-12-10 --power mha-s136
  concordat law --at 2030-01-01 --json
`;

/** `concordat law`: powers, rules and clocks in force, with their dates and sources. */
export const law: Command = {
  help: HELP.trimEnd(),
  options: { at: 'value', power: 'value', directory: 'value', json: 'flag' },
  run: async (call, world) => {
    if (call.words.length > 0) throw new UsageError(['Words alone mean nothing here.']);
    const at = timeOf(call, world);
    const folder = call.value('directory');
    const report = checkDirectory(
      world.now(),
      folder === undefined ? undefined : existingFolder(folder, world),
    );
    const where = folder ?? 'the shipped directory';
    if (!report.data) {
      reportLines({ ...report, warnings: [] }, where).forEach(world.err);
      return EXIT.REFUSED;
    }
    const found = lawInForce(report.data, at, powerOf(call, report.data));
    if (call.has('json')) world.out(JSON.stringify(found, null, 2));
    else lawLines(found, { data: report.data, where }).forEach(world.out);
    return EXIT.OK;
  },
};

/** A day means its beginning. */
function timeOf(call: Arguments, world: World): string {
  const given = call.value('at');
  if (given === undefined) return new Date(world.now()).toISOString();
  const at = instantOf(given) ?? instantOf(`${given}T00:00:00Z`);
  if (at !== undefined) return new Date(at).toISOString();
  throw new UsageError([`--at takes a day as in 2026-11-22, or a time with an offset, not "${given}".`]);
}

function powerOf(call: Arguments, { legalPowers }: DirectoryData): string | undefined {
  const given = call.value('power');
  if (given === undefined || legalPowers.some(({ code }) => code === given)) return given;
  const codes = legalPowers.map(({ code }) => code).join(', ');
  throw new UsageError([`There is no power "${given}". There are: ${codes}.`]);
}

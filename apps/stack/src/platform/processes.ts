import { execFile } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** What a command said, and how it ended; `code` is undefined when it could not be started or was cut off. */
export interface CommandResult {
  readonly code: number | undefined;
  readonly output: string;
}

/** How a command is run: time limit in ms, environment, user and folder. */
export interface CommandOptions {
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/** Runs a command to its end and gives what it said; never throws. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs = 10_000, env = process.env, cwd, owner } = options;
  const settings = {
    timeout: timeoutMs,
    killSignal: 'SIGKILL' as const,
    env,
    cwd,
    ...owner,
    maxBuffer: 2 ** 26,
  };
  return new Promise((resolve) => {
    execFile(command, [...args], settings, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (error === null) return resolve({ code: 0, output });
      const code = typeof error.code === 'number' ? error.code : undefined;
      return resolve({ code, output: output === '' ? error.message : output });
    });
  });
}

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, or an empty text when it is gone: tells a process from another that got its id. */
export async function commandLineOf(pid: number): Promise<string> {
  const { code, output } = await runCommand('ps', ['-o', 'args=', '-p', String(pid)]);
  if (code !== undefined) return code === 0 ? output.trim() : '';
  return procCommandLine(pid);
}

/** The same from /proc, for a bare container that has no `ps`. */
function procCommandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? lastBytes(file, 4_096).replaceAll('\0', ' ').trim() : '';
}

/** Waits until a process is gone; false when it is still there after `limitMs`. */
export async function untilGone(pid: number, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await pause(25);
  }
  return true;
}

function lastBytes(file: string, bytes: number): string {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size;
    const buffer = Buffer.alloc(bytes);
    const read = readSync(fd, buffer, 0, bytes, size > bytes ? size - bytes : 0);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(fd);
  }
}

/** The last lines of a log file, for a message about what went wrong; empty when there is no log. */
export function lastLines(file: string, count = 15): string {
  if (!existsSync(file)) return '';
  return lastBytes(file, 8_192).trimEnd().split('\n').slice(-count).join('\n');
}

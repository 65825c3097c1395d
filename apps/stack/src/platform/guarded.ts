import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './home.js';
import { PlatformError } from './platform-error.js';
import { commandLineOf, isAlive, lastLines, untilGone } from './processes.js';

/** A server that is started and owned by a guardian (`bin/guardian.mjs`), so that it never outlives this process. */
export interface GuardedSpec {
  /** Short name for messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The user to run as; undefined: the user of this process. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
  readonly log: string;
  /** Holds the ids of guardian and server while they run: what a next run learns of a left-over from. */
  readonly pidFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** After this many ms a server that was asked to stop is killed. */
  readonly graceMs: number;
}

/** How a server ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running server: its own process id (not the guardian's), its end, and two ways to bring that about. */
export interface Guarded {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks it to stop, waits for its end; kills it after the grace time. */
  stop(): Promise<void>;
  /** Sends the signal to the server itself, by default SIGKILL, and waits for its end (not after SIGSTOP and SIGCONT). */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

type Message = { pid: number } | { error: string } | Exit;

const LEAVE_TIME_MS = 12_000;

function readPidFile(file: string): { guardian: number; server: number } | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { guardian: number; server: number };
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that an earlier run left behind (its guardian was killed too), and waits for one whose run is just ending.
 * Two servers on one data folder would destroy it. Throws `IN_USE` when another run is using it.
 */
export async function reclaim(spec: GuardedSpec): Promise<void> {
  const left = readPidFile(spec.pidFile);
  if (left === undefined) return;
  const isServer = (await commandLineOf(left.server)).startsWith(spec.command);
  if (isServer && isAlive(left.server)) {
    const guarded = (await commandLineOf(left.guardian)).includes('guardian.mjs');
    if (!guarded) process.kill(left.server, spec.stopSignal);
    if (!(await untilGone(left.server, LEAVE_TIME_MS))) {
      throw new PlatformError(
        'IN_USE',
        `Another run is using this ${spec.name} (process ${left.server}). Stop it, or set CONCORDAT_HOME to another folder.`,
      );
    }
  }
  rmSync(spec.pidFile, { force: true });
}

/** CONCORDAT_RUN_ID, where set, marks every process of one run, so that a test run can look for any that was left behind. */
function runMark(): Record<string, string> {
  const id = process.env['CONCORDAT_RUN_ID'];
  return id === undefined ? {} : { CONCORDAT_RUN_ID: id };
}

function begin(spec: GuardedSpec): ChildProcess {
  const guardian = join(repositoryRoot(), 'apps', 'stack', 'bin', 'guardian.mjs');
  // Detached: a Ctrl-C in the terminal must reach this process alone, which then stops everything in order.
  return fork(guardian, [JSON.stringify({ ...spec, env: { ...spec.env, ...runMark() } })], {
    detached: true,
    execArgv: [],
    env: { PATH: process.env['PATH'] ?? '', ...runMark() },
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
}

/** Starts a server under a guardian. Throws `SERVER_DID_NOT_START` when it cannot be run, `IN_USE` (see above). */
export async function startGuarded(spec: GuardedSpec): Promise<Guarded> {
  await reclaim(spec);
  const guardian = begin(spec);
  let ended: (exit: Exit) => void = () => undefined;
  const exited = new Promise<Exit>((resolve) => (ended = resolve));
  const pid = await new Promise<number>((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new PlatformError('SERVER_DID_NOT_START', `${spec.name} could not be started: ${why}`));
    guardian.on('message', (message: Message) => {
      if ('pid' in message) resolve(message.pid);
      else if ('error' in message) fail(message.error);
      else ended(message);
    });
    guardian.on('error', (error) => fail(error.message));
    guardian.on('exit', () => {
      fail('its guardian ended');
      ended({ code: null, signal: null });
    });
  });
  // A running server must not keep this process from ending: the guardian notices and follows.
  guardian.unref();
  guardian.channel?.unref();
  (guardian.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return { pid, exited, ...endings(guardian, pid, exited) };
}

function endings(guardian: ChildProcess, pid: number, exited: Promise<Exit>): Pick<Guarded, 'stop' | 'kill'> {
  const awaitEnd = async (): Promise<void> => {
    // Referenced again while someone waits, else the wait itself would let this process end too early.
    guardian.ref();
    guardian.channel?.ref();
    await exited;
    await untilGone(pid, LEAVE_TIME_MS);
    if (guardian.exitCode === null && guardian.signalCode === null) {
      await new Promise((resolve) => guardian.once('exit', resolve));
    }
  };
  return {
    stop: async () => {
      guardian.stdin?.destroy();
      await awaitEnd();
    },
    kill: async (signal = 'SIGKILL') => {
      if (isAlive(pid)) process.kill(pid, signal);
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await awaitEnd();
    },
  };
}

/** A fault that shows the last lines of the server's log. */
export function didNotStart(spec: GuardedSpec, why: string): PlatformError {
  const lines = lastLines(spec.log);
  return new PlatformError(
    'SERVER_DID_NOT_START',
    `${spec.name} did not start: ${why}.\nLast lines of ${spec.log}:\n${lines}`,
  );
}

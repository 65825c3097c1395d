import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { repositoryRoot } from './home.js';
import { PlatformError } from './platform-error.js';
import { LOOPBACK } from './ports.js';
import { lastLines } from './processes.js';

/** A service process: which app it is and what it is told. */
export interface ServiceSpec {
  /** Unique name in a run, such as "police" or "police-2": names the log. */
  readonly name: string;
  /** The folder under apps/ whose built src/main.js is run. */
  readonly app: string;
  /** The loopback port on which it answers GET /health. */
  readonly port: number;
  /** All that it is told, besides PATH, HOME, TZ and the like, CONCORDAT_PARENT_PID and CONCORDAT_RUN_ID. */
  readonly env: Readonly<Record<string, string>>;
  /** ms until it must be healthy; default 60,000. */
  readonly readyLimitMs?: number;
  /** The script to run instead of the app's own, an absolute path: for tests of the platform. */
  readonly script?: string;
}

const READY_LIMIT_MS = 60_000;
const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS', 'CONCORDAT_RUN_ID'] as const;

function environmentOf(spec: ServiceSpec): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...spec.env, CONCORDAT_PARENT_PID: String(process.pid) };
}

/** Starts the process. It gets a pipe as standard input whose end tells it that this process is gone. */
export function spawnService(spec: ServiceSpec, log: string): ChildProcess {
  const script = spec.script ?? join(repositoryRoot(), 'dist', 'apps', spec.app, 'src', 'main.js');
  const out = openSync(log, 'a');
  try {
    // Detached: a Ctrl-C in the terminal must reach this process alone, which then stops everything in order.
    return spawn(process.execPath, ['--enable-source-maps', script], {
      cwd: repositoryRoot(),
      env: environmentOf(spec),
      detached: true,
      stdio: ['pipe', out, out],
    });
  } finally {
    closeSync(out);
  }
}

/** What GET /health on a port answers. */
export interface Health {
  readonly status: number;
  /** The process that says so: another one may have taken the port meanwhile. */
  readonly process: number | undefined;
}

/** Asks GET /health on this port; undefined when nothing answers within 2 s. */
export function health(port: number): Promise<Health | undefined> {
  return new Promise((resolve) => {
    const request = get(
      { host: LOOPBACK, port, path: '/health', timeout: 2_000, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', () => resolve(undefined));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, process: processIn(text) }));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

function processIn(body: string): number | undefined {
  try {
    return (JSON.parse(body) as { readonly process?: number }).process;
  } catch {
    return undefined;
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Resolves when the process is gone. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/**
 * Waits until the service says that it is healthy. Throws `SERVICE_DID_NOT_START` with the last log lines when it ends
 * first or takes longer than its limit.
 */
export async function untilHealthy(spec: ServiceSpec, child: ChildProcess, log: string): Promise<void> {
  const limit = spec.readyLimitMs ?? READY_LIMIT_MS;
  const end = Date.now() + limit;
  let said: Health | undefined;
  child.once('error', () => undefined);
  while (Date.now() < end && !hasEnded(child) && child.pid !== undefined) {
    said = await health(spec.port);
    const own = said?.process === undefined || said.process === child.pid;
    if (said?.status === 200 && own && !hasEnded(child)) return;
    await pause(50);
  }
  const how = child.signalCode === null ? `exit code ${child.exitCode}` : `signal ${child.signalCode}`;
  const answer = said === undefined ? 'it does not answer' : `it answers ${said.status}`;
  const late = `it was not healthy within ${limit / 1000} s (${answer})`;
  const why = hasEnded(child) ? `it ended with ${how}` : late;
  throw new PlatformError(
    'SERVICE_DID_NOT_START',
    `${spec.name} did not start: ${why}.\nLast lines of ${log}:\n${lastLines(log)}`,
  );
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Say } from '../cli/say.js';
import { didNotStart, type Guarded, type GuardedSpec, reclaim, startGuarded } from './guarded.js';
import { keptSecret } from './home.js';
import { PlatformError } from './platform-error.js';
import { LOOPBACK } from './ports.js';
import { giveTo, type Owner, postgresBinaries, postgresOwner, reachableFolder } from './postgres-binaries.js';
import { commandLineOf, runCommand } from './processes.js';

const SUPERUSER = 'postgres';
const READY_LIMIT_MS = 60_000;
const GRACE_MS = 8_000;
const START_ATTEMPTS = 5;
/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01';

/**
 * Settings of the running server. Durability stays as PostgreSQL delivers it (fsync, synchronous_commit and
 * full_page_writes on). Logs never hold statements, parameters or row values, since those may be personal data.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'on',
  // A segment of the log of changes that is used again keeps its old bytes, and with them what was erased.
  wal_recycle: 'off',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
};

/** How PostgreSQL is started; `dir` holds its data, its superuser's password (0600) and its log. */
export interface PostgresOptions {
  readonly dir: string;
  readonly port: number;
  readonly say: Say;
  /** The log file; default: postgres.log in `dir`. */
  readonly log?: string;
}

/** A running PostgreSQL on loopback. */
export interface PostgresServer extends Guarded {
  readonly port: number;
  /** postgres:// address of the superuser, with its password: never print it. */
  readonly superuserUrl: string;
}

/** Makes the data folder in one step: an `initdb` that was cut off leaves nothing that looks finished. */
async function initialise(place: string, native: string, owner: Owner, password: string): Promise<void> {
  const unfinished = join(place, 'data.new');
  const secret = join(place, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(secret, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  for (const path of [unfinished, secret]) giveTo(owner, path);
  const args = ['-D', unfinished, `--username=${SUPERUSER}`, `--pwfile=${secret}`, '--auth=scram-sha-256'];
  const words = ['--encoding=UTF8', '--locale=C', '--no-instructions'];
  const options = { owner, cwd: place, timeoutMs: READY_LIMIT_MS, env: { LC_ALL: 'C', TZ: 'UTC' } };
  const { code, output } = await runCommand(join(native, 'bin', 'initdb'), [...args, ...words], options);
  rmSync(secret, { force: true });
  if (code !== 0)
    throw new PlatformError('SERVER_DID_NOT_START', `PostgreSQL could not make its data folder:\n${output}`);
  renameSync(unfinished, join(place, 'data'));
}

/**
 * Removes a postmaster.pid whose process is gone. PostgreSQL looks at the process id alone, which after a restart of the
 * machine may belong to any other program, and would then refuse to start.
 */
async function removeDeadPid(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const line = pid > 0 ? await commandLineOf(pid) : '';
  if (line.includes('postgres') && line.includes(data)) {
    throw new PlatformError(
      'IN_USE',
      `PostgreSQL process ${pid} is still using ${data}. Stop it and start again.`,
    );
  }
  rmSync(file, { force: true });
}

/** Whether it answers yet; 'refused' when it answers but does not know the password, which waiting cannot mend. */
async function answers(url: string): Promise<'yes' | 'no' | 'refused'> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return 'yes';
  } catch (error) {
    return (error as { code?: string }).code === WRONG_PASSWORD ? 'refused' : 'no';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** True once it answers; false when it ended by itself first. A server that will never answer is ended, and that thrown. */
async function untilReady(spec: GuardedSpec, server: Guarded, url: string): Promise<boolean> {
  const end = Date.now() + READY_LIMIT_MS;
  let dead = false;
  void server.exited.then(() => (dead = true));
  let answer = await answers(url);
  while (answer === 'no' && !dead && Date.now() < end) {
    await pause(25);
    answer = await answers(url);
  }
  if (dead) return false;
  if (answer === 'yes') return true;
  await server.stop();
  const refused = 'the password in the file superuser-password does not fit the data';
  throw didNotStart(spec, answer === 'refused' ? refused : `no answer within ${READY_LIMIT_MS / 1000} s`);
}

function specOf(options: PostgresOptions, place: string, native: string, owner: Owner): GuardedSpec {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'PostgreSQL',
    command: join(native, 'bin', 'postgres'),
    args: ['-D', join(place, 'data'), '-p', String(options.port), ...settings],
    cwd: place,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    owner,
    log: options.log ?? join(options.dir, 'postgres.log'),
    pidFile: join(options.dir, 'postgres.pid'),
    // "Fast" shutdown: sessions are ended, everything committed is on disk.
    stopSignal: 'SIGINT',
    graceMs: GRACE_MS,
  };
}

/** After `kill -9` the old server's sessions hold its shared memory for a moment, and a new one refuses: so more than once. */
async function startPatiently(spec: GuardedSpec, url: string): Promise<Guarded> {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const server = await startGuarded(spec);
    if (await untilReady(spec, server, url)) return server;
    await pause(200 * attempt);
  }
  throw didNotStart(spec, 'it ended by itself');
}

/**
 * Starts PostgreSQL on loopback, makes its data folder the first time (UTF-8, C locale, passwords with SCRAM), and waits
 * until it answers. It ends with this process, however that ends. As root it runs as the user `nobody`. Throws
 * `POSTGRES_NOT_FOUND`, `SERVER_DID_NOT_START` with the last log lines, `IN_USE` when another run uses the same folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { dir, port, say } = options;
  const owner = postgresOwner();
  const native = postgresBinaries(owner);
  const place = reachableFolder(dir, owner);
  if (place !== dir) say.line(`PostgreSQL keeps its data in ${place}: its user cannot reach ${dir}.`);
  const secret = join(dir, 'superuser-password');
  // The run's folder was removed to begin anew: what it kept elsewhere goes too.
  if (place !== dir && !existsSync(secret)) rmSync(join(place, 'data'), { recursive: true, force: true });
  const password = keptSecret(secret);
  if (!existsSync(join(place, 'data'))) {
    await say.during('Making the PostgreSQL data folder', () => initialise(place, native, owner, password));
  }
  const spec = specOf(options, place, native, owner);
  const superuserUrl = `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${port}/postgres`;
  return say.during(`Starting PostgreSQL on port ${port}`, async () => {
    // In this order: a server whose guardian was killed is ended first, and only then is its own pid file dead.
    await reclaim(spec);
    await removeDeadPid(join(place, 'data'));
    const server = await startPatiently(spec, superuserUrl);
    return { ...server, port, superuserUrl };
  });
}

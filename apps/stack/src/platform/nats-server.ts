import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Say } from '../cli/say.js';
import { type Home, userCache } from './home.js';
import { fetchFromApt } from './nats-apt.js';
import { fetchRelease } from './nats-release.js';
import { PlatformError, reasonOf } from './platform-error.js';
import { runCommand } from './processes.js';

/** Older servers silently ignore stream settings that the ledger needs. */
const OLDEST: readonly [number, number] = [2, 14];

/** What the cache says of the program beside it. */
interface CacheRecord {
  readonly file: string;
  readonly version: string;
  readonly sha256: string;
  readonly source: string;
}

/** A source that has been tried: the program's path, or why it gave none. */
type Attempt = { readonly path: string } | { readonly reason: string };

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The version that a nats-server program reports of itself, such as "2.14.6"; undefined when it is none. */
export async function natsServerVersion(path: string): Promise<string | undefined> {
  const { code, output } = await runCommand(path, ['--version'], { timeoutMs: 5_000 });
  return code === 0 ? /v(\d+\.\d+\.\d+\S*)/.exec(output)?.[1] : undefined;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Accepts a program that is new enough. */
async function judge(path: string): Promise<Attempt> {
  const version = await natsServerVersion(path);
  if (version === undefined) return { reason: `${path} is not a working nats-server` };
  if (!isRecent(version))
    return { reason: `${path} is version ${version}, needed is ${OLDEST.join('.')} or newer` };
  return { path };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fromPath(): Promise<Attempt> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, 'nats-server')).find(isProgram);
  return found === undefined ? { reason: 'nats-server is not on PATH' } : judge(found);
}

/** The cached program, if its bytes are still those that were put there and it is new enough. */
async function fromCache(cache: string): Promise<Attempt> {
  const record = join(cache, 'nats-server.json');
  if (!existsSync(record)) return { reason: 'the cache holds none yet' };
  try {
    const { file, sha256 } = JSON.parse(readFileSync(record, 'utf8')) as CacheRecord;
    const path = join(cache, file);
    if (digest(path) !== sha256) return { reason: 'the cached copy has changed since it was stored' };
    return await judge(path);
  } catch {
    return { reason: 'the cached copy cannot be read' };
  }
}

/** Puts a program into the cache; the record is renamed into place last, so that no one sees half of it. */
async function keep(cache: string, program: string, source: string): Promise<Attempt> {
  const judged = await judge(program);
  if ('reason' in judged) return judged;
  const sha256 = digest(program);
  const version = (await natsServerVersion(program)) ?? '';
  const record: CacheRecord = { file: `nats-server-${sha256.slice(0, 16)}`, version, sha256, source };
  const path = join(cache, record.file);
  const own = `${path}.${process.pid}`;
  copyFileSync(program, own);
  chmodSync(own, 0o755);
  renameSync(own, path);
  writeFileSync(`${own}.json`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${own}.json`, join(cache, 'nats-server.json'));
  return { path };
}

/** Fetches into a folder of its own, keeps the program alone and removes the rest. */
async function fetched(
  cache: string,
  source: string,
  fetchInto: (dir: string) => Promise<string>,
): Promise<Attempt> {
  const dir = mkdtempSync(join(cache, 'fetch-'));
  try {
    return await keep(cache, await fetchInto(dir), source);
  } catch (error) {
    return { reason: reasonOf(error) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function notFound(tried: ReadonlyMap<string, string>): PlatformError {
  const lines = [...tried].map(([source, reason]) => `  - ${source}: ${reason}`);
  const text = [
    `No nats-server ${OLDEST.join('.')} or newer was found. Tried:`,
    ...lines,
    'Please install one (https://github.com/nats-io/nats-server/releases; on macOS: brew install nats-server), put it on',
    'PATH or name it in NATS_SERVER_BIN, and start again.',
  ];
  return new PlatformError('NATS_SERVER_NOT_FOUND', text.join('\n'));
}

/** Every source in order: label, and how it is tried. The fetched ones are shown as a step, since they take seconds. */
function sources(cache: string, say: Say): readonly (readonly [string, () => Promise<Attempt>])[] {
  const shown = (label: string, work: (dir: string) => Promise<string>) => async (): Promise<Attempt> => {
    const step = say.step(`Getting nats-server from ${label}`);
    const attempt = await fetched(cache, label, work);
    if ('path' in attempt) step.done();
    else step.fail(`not there: ${attempt.reason}`);
    return attempt;
  };
  const release = 'the official release';
  const packages = "the distribution's newer packages";
  return [
    ['PATH', fromPath],
    ['the cache', () => fromCache(cache)],
    [release, shown(release, fetchRelease)],
    [packages, shown(packages, fetchFromApt)],
  ];
}

/**
 * The path of a nats-server 2.14 or newer: NATS_SERVER_BIN, PATH, the per-user cache (program checked against its stored
 * SHA-256), the official release (checked against a pinned SHA-256), the newer packages of Debian or Ubuntu, in that order.
 * A program that NATS_SERVER_BIN names must do. Throws `NATS_SERVER_NOT_FOUND` with every source and why it gave none.
 */
export async function ensureNatsServer({ home, say }: { home: Home; say: Say }): Promise<string> {
  const tried = new Map<string, string>();
  const named = process.env['NATS_SERVER_BIN'];
  if (named !== undefined && named !== '') {
    const attempt = await judge(named);
    if ('path' in attempt) return attempt.path;
    throw notFound(tried.set('NATS_SERVER_BIN', attempt.reason));
  }
  const cache = userCache() ?? home.bin;
  mkdirSync(cache, { recursive: true });
  for (const [label, attemptSource] of sources(cache, say)) {
    const attempt = await attemptSource();
    if ('path' in attempt) return attempt.path;
    tried.set(label, attempt.reason);
  }
  throw notFound(tried);
}

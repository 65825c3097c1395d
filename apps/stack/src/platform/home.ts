import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the files of one run lie. Every path is absolute and every folder exists. */
export interface Home {
  readonly dir: string;
  /** The run's own copy of a server program; used only where the per-user cache cannot be written. */
  readonly bin: string;
  readonly nats: string;
  readonly postgres: string;
  /** Private keys and passwords: readable by the owner alone. */
  readonly keys: string;
  readonly logs: string;
}

/** The repository's top folder, seen from the sources as well as from the build. */
export function repositoryRoot(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(dir, 'package-lock.json')) && existsSync(join(dir, 'apps')))) {
    if (dir === dirname(dir)) throw new Error('The repository was not found above the platform sources.');
    dir = dirname(dir);
  }
  return dir;
}

/** The folder of a run: `dir` if given, else CONCORDAT_HOME, else `.concordat` in the repository. Makes what is missing. */
export function openHome(dir: string = process.env['CONCORDAT_HOME'] ?? '.concordat'): Home {
  const top = isAbsolute(dir) ? dir : join(repositoryRoot(), dir);
  const home: Home = {
    dir: top,
    bin: join(top, 'bin'),
    nats: join(top, 'nats'),
    postgres: join(top, 'postgres'),
    keys: join(top, 'keys'),
    logs: join(top, 'logs'),
  };
  for (const folder of [home.dir, home.bin, home.nats, home.postgres, home.logs]) {
    mkdirSync(folder, { recursive: true });
  }
  // PostgreSQL runs as another user when the owner is root: that user must be able to walk through, not to list.
  if (process.getuid?.() === 0) for (const folder of [home.dir, home.postgres]) chmodSync(folder, 0o711);
  mkdirSync(home.keys, { recursive: true, mode: 0o700 });
  return home;
}

/** The user's own cache folder, shared by all clones and tests; undefined where the user has no home to write to. */
export function userCache(): string | undefined {
  const base =
    process.env['XDG_CACHE_HOME'] ??
    (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  const cache = join(base, 'concordat');
  try {
    mkdirSync(cache, { recursive: true });
    return cache;
  } catch {
    return undefined;
  }
}

/** The secret that this file keeps (readable by the owner alone): 192 random bits, made when the file does not exist yet. */
export function keptSecret(file: string): string {
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

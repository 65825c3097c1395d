import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Say } from '../cli/say.js';
import { chromiumFromApt } from './chromium-apt.js';
import { repositoryRoot, userCache } from './home.js';
import { PlatformError, reasonOf } from './platform-error.js';
import { runCommand } from './processes.js';

/** Older ones print no page headers (CSS Paged Media, margin boxes). */
const OLDEST = 131;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where people who install it by hand have it. */
const PLACES = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

type Attempt = { readonly path: string } | { readonly reason: string };

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Accepts a program that starts and is new enough. */
async function judge(path: string): Promise<Attempt> {
  const { code, output } = await runCommand(path, ['--version'], { timeoutMs: 20_000 });
  const version = /(?:Chrom\w*|HeadlessShell)\D*(\d+)\.\d+/.exec(output)?.[1];
  if (code !== 0 || version === undefined) return { reason: `${path} is no Chromium that starts` };
  return Number(version) >= OLDEST
    ? { path }
    : { reason: `${path} is version ${version}, needed is ${OLDEST} or newer` };
}

/** The first of these programs that does; `none` is the reason when there is not one. */
async function firstOf(paths: readonly string[], none: string): Promise<Attempt> {
  const reasons: string[] = [];
  for (const path of paths.filter(isProgram)) {
    const attempt = await judge(path);
    if ('path' in attempt) return attempt;
    reasons.push(attempt.reason);
  }
  return { reason: reasons.length > 0 ? reasons.join(', ') : none };
}

function fromPath(): Promise<Attempt> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return firstOf([...paths, ...PLACES], 'none is on PATH');
}

/** What an earlier run has fetched, and what Playwright has: the newest first. */
function fromCaches(cache: string): Promise<Attempt> {
  const inside = (folder: string, name: RegExp): readonly string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((entry) => name.test(entry))
          .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
          .map((entry) => join(folder, entry))
      : [];
  const own = inside(cache, /^chromium-\d/).map((folder) => join(folder, 'chromium'));
  const playwright = playwrightCaches().flatMap((folder) =>
    inside(folder, /^chromium/).flatMap((browser) =>
      inside(browser, /^chrome-/).flatMap((build) =>
        ['chrome', 'headless_shell', 'chrome-headless-shell'].map((program) => join(build, program)),
      ),
    ),
  );
  return firstOf([...own, ...playwright], 'the caches hold none yet');
}

const playwrightCaches = (): readonly string[] => [
  ...(process.env['PLAYWRIGHT_BROWSERS_PATH'] ? [process.env['PLAYWRIGHT_BROWSERS_PATH']] : []),
  join(homedir(), '.cache', 'ms-playwright'),
  join(homedir(), 'Library', 'Caches', 'ms-playwright'),
];

/** Fetches into a folder of its own, which is renamed into place when it is whole and the program starts. */
async function fromApt(cache: string): Promise<Attempt> {
  const dir = mkdtempSync(join(cache, 'fetch-'));
  try {
    const program = await chromiumFromApt(dir);
    for (const rest of ['cache', 'lists', 'parts', 'apt.conf'])
      rmSync(join(dir, rest), { recursive: true, force: true });
    const attempt = await judge(program);
    if ('reason' in attempt) return attempt;
    const { output } = await runCommand(program, ['--version'], { timeoutMs: 20_000 });
    const place = join(cache, `chromium-${/\d+(\.\d+)+/.exec(output)?.[0] ?? '0'}`);
    // One that does not start any more makes room; another run may have been faster.
    if (existsSync(place) && !('path' in (await judge(join(place, 'chromium')))))
      rmSync(place, { recursive: true, force: true });
    if (!existsSync(place)) renameSync(dir, place);
    return { path: join(place, 'chromium') };
  } catch (error) {
    return { reason: reasonOf(error) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Playwright's own way to get a browser, into its own cache. */
async function fromPlaywright(cache: string): Promise<Attempt> {
  const command = join(repositoryRoot(), 'node_modules', 'playwright-core', 'cli.js');
  if (!existsSync(command)) return { reason: 'the package playwright-core is not installed' };
  const args = [command, 'install', '--only-shell', 'chromium'];
  const { code } = await runCommand(process.execPath, args, { timeoutMs: 300_000, cwd: dirname(command) });
  return code === 0 ? fromCaches(cache) : { reason: 'it could not be reached' };
}

/**
 * The path of a Chromium or Chrome 131 or newer: CHROMIUM_BIN, PATH, the caches of this user, the packages of Debian with all
 * they need in a private folder, or Playwright's download, in that order. A program that CHROMIUM_BIN names must do. Throws
 * `CHROMIUM_NOT_FOUND` with every source and why it gave none.
 */
export async function ensureChromium({ say }: { readonly say: Say }): Promise<string> {
  const named = process.env['CHROMIUM_BIN'];
  if (named) {
    const attempt = await judge(named);
    if ('path' in attempt) return attempt.path;
    throw notFound([['CHROMIUM_BIN', attempt.reason]]);
  }
  const cache = userCache() ?? join(repositoryRoot(), '.concordat', 'bin');
  mkdirSync(cache, { recursive: true });
  const shown = (label: string, work: () => Promise<Attempt>) => async (): Promise<Attempt> => {
    const step = say.step(`Getting Chromium from ${label}`);
    const attempt = await work();
    if ('path' in attempt) step.done();
    else step.fail(`not there: ${attempt.reason}`);
    return attempt;
  };
  const packages = "the distribution's packages";
  const playwright = "Playwright's download";
  const sources: readonly (readonly [string, () => Promise<Attempt>])[] = [
    ['PATH', fromPath],
    ['the cache', () => fromCaches(cache)],
    [packages, shown(packages, () => fromApt(cache))],
    [playwright, shown(playwright, () => fromPlaywright(cache))],
  ];
  const tried: [string, string][] = [];
  for (const [label, source] of sources) {
    const attempt = await source();
    if ('path' in attempt) return attempt.path;
    tried.push([label, attempt.reason]);
  }
  throw notFound(tried);
}

function notFound(tried: readonly (readonly [string, string])[]): PlatformError {
  const reasons = tried.map(([source, reason]) => `${source}: ${reason}`).join('; ');
  return new PlatformError(
    'CHROMIUM_NOT_FOUND',
    `No Chromium ${OLDEST} or newer was found (${reasons}): install one, or name it in CHROMIUM_BIN.`,
  );
}

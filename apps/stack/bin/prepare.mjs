/**
 * Makes a clone ready to run: Node version, packages, build. Each part is left out when nothing changed.
 * Depends on Node alone, since it runs before any package is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

/** The repository's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const installStamp = join(root, 'node_modules', '.concordat-lock');
const buildStamp = join(root, 'dist', '.concordat-build');
const SOURCES = ['apps', 'libs', 'test'];
const OLDEST_NODE = [20, 19];

/** A step of the preparation that failed: `stage` is 'node', 'install' or 'build'; `output` is what the tool said. */
export class PrepareError extends Error {
  constructor(stage, message, output = '') {
    super(message);
    this.name = 'PrepareError';
    this.stage = stage;
    this.output = output;
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new PrepareError(
    'node',
    `Concordat needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${process.versions.node}. ` +
      'Please install a current long-term version from https://nodejs.org and try again.',
  );
}

const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Runs a command to its end and gives its exit code with everything it said. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** True when npm's own record of what it installed holds every package of the lock file in the same version. */
function installedByHand(lockText) {
  const record = readText(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const wanted = JSON.parse(lockText).packages;
  const present = JSON.parse(record).packages;
  return Object.keys(wanted).every((path) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return Boolean(wanted[path].optional || wanted[path].peer);
    return found.version === wanted[path].version && found.integrity === wanted[path].integrity;
  });
}

function isInstalled() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (readText(installStamp) === sha256(lock)) return true;
  if (!installedByHand(lock)) return false;
  writeFileSync(installStamp, sha256(lock));
  return true;
}

async function install(say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const npm = process.env.npm_execpath ?? '';
  const command = basename(npm) === 'npm-cli.js' ? [process.execPath, npm] : ['npm'];
  const args = [...command.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const step = say.step('Installing packages (about a minute the first time)');
  const { code, output } = await run(command[0], args);
  if (code !== 0) {
    step.fail();
    throw new PrepareError('install', 'npm could not install the packages.', output);
  }
  writeFileSync(installStamp, sha256(lock));
  step.done();
}

function filesUnder(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

/** One value for all that the build reads: it changes when a source is added, removed, renamed or edited. */
function fingerprint() {
  const sources = SOURCES.flatMap((folder) =>
    filesUnder(join(root, folder), (name) => /\.[cm]?ts$/.test(name)),
  );
  const inputs = [...sources.sort(), join(root, 'tsconfig.json'), join(root, 'package.json')];
  const lines = inputs.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return sha256([readText(installStamp), ...lines].join('\n'));
}

const isBuilt = () => readText(buildStamp) === fingerprint();

/** Removes what an earlier build made of sources that are gone: a folder read by pattern would still find them. */
function removeLeftovers() {
  for (const folder of SOURCES) {
    for (const file of filesUnder(join(root, 'dist', folder), (name) => /\.js(\.map)?$/.test(name))) {
      const source = join(root, file.slice(join(root, 'dist').length)).replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(source)) rmSync(file);
    }
  }
}

async function build(say) {
  const step = say.step('Building');
  rmSync(buildStamp, { force: true });
  const before = fingerprint();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await run(process.execPath, [tsc, '-p', 'tsconfig.json', '--pretty', 'false']);
  removeLeftovers();
  if (code !== 0) {
    step.fail();
    throw new PrepareError('build', 'The TypeScript build found errors.', output);
  }
  mkdirSync(dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, before);
  step.done();
}

/**
 * Leaves packages installed and the build fresh. Says what it does and how long that took; when nothing is to do it
 * says so and is done within a moment. Two runs at once take turns. Throws `PrepareError`.
 */
export async function prepare({ say }) {
  checkNode();
  if (isInstalled() && isBuilt()) return say.line('Packages and build are up to date: nothing to do.');
  const waiting = (pid) => say.step(`Waiting for another run (process ${pid}) that is preparing`);
  await withLock(join(root, '.concordat', 'prepare.lock'), waiting, async () => {
    if (!isInstalled()) await install(say);
    if (!isBuilt()) await build(say);
  });
}

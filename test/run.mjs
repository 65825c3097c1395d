/**
 * `npm test`: prepares the clone, then the tests with real servers (integration, end-to-end, faults, browser) and, beside them, lint and
 * unit tests: these need nothing but a processor, and take what the servers leave of it. Arguments are passed to jest. The last line is always "N passed, N failed"; exit code 0 only if something ran and
 * nothing failed. Depends on Node alone, since it starts before any package is installed.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { prepare, PrepareError, root } from '../apps/stack/bin/prepare.mjs';
import { createSay } from '../apps/stack/bin/say.mjs';

const say = createSay();
const total = { passed: 0, failed: 0 };
const servers = ['integration', 'e2e', 'faults', 'browser'];
const reports = mkdtempSync(join(tmpdir(), 'concordat-report-'));
/** Marks every process of this run, so that the end can look for any that was left behind. */
const runId = randomUUID();

const heading = (text) => say.line(`\n=== ${text} ===`);

function add(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

/** Runs a command, and gives its exit code. Its output is shown as it comes, or goes to `kept` and the command behind all others. */
function run(command, args, options = {}) {
  const { env, kept, ...rest } = options;
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const settings = {
    cwd: root,
    stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    ...rest,
    env: { ...process.env, PATH: path, CONCORDAT_RUN_ID: runId, ...env },
  };
  return new Promise((resolve) => {
    const child = spawn(command, args, settings);
    if (kept) keepBehind(child, kept);
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function keepBehind(child, kept) {
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => kept.push(String(chunk)));
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Where that is not allowed it takes its share.
  }
}

/** Packages that cannot be installed end the run; a build with errors counts as one failure, and the tests still run. */
async function ready() {
  heading('Packages and build');
  try {
    await prepare({ say });
    return true;
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    say.line(`${error.output.trim()}\n${error.message}`.trim());
    add(0, 1);
    return error.stage === 'build';
  }
}

/** Each part of the package's lint script is one test. */
async function lint() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const part of scripts.lint.split('&&').map((step) => step.trim())) {
    const kept = [];
    const ok = (await run(part, [], { shell: true, kept })) === 0;
    heading(`Lint: ${part.split(' ')[0]}`);
    say.line(kept.join('').trim());
    say.line(ok ? 'No findings.' : 'There are findings, see above.');
    add(ok ? 1 : 0, ok ? 0 : 1);
  }
}

const hasSpecs = (folder) =>
  existsSync(folder) &&
  readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'));

/** What jest counted; a suite that could not even be loaded counts as one failure, and so does a run that failed without saying in what. */
function count(report, code) {
  if (!existsSync(report)) return add(0, 1);
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  if (numPendingTests > 0) say.line(`(${numPendingTests} skipped)`);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  add(numPassedTests, code !== 0 && failed === 0 ? 1 : failed);
}

/** One jest run over the spec files that no pattern of `ignore` matches; shown as it goes, or at its end where it is `beside` another. */
async function jest(name, ignore, { workers, beside = false }) {
  const kept = beside ? [] : undefined;
  if (!kept) heading(name);
  const report = join(reports, `${name.replace(/\W+/g, '-')}.json`);
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const stage = [`--testPathIgnorePatterns=${ignore}`, '--testPathIgnorePatterns=/node_modules/'];
  const fixed = ['-c', 'test/jest.config.js', '--json', `--outputFile=${report}`, '--passWithNoTests'];
  const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  const args = [program, ...stage, ...fixed, `--maxWorkers=${workers}`, ...process.argv.slice(2)];
  const code = await run(process.execPath, args, { env: { NODE_OPTIONS: options.trim() }, kept });
  if (kept) {
    heading(name);
    say.line(kept.join('').trim());
  }
  count(report, code);
}

/** Gets nats-server before the suites need it, where its progress can be seen; a suite without it says why by itself. */
async function fetchServer() {
  if (process.env.TEST_NATS_SERVER_BIN) return;
  const platform = join(root, 'dist', 'apps', 'stack', 'src', 'platform');
  try {
    const { openHome } = await import(pathToFileURL(join(platform, 'home.js')).href);
    const { ensureNatsServer } = await import(pathToFileURL(join(platform, 'nats-server.js')).href);
    say.line(`nats-server: ${await ensureNatsServer({ home: openHome(), say })}`);
  } catch (error) {
    say.line(error.message);
  }
}

/** The same for the browser, which only its own suites need. */
async function fetchBrowser() {
  const platform = join(root, 'dist', 'apps', 'stack', 'src', 'platform');
  try {
    const { ensureChromium } = await import(pathToFileURL(join(platform, 'chromium.js')).href);
    say.line(`Chromium: ${await ensureChromium({ say })}`);
  } catch (error) {
    say.line(error.message);
  }
}

/** The processes of this run that still live; they carry its id in their environment (Linux tells, others do not). */
function leftovers() {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CONCORDAT_RUN_ID=${runId}`);
    } catch {
      return false;
    }
  });
}

async function cleanUp() {
  rmSync(reports, { recursive: true, force: true });
  const end = Date.now() + 10_000;
  while (leftovers().length > 0 && Date.now() < end) await pause(100);
  for (const pid of leftovers()) {
    say.line(`Process ${pid} was left behind by a test and is ended.`);
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just gone by itself.
    }
  }
}

if (await ready()) {
  const present = servers.filter((folder) => hasSpecs(join(root, 'test', folder)));
  if (present.length > 0) await fetchServer();
  if (present.includes('browser')) await fetchBrowser();
  const beside = jest('Unit and architecture tests', `/test/(${servers.join('|')})/`, {
    workers: 1,
    beside: true,
  }).then(lint);
  // One stage for all of them: then only its end has an idle worker.
  await jest('Tests with real servers', `^(?!.*/test/(${servers.join('|')})/)`, { workers: 2 });
  await beside;
}
await cleanUp();
say.line(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './platform-error.js';
import { APT_LIMIT_MS, aptTrouble, privateApt } from './private-apt.js';
import { runCommand } from './processes.js';

/** Where a distribution keeps a recent nats-server: the suite and component on its own mirror, and the key that signs it. */
interface Suite {
  readonly suite: string;
  readonly component: string;
  readonly keyring: string;
}

const SUITES: Readonly<Record<string, Suite>> = {
  debian: { suite: 'forky', component: 'main', keyring: '/usr/share/keyrings/debian-archive-keyring.gpg' },
  ubuntu: {
    suite: 'devel',
    component: 'universe',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
  },
};

function distribution(): Suite {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const id = /^ID="?(\w+)"?$/m.exec(release)?.[1] ?? process.platform;
  const suite = SUITES[id];
  if (suite === undefined) throw new Error(`this system (${id}) is neither Debian nor Ubuntu`);
  if (!existsSync(suite.keyring)) throw new Error(`the distribution's keyring ${suite.keyring} is missing`);
  return suite;
}

/** The mirrors that this machine itself is set up to use, without those for security updates alone. */
async function mirrors(): Promise<string[]> {
  const { code, output } = await runCommand('apt-get', [
    'indextargets',
    '--format',
    '$(SITE)|$(CODENAME)|$(SUITE)',
  ]);
  if (code !== 0) throw new Error('apt-get did not name a mirror');
  const sites = output
    .split('\n')
    .filter((line) => line.includes('://') && !line.includes('security'))
    .map((line) => line.slice(0, line.indexOf('|')));
  if (sites.length === 0) throw new Error('this machine has no package mirror set up');
  return [...new Set(sites)];
}

async function aptFrom(dir: string, site: string, from: Suite): Promise<string> {
  const source = `deb [signed-by=${from.keyring}] ${site} ${from.suite} ${from.component}\n`;
  const env = await privateApt(dir, source);
  const options = { env, cwd: dir, timeoutMs: APT_LIMIT_MS };
  const update = await runCommand('apt-get', ['update', '-q', '--error-on=any'], options);
  if (update.code !== 0) throw new Error(aptTrouble(update.output));
  const got = await runCommand('apt-get', ['download', '-q', 'nats-server'], options);
  const file = readdirSync(dir).find((name) => name.endsWith('.deb'));
  if (got.code !== 0 || file === undefined) throw new Error(aptTrouble(got.output));
  const unpack = await runCommand('dpkg-deb', ['-x', join(dir, file), join(dir, 'unpacked')], {
    timeoutMs: 60_000,
  });
  const program = ['usr/sbin', 'usr/bin']
    .map((bin) => join(dir, 'unpacked', bin, 'nats-server'))
    .find(existsSync);
  if (unpack.code !== 0 || program === undefined) throw new Error('the package holds no nats-server');
  return program;
}

/**
 * Takes nats-server out of the distribution's newer suite into `dir` and gives the program's path. Works as an ordinary
 * user and installs nothing on the machine. Throws with a reason for a person, which never names the mirror.
 */
export async function fetchFromApt(dir: string): Promise<string> {
  const from = distribution();
  const reasons: string[] = [];
  for (const [index, site] of (await mirrors()).entries()) {
    const folder = join(dir, `mirror-${index}`);
    mkdirSync(folder, { recursive: true });
    try {
      return await aptFrom(folder, site, from);
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  throw new Error([...new Set(reasons)].join('; '));
}

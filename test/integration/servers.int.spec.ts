import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { silent } from '../../apps/stack/src/cli/say.js';
import { repositoryRoot } from '../../apps/stack/src/platform/home.js';
import { freePort, LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { isAlive, untilGone } from '../../apps/stack/src/platform/processes.js';
import { Supervisor } from '../../apps/stack/src/platform/supervisor.js';
import { type EmbeddedServers, startEmbeddedServers, temporaryHome } from '../support/servers.js';

/** One statement over one connection. */
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A service as the contract of apps/stack asks for it: answers /health, ends when its standard input ends. */
const SERVICE = `
  const { createServer } = require('node:http');
  createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
  console.log('parent', process.env.CONCORDAT_PARENT_PID, 'secret', process.env.TEST_PARENT_SECRET);
  process.stdin.on('end', () => process.exit(0)).resume();
`;

describe('the servers of a run', () => {
  let servers: EmbeddedServers;
  let started: EmbeddedServers | undefined;

  beforeAll(async () => {
    started = servers = await startEmbeddedServers();
  }, 180_000);

  afterAll(() => started?.stop());

  it('run as this user, nats-server being 2.14 or newer', async () => {
    const [major = 0, minor = 0] = servers.natsServer().version.split('.').map(Number);
    expect(major > 2 || (major === 2 && minor >= 14)).toBe(true);
    expect(await ask(servers.postgres.superuserUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await ask(servers.postgres.superuserUrl, 'SHOW server_encoding')).toEqual([
      { server_encoding: 'UTF8' },
    ]);
  });

  it('give each service a database that no other service can enter', async () => {
    const mine = await servers.database();
    const other = await servers.database();
    expect(await ask(mine.url, 'SELECT current_user AS who')).toEqual([{ who: mine.name }]);
    const trespass = new URL(mine.url);
    trespass.pathname = `/${other.name}`;
    await expect(ask(trespass.href, 'SELECT 1')).rejects.toThrow(/permission denied/);
    trespass.pathname = '/postgres';
    await expect(ask(trespass.href, 'SELECT 1')).rejects.toThrow(/permission denied/);
  });

  it('write neither statements nor row values to the log', async () => {
    const { url } = await servers.database();
    await ask(url, 'CREATE TABLE person (name text PRIMARY KEY CHECK (length(name) < 12))');
    await expect(ask(url, "INSERT INTO person VALUES ('Zebedee Quill')")).rejects.toThrow(/check/);
    await expect(ask(url, "INSERT INTO person VALUES ('Ada Q'), ('Ada Q')")).rejects.toThrow(/unique/);
    const log = readFileSync(join(servers.home.postgres, 'postgres.log'), 'utf8');
    expect(log).toContain('violates');
    expect(log).not.toMatch(/Zebedee|Ada Q|INSERT/);
  });

  it('come back with their data after kill -9', async () => {
    const { url } = await servers.database();
    await ask(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const before = [servers.natsServer().pid, servers.postgresServer().pid];
    await Promise.all([servers.natsServer().kill(), servers.postgresServer().kill()]);
    expect(before.map(isAlive)).toEqual([false, false]);
    await Promise.all([servers.startNatsAgain(), servers.startPostgresAgain()]);
    expect(await ask(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  }, 60_000);

  it('survive a left-over pid file whose number now belongs to another program', async () => {
    await servers.postgresServer().stop();
    writeFileSync(join(servers.home.postgres, 'data', 'postmaster.pid'), `${process.pid}\n/elsewhere\n`);
    const again = await servers.startPostgresAgain();
    expect(await ask(again.superuserUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('leave no process when they are stopped', async () => {
    const pids = [servers.natsServer().pid, servers.postgresServer().pid];
    await Promise.all([servers.natsServer().stop(), servers.postgresServer().stop()]);
    expect(pids.map(isAlive)).toEqual([false, false]);
    await Promise.all([servers.startNatsAgain(), servers.startPostgresAgain()]);
  }, 60_000);

  it('end when their parent is killed with -9, as services do', async () => {
    const spec = {
      command: 'sleep',
      args: ['600'],
      cwd: servers.home.dir,
      env: { PATH: process.env['PATH'] },
      log: join(servers.home.logs, 'sleep.log'),
      pidFile: join(servers.home.dir, 'sleep.pid'),
      stopSignal: 'SIGTERM',
      graceMs: 2_000,
    };
    const root = repositoryRoot();
    const guardian = join(root, 'apps/stack/bin/guardian.mjs');
    const service = 'process.stdin.on("end", () => process.exit(0)).resume()';
    const argument = JSON.stringify({ guardian, spec, service });
    const parent = spawn(process.execPath, [join(root, 'test/support/parent.mjs'), argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [data] = (await once(parent.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(data.toString()) as number[];
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    parent.kill('SIGKILL');
    expect(await Promise.all(pids.map((pid) => untilGone(pid, 5_000)))).toEqual([true, true, true]);
  }, 20_000);
});

describe('a port for a server', () => {
  it('is the next free one when the wanted one is taken, and the taken one is named', async () => {
    const holder = createServer().listen(0, LOOPBACK);
    await once(holder, 'listening');
    const wanted = (holder.address() as AddressInfo).port;
    const got = await freePort(wanted);
    holder.close();
    expect(got.port).toBeGreaterThan(wanted);
    expect(got.taken[0]).toBe(wanted);
  });
});

describe('the supervisor of services', () => {
  const home = temporaryHome();
  const script = join(home.dir, 'service.cjs');
  const supervisor = new Supervisor({ home, say: silent });

  beforeAll(() => writeFileSync(script, SERVICE));
  afterAll(async () => {
    await supervisor.stopAll();
    rmSync(home.dir, { recursive: true, force: true });
  });

  it('starts a service with an environment of its own, kills it, starts it again and stops it', async () => {
    process.env['TEST_PARENT_SECRET'] = 'must not be passed on';
    const { port } = await freePort(0);
    const first = await supervisor.start({
      name: 'one',
      app: 'none',
      script,
      port,
      env: { PORT: String(port) },
    });
    await supervisor.kill('one');
    expect(supervisor.status('one').pid).toBeUndefined();
    const second = await supervisor.restart('one');
    expect(second.pid).not.toBe(first.pid);
    await supervisor.stop('one');
    expect(isAlive(second.pid ?? 0)).toBe(false);
    const log = readFileSync(second.log, 'utf8');
    expect(log).toContain(`parent ${process.pid} secret undefined`);
  }, 20_000);

  it('says why a service did not start, with the last lines of its log', async () => {
    const broken = join(home.dir, 'broken.cjs');
    writeFileSync(broken, 'console.error("the status is stale"); process.exit(3);');
    const { port } = await freePort(0);
    const start = supervisor.start({ name: 'broken', app: 'none', script: broken, port, env: {} });
    await expect(start).rejects.toThrow(
      /broken did not start: it ended with exit code 3[\s\S]*the status is stale/,
    );
  }, 20_000);

  it('starts a crashed service again when asked to watch', async () => {
    const watching = new Supervisor({ home, say: silent, restartCrashed: true });
    const { port } = await freePort(0);
    const first = await watching.start({
      name: 'two',
      app: 'none',
      script,
      port,
      env: { PORT: String(port) },
    });
    await watching.kill('two');
    const end = Date.now() + 10_000;
    while (watching.status('two').pid === undefined && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(watching.status('two')).toMatchObject({ crashes: 1 });
    expect(watching.status('two').pid).not.toBe(first.pid);
    await watching.stopAll();
  }, 20_000);
});

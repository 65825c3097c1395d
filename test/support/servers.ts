import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../../apps/stack/src/cli/say.js';
import { type Home, openHome } from '../../apps/stack/src/platform/home.js';
import { ensureNatsServer } from '../../apps/stack/src/platform/nats-server.js';
import { type NatsServer, startNats } from '../../apps/stack/src/platform/nats.js';
import { freePort } from '../../apps/stack/src/platform/ports.js';
import { createDatabase } from '../../apps/stack/src/platform/postgres-databases.js';
import { type PostgresServer, startPostgres } from '../../apps/stack/src/platform/postgres.js';
import { natsContainer, postgresContainer, wantsContainers } from './containers.js';

/** What a suite asks for. */
export interface ServersOptions {
  /** The nats-server configuration, as it will stand in its JSON file. Default: JetStream with `sync_interval: always`. */
  readonly natsConfig?: Readonly<Record<string, unknown>>;
  /** True for suites that kill servers or delete their data: these always get embedded ones. */
  readonly embedded?: boolean;
}

/** A database made for a test: its owner's address. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
}

/** NATS and PostgreSQL for one suite, wherever they run. */
export interface Servers {
  /** A temporary folder that is removed by `stop`; a run may use it as its CONCORDAT_HOME. */
  readonly home: Home;
  readonly nats: { readonly url: string; readonly port: number };
  readonly postgres: { readonly superuserUrl: string; readonly port: number };
  /** Makes a database with its own role; without a name it gets a fresh one. */
  database(name?: string): Promise<TestDatabase>;
  /** Stops both and removes the folder. */
  stop(): Promise<void>;
}

/** Servers that a test may kill and whose data it may delete. */
export interface EmbeddedServers extends Servers {
  /** The running server; another object after `startNatsAgain`. */
  natsServer(): NatsServer;
  postgresServer(): PostgresServer;
  readonly natsStore: string;
  /** Starts a server that was stopped or killed, on the same port with the same data (or what is left of it). */
  startNatsAgain(): Promise<NatsServer>;
  startPostgresAgain(): Promise<PostgresServer>;
}

const DEFAULT_CONFIG = { jetstream: { sync_interval: 'always' } };

/** A temporary home, passable for PostgreSQL's own user when the tests run as root. */
export function temporaryHome(): Home {
  const dir = mkdtempSync(join(tmpdir(), 'concordat-test-'));
  chmodSync(dir, 0o711);
  return openHome(dir);
}

function databaseMaker(superuserUrl: () => string): (name?: string) => Promise<TestDatabase> {
  return async (name = `test_${randomBytes(6).toString('hex')}`) => {
    const password = randomBytes(18).toString('base64url');
    return { name, url: await createDatabase(superuserUrl(), { name, role: name, password }) };
  };
}

function writeConfig(home: Home, options: ServersOptions): string {
  const file = join(home.dir, 'nats-server.json');
  writeFileSync(file, JSON.stringify(options.natsConfig ?? DEFAULT_CONFIG, null, 2), { mode: 0o600 });
  return file;
}

/** nats-server for tests: TEST_NATS_SERVER_BIN names one, else it is found as `npm start` finds it. */
async function natsProgram(home: Home): Promise<string> {
  const named = process.env['TEST_NATS_SERVER_BIN'];
  return named === undefined || named === '' ? ensureNatsServer({ home, say: silent }) : named;
}

/** Both servers as child processes, in a temporary folder, on free loopback ports; they end with this process. */
export async function startEmbeddedServers(options: ServersOptions = {}): Promise<EmbeddedServers> {
  const home = temporaryHome();
  const configFile = writeConfig(home, options);
  const bin = await natsProgram(home);
  const natsStore = join(home.nats, 'store');
  const { port: natsPort } = await freePort(0);
  const { port: postgresPort } = await freePort(0, new Set([natsPort]));
  const runNats = (): Promise<NatsServer> =>
    startNats({ bin, configFile, storeDir: natsStore, port: natsPort, say: silent });
  const runPostgres = (): Promise<PostgresServer> =>
    startPostgres({ dir: home.postgres, port: postgresPort, say: silent });
  let [nats, postgres] = await Promise.all([runNats(), runPostgres()]);
  return {
    home,
    natsStore,
    nats: { url: nats.url, port: natsPort },
    postgres: { superuserUrl: postgres.superuserUrl, port: postgresPort },
    database: databaseMaker(() => postgres.superuserUrl),
    natsServer: () => nats,
    postgresServer: () => postgres,
    startNatsAgain: async () => (nats = await runNats()),
    startPostgresAgain: async () => (postgres = await runPostgres()),
    stop: async () => {
      await Promise.all([nats.stop(), postgres.stop()]);
      rmSync(home.dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL named by TEST_POSTGRES_URL (a superuser's address), or in a container. */
async function outsidePostgres(): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const named = process.env['TEST_POSTGRES_URL'];
  if (named === undefined || named === '') return postgresContainer(randomBytes(18).toString('base64url'));
  return { url: named, port: Number(new URL(named).port || '5432'), stop: () => Promise.resolve() };
}

async function startContainers(options: ServersOptions): Promise<Servers> {
  const home = temporaryHome();
  const configFile = writeConfig(home, options);
  chmodSync(configFile, 0o644);
  const [nats, postgres] = await Promise.all([natsContainer(configFile), outsidePostgres()]);
  return {
    home,
    nats,
    postgres: { superuserUrl: postgres.url, port: postgres.port },
    database: databaseMaker(() => postgres.url),
    stop: async () => {
      await Promise.all([nats.stop(), postgres.stop()]);
      rmSync(home.dir, { recursive: true, force: true });
    },
  };
}

/**
 * NATS and PostgreSQL for a suite: in containers where a runtime answers within 300 ms, else embedded. TEST_SERVERS forces
 * one kind; TEST_NATS_SERVER_BIN names a server program and so means embedded. Throws `PlatformError`.
 */
export async function startServers(options: ServersOptions = {}): Promise<Servers> {
  const named = process.env['TEST_NATS_SERVER_BIN'];
  if (options.embedded === true || (named !== undefined && named !== ''))
    return startEmbeddedServers(options);
  return (await wantsContainers()) ? startContainers(options) : startEmbeddedServers(options);
}

import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { silent } from '../../apps/stack/src/cli/say.js';
import { keptSecret, type Home } from '../../apps/stack/src/platform/home.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { bootStack, type Stack, type StackOptions } from '../../apps/stack/src/stack.js';
import { Caller, call, type Answer } from './county-client.js';
import { Proxy } from './proxy.js';
import { temporaryHome } from './servers.js';
import { until } from './waiting.js';

/** How a county is opened. */
export interface CountyOptions {
  /** Default: police and ambulance. */
  readonly agencies?: readonly string[];
  /** Services that reach the broker through a proxy. */
  readonly brokerProxies?: readonly string[];
  /** Services that reach their database through a proxy. */
  readonly databaseProxies?: readonly string[];
  readonly env?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Starts the console and the demonstration's sign-in, too: they cost processor time. */
  readonly webFace?: StackOptions['webFace'];
}

/** How the audit service says it is. */
export interface AuditStatus {
  readonly size: number;
  readonly coverage: readonly { sender: string; through: number; missing: readonly number[] }[];
  readonly refused: unknown;
  readonly alarms: unknown;
}

/**
 * A small county: broker, database server, keeper, audit service and a few agencies, each a process of its own, in a
 * temporary home on free ports. Everything ends with `close`, and with this process.
 */
export class County {
  /** By service, between it and the broker. */
  readonly broker: Readonly<Record<string, Proxy>>;
  /** By service, between it and its database. */
  readonly database: Readonly<Record<string, Proxy>>;

  private constructor(
    readonly home: Home,
    readonly stack: Stack,
    readonly agencies: readonly Caller[],
    proxies: { readonly broker: Record<string, Proxy>; readonly database: Record<string, Proxy> },
  ) {
    this.broker = proxies.broker;
    this.database = proxies.database;
  }

  /** Boots it; everybody is healthy and the epoch is open. */
  static async open(options: CountyOptions = {}): Promise<County> {
    const members = options.agencies ?? ['police', 'ambulance'];
    const home = temporaryHome();
    const ports = await choosePorts();
    const proxies = {
      broker: await proxiesFor(options.brokerProxies, ports.nats),
      database: await proxiesFor(options.databaseProxies, ports.postgres),
    };
    try {
      const stack = await bootStack({
        home,
        say: silent,
        agencies: members,
        cosignatures: 1,
        restartCrashed: false,
        env: environments(home, proxies, options.env ?? {}),
        ports,
        ...(options.webFace && { webFace: options.webFace }),
      });
      const callers = members.map((code) => new Caller(code, doorOf(stack, code)));
      const county = new County(home, stack, callers, proxies);
      await county.untilOpen();
      return county;
    } catch (error) {
      await closeAll(proxies);
      remove(home);
      throw error;
    }
  }

  agency(code: string): Caller {
    const found = this.agencies.find((caller) => caller.code === code);
    if (!found) throw new Error(`${code} is not of this county`);
    return found;
  }

  audit(path: string): Promise<Answer> {
    return call(this.stack.system.audit, 'GET', path);
  }

  async auditStatus(): Promise<AuditStatus> {
    const { status, body } = await this.audit('/status');
    if (status !== 200) throw new Error(`GET /status of audit: ${status}`);
    return body as unknown as AuditStatus;
  }

  /** As `kill -9` does. */
  async kill(service: string): Promise<void> {
    await this.stack.supervisor.kill(service);
  }

  async restart(...services: readonly string[]): Promise<void> {
    await Promise.all(services.map((service) => this.stack.supervisor.restart(service)));
  }

  /** Waits until every agency takes commands in an open epoch, at least the given one. */
  async untilOpen(epoch = 1): Promise<void> {
    for (const agency of this.agencies) {
      await until(`${agency.code} is in an open epoch`, async () => {
        const { number, state } = (await agency.status()).epoch;
        return number >= epoch && state === 'open';
      });
    }
  }

  /** Ends every process and removes the files, whatever was killed before. */
  async close(): Promise<void> {
    await this.stack.stop().catch(() => undefined);
    await closeAll({ broker: this.broker, database: this.database });
    remove(this.home);
  }
}

/** A county for one suite: hand `open` to beforeAll and `close` to afterAll. */
export function countyOf(options: CountyOptions = {}): {
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly here: () => County;
} {
  let county: County | undefined;
  return {
    open: async () => {
      county = await County.open(options);
    },
    close: async () => county?.close(),
    here: () => {
      if (!county) throw new Error('the county did not start');
      return county;
    },
  };
}

/** Who is of a county that several suites share. */
const SHARED = ['police', 'ambulance', 'mh-trust', 'social-care'];
let shared:
  { readonly suite: ReturnType<typeof countyOf>; opening?: Promise<void>; users: number } | undefined;

/**
 * The one county of all suites that a spec file imports, for suites that need nothing special of it: starting one costs ten
 * seconds of processor time. The first that opens it starts it, and it ends with the last. A suite must count its own tasks
 * only, and leave every service running. All of a file name the same `agencies`.
 */
export function sharedCounty(agencies = SHARED): ReturnType<typeof countyOf> {
  const own = (shared ??= { suite: countyOf({ agencies }), users: 0 });
  return {
    open: () => {
      own.users += 1;
      return (own.opening ??= own.suite.open());
    },
    close: async () => {
      own.users -= 1;
      if (own.users === 0) await own.suite.close();
    },
    here: () => own.suite.here(),
  };
}

/** KEEP_COUNTY=1 leaves the files, for a look at the logs. */
function remove({ dir }: Home): void {
  if (!process.env['KEEP_COUNTY']) rmSync(dir, { recursive: true, force: true });
}

const doorOf = (stack: Stack, code: string) => {
  const door = stack.system.agencies[code];
  if (!door) throw new Error(`${code} has no door`);
  return door;
};

/** Below the range from which a machine takes the ports of outgoing connections: none of those may come first. */
async function choosePorts(): Promise<{ nats: number; postgres: number; http: number }> {
  const base = 10_000 + randomInt(1_000) * 20;
  const nats = (await freePort(base)).port;
  const postgres = (await freePort(nats + 1)).port;
  return { nats, postgres, http: postgres + 1 };
}

async function proxiesFor(services: readonly string[] = [], port: number): Promise<Record<string, Proxy>> {
  const made: Record<string, Proxy> = {};
  for (const service of services) made[service] = await Proxy.before(() => port);
  return made;
}

function environments(
  home: Home,
  { broker, database }: { broker: Record<string, Proxy>; database: Record<string, Proxy> },
  given: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Record<string, Record<string, string>> {
  const env: Record<string, Record<string, string>> = {};
  for (const [service, more] of Object.entries(given)) env[service] = { ...more };
  for (const [service, { port }] of Object.entries(broker))
    env[service] = { ...env[service], NATS_URL: `${LOOPBACK}:${port}` };
  for (const [service, { port }] of Object.entries(database))
    env[service] = { ...env[service], DATABASE_URL: databaseUrl(home, service, port) };
  return env;
}

function databaseUrl(home: Home, service: string, port: number): string {
  const role = service.replaceAll('-', '_');
  const password = keptSecret(join(home.keys, `${service}.database`));
  return `postgres://${role}:${password}@${LOOPBACK}:${port}/${role}`;
}

async function closeAll(proxies: {
  readonly broker: Readonly<Record<string, Proxy>>;
  readonly database: Readonly<Record<string, Proxy>>;
}): Promise<void> {
  const all = [...Object.values(proxies.broker), ...Object.values(proxies.database)];
  await Promise.all(all.map((proxy) => proxy.close()));
}

import {
  connect,
  createInbox,
  headers,
  nkeyAuthenticator,
  type Msg,
  type NatsConnection,
} from '@nats-io/transport-node';
import { createUser } from '@nats-io/nkeys';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerOwner, brokerConfig } from '#messaging';
import { silent } from '../../apps/stack/src/cli/say.js';
import type { Home } from '../../apps/stack/src/platform/home.js';
import { ensureNatsServer } from '../../apps/stack/src/platform/nats-server.js';
import { startNats, type NatsServer } from '../../apps/stack/src/platform/nats.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { temporaryHome } from './servers.js';

type Config = Record<string, unknown>;

/** What a suite asks for; `change` may spoil the configuration. */
export interface BrokerOptions {
  readonly agencies: readonly string[];
  readonly change?: (config: Config) => Config;
}

/** A nats-server with the project's own configuration and one credential for each member. */
export interface Broker {
  readonly home: Home;
  readonly url: string;
  readonly agencies: readonly string[];
  /** The nkey seed of `keeper`, `system`, `audit` or an agency. */
  seed(member: string): string;
  /** A plain client with the member's credential; closed by `stop`. */
  client(member: string): Promise<NatsConnection>;
  /** The adapter of the keeper; closed by `stop`. */
  owner(): Promise<LedgerOwner>;
  kill(): Promise<void>;
  wipe(): void;
  startAgain(change?: BrokerOptions['change']): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the broker alone, without a database. */
export async function startBroker({ agencies, change = (config) => config }: BrokerOptions): Promise<Broker> {
  const home = temporaryHome();
  const bin = process.env['TEST_NATS_SERVER_BIN'] || (await ensureNatsServer({ home, say: silent }));
  const { port } = await freePort(0);
  const users = new Map(['keeper', 'system', 'audit', ...agencies].map((member) => [member, createUser()]));
  const nkeys = Object.fromEntries([...users].map(([member, user]) => [member, user.getPublicKey()]));
  const storeDir = join(home.nats, 'store');
  const configFile = join(home.dir, 'nats-server.json');
  const limits = { maxFileStore: 500_000_000, maxMemoryStore: 10_000_000 };
  const run = (spoil: typeof change): Promise<NatsServer> => {
    const config = brokerConfig({ agencies, nkeys, listen: { host: LOOPBACK, port }, limits });
    writeFileSync(configFile, JSON.stringify(spoil(config as Config)), { mode: 0o600 });
    return startNats({ bin, configFile, storeDir, port, say: silent });
  };
  let server = await run(change);
  const opened: { close(): Promise<void> }[] = [];
  const seed = (member: string): string => new TextDecoder().decode(users.get(member)?.getSeed());
  const address = (member: string) => ({
    servers: [`${LOOPBACK}:${port}`],
    seed: seed(member),
    name: member,
  });
  const keepOpen = <T extends { close(): Promise<void> }>(closable: T): T => (
    opened.push(closable),
    closable
  );
  return {
    home,
    url: server.url,
    agencies,
    seed,
    client: async (member) => keepOpen(await client(port, seed(member))),
    owner: async () => keepOpen(await LedgerOwner.connect(address('keeper'), address('system'))),
    kill: () => server.kill(),
    wipe: () => rmSync(storeDir, { recursive: true, force: true }),
    startAgain: async (spoil = change) => void (server = await run(spoil)),
    stop: async () => {
      await Promise.allSettled(opened.map((closable) => closable.close()));
      await server.stop();
      rmSync(home.dir, { recursive: true, force: true });
    },
  };
}

const client = (port: number, seed: string): Promise<NatsConnection> =>
  connect({
    servers: `${LOOPBACK}:${port}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  });

/** What came of a request: the answer's text, or why there was none. */
export async function ask(
  from: NatsConnection,
  subject: string,
  body: string = '{}',
  fields: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: string } | { readonly none: string }> {
  const made = headers();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  try {
    return { answer: (await from.request(subject, body, { timeout: 700, headers: made })).string() };
  } catch (error) {
    return { none: error instanceof Error ? error.message : String(error) };
  }
}

/** One message of a durable consumer, asked for as a member does it; undefined when there is none to be had. */
export async function pull(from: NatsConnection, durable: string): Promise<Msg | undefined> {
  // Not `request`: a delivered message keeps the subject under which it was recorded.
  const inbox = createInbox();
  const subscription = from.subscribe(inbox, { max: 1, timeout: 700 });
  // The broker may need a moment until its consumer knows of what was recorded just now.
  const body = JSON.stringify({ batch: 1, expires: 500_000_000 });
  from.publish(`HUB.API.CONSUMER.MSG.NEXT.LEDGER.${durable}`, body, { reply: inbox });
  try {
    for await (const message of subscription) return message.headers?.hasError ? undefined : message;
  } catch {
    // Nobody answers.
  }
  return undefined;
}

import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { createUser } from '@nats-io/nkeys';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  freshKeyPair,
  ASK_STATUS_SUBJECT,
  DIRECTORY_SUBJECT,
  LEDGER_STREAM,
  encodeEvent,
  decodeMessage,
  encodeMessage,
  signJws,
  type LedgerEvent,
  type SigningKey,
  type StatusReportedData,
} from '#contracts';
import { bundleHash, keyId, loadDirectory, type DirectoryBundle, type KeyUse } from '#directory';
import {
  JetStreamApi,
  LedgerWriter,
  brokerConfig,
  connectMember,
  declareLedger,
  ledgerConsumers,
} from '#messaging';
import {
  ended,
  spawnService,
  untilHealthy,
  type ServiceSpec,
} from '../../apps/stack/src/platform/services.js';
import { freePort, LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { answerNewestCheckpoint } from './published-checkpoint.js';
import { eventFrame } from './realm.js';
import { startEmbeddedServers, type EmbeddedServers } from './servers.js';

/** The epoch in which the ledger of a world starts. */
export const EPOCH = 3;

/** A broker, a database, a keeper's voice and the keys of every member: all that the audit service has around it. */
export interface AuditWorld {
  readonly servers: EmbeddedServers;
  readonly databaseUrl: string;
  readonly bundle: DirectoryBundle;
  key(member: string, use: KeyUse): SigningKey & { readonly x: string };
  /** Puts a message on the ledger as it is and gives its sequence. */
  put(subject: string, bytes: Uint8Array, id?: string): Promise<number>;
  /** The event of the newest message on a subject of the ledger. */
  ledgerAt(subject: string): Promise<string>;
  /** Signs an event and puts it on the ledger. */
  say(subject: string, event: LedgerEvent, key?: SigningKey): Promise<string>;
  member(name: string): Promise<NatsConnection>;
  /** What the keeper answers from now on; undefined for no answer. */
  keeperSays(answer: (() => Promise<string>) | undefined): void;
  status(
    over?: Partial<StatusReportedData>,
    key?: SigningKey,
    epoch?: number,
    number?: number,
  ): Promise<string>;
  readonly audit: ServiceSpec;
  startAudit(spec?: Partial<ServiceSpec>): Promise<ChildProcess>;
  /** GET with the auditor's token, or another; JSON is parsed. */
  get(path: string, token?: string): Promise<{ status: number; type: string; body: unknown }>;
  stop(): Promise<void>;
}

/** Tokens that the audit service of a world knows. */
export const TOKENS = {
  auditor: 'auditor-token-of-a-test',
  'records-officer': 'officer-token-of-a-test',
  custodian: 'custodian-token-of-a-test',
  any: 'service-token-of-a-test',
} as const;
/** Whose records officer bears the token. */
export const OFFICER_OF = 'ambulance';

const OTHERS = ['keeper', 'audit', 'custodian'];
type Key = SigningKey & { readonly x: string; readonly crv: 'Ed25519' | 'X25519' };

function makeKey(crv: 'Ed25519' | 'X25519'): Key {
  const {
    privateKey,
    jwk: { x },
  } = freshKeyPair(crv);
  return { privateKey, x, crv, kid: keyId(crv, x) };
}

function makeKeys(agencies: readonly string[]): Map<string, Key> {
  const uses = [...agencies, ...OTHERS].flatMap((member) => [`${member} signing`, `${member} sealing`]);
  const all = [...uses, 'audit log', ...agencies.map((agency) => `${agency} witness`)];
  return new Map(all.map((name) => [name, makeKey(name.endsWith('sealing') ? 'X25519' : 'Ed25519')]));
}

function bundleOf(keys: ReadonlyMap<string, Key>): DirectoryBundle {
  const listed = [...keys].map(([name, { kid, x, crv }]) => {
    const [member = '', use] = name.split(' ');
    return { member, use: use as KeyUse, kid, x, crv, status: 'active' as const };
  });
  return { version: 1, data: loadDirectory(), keys: listed };
}

/** Starts everything but the audit service itself. */
export async function startAuditWorld(): Promise<AuditWorld> {
  const agencies = loadDirectory().agencies.map(({ code }) => code);
  const users = new Map(['keeper', 'system', 'audit', ...agencies].map((member) => [member, createUser()]));
  const nkeys = Object.fromEntries([...users].map(([member, user]) => [member, user.getPublicKey()]));
  const limits = { maxFileStore: 500_000_000, maxMemoryStore: 10_000_000 };
  const listen = { host: LOOPBACK, port: (await freePort(0)).port };
  const natsConfig = brokerConfig({ agencies, nkeys, listen, limits }) as Record<string, unknown>;
  const servers = await startEmbeddedServers({ natsConfig });
  const seed = (member: string): string => new TextDecoder().decode(users.get(member)?.getSeed());
  const member = (name: string): Promise<NatsConnection> =>
    connectMember({ servers: [`${LOOPBACK}:${servers.nats.port}`], seed: seed(name), name: `test-${name}` });
  const hub = await member('keeper');
  await declareQuickLedger(hub, agencies);
  const keys = makeKeys(agencies);
  const key = (name: string, use: KeyUse): Key => keys.get(`${name} ${use}`) as Key;
  const { url: databaseUrl } = await servers.database();
  const audit = auditSpec(servers, { key, seed: seed('audit'), databaseUrl, port: (await freePort(0)).port });
  const keeper = keeperVoice(hub, key('keeper', 'signing'));
  const open: NatsConnection[] = [hub];
  const running: ChildProcess[] = [];
  const writer = new LedgerWriter(hub);
  return {
    servers,
    databaseUrl,
    bundle: bundleOf(keys),
    key,
    audit,
    ...keeper,
    put: (subject, bytes, id) => put(writer, subject, bytes, id),
    ledgerAt: async (subject) => {
      const path = `STREAM.MSG.GET.${LEDGER_STREAM}`;
      const api = new JetStreamApi(hub, 2_000);
      const { message } = await api.ask<{ message: { data: string } }>(path, { last_by_subj: subject });
      return decodeMessage(Buffer.from(message.data, 'base64')).event;
    },
    say: async (subject, event, own) => {
      const jws = await signJws(encodeEvent(event), own ?? key(event.source.split('/')[1] ?? '', 'signing'));
      await put(writer, subject, encodeMessage({ event: jws }));
      return jws;
    },
    member: async (name) => {
      const connection = await member(name);
      open.push(connection);
      return connection;
    },
    startAudit: async (over = {}) => {
      const spec = { ...audit, ...over };
      const log = join(servers.home.dir, `${spec.name}.log`);
      const child = spawnService(spec, log);
      running.push(child);
      if (!over.script && over.readyLimitMs !== 0) await untilHealthy(spec, child, log);
      return child;
    },
    get: (path, token = TOKENS.auditor) => get(`http://${LOOPBACK}:${audit.port}${path}`, token),
    stop: async () => {
      running.forEach((child) => child.kill('SIGTERM'));
      await Promise.all(running.map(ended));
      await Promise.all(open.map((connection) => connection.close()));
      await servers.stop();
    },
  };
}

/** As the keeper declares it, but what a killed reader had in hand comes back after 3 s and not after 30. */
async function declareQuickLedger(hub: NatsConnection, agencies: readonly string[]): Promise<void> {
  const api = new JetStreamApi(hub, 2_000);
  await declareLedger(api, { epoch: EPOCH, agencies, replicas: 1, maxBytes: 100_000_000 });
  const audit = ledgerConsumers(agencies).find(({ name }) => name === 'audit');
  const config = { ...audit, ack_wait: 3_000_000_000 };
  await api.ask(`CONSUMER.CREATE.${LEDGER_STREAM}.audit`, { stream_name: LEDGER_STREAM, config, action: '' });
}

async function put(writer: LedgerWriter, subject: string, bytes: Uint8Array, id?: string): Promise<number> {
  const messageId = id ?? randomBytes(12).toString('hex');
  const [answer] = await writer.append([{ subject, messageId, bytes }]);
  if (answer?.outcome !== 'recorded')
    throw new Error(`the ledger did not take it: ${JSON.stringify(answer)}`);
  return answer.sequence;
}

function keeperVoice(hub: NatsConnection, own: SigningKey): Pick<AuditWorld, 'keeperSays' | 'status'> {
  const status = async (
    over: Partial<StatusReportedData> = {},
    key = own,
    epoch = EPOCH,
    number?: number,
  ): Promise<string> => {
    const data: StatusReportedData = {
      state: 'open',
      server: { major: 2, minor: 15, patch: 1 },
      checkedat: new Date().toISOString(),
      directory: 1,
      faults: [],
      awaiting: [],
      ...over,
    };
    const sendernumber = number === undefined ? {} : { sendernumber: number };
    const event: LedgerEvent = {
      ...eventFrame('keeper', epoch),
      ...sendernumber,
      type: 'concordat.status.reported.v1',
      data,
    };
    return signJws(encodeEvent(event), key);
  };
  let answer: (() => Promise<string>) | undefined = () => status();
  hub.subscribe(ASK_STATUS_SUBJECT, {
    callback: (_error, message) => {
      // As Nest's own transport does it: a question without an id is not answered.
      if (!message.json<{ id?: string }>().id) return;
      void answer?.().then((event) =>
        message.respond(JSON.stringify({ response: { event }, isDisposed: true })),
      );
    },
  });
  answerNewestCheckpoint(hub);
  return { status, keeperSays: (next) => (answer = next) };
}

function auditSpec(
  servers: EmbeddedServers,
  world: { key: (member: string, use: KeyUse) => Key; seed: string; databaseUrl: string; port: number },
): ServiceSpec {
  const file = (name: string, content: unknown): string => {
    const path = join(servers.home.dir, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
    return path;
  };
  const jwk = (use: KeyUse) => {
    const { privateKey, kid } = world.key('audit', use);
    return { ...privateKey.export({ format: 'jwk' }), kid };
  };
  const keeper = world.key('keeper', 'signing');
  const hashed = Object.entries(TOKENS).map(([role, token]) => {
    const agency = role === 'records-officer' ? { agency: OFFICER_OF } : {};
    return { name: role, role, ...agency, sha256: createHash('sha256').update(token).digest('hex') };
  });
  const env = {
    NATS_URL: servers.nats.url,
    NATS_SEED_FILE: file('audit.seed', world.seed),
    DATABASE_URL: world.databaseUrl,
    KEYS_FILE: file('audit.keys.json', { signing: jwk('signing'), log: jwk('log') }),
    KEEPER_KEY_FILE: file('keeper.json', { kty: 'OKP', crv: 'Ed25519', x: keeper.x, kid: keeper.kid }),
    TOKENS_FILE: file('audit.tokens.json', hashed),
    HTTP_PORT: String(world.port),
    CONCORDAT_WATCH_STDIN: '1',
    LOG_LEVEL: 'debug',
  };
  return { name: 'audit', app: 'audit', port: world.port, env };
}

async function get(url: string, token: string): Promise<{ status: number; type: string; body: unknown }> {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers });
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  return {
    status: response.status,
    type,
    body: /\bjson\b/.test(type) ? (JSON.parse(text) as unknown) : text,
  };
}

/** The directory of the world as the keeper publishes it. */
export async function directoryMessage(world: AuditWorld, bundle = world.bundle): Promise<[string, Buffer]> {
  const event: LedgerEvent = {
    ...eventFrame('keeper', EPOCH),
    type: 'concordat.directory.published.v1',
    sendernumber: bundle.version + 1,
    directoryversion: bundle.version,
    data: { version: bundle.version, bundlehash: bundleHash(bundle) },
  };
  const jws = await signJws(encodeEvent(event), world.key('keeper', 'signing'));
  return [DIRECTORY_SUBJECT, encodeMessage({ event: jws, bundle })];
}

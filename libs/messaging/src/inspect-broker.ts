import type { NatsConnection } from '@nats-io/transport-node';
import { LEDGER_STREAM, type BrokerFault } from '#contracts';
import { API_CODES, type JetStreamApi } from './jetstream-api.js';
import {
  EPOCH_METADATA,
  differences,
  ledgerConsumers,
  ledgerStream,
  type JetStreamSettings,
  type LedgerPlan,
} from './ledger-settings.js';
import { MessagingError } from './messaging-error.js';

/** Version of a server, as numbers. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The ledger's stream, as the broker has it. */
export interface FoundLedger {
  /** When the broker made it, in the broker's own words; another stream has another time. */
  readonly created: string;
  /** The epoch that its metadata name; 0 where they name none. */
  readonly epoch: number;
  readonly lastSequence: number;
  readonly settings: JetStreamSettings;
}

/** What a look at the broker showed. */
export interface BrokerFindings {
  readonly faults: readonly BrokerFault[];
  /** The oldest server of the cluster. */
  readonly server: ServerVersion;
  readonly ledger?: FoundLedger;
  /** What differs, for the operator: `LEDGER.max_age`, `police.ack_wait`. */
  readonly details: readonly string[];
}

/** What a look needs: the JetStream API of the ledger's account, and a connection of the system account. */
export interface BrokerEyes {
  readonly api: JetStreamApi;
  readonly system: NatsConnection;
  /** Milliseconds for each request. */
  readonly timeoutMs: number;
}

/** Atomic batches, strict settings, I/O errors that stop a stream instead of passing unseen. */
const OLDEST: ServerVersion = { major: 2, minor: 14, patch: 0 };

interface StreamInfo {
  readonly created: string;
  readonly config: JetStreamSettings;
  readonly state: { readonly last_seq: number };
}

/** The ledger's stream, or undefined when the broker says that there is none. Throws MessagingError. */
export async function findLedger(api: JetStreamApi): Promise<FoundLedger | undefined> {
  const path = `STREAM.INFO.${LEDGER_STREAM}`;
  const info = await api.find<StreamInfo>(path, API_CODES.STREAM_NOT_FOUND);
  if (!info) return undefined;
  const metadata = (info.config['metadata'] ?? {}) as Record<string, string>;
  return {
    created: info.created,
    epoch: Number(metadata[EPOCH_METADATA] ?? 0) || 0,
    lastSequence: info.state.last_seq,
    settings: info.config,
  };
}

/**
 * Compares what the servers say about themselves with what was asked. Every server of the cluster is asked, because a
 * setting of one does not hold for the others. Throws MessagingError when the broker does not answer.
 */
export async function inspectBroker(eyes: BrokerEyes, plan: LedgerPlan): Promise<BrokerFindings> {
  const servers = await askServers(eyes);
  const ledger = await findLedger(eyes.api);
  const stream = ledger ? differences(ledgerStream(plan), ledger.settings) : [];
  const consumers = ledger ? await consumerFaults(eyes.api, plan.agencies) : { missing: [], differ: [] };
  const oldest = servers.map(({ version }) => version).sort(byAge)[0] ?? { major: 0, minor: 0, patch: 0 };
  const found: Readonly<Record<BrokerFault, boolean>> = {
    'server-too-old': byAge(oldest, OLDEST) < 0,
    'fsync-not-always': !servers.every(({ syncAlways }) => syncAlways),
    'stream-missing': !ledger,
    'stream-settings-differ': stream.length > 0,
    'consumer-missing': consumers.missing.length > 0,
    'consumer-settings-differ': consumers.differ.length > 0,
    'broker-unreachable': false,
  };
  return {
    faults: (Object.keys(found) as BrokerFault[]).filter((fault) => found[fault]),
    server: oldest,
    ...(ledger ? { ledger } : {}),
    details: [...stream.map((name) => `${LEDGER_STREAM}.${name}`), ...consumers.missing, ...consumers.differ],
  };
}

async function consumerFaults(api: JetStreamApi, agencies: readonly string[]) {
  const checks = ledgerConsumers(agencies).map(async (asked) => {
    const path = `CONSUMER.INFO.${LEDGER_STREAM}.${String(asked['name'])}`;
    return { asked, info: await api.find<{ config: JetStreamSettings }>(path, API_CODES.CONSUMER_NOT_FOUND) };
  });
  const looks = await Promise.all(checks);
  return {
    missing: looks.filter(({ info }) => !info).map(({ asked }) => String(asked['name'])),
    differ: looks.flatMap(({ asked, info }) =>
      (info ? differences(asked, info.config) : []).map((name) => `${String(asked['name'])}.${name}`),
    ),
  };
}

interface Server {
  readonly version: ServerVersion;
  readonly syncAlways: boolean;
}

interface ServerAnswer {
  readonly server: { readonly id: string; readonly ver: string };
  readonly statsz?: {
    readonly active_servers?: number;
    readonly jetstream?: { readonly config?: { readonly sync_always?: boolean } };
  };
}

/** The first answer says how many servers there are; with more than one, all are heard. */
async function askServers({ system, timeoutMs }: BrokerEyes): Promise<readonly Server[]> {
  const subject = '$SYS.REQ.SERVER.PING';
  try {
    const first = (await system.request(subject, '', { timeout: timeoutMs })).json<ServerAnswer>();
    const expected = first.statsz?.active_servers ?? 1;
    const answers = new Map([[first.server.id, first]]);
    if (expected > 1) {
      const options = { strategy: 'count' as const, maxMessages: expected, maxWait: timeoutMs };
      for await (const message of await system.requestMany(subject, '', options)) {
        const answer = message.json<ServerAnswer>();
        answers.set(answer.server.id, answer);
      }
    }
    return [...answers.values()].map(readServer);
  } catch (cause) {
    throw new MessagingError('TIMED_OUT', 'the broker does not answer the system account', true, { cause });
  }
}

/** A server without JetStream stores nothing, so it has nothing to sync. */
function readServer({ server, statsz }: ServerAnswer): Server {
  const [major = 0, minor = 0, patch = 0] = server.ver
    .split(/[.-]/)
    .map((part) => Number.parseInt(part, 10) || 0);
  const syncAlways = statsz?.jetstream === undefined || statsz.jetstream.config?.sync_always === true;
  return { version: { major, minor, patch }, syncAlways };
}

const byAge = (a: ServerVersion, b: ServerVersion): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

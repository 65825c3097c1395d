import {
  AUDIT_FILTER_SUBJECTS,
  EPOCH_STRIDE,
  LEDGER_STREAM,
  LEDGER_SUBJECTS,
  filterSubjectsOf,
} from '#contracts';
import { MAX_PAYLOAD_BYTES } from './broker-config.js';

/** All that the settings of the ledger depend on. */
export interface LedgerPlan {
  /** The epoch that the stream holds; its sequences start at `epoch * EPOCH_STRIDE`. */
  readonly epoch: number;
  readonly agencies: readonly string[];
  /** Copies in the cluster: 1, 3 or 5. */
  readonly replicas: number;
  /** Most bytes of the stream; when it is full the broker refuses new events, and drops no old ones. */
  readonly maxBytes: number;
  /** After how many ms a message is dropped; 0 for never. 35 days unless given. */
  readonly maxAgeMs?: number;
}

/** Settings in the words of the JetStream API. */
export type JetStreamSettings = Readonly<Record<string, unknown>>;

const MINUTE_NS = 60 * 1_000_000_000;
const MS_NS = 1_000_000;
/** How long the ledger holds a message unless told otherwise, in ms: 35 days. */
export const LEDGER_AGE_MS = 35 * 24 * 60 * 60_000;

/** Under this name the stream's metadata hold the epoch. */
export const EPOCH_METADATA = 'concordat.epoch';

/**
 * The settings of the ledger's stream. Members choose headers, so roll-up, message TTL and schedules are off: each would
 * let a sender remove or redirect what others wrote. Deleting stays possible for the keeper, for erasure.
 */
export const ledgerStream = (plan: LedgerPlan): JetStreamSettings => ({
  name: LEDGER_STREAM,
  subjects: [...LEDGER_SUBJECTS],
  storage: 'file',
  retention: 'limits',
  discard: 'new',
  max_msgs: -1,
  max_msgs_per_subject: -1,
  max_consumers: -1,
  max_bytes: plan.maxBytes,
  max_msg_size: MAX_PAYLOAD_BYTES,
  max_age: ageOf(plan),
  // The broker takes none that is longer than a message lives.
  duplicate_window: Math.min(10 * MINUTE_NS, ageOf(plan) || Infinity),
  num_replicas: plan.replicas,
  no_ack: false,
  sealed: false,
  allow_direct: false,
  deny_delete: false,
  deny_purge: false,
  allow_rollup_hdrs: false,
  allow_msg_ttl: false,
  allow_msg_schedules: false,
  allow_atomic: true,
  first_seq: plan.epoch * EPOCH_STRIDE,
  metadata: { [EPOCH_METADATA]: String(plan.epoch) },
});

const ageOf = ({ maxAgeMs = LEDGER_AGE_MS }: LedgerPlan): number => maxAgeMs * MS_NS;

/** Settings of the durable consumer of each agency and of the audit service; the durable has the member's name. */
export const ledgerConsumers = (agencies: readonly string[]): readonly JetStreamSettings[] => [
  ...agencies.map((agency) => consumer(agency, filterSubjectsOf(agency, agencies))),
  consumer('audit', AUDIT_FILTER_SUBJECTS),
];

const consumer = (durable: string, subjects: readonly string[]): JetStreamSettings => ({
  name: durable,
  durable_name: durable,
  deliver_policy: 'all',
  replay_policy: 'instant',
  ack_policy: 'explicit',
  // What was on its way when a connection or a service died comes again only after this time: an answer waits as long.
  ack_wait: MINUTE_NS / 6,
  // Never given up by the broker: the reader itself ends what can never be taken in, with its reason.
  max_deliver: -1,
  max_ack_pending: 2_000,
  max_waiting: 512,
  inactive_threshold: 0,
  filter_subjects: [...subjects],
});

/**
 * Names of the settings in which what the server says it has differs from what was asked: another value, a setting that
 * the server did not understand and left out, or one that nobody asked for and that is not at rest.
 */
export function differences(asked: JetStreamSettings, has: JetStreamSettings): string[] {
  const names = new Set([...Object.keys(asked), ...Object.keys(has)]);
  return [...names].filter((name) => {
    if (name === 'metadata') return !sameMetadata(asked[name], has[name]);
    if (!Object.hasOwn(asked, name)) return !isAtRest(has[name]);
    return !isSame(asked[name], has[name]);
  });
}

function isSame(asked: unknown, has: unknown): boolean {
  if (Array.isArray(asked)) {
    const list = Array.isArray(has) ? has : [];
    return asked.length === list.length && asked.every((entry) => list.includes(entry));
  }
  // The server leaves out what is off or zero.
  return asked === has || (has === undefined && (asked === false || asked === 0));
}

/** Off, zero, unlimited or empty: a setting that changes nothing. */
function isAtRest(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isAtRest);
  return [undefined, null, false, 0, -1, '', 'none', 'default'].includes(value as string);
}

/** The server adds names of its own to the metadata; only ours are compared. */
function sameMetadata(asked: unknown, has: unknown): boolean {
  const own = (value: unknown): string =>
    JSON.stringify(
      Object.entries((value ?? {}) as Record<string, unknown>)
        .filter(([name]) => !name.startsWith('_nats.'))
        .sort(),
    );
  return own(asked) === own(has);
}

import type { KeyObject } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  ASK_STATUS_SUBJECT,
  WireError,
  decodeEvent,
  readJws,
  senderOf,
  verifyJws,
  type StatusReportedData,
} from '#contracts';

/** What a service knows when it asks for the keeper's status. */
export interface GateOptions {
  readonly connection: NatsConnection;
  /** The pinned public Ed25519 key of the keeper. */
  readonly keeperKey: KeyObject;
  /** The highest epoch that the service has seen; 0 at its first start. */
  readonly knownEpoch: number;
  /** The wall clock in ms; the keeper's own clock may differ by less than the age allowed. */
  readonly now?: () => number;
  /** How long to go on asking, in ms. Default 60,000. */
  readonly timeoutMs?: number;
  /** How long a stale or faulty status may take to get better, in ms. Default 5,000. */
  readonly graceMs?: number;
  /** Ends the waiting early. */
  readonly signal?: AbortSignal;
}

/** A status that a service may start on. */
export interface GoodStatus {
  readonly epoch: number;
  readonly directoryVersion: number;
  readonly data: StatusReportedData;
}

/** Why a service must not start. */
export type GateRefusal =
  | 'STATUS_MISSING'
  | 'STATUS_UNREADABLE'
  | 'STATUS_NOT_OF_THE_KEEPER'
  | 'STATUS_STALE'
  | 'BROKER_FAULTY'
  | 'EPOCH_TOO_LOW';

/** A refusal with one sentence for the person who starts the service. */
export interface RefusedStatus {
  readonly refused: GateRefusal;
  readonly sentence: string;
}

/** Oldest status that is believed, in ms; also how far a clock may run ahead. */
const MAX_AGE_MS = 30_000;
const ASK_EVERY_MS = 250;
const ANSWER_WITHIN_MS = 2_000;
/** A question as Nest's own NATS transport reads it: without `pattern` and `id` it would give no answer. */
const QUESTION = JSON.stringify({ pattern: ASK_STATUS_SUBJECT, id: 'status', data: {} });

/**
 * Asks the keeper for its signed status until it is good. Agencies cannot read the broker's settings, so no service
 * reads or writes the ledger before this. Gives the last refusal when nothing better came in time; an epoch below a
 * known one is refused at once, since it means that the broker's past was lost or swapped.
 */
export async function awaitGoodStatus(options: GateOptions): Promise<GoodStatus | RefusedStatus> {
  const started = Date.now();
  const { timeoutMs = 60_000, graceMs = 5_000, signal } = options;
  let answeredAt: number | undefined;
  for (;;) {
    const judged = await askOnce(options);
    if (!('refused' in judged) || judged.refused === 'EPOCH_TOO_LOW') return judged;
    if (judged.refused !== 'STATUS_MISSING') answeredAt ??= Date.now();
    const over = Date.now() - started >= timeoutMs;
    const noBetter = answeredAt !== undefined && Date.now() - answeredAt >= graceMs;
    if (over || noBetter || signal?.aborted) return judged;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

async function askOnce({ connection, ...options }: GateOptions): Promise<GoodStatus | RefusedStatus> {
  const within = Math.min(ANSWER_WITHIN_MS, options.timeoutMs ?? ANSWER_WITHIN_MS);
  let answer: unknown;
  try {
    answer = (await connection.request(ASK_STATUS_SUBJECT, QUESTION, { timeout: within })).json();
  } catch {
    return refuse('STATUS_MISSING');
  }
  return judgeStatus(answer, options);
}

/** Judges the keeper's answer `{ event }`, also in the envelope that Nest's own transport puts around it. */
export async function judgeStatus(
  answer: unknown,
  { keeperKey, knownEpoch, now = Date.now }: Omit<GateOptions, 'connection'>,
): Promise<GoodStatus | RefusedStatus> {
  const jws = eventIn(answer) ?? eventIn((answer as { response?: unknown } | null)?.response);
  // A keeper that is itself still starting answers without an event.
  if (jws === undefined) return refuse('STATUS_MISSING');
  try {
    const read = readJws(jws);
    await verifyJws(read, keeperKey);
    const event = decodeEvent(read.payload);
    if (event.type !== 'concordat.status.reported.v1') return refuse('STATUS_UNREADABLE');
    if (senderOf(event) !== 'keeper') return refuse('STATUS_NOT_OF_THE_KEEPER');
    return judgeData(event.epoch, event.data, { knownEpoch, now });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(error.code === 'BAD_SIGNATURE' ? 'STATUS_NOT_OF_THE_KEEPER' : 'STATUS_UNREADABLE');
  }
}

function judgeData(
  epoch: number,
  data: StatusReportedData,
  { knownEpoch, now }: { knownEpoch: number; now: () => number },
): GoodStatus | RefusedStatus {
  if (epoch < knownEpoch) return refuse('EPOCH_TOO_LOW', `it says ${epoch}, ${knownEpoch} was seen before`);
  const age = now() - Date.parse(data.checkedat);
  if (Math.abs(age) > MAX_AGE_MS) return refuse('STATUS_STALE', `checked at ${data.checkedat}`);
  if (data.faults.length > 0) return refuse('BROKER_FAULTY', data.faults.join(', '));
  return { epoch, directoryVersion: data.directory, data };
}

const SENTENCES: Readonly<Record<GateRefusal, string>> = {
  STATUS_MISSING: 'the keeper does not answer with a status of the broker',
  STATUS_UNREADABLE: "the keeper's answer is not a signed status",
  STATUS_NOT_OF_THE_KEEPER: 'the status is not signed with the pinned key of the keeper',
  STATUS_STALE: 'the status of the broker is not from the last 30 seconds',
  BROKER_FAULTY: 'the keeper reports faults of the broker',
  EPOCH_TOO_LOW: 'the epoch of the ledger is lower than one that was seen',
};

function refuse(refused: GateRefusal, more = ''): RefusedStatus {
  return { refused, sentence: `Not started: ${SENTENCES[refused]}${more && ` (${more})`}.` };
}

function eventIn(answer: unknown): string | undefined {
  const event = (answer as { event?: unknown } | null | undefined)?.event;
  return typeof event === 'string' ? event : undefined;
}

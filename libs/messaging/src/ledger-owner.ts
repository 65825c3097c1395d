import type { NatsConnection } from '@nats-io/transport-node';
import { LEDGER_STREAM } from '#contracts';
import { connectMember, type BrokerAddress } from './connect.js';
import { Connectivity } from './connectivity.js';
import { findLedger, inspectBroker, type BrokerFindings, type FoundLedger } from './inspect-broker.js';
import { API_CODES, JetStreamApi } from './jetstream-api.js';
import { ledgerConsumers, ledgerStream, type LedgerPlan } from './ledger-settings.js';
import { LedgerWriter, type Append, type Appended } from './ledger-writer.js';
import { MessagingError } from './messaging-error.js';

/** What a durable consumer has not acknowledged: how many messages, and when the oldest was recorded. */
export interface Unread {
  readonly count: number;
  /** Of any subject: the consumer may not be given the very oldest. */
  readonly oldest?: Date;
}

/** One message as the ledger stores it. */
export interface StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly data: Uint8Array;
}

/** Milliseconds for each request to the broker. */
const TIMEOUT_MS = 2_000;

/** Makes the stream, or brings its settings and its consumers to what the plan says. Throws MessagingError. */
export async function declareLedger(api: JetStreamApi, plan: LedgerPlan): Promise<void> {
  const verb = (await findLedger(api)) ? 'UPDATE' : 'CREATE';
  await api.ask(`STREAM.${verb}.${LEDGER_STREAM}`, ledgerStream(plan));
  for (const config of ledgerConsumers(plan.agencies)) {
    // An empty action creates the consumer or updates it.
    const body = { stream_name: LEDGER_STREAM, config, action: '' };
    await api.ask(`CONSUMER.CREATE.${LEDGER_STREAM}.${String(config['name'])}`, body);
  }
}

/**
 * The ledger in the hands of the one member that owns it, the keeper: it alone can look at settings, make and remove the
 * stream, and read any message. Each method throws MessagingError when the broker is away or refuses.
 */
export class LedgerOwner {
  private readonly api: JetStreamApi;
  private readonly writer: LedgerWriter;
  private readonly connectivity: Connectivity;

  constructor(
    private readonly hub: NatsConnection,
    private readonly system: NatsConnection,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {
    this.api = new JetStreamApi(hub, timeoutMs);
    this.writer = new LedgerWriter(hub, { timeoutMs });
    this.connectivity = new Connectivity(hub);
  }

  /** Connects as keeper and as user of the system account; waits for a broker that is not there yet. */
  static async connect(hub: BrokerAddress, system: BrokerAddress): Promise<LedgerOwner> {
    const [own, sys] = await Promise.all([connectMember(hub), connectMember(system)]);
    return new LedgerOwner(own, sys);
  }

  /** What the broker says it is and has, against the plan. */
  async inspect(plan: LedgerPlan): Promise<BrokerFindings> {
    this.mustBeUp();
    return inspectBroker({ api: this.api, system: this.system, timeoutMs: this.timeoutMs }, plan);
  }

  /** The stream, or undefined when the broker says that there is none. */
  async find(): Promise<FoundLedger | undefined> {
    this.mustBeUp();
    return findLedger(this.api);
  }

  /** See `declareLedger`. */
  async declare(plan: LedgerPlan): Promise<void> {
    this.mustBeUp();
    return declareLedger(this.api, plan);
  }

  /** Removes the stream with all that it holds and all its consumers; nothing happens when there is none. */
  async remove(): Promise<void> {
    this.mustBeUp();
    await this.api.find(`STREAM.DELETE.${LEDGER_STREAM}`, API_CODES.STREAM_NOT_FOUND);
  }

  /** Makes a durable consumer of the plan anew, so that all that the ledger holds is delivered to it once more. */
  async reread(durable: string, plan: LedgerPlan): Promise<void> {
    this.mustBeUp();
    await this.api.find(`CONSUMER.DELETE.${LEDGER_STREAM}.${durable}`, API_CODES.CONSUMER_NOT_FOUND);
    await declareLedger(this.api, plan);
  }

  /** Deletes one message, and has the broker write over its bytes; nothing happens when it is not there. */
  async erase(sequence: number): Promise<void> {
    this.mustBeUp();
    const path = `STREAM.MSG.DELETE.${LEDGER_STREAM}`;
    await this.api.find(path, API_CODES.SEQUENCE_NOT_FOUND, { seq: sequence, no_erase: false });
  }

  /** Up to which sequence each durable consumer has acknowledged all that it was given. A consumer that is lost is left out. */
  async ackFloors(): Promise<ReadonlyMap<string, number>> {
    this.mustBeUp();
    const path = `CONSUMER.LIST.${LEDGER_STREAM}`;
    const floors = new Map<string, number>();
    for (let offset = 0; ;) {
      const { consumers, total } = await this.api.ask<ConsumerPage>(path, { offset });
      for (const { name, ack_floor } of consumers) floors.set(name, ack_floor.stream_seq);
      offset += consumers.length;
      if (consumers.length === 0 || offset >= total) return floors;
    }
  }

  /** What waits for a durable consumer or is in its hands; undefined when there is no such consumer. */
  async unread(durable: string): Promise<Unread | undefined> {
    this.mustBeUp();
    if (!(await findLedger(this.api))) return undefined;
    const path = `CONSUMER.INFO.${LEDGER_STREAM}.${durable}`;
    const info = await this.api.find<ConsumerInfo>(path, API_CODES.CONSUMER_NOT_FOUND);
    if (!info) return undefined;
    const { num_pending, num_ack_pending, ack_floor } = info;
    const count = num_pending + num_ack_pending;
    if (count === 0) return { count };
    const oldest = await this.raw({ seq: ack_floor.stream_seq + 1, next_by_subj: '>' });
    return { count, ...(oldest && { oldest: new Date(oldest.time) }) };
  }

  /** Appends one message; never throws for a broker that is away. */
  async append(append: Append): Promise<Appended> {
    if (!this.connectivity.isUp) return { outcome: 'unknown' };
    const [outcome] = await this.writer.append([append]);
    return outcome ?? { outcome: 'unknown' };
  }

  /** The newest message on a subject. */
  newest(subject: string): Promise<StoredMessage | undefined> {
    return this.message({ last_by_subj: subject });
  }

  /** The first message at or after a sequence on the subjects of a filter, which may hold wildcards. */
  next(filter: string, from: number): Promise<StoredMessage | undefined> {
    return this.message({ seq: from, next_by_subj: filter });
  }

  /** Ends both connections at once. */
  async close(): Promise<void> {
    await Promise.allSettled([this.hub.close(), this.system.close()]);
  }

  /** A client that is reconnecting keeps its requests and sends them later, when they may do harm: a removal above all. */
  private mustBeUp(): void {
    if (!this.connectivity.isUp) throw new MessagingError('UNREACHABLE', 'the broker is away', true);
  }

  private async message(query: object): Promise<StoredMessage | undefined> {
    const found = await this.raw(query);
    if (!found) return undefined;
    const { subject, seq, data = '' } = found;
    return { subject, sequence: seq, data: Buffer.from(data, 'base64') };
  }

  private async raw(query: object): Promise<RawMessage | undefined> {
    this.mustBeUp();
    const path = `STREAM.MSG.GET.${LEDGER_STREAM}`;
    const found = await this.api.find<{ message: RawMessage }>(path, API_CODES.NO_MESSAGE, query);
    return found?.message;
  }
}

interface ConsumerInfo {
  readonly num_pending: number;
  readonly num_ack_pending: number;
  readonly ack_floor: { readonly stream_seq: number };
}

interface ConsumerPage {
  readonly total: number;
  readonly consumers: readonly {
    readonly name: string;
    readonly ack_floor: { readonly stream_seq: number };
  }[];
}

interface RawMessage {
  readonly subject: string;
  readonly seq: number;
  /** When it was recorded, RFC 3339. */
  readonly time: string;
  readonly data?: string;
}

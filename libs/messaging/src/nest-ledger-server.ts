import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom, type Observable } from 'rxjs';
import type { NatsConnection } from '@nats-io/transport-node';
import { LedgerReader, type Delivery, type ReaderSettings, type Verdict } from './ledger-reader.js';

/** Transport id of the ledger, for `@EventPattern(type, LEDGER)`. */
export const LEDGER = Symbol('concordat:ledger');

/** What came of one delivery: settled, or stored and to be given to the agency's own reactions before it is settled. */
export type Judged = { readonly verdict: Verdict } | { readonly react: readonly Reaction[] };

/** An event for the agency's own reactions. Those with one `order` run one after the other, the rest side by side. */
export interface Reaction {
  readonly pattern: string;
  readonly data: unknown;
  readonly order: string;
}

/**
 * Verifies, opens, folds and stores a batch in ledger order. What it answers is already durable. A throw means that
 * nothing was stored and all of it is to be delivered again.
 */
export type Intake = (batch: readonly Delivery[]) => Promise<readonly Judged[]>;

/** How long to wait, in ms, before a delivery whose reaction failed is given again. */
const REACTION_RETRY_MS = 2_000;

/**
 * The ledger as a Nest transport, and the one place to read the delivery guarantee:
 *
 * 1. The durable consumer delivers every event of the agency's tasks at least once, in ledger order.
 * 2. The intake verifies, opens, folds and stores the batch in one transaction.
 * 3. The agency's reactions (`@EventPattern`) run. One that throws has its event delivered again: at least once.
 * 4. Only then is the delivery acknowledged, and the broker confirms the acknowledgement.
 *
 * So a crash between any two steps costs a repetition, never an event. What can never be taken in is terminated by the
 * intake's verdict after it was dead-lettered, and blocks nothing.
 */
export class LedgerServer extends Server implements CustomTransportStrategy {
  override readonly transportId = LEDGER;
  private reader: LedgerReader | undefined;

  constructor(
    private readonly from: {
      readonly connection: NatsConnection;
      readonly durable: string;
      readonly intake: Intake;
    },
    private readonly settings: Partial<ReaderSettings> = {},
  ) {
    super();
  }

  /** Called by Nest when the service starts to listen. */
  listen(started: (error?: unknown) => void): void {
    const { connection, durable } = this.from;
    this.reader = new LedgerReader(connection, durable, (batch) => this.handle(batch), this.settings);
    this.reader.start();
    started();
  }

  /** Called by Nest at shutdown: finishes the batch at hand. */
  async close(): Promise<void> {
    await this.reader?.stop();
  }

  /** The transport has no events of its own. */
  on(): never {
    throw new Error('the ledger transport has no events to listen to');
  }

  /** The reader, for those who must reach below Nest. */
  unwrap<T>(): T {
    return this.reader as T;
  }

  private async handle(batch: readonly Delivery[]): Promise<readonly Verdict[]> {
    const judged = await this.from.intake(batch);
    const last = new Map<string, Promise<Verdict>>();
    return Promise.all(
      judged.map(async (one) => ('verdict' in one ? one.verdict : this.reactInOrder(one.react, last))),
    );
  }

  /** The first verdict that is no acknowledgement stands for all. */
  private async reactInOrder(
    reactions: readonly Reaction[],
    last: Map<string, Promise<Verdict>>,
  ): Promise<Verdict> {
    const verdicts = reactions.map((reaction) => {
      const before = last.get(reaction.order);
      const verdict = before ? before.then(() => this.react(reaction)) : this.react(reaction);
      last.set(reaction.order, verdict);
      return verdict;
    });
    return (await Promise.all(verdicts)).find((verdict) => verdict.do !== 'ack') ?? { do: 'ack' };
  }

  private async react({ pattern, data }: Reaction): Promise<Verdict> {
    const handler = this.getHandlerByPattern(pattern);
    if (!handler) return { do: 'ack' };
    try {
      const answer: unknown = await handler(data);
      if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
      return { do: 'ack' };
    } catch (error) {
      this.settings.onFault?.('react', error);
      return { do: 'retry', afterMs: REACTION_RETRY_MS };
    }
  }
}

const isObservable = (value: unknown): value is Observable<unknown> =>
  typeof (value as { subscribe?: unknown } | undefined)?.subscribe === 'function';

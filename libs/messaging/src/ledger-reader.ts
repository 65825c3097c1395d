import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { API_PREFIX, LEDGER_STREAM } from '#contracts';
import { Connectivity } from './connectivity.js';

/** One message that the ledger delivers. */
export interface Delivery {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Place on the ledger; says its epoch too. */
  readonly sequence: number;
  /** Ledger time: when the broker recorded it. */
  readonly recordedAt: Date;
  /** How often it has been delivered, from 1. */
  readonly deliveries: number;
  /** How many more wait behind it. */
  readonly pending: number;
  /** Subject that takes the acknowledgement. */
  readonly ackSubject: string;
}

/** What the reader does with a delivery after the handler has judged it. */
export type Verdict =
  | { readonly do: 'ack' }
  | { readonly do: 'retry'; readonly afterMs: number }
  | { readonly do: 'terminate'; readonly reason: string };

/** Judges a batch in ledger order; verdicts stand in the order of the deliveries. A throw means retry for all. */
export type BatchHandler = (batch: readonly Delivery[]) => Promise<readonly Verdict[]>;

/** Knobs of a reader. */
export interface ReaderSettings {
  /** Most messages in one batch. */
  readonly batchUpTo: number;
  /** Milliseconds that one pull stays open at the broker. */
  readonly pullMs: number;
  /** Milliseconds to wait for the broker's answer to an acknowledgement. */
  readonly ackTimeoutMs: number;
  readonly onFault: (what: string, error: unknown) => void;
}

const DEFAULTS: ReaderSettings = {
  batchUpTo: 500,
  pullMs: 10_000,
  ackTimeoutMs: 5_000,
  onFault: () => undefined,
};

/** An open pull: how many messages it may still bring, and when it has run out, in ms since 1970. */
interface Pull {
  remaining: number;
  readonly expiresAt: number;
}

/**
 * Reads a durable consumer that the keeper made, batch by batch: pulls, hands over, and acknowledges twice over (the
 * broker confirms the acknowledgement) only after the handler is done. It needs no right but to pull and acknowledge.
 */
export class LedgerReader {
  private readonly settings: ReaderSettings;
  private readonly waiting: Delivery[] = [];
  private readonly pulls = new Map<string, Pull>();
  private readonly inbox: string;
  private subscription?: Subscription;
  private pullCount = 0;
  private wake: () => void = () => undefined;
  private stopped = false;
  private readonly settling = new Set<Promise<unknown>>();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: NatsConnection,
    private readonly durable: string,
    private readonly handle: BatchHandler,
    settings: Partial<ReaderSettings> = {},
  ) {
    this.settings = { ...DEFAULTS, ...settings };
    this.inbox = createInbox();
    new Connectivity(connection).onUp(() => this.pullAfresh());
  }

  /** Starts reading; returns at once. */
  start(): void {
    this.subscription = this.connection.subscribe(`${this.inbox}.*`, {
      callback: (error, message) => (error ? this.settings.onFault('pull', error) : this.arrived(message)),
    });
    this.loop = this.run();
  }

  /** Stops after the batch at hand; what was not acknowledged will be delivered again. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await Promise.all(this.settling);
    this.subscription?.unsubscribe();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.pullWhenDue();
      if (this.waiting.length === 0) await this.sleep(250);
      const batch = this.waiting.splice(0, this.settings.batchUpTo);
      if (batch.length > 0) await this.process(batch);
    }
  }

  private pullWhenDue(): void {
    const now = Date.now();
    let open = 0;
    for (const [id, pull] of this.pulls) {
      if (now > pull.expiresAt) this.pulls.delete(id);
      else open += pull.remaining;
    }
    if (open <= this.settings.batchUpTo / 2 && !this.connection.isClosed()) this.pull(now);
  }

  private pull(now: number): void {
    const { batchUpTo, pullMs } = this.settings;
    this.pullCount += 1;
    const id = String(this.pullCount);
    this.pulls.set(id, { remaining: batchUpTo, expiresAt: now + pullMs + 1_000 });
    const subject = `${API_PREFIX}.CONSUMER.MSG.NEXT.${LEDGER_STREAM}.${this.durable}`;
    const body = { batch: batchUpTo, expires: pullMs * 1e6 };
    this.connection.publish(subject, JSON.stringify(body), { reply: `${this.inbox}.${id}` });
  }

  /** A message without a delivery is the broker's word that a pull has ended. */
  private arrived(message: Msg): void {
    const delivery = readDelivery(message);
    if (delivery) {
      this.waiting.push(delivery);
      this.countDown();
    } else this.pulls.delete(message.subject.slice(this.inbox.length + 1));
    this.wake();
  }

  /** Deliveries do not name their pull (the subject is the event's own), so the oldest pull is counted down. */
  private countDown(): void {
    const [oldest] = this.pulls;
    if (!oldest) return;
    const [id, pull] = oldest;
    pull.remaining -= 1;
    if (pull.remaining <= 0) this.pulls.delete(id);
  }

  /** Open pulls died with the connection. */
  private pullAfresh(): void {
    this.pulls.clear();
    this.wake();
  }

  private async process(batch: readonly Delivery[]): Promise<void> {
    let verdicts: readonly Verdict[];
    try {
      verdicts = await this.handle(batch);
    } catch (error) {
      this.settings.onFault('handle', error);
      verdicts = batch.map(() => ({ do: 'retry', afterMs: 1_000 }));
    }
    // Acknowledging takes a round trip: the next batch does not wait for it, only the end of the reader does.
    const settled = Promise.all(
      batch.map((delivery, index) => this.settle(delivery, verdicts[index] ?? ACK)),
    );
    this.settling.add(settled);
    void settled.finally(() => this.settling.delete(settled));
  }

  private async settle(delivery: Delivery, verdict: Verdict): Promise<void> {
    try {
      await this.connection.request(delivery.ackSubject, answerFor(verdict), {
        timeout: this.settings.ackTimeoutMs,
      });
    } catch (error) {
      this.settings.onFault('acknowledge', error);
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const ACK: Verdict = { do: 'ack' };

function answerFor(verdict: Verdict): string {
  switch (verdict.do) {
    case 'ack':
      return '+ACK';
    case 'retry':
      return `-NAK ${JSON.stringify({ delay: verdict.afterMs * 1_000_000 })}`;
    case 'terminate':
      return `+TERM ${verdict.reason}`;
    default:
      return verdict satisfies never;
  }
}

/**
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<ns>.<pending>`, or with domain and account
 * hash before the stream and a token behind (nats-server ADR-15).
 */
function readDelivery(message: Msg): Delivery | undefined {
  const tokens = message.reply?.split('.') ?? [];
  const at = tokens.length >= 11 ? 6 : 4;
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) return undefined;
  const [deliveries, sequence, , nanoseconds, pending] = tokens.slice(at);
  return {
    subject: message.subject,
    data: message.data,
    sequence: Number(sequence),
    recordedAt: new Date(Number(BigInt(nanoseconds ?? '0') / 1_000_000n)),
    deliveries: Number(deliveries),
    pending: Number(pending),
    ackSubject: message.reply as string,
  };
}

import { randomUUID } from 'node:crypto';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { LEDGER_STREAM } from '#contracts';
import { Connectivity } from './connectivity.js';

/** One event to append. */
export interface Append {
  readonly subject: string;
  /** Id of the event: the broker drops a second copy within its window. */
  readonly messageId: string;
  /** Ledger sequence of the last message on the subject, 0 for none; undefined to append without expecting. */
  readonly expectedSequence?: number;
  readonly bytes: Uint8Array;
}

/**
 * What became of an append. `unknown` means that no answer came: it may or may not stand on the ledger, and nobody
 * may guess. `duplicate` means that the same id is already there. `away` means that it was never handed to the broker.
 */
export type Appended =
  | { readonly outcome: 'recorded'; readonly sequence: number }
  | { readonly outcome: 'duplicate'; readonly sequence: number }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'refused'; readonly code: number }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'away' };

/** JetStream error: wrong last sequence. */
const WRONG_LAST_SEQUENCE = new Set([10071, 10164]);

/** Above every sequence that a ledger can have. */
const NEVER_REACHED = Number.MAX_SAFE_INTEGER;

/** Knobs of the group commit; the figures behind the defaults are in the README. */
export interface WriterSettings {
  /** Up to this many appends go singly, side by side; more go as atomic batches. */
  readonly singlesUpTo: number;
  /** Most messages in one atomic batch; JetStream allows 1,000. */
  readonly batchUpTo: number;
  /** Milliseconds to wait for an answer. */
  readonly timeoutMs: number;
}

const DEFAULTS: WriterSettings = { singlesUpTo: 48, batchUpTo: 500, timeoutMs: 4_000 };

interface PubAck {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly count?: number;
  readonly error?: { readonly err_code?: number; readonly code?: number; readonly description?: string };
}

/**
 * Appends to the ledger: few events singly, many as atomic batches, since one fsync then covers them all. A refused
 * batch is sent again singly, because the refusal names no message. The caller gives at most one append per subject.
 */
export class LedgerWriter {
  private readonly settings: WriterSettings;
  private readonly connectivity: Connectivity;
  private batches = 0;

  constructor(
    private readonly connection: NatsConnection,
    settings: Partial<WriterSettings> = {},
  ) {
    this.settings = { ...DEFAULTS, ...settings };
    this.connectivity = new Connectivity(connection);
  }

  /** False while the broker cannot be reached: appends would be `away`. */
  get isUp(): boolean {
    return this.connectivity.isUp;
  }

  /** Calls back whenever the broker can be reached again. */
  onUp(callback: () => void): void {
    this.connectivity.onUp(callback);
  }

  /** The outcomes, in the order of the appends; never throws for a broker that is away. */
  async append(appends: readonly Append[]): Promise<Appended[]> {
    if (!this.isUp) return appends.map(() => ({ outcome: 'away' }));
    const outcomes: Appended[] = [];
    for (let at = 0; at < appends.length; at += this.settings.batchUpTo) {
      const group = appends.slice(at, at + this.settings.batchUpTo);
      outcomes.push(
        ...(await (group.length > this.settings.singlesUpTo ? this.batch(group) : this.singles(group))),
      );
    }
    return outcomes;
  }

  /**
   * Whether nothing stands on a subject, asked of the broker without appending: the append expects a last sequence that no
   * ledger reaches, so it is refused with the true one. What this connection sent before is counted. Undefined without a
   * clear answer.
   */
  async isEmpty(subject: string): Promise<boolean | undefined> {
    if (!this.isUp) return undefined;
    const impossible = {
      subject,
      messageId: randomUUID(),
      expectedSequence: NEVER_REACHED,
      bytes: new Uint8Array(),
    };
    const answer = await this.acknowledged(impossible, {});
    const last = /^wrong last sequence: (\d+)$/.exec(answer?.error?.description ?? '')?.[1];
    return last === undefined ? undefined : last === '0';
  }

  private singles(appends: readonly Append[]): Promise<Appended[]> {
    return Promise.all(appends.map((append) => this.request(append, {})));
  }

  private async batch(appends: readonly Append[]): Promise<Appended[]> {
    return (await this.tryBatch(appends)) ?? this.singles(appends);
  }

  /** Undefined when the batch was refused as a whole. */
  private async tryBatch(appends: readonly Append[]): Promise<Appended[] | undefined> {
    this.batches += 1;
    const id = `${Date.now().toString(36)}-${process.pid}-${this.batches}`;
    const last = appends.length;
    appends.forEach((append, index) => {
      if (index + 1 < last)
        this.send(append, { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': String(index + 1) });
    });
    const answer = await this.request(appends[last - 1] as Append, {
      'Nats-Batch-Id': id,
      'Nats-Batch-Sequence': String(last),
      'Nats-Batch-Commit': '1',
    });
    if (answer.outcome === 'unknown') return appends.map(() => answer);
    if (answer.outcome !== 'recorded') return undefined;
    return appends.map((_, index) => ({
      outcome: 'recorded',
      sequence: answer.sequence - (last - 1) + index,
    }));
  }

  private send(append: Append, extra: Record<string, string>): void {
    this.connection.publish(append.subject, append.bytes, { headers: this.headersOf(append, extra) });
  }

  private async request(append: Append, extra: Record<string, string>): Promise<Appended> {
    const ack = await this.acknowledged(append, extra);
    if (!ack) return { outcome: 'unknown' };
    if (ack.error) {
      const code = ack.error.err_code ?? ack.error.code ?? 0;
      return WRONG_LAST_SEQUENCE.has(code) ? { outcome: 'conflict' } : { outcome: 'refused', code };
    }
    if (typeof ack.seq !== 'number') return { outcome: 'unknown' };
    return { outcome: ack.duplicate ? 'duplicate' : 'recorded', sequence: ack.seq };
  }

  /** Undefined when no answer came: in time, or before the connection was lost. */
  private async acknowledged(append: Append, extra: Record<string, string>): Promise<PubAck | undefined> {
    let unsubscribe: () => void = () => undefined;
    const lost = new Promise<undefined>((resolve) => {
      unsubscribe = this.connectivity.onceDown(() => resolve(undefined));
    });
    const answer = this.connection
      .request(append.subject, append.bytes, {
        timeout: this.settings.timeoutMs,
        headers: this.headersOf(append, extra),
      })
      .then(
        (reply) => reply.json<PubAck>(),
        () => undefined,
      );
    const ack = await Promise.race([answer, lost]);
    unsubscribe();
    return ack;
  }

  private headersOf(append: Append, extra: Record<string, string>) {
    const made = headers();
    made.set('Nats-Msg-Id', append.messageId);
    made.set('Nats-Expected-Stream', LEDGER_STREAM);
    if (append.expectedSequence !== undefined) {
      made.set('Nats-Expected-Last-Subject-Sequence', String(append.expectedSequence));
    }
    for (const [name, value] of Object.entries(extra)) made.set(name, value);
    return made;
  }
}

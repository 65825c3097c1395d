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
  /** Recorded directly before it, or neither of the two is. */
  readonly companion?: Companion;
}

/** What stands beside an event on a subject of its own, where nothing may stand yet. */
export interface Companion {
  readonly subject: string;
  readonly messageId: string;
  readonly expectedSequence: 0;
  readonly bytes: Uint8Array;
}

/**
 * What became of an append. `unknown` means that no answer came: it may or may not stand on the ledger, and nobody
 * may guess. `duplicate` means that the same id is already there. `away` means that it was never handed to the broker.
 * Of an event with a companion the sequence is the event's own, and `conflict` of either is the conflict of both: the
 * broker names the last sequence that stood in the way and not its subject, so {@link LedgerWriter.lastOn} tells which.
 */
export type Appended =
  | { readonly outcome: 'recorded'; readonly sequence: number }
  | { readonly outcome: 'duplicate'; readonly sequence: number }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'refused'; readonly code: number }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'away' };

/** JetStream errors: wrong last sequence, and in a batch the same id again. */
const IN_THE_WAY = new Set([10071, 10164, 10201]);

/** Pairs side by side; a stream takes 50 open batches of all its writers together. */
const PAIRS_AT_ONCE = 12;

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

type Sent = Omit<Append, 'companion'>;

const messagesOf = ({ companion, ...event }: Append): readonly Sent[] =>
  companion ? [companion, event] : [event];

/**
 * Appends to the ledger: few events singly, many as atomic batches, since one fsync then covers them all. A refused
 * batch is sent again singly, because the refusal names no message. An event and its companion are a batch of two of
 * their own then, so they never part. The caller gives at most one append per subject.
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
    for (const group of this.groups(appends)) {
      const { length } = group.flatMap(messagesOf);
      outcomes.push(
        ...(await (length > this.settings.singlesUpTo ? this.batch(group) : this.singles(group))),
      );
    }
    return outcomes;
  }

  /** Whether nothing stands on a subject; undefined without a clear answer. See {@link lastOn}. */
  async isEmpty(subject: string): Promise<boolean | undefined> {
    const last = await this.lastOn(subject);
    return last === undefined ? undefined : last === 0;
  }

  /**
   * The last sequence on a subject, 0 for none, asked of the broker without appending: the append expects a last sequence
   * that no ledger reaches, so it is refused with the true one. What this connection sent before is counted. Undefined
   * without a clear answer.
   */
  async lastOn(subject: string): Promise<number | undefined> {
    if (!this.isUp) return undefined;
    const impossible = {
      subject,
      messageId: randomUUID(),
      expectedSequence: NEVER_REACHED,
      bytes: new Uint8Array(),
    };
    const answer = await this.acknowledged(impossible, {});
    const last = /^wrong last sequence: (\d+)$/.exec(answer?.error?.description ?? '')?.[1];
    return last === undefined ? undefined : Number(last);
  }

  /** In their order, each small enough for one batch; no event is parted from its companion. */
  private groups(appends: readonly Append[]): readonly (readonly Append[])[] {
    const groups: Append[][] = [];
    let room = 0;
    for (const append of appends) {
      const { length } = messagesOf(append);
      if (room < length) {
        groups.push([]);
        room = this.settings.batchUpTo;
      }
      groups.at(-1)?.push(append);
      room -= length;
    }
    return groups;
  }

  private async singles(appends: readonly Append[]): Promise<Appended[]> {
    const outcomes = new Map<Append, Appended>();
    const alone = appends.filter(({ companion }) => !companion);
    const pairs = appends.filter(({ companion }) => companion);
    await Promise.all([
      ...alone.map(async (append) => outcomes.set(append, await this.request(append, {}))),
      this.pairs(pairs, outcomes),
    ]);
    return appends.map((append) => outcomes.get(append) ?? { outcome: 'unknown' });
  }

  private async pairs(pairs: readonly Append[], outcomes: Map<Append, Appended>): Promise<void> {
    for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
      const wave = pairs.slice(at, at + PAIRS_AT_ONCE);
      await Promise.all(wave.map(async (pair) => outcomes.set(pair, await this.commit(messagesOf(pair)))));
    }
  }

  private async batch(appends: readonly Append[]): Promise<Appended[]> {
    return (await this.tryBatch(appends)) ?? this.singles(appends);
  }

  /** Undefined when the batch was refused as a whole. */
  private async tryBatch(appends: readonly Append[]): Promise<Appended[] | undefined> {
    const messages = appends.flatMap(messagesOf);
    const answer = await this.commit(messages);
    if (answer.outcome === 'unknown') return appends.map(() => answer);
    if (answer.outcome !== 'recorded') return undefined;
    let sequence = answer.sequence - messages.length;
    return appends.map((append) => {
      sequence += messagesOf(append).length;
      return { outcome: 'recorded', sequence };
    });
  }

  /** All of them as one atomic batch; the sequence is that of the last. */
  private commit(messages: readonly Sent[]): Promise<Appended> {
    this.batches += 1;
    const id = `${Date.now().toString(36)}-${process.pid}-${this.batches}`;
    const place = (index: number) => ({ 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': String(index + 1) });
    const last = messages.length - 1;
    messages.slice(0, last).forEach((message, index) => this.send(message, place(index)));
    return this.request(messages[last] as Sent, { ...place(last), 'Nats-Batch-Commit': '1' });
  }

  private send(message: Sent, extra: Record<string, string>): void {
    this.connection.publish(message.subject, message.bytes, { headers: this.headersOf(message, extra) });
  }

  private async request(append: Sent, extra: Record<string, string>): Promise<Appended> {
    const ack = await this.acknowledged(append, extra);
    if (!ack) return { outcome: 'unknown' };
    if (ack.error) {
      const code = ack.error.err_code ?? ack.error.code ?? 0;
      return IN_THE_WAY.has(code) ? { outcome: 'conflict' } : { outcome: 'refused', code };
    }
    if (typeof ack.seq !== 'number') return { outcome: 'unknown' };
    return { outcome: ack.duplicate ? 'duplicate' : 'recorded', sequence: ack.seq };
  }

  /** Undefined when no answer came: in time, or before the connection was lost. */
  private async acknowledged(append: Sent, extra: Record<string, string>): Promise<PubAck | undefined> {
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

  private headersOf(append: Sent, extra: Record<string, string>) {
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

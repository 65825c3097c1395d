import { encodeMessage, epochOf } from '#contracts';
import type { Append, Appended, LedgerWriter } from '#messaging';
import type { ClaimStore, DueRow, OutboxStore, Sent } from '#storage';
import { claimAppend } from './need-claim.js';
import { settleContested } from './contested-claims.js';

/** What the relay needs around it. */
export interface RelaySurroundings {
  readonly outbox: OutboxStore;
  readonly claims: ClaimStore;
  readonly writer: LedgerWriter;
  /** The subject on which this agency speaks as a witness: in each epoch it soon does. */
  readonly ownWords: string;
  /** Told of every event that came to an end here. */
  readonly ended: (sents: readonly Sent[]) => void;
  /** Decides a lost event again. */
  readonly again: (lost: { readonly eventId: string; readonly command: unknown }) => Promise<void>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** Most rows in one round. */
const ROUND = 500;
/** Longest time between two looks at the outbox, in ms, if nothing wakes the relay. */
const IDLE_MS = 500;
/** JetStream errors that the same bytes would meet for ever: message too large, wrong stream. */
const NEVER_STORED = new Set([10054, 10060]);
/** When to try again after no answer, in ms. */
const UNANSWERED_MS = 1_000;

/**
 * Takes rows from the outbox to the ledger, one replica at a time, at most one event of a task in flight. It never
 * guesses: after a conflict or no answer the row waits until this agency's own reading of the ledger tells whether its
 * bytes stand there. A request past its decide-by is never sent.
 */
export class Relay {
  private wake: () => void = () => undefined;
  private woken = false;

  constructor(private readonly around: RelaySurroundings) {}

  /** There may be work. */
  kick(): void {
    this.woken = true;
    this.wake();
  }

  /** Relays until the signal; `stillMine` throws when another replica has taken over. */
  async run(signal: AbortSignal, stillMine: () => Promise<void>): Promise<void> {
    signal.addEventListener('abort', () => this.kick());
    await this.around.outbox.doubt();
    for (let checked = 0; !signal.aborted;) {
      if (Date.now() - checked > IDLE_MS) {
        await stillMine();
        checked = Date.now();
        await this.housekeeping();
      }
      this.woken = false;
      const sent = await this.round();
      if (!sent && !this.woken) await this.sleep(signal);
    }
  }

  /** One round: true when something was sent. */
  private async round(): Promise<boolean> {
    const { outbox, writer } = this.around;
    if (!writer.isUp) return false;
    const rows = await outbox.due(ROUND);
    if (rows.length === 0) return false;
    const outcomes = await this.append(rows);
    const byOutcome = group(rows, outcomes);
    await outbox.recorded(byOutcome.recorded);
    this.around.ended(byOutcome.recorded.map(({ row, sequence }) => recordedNews(row, sequence)));
    await outbox.conflicted(byOutcome.conflicted);
    await this.forgottenThere(byOutcome.conflicted);
    if (byOutcome.conflicted.some(({ companion }) => companion)) await this.contested();
    await outbox.unanswered(byOutcome.unknown, UNANSWERED_MS);
    await this.refused(byOutcome.refused);
    return byOutcome.recorded.length > 0;
  }

  /**
   * An acceptance that is sent again was recorded with its claim once, and whatever stands on the need's subject now only
   * repeats that: so it goes alone where its claim does not get through.
   */
  private async append(rows: readonly DueRow[]): Promise<Appended[]> {
    const { writer } = this.around;
    const outcomes = await writer.append(rows.map(toAppend));
    const again = rows.filter(
      ({ companion, expectedSequence }, index) =>
        companion && expectedSequence === undefined && outcomes[index]?.outcome === 'conflict',
    );
    if (again.length === 0) return outcomes;
    const alone = await writer.append(again.map((row) => toAppend({ ...row, companion: null })));
    return outcomes.map((outcome, index) => alone[again.indexOf(rows[index] as DueRow)] ?? outcome);
  }

  /**
   * What was said on a task may be gone from the ledger, by erasure or by age: then nothing that comes will ever tell us, and the next
   * event is appended behind what is left. But a ledger that was rebuilt has lost everything, and gets it back first: so what this agency
   * said there last must still be of the same epoch, and that is asked afterwards.
   */
  private async forgottenThere(conflicted: readonly DueRow[]): Promise<void> {
    const { outbox, writer, ownWords } = this.around;
    for (const { subject, taskId, expectedSequence } of conflicted) {
      if (!expectedSequence) continue;
      const last = await writer.lastOn(subject);
      if (last === undefined || last >= expectedSequence) continue;
      const own = await writer.lastOn(ownWords);
      if (own === undefined || epochOf(own) !== epochOf(expectedSequence)) continue;
      await outbox.expectAfter(taskId, expectedSequence, last);
    }
  }

  private contested(): Promise<void> {
    const { claims, writer } = this.around;
    return settleContested(claims, writer);
  }

  /** Only what can never be stored is given up; a broker that is full or has no leader is tried again. */
  private async refused(refused: readonly { readonly row: DueRow; readonly code: number }[]): Promise<void> {
    for (const { row, code } of refused) {
      this.around.onFault('append', { refused: code });
      if (NEVER_STORED.has(code)) await this.around.outbox.refused(row.eventId, code);
      else await this.around.outbox.unanswered([row.eventId], UNANSWERED_MS);
    }
  }

  /** What has to happen even when nothing is sent: expiry of requests, and lost events decided again. */
  private async housekeeping(): Promise<void> {
    const { outbox } = this.around;
    await outbox.expireUntried();
    await this.expireUnanswered();
    await this.contested();
    for (const lost of await outbox.lostCommands(50)) this.decideAgain(lost);
  }

  private readonly deciding = new Set<string>();

  /** Not waited for: the desk may keep it until an earlier step of the task is recorded, which this relay has to send. */
  private decideAgain(lost: { readonly eventId: string; readonly command: unknown }): void {
    if (this.deciding.has(lost.eventId)) return;
    this.deciding.add(lost.eventId);
    this.around
      .again(lost)
      .catch((error: unknown) => this.around.onFault('decide again', error))
      .finally(() => this.deciding.delete(lost.eventId));
  }

  /**
   * An overdue request that was handed to the broker without an answer may stand on the ledger, and our own reading of it
   * may have been lost with the connection. So the broker itself is asked whether the task's subject is empty.
   */
  private async expireUnanswered(): Promise<void> {
    const { outbox, writer } = this.around;
    for (const { eventId, subject } of await outbox.overdue(50)) {
      const empty = await writer.isEmpty(subject);
      if (empty === undefined) return;
      if (empty) await outbox.expire([eventId]);
    }
  }

  private sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) this.wake();
    });
  }
}

function toAppend(row: DueRow): Append {
  const { event, sealed, indexTokens, expectedSequence, companion } = row;
  const message = {
    event,
    ...(sealed !== null && { sealed }),
    ...(indexTokens.length > 0 && { index: indexTokens }),
  };
  return {
    subject: row.subject,
    messageId: row.eventId,
    bytes: encodeMessage(message),
    ...(expectedSequence !== undefined && { expectedSequence }),
    ...(companion && { companion: claimAppend(companion) }),
  };
}

function group(rows: readonly DueRow[], outcomes: readonly Appended[]) {
  const groups = {
    recorded: [] as { row: DueRow; eventId: string; sequence: number }[],
    conflicted: [] as DueRow[],
    unknown: [] as string[],
    refused: [] as { row: DueRow; code: number }[],
  };
  rows.forEach((row, index) => {
    const outcome = outcomes[index] ?? { outcome: 'unknown' };
    switch (outcome.outcome) {
      case 'recorded':
        groups.recorded.push({ row, eventId: row.eventId, sequence: outcome.sequence });
        break;
      case 'conflict':
      case 'duplicate':
        // A duplicate answers for the id alone, perhaps for other bytes: our own reading of the ledger decides.
        groups.conflicted.push(row);
        break;
      case 'refused':
        groups.refused.push({ row, code: outcome.code });
        break;
      case 'unknown':
        groups.unknown.push(row.eventId);
        break;
      case 'away':
        break;
      default:
        outcome satisfies never;
    }
  });
  return groups;
}

const recordedNews = (row: DueRow, sequence: number): Sent => ({
  eventId: row.eventId,
  taskId: row.taskId,
  state: 'recorded',
  sequence,
});

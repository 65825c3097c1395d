import { LifecycleError, evolve, unitText, unitsOn, type Task } from '#domain';
import { EPOCH_STRIDE, fromWire, type EpochState } from '#contracts';
import type { Database, Sql } from '../database.js';
import {
  holdTasks,
  knownEvents,
  markOwn,
  parkedEntries,
  releasedBy,
  tellAgain,
  writeEvents,
  writeParked,
  writeTasks,
  type Held,
  type KnownEvent,
  type Writes,
} from './intake-sql.js';
import { readTold, refusalOf, type IntakeRules, type ToldItems } from './judging.js';
import { noteClockNews } from './clock-store.js';
import type { LedgerEntry } from './ledger-entry.js';
import { noticeWrites, storeNotices } from './notice-rows.js';
import { close } from './outbox-store.js';
import { storeRefusals } from './refusal-rows.js';
import type { Sight } from './sight.js';
import { taskTimes } from './task-times.js';
import { OUTBOX_CHANNEL } from './turn.js';

/** `taken` and `parked` are stored; `known` was stored before; the others are skipped and reported. */
export type TakenIn = 'taken' | 'known' | 'parked' | 'AGAINST_LIFECYCLE' | 'EQUIVOCATION';

/** What came of one entry, and the parked events that it released, also when it comes again. */
export interface Taken {
  readonly result: TakenIn;
  /** The entry as it is kept: without the items that were refused. */
  readonly entry: LedgerEntry;
  readonly released: readonly LedgerEntry[];
}

/** What a batch is folded with. */
interface Folding {
  readonly held: Map<string, Held>;
  readonly known: Map<string, KnownEvent>;
  readonly parked: Map<string, LedgerEntry[]>;
  readonly told: ToldItems;
  readonly rules: IntakeRules;
  readonly writes: Writes;
  /** The time of a task at an entry. */
  readonly timeOf: (entry: LedgerEntry) => string;
}

/** Lets everything in: for a service that has no agreements. */
const OPEN_HOUSE: IntakeRules = { judge: ({ content }) => ({ content, refused: [] }), clauses: () => [] };

/** Takes events from the ledger into the agency's own database; nothing is acknowledged before it is stored here. */
export class IntakeStore {
  constructor(
    private readonly database: Database,
    private readonly agency: string,
  ) {}

  /**
   * Folds events by their signed version, in one transaction with the feed for the agency's systems: the results stand
   * in the order of the entries. The same event twice changes nothing; a gap is parked until it closes, and the event
   * that closes it releases what waited behind. What another agency told is judged when the event's place has come:
   * refused items are neither kept nor shown, and are noted for a report.
   */
  async takeIn(entries: readonly LedgerEntry[], rules: IntakeRules = OPEN_HOUSE): Promise<Taken[]> {
    return this.database.transaction(async (sql) => {
      const taskIds = [...new Set(entries.map((entry) => entry.event.subject))];
      const held = await holdTasks(sql, taskIds, entries);
      const known = await knownEvents(sql, entries);
      const parked = await parkedEntries(sql, taskIds);
      const all = [...entries, ...[...parked.values()].flat()];
      const told = await readTold(sql, all);
      const writes = noWrites();
      const timeOf = await taskTimes(sql, all, held);
      const folding = { held, known, parked, told, rules, writes, timeOf };
      const results = entries.map((entry) => this.fold(entry, folding));
      const again = entries.filter((_, index) => results[index]?.result === 'known');
      await tellAgain(sql, again);
      await this.write(sql, entries, held, writes);
      // Whoever reacted to what it released may have stopped before it was done.
      const released = await releasedBy(sql, again);
      return results.map((one) =>
        one.result === 'known' ? { ...one, released: released.get(one.entry.event.id) ?? [] } : one,
      );
    });
  }

  /** Notes that something was skipped on the subject of a task, so that the next append expects its place. */
  async skippedOn(taskId: string, sequence: number): Promise<void> {
    await this.database.query('UPDATE task SET ledger_seq = greatest(ledger_seq, $2) WHERE task_id = $1', [
      taskId,
      sequence,
    ]);
  }

  /** What could not be taken in; true when it was not known before. */
  async deadLetter(letter: {
    readonly sequence: number;
    readonly subject: string;
    readonly reason: string;
    readonly place: string;
    readonly eventId?: string;
  }): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO dead_letter (sequence, subject, reason, place, event_id) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (sequence) DO NOTHING RETURNING sequence`,
      [letter.sequence, letter.subject, letter.reason, letter.place, letter.eventId ?? null],
    );
    return rows.length > 0;
  }

  /** Newest first; with a sight, of its tasks alone. */
  async deadLetters(limit: number, sight?: Sight): Promise<Record<string, unknown>[]> {
    return this.database.query(
      `SELECT sequence::float8 AS sequence, subject, reason, place, event_id AS "eventId", at FROM dead_letter d
        WHERE $2::text[] IS NULL
           OR EXISTS (SELECT 1 FROM task t WHERE t.task_id::text = substring(d.subject FROM '[^.]+$') AND t.parties && $2)
        ORDER BY sequence DESC LIMIT $1`,
      [limit, sight ?? null],
    );
  }

  /**
   * A new epoch, or a new state of the known one. In a new epoch every subject is empty, and all that was recorded but
   * is not safe yet must be sent again; but what this service has already sent to the new ledger, before it heard of the
   * epoch, stands there, and would never be delivered to it a second time.
   */
  async enterEpoch(epoch: number, state: EpochState): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const [sender] = await sql<{ epoch: number; epoch_state: string }>(
        'SELECT epoch, epoch_state FROM sender FOR UPDATE',
      );
      if (!sender || epoch < sender.epoch || (epoch === sender.epoch && sender.epoch_state === state))
        return false;
      if (epoch > sender.epoch) {
        const first = epoch * EPOCH_STRIDE;
        await sql('UPDATE task SET ledger_seq = 0 WHERE ledger_seq < $1', [first]);
        await sql(
          `UPDATE outbox SET state = 'resend', sequence = NULL, next_attempt_at = now()
            WHERE state = 'recorded' AND (sequence IS NULL OR sequence < $1)`,
          [first],
        );
        await sql('UPDATE outbox SET conflict_seq = NULL');
      }
      await sql('UPDATE sender SET epoch = $1, epoch_state = $2', [epoch, state]);
      await sql('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'work']);
      return true;
    });
  }

  private fold(entry: LedgerEntry, at: Folding): Taken {
    const { event } = entry;
    const before = at.known.get(event.id);
    if (before) return againOf(entry, before);
    const hand = at.held.get(event.subject);
    if (!hand) return { result: 'AGAINST_LIFECYCLE', entry, released: [] };
    const { result, entry: kept } = this.step(hand, entry, at);
    const waiting = at.parked.get(event.subject) ?? [];
    at.parked.set(event.subject, waiting);
    if (result === 'parked') {
      waiting.push(entry);
      at.writes.parked.push(entry);
      at.known.set(event.id, { jws: entry.jws, content: undefined });
    }
    return {
      result,
      entry: kept,
      released: result === 'taken' ? this.release(hand, waiting, { by: event.id, at }) : [],
    };
  }

  private step(hand: Held, entry: LedgerEntry, at: Folding): Pick<Taken, 'result' | 'entry'> {
    const before = hand.task;
    try {
      hand.task = evolve(before, fromWire(entry.event), at.timeOf(entry));
    } catch (error) {
      if (!(error instanceof LifecycleError)) throw error;
      // Time alone may tell the writer of a step otherwise than the ledger does: then it stands there, and is no step.
      if (error.code !== 'GAP' && hand.pending === entry.event.id) hand.freed = true;
      return { result: error.code === 'GAP' ? 'parked' : 'AGAINST_LIFECYCLE', entry };
    }
    hand.changed = true;
    const { writes } = at;
    const kept = this.judged(entry, before, hand.task, at);
    writes.events.push(kept);
    writes.after.set(entry.event.id, hand.task);
    at.told.add(kept);
    at.known.set(entry.event.id, { jws: entry.jws, content: kept.content });
    writes.notices.push(noticeWrites(entry, hand.task, at.rules.clauses));
    if (entry.sender === this.agency) writes.own.push({ eventId: entry.event.id, sequence: entry.sequence });
    if (hand.pending && hand.pending !== entry.event.id) writes.lost.push(hand.pending);
    hand.pending = undefined;
    return { result: 'taken', entry: kept };
  }

  /** The entry without what another agency should not have told. */
  private judged(entry: LedgerEntry, before: Task | undefined, task: Task, at: Folding): LedgerEntry {
    if (entry.sender === this.agency) return entry;
    const { event, content, recordedAt } = entry;
    const toldBefore = at.told.before(entry);
    const judgement = at.rules.judge({ event, content, task: before, recordedAt, toldBefore });
    if (judgement.refused.length === 0) return entry;
    at.writes.refusals.push(refusalOf(entry, task, judgement.refused));
    return { ...entry, content: judgement.content };
  }

  private release(
    hand: Held,
    waiting: LedgerEntry[],
    { by, at }: { readonly by: string; readonly at: Folding },
  ): LedgerEntry[] {
    const released: LedgerEntry[] = [];
    for (;;) {
      const index = waiting.findIndex((entry) => entry.event.taskversion === (hand.task?.version ?? 0) + 1);
      if (index < 0) return released;
      const [entry] = waiting.splice(index, 1) as [LedgerEntry];
      const sameBatch = at.writes.parked.indexOf(entry);
      if (sameBatch >= 0) at.writes.parked.splice(sameBatch, 1);
      else at.writes.unparked.push(entry.event.id);
      const step = this.step(hand, entry, at);
      if (step.result !== 'taken') continue;
      at.writes.releasedBy.set(entry.event.id, by);
      released.push(step.entry);
    }
  }

  private async write(
    sql: Sql,
    entries: readonly LedgerEntry[],
    held: Map<string, Held>,
    writes: Writes,
  ): Promise<void> {
    await writeTasks(sql, entries, { held, writes });
    await writeEvents(sql, writes);
    await writeParked(sql, writes);
    await noteClockNews(sql, [
      ...new Set(writes.events.filter(mayTellClocks).map(({ event }) => event.caseid)),
    ]);
    await storeRefusals(sql, writes.refusals);
    await storeNotices(sql, writes.notices);
    if (writes.lost.length > 0) await close(sql, writes.lost, 'lost');
    await markOwn(
      sql,
      entries.filter((entry) => entry.sender === this.agency),
    );
    await this.writeFeed(sql, writes);
    if (writes.own.length + writes.lost.length > 0)
      await sql('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'answer']);
  }

  private async writeFeed(sql: Sql, { events, after }: Writes): Promise<void> {
    const told = events.filter((entry) => entry.acted);
    if (told.length === 0) return;
    // Ids must become visible in their own order, or a reader that resumes after the last id would miss one.
    await sql('SELECT pg_advisory_xact_lock($1)', [FEED_LOCK]);
    const rows = told.map(({ event }) => {
      const task = after.get(event.id);
      // Who is called in later hears the task from then on: what was passed over once must not come in between.
      return { event_id: event.id, type: event.type, task, parties: task ? unitsOn(task).map(unitText) : [] };
    });
    await sql(
      `INSERT INTO feed (event_id, type, task, parties)
       SELECT event_id, type, task, parties
         FROM jsonb_to_recordset($1) AS r(event_id uuid, type text, task jsonb, parties text[])`,
      [JSON.stringify(rows)],
    );
  }
}

/** A task of a case that is new or came to another stage, at which more may be told, or an event that tells of its clocks. */
const mayTellClocks = ({ event }: LedgerEntry): boolean =>
  TO_A_STAGE.includes(event.type) || 'clocks' in event.data;

const TO_A_STAGE: readonly string[] = ['requested', 'accepted', 'counter-accepted', 'started', 'resumed'].map(
  (type) => `concordat.task.${type}.v1`,
);

const FEED_LOCK = 7_002;

const noWrites = (): Writes => ({
  events: [],
  after: new Map(),
  parked: [],
  unparked: [],
  releasedBy: new Map(),
  own: [],
  lost: [],
  refusals: [],
  notices: [],
});

/** What came before is kept as it was judged then; what is parked waits until its place has come. */
function againOf(entry: LedgerEntry, { jws, content }: KnownEvent): Taken {
  if (jws !== entry.jws) return { result: 'EQUIVOCATION', entry, released: [] };
  if (!content) return { result: 'parked', entry, released: [] };
  return { result: 'known', entry: { ...entry, content }, released: [] };
}

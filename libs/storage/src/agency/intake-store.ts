import { LifecycleError, evolve, type Task } from '#domain';
import {
  EPOCH_STRIDE,
  fromWire,
  type EpochState,
  type SealedContent,
  type TaskLedgerEvent,
} from '#contracts';
import type { Database, Sql } from '../database.js';
import { OUTBOX_CHANNEL, close } from './outbox-store.js';

/** A verified, opened task event at its place on the ledger. */
export interface LedgerEntry {
  readonly sequence: number;
  /** Ledger time, ISO 8601. */
  readonly recordedAt: string;
  readonly event: TaskLedgerEvent;
  /** The signed bytes as they stood on the ledger. */
  readonly jws: string;
  readonly sealed: string;
  readonly content: SealedContent;
  /** Hex. */
  readonly leafHash: string;
  readonly sender: string;
}

/** `taken` and `parked` are stored; `known` was stored before; the others are skipped and reported. */
export type TakenIn = 'taken' | 'known' | 'parked' | 'AGAINST_LIFECYCLE' | 'EQUIVOCATION';

interface Held {
  task: Task | undefined;
  pending: string | undefined;
  changed: boolean;
}

/** What one transaction of intake has to write. */
interface Writes {
  readonly events: LedgerEntry[];
  readonly parked: LedgerEntry[];
  readonly unparked: string[];
  readonly own: { readonly eventId: string; readonly sequence: number }[];
  readonly lost: string[];
}

/** Takes events from the ledger into the agency's own database; nothing is acknowledged before it is stored here. */
export class IntakeStore {
  constructor(
    private readonly database: Database,
    private readonly agency: string,
  ) {}

  /**
   * Folds events by their signed version, in one transaction with the feed for the agency's systems: the results stand
   * in the order of the entries. The same event twice changes nothing; a gap is parked until it closes.
   */
  async takeIn(entries: readonly LedgerEntry[]): Promise<TakenIn[]> {
    return this.database.transaction(async (sql) => {
      const taskIds = [...new Set(entries.map((entry) => entry.event.subject))];
      const held = await holdTasks(sql, taskIds, entries);
      const known = await knownEvents(sql, entries);
      const parked = await parkedEntries(sql, taskIds);
      const writes: Writes = { events: [], parked: [], unparked: [], own: [], lost: [] };
      const results = entries.map((entry) => this.fold(entry, { held, known, parked, writes }));
      await tellAgain(
        sql,
        entries.filter((_, index) => results[index] === 'known'),
      );
      await this.write(sql, entries, held, writes);
      return results;
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

  /** Newest first. */
  async deadLetters(limit: number): Promise<Record<string, unknown>[]> {
    return this.database.query(
      `SELECT sequence::float8 AS sequence, subject, reason, place, event_id AS "eventId", at FROM dead_letter
        ORDER BY sequence DESC LIMIT $1`,
      [limit],
    );
  }

  /**
   * A new epoch, or a new state of the known one. In a new epoch every subject is empty, and all that was recorded but
   * is not safe yet must be sent again.
   */
  async enterEpoch(epoch: number, state: EpochState): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const [sender] = await sql<{ epoch: number; epoch_state: string }>(
        'SELECT epoch, epoch_state FROM sender FOR UPDATE',
      );
      if (!sender || epoch < sender.epoch || (epoch === sender.epoch && sender.epoch_state === state))
        return false;
      if (epoch > sender.epoch) {
        await sql('UPDATE task SET ledger_seq = 0');
        await sql(
          `UPDATE outbox SET state = 'resend', sequence = NULL, next_attempt_at = now() WHERE state = 'recorded'`,
        );
        await sql('UPDATE outbox SET conflict_seq = NULL');
      }
      await sql('UPDATE sender SET epoch = $1, epoch_state = $2', [epoch, state]);
      await sql('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'work']);
      return true;
    });
  }

  private fold(
    entry: LedgerEntry,
    at: {
      held: Map<string, Held>;
      known: Map<string, string>;
      parked: Map<string, LedgerEntry[]>;
      writes: Writes;
    },
  ): TakenIn {
    const { event } = entry;
    const before = at.known.get(event.id);
    if (before !== undefined) return before === entry.jws ? 'known' : 'EQUIVOCATION';
    const hand = at.held.get(event.subject);
    if (!hand) return 'AGAINST_LIFECYCLE';
    const result = this.step(hand, entry, at.writes);
    at.known.set(event.id, entry.jws);
    if (result === 'parked') at.writes.parked.push(entry);
    if (result === 'taken') this.unpark(hand, at.parked.get(event.subject) ?? [], at.writes);
    return result;
  }

  private step(hand: Held, entry: LedgerEntry, writes: Writes): TakenIn {
    try {
      hand.task = evolve(hand.task, fromWire(entry.event));
    } catch (error) {
      if (!(error instanceof LifecycleError)) throw error;
      return error.code === 'GAP' ? 'parked' : 'AGAINST_LIFECYCLE';
    }
    hand.changed = true;
    writes.events.push(entry);
    if (entry.sender === this.agency) writes.own.push({ eventId: entry.event.id, sequence: entry.sequence });
    if (hand.pending && hand.pending !== entry.event.id) writes.lost.push(hand.pending);
    hand.pending = undefined;
    return 'taken';
  }

  private unpark(hand: Held, parked: LedgerEntry[], writes: Writes): void {
    for (;;) {
      const at = parked.findIndex((entry) => entry.event.taskversion === (hand.task?.version ?? 0) + 1);
      if (at < 0) return;
      const [entry] = parked.splice(at, 1) as [LedgerEntry];
      writes.unparked.push(entry.event.id);
      this.step(hand, entry, writes);
    }
  }

  private async write(
    sql: Sql,
    entries: readonly LedgerEntry[],
    held: Map<string, Held>,
    writes: Writes,
  ): Promise<void> {
    await writeTasks(sql, entries, held);
    await writeEvents(sql, writes.events);
    await writeParked(sql, writes);
    if (writes.lost.length > 0) await close(sql, writes.lost, 'lost');
    await markOwn(
      sql,
      entries.filter((entry) => entry.sender === this.agency),
    );
    await this.writeFeed(sql, writes.events, held);
    if (writes.own.length + writes.lost.length > 0)
      await sql('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'answer']);
  }

  private async writeFeed(sql: Sql, events: readonly LedgerEntry[], held: Map<string, Held>): Promise<void> {
    if (events.length === 0) return;
    // Ids must become visible in their own order, or a reader that resumes after the last id would miss one.
    await sql('SELECT pg_advisory_xact_lock($1)', [FEED_LOCK]);
    const rows = events.map((entry) => ({
      event_id: entry.event.id,
      type: entry.event.type,
      payload: feedPayload(entry, held.get(entry.event.subject)?.task),
    }));
    await sql(
      `INSERT INTO feed (event_id, type, payload)
       SELECT event_id, type, payload FROM jsonb_to_recordset($1) AS r(event_id uuid, type text, payload jsonb)`,
      [JSON.stringify(rows)],
    );
  }
}

const FEED_LOCK = 7_002;

/** An event that comes again was sent again, because its sender never learned that we hold it: say so again. */
async function tellAgain(sql: Sql, known: readonly LedgerEntry[]): Promise<void> {
  if (known.length === 0) return;
  const taskIds = known.map((entry) => entry.event.subject);
  await sql('UPDATE task SET told_version = 0 WHERE task_id = ANY($1::uuid[])', [taskIds]);
}

/** What the agency's own systems are told: the event with its values, and the task as it is now. */
function feedPayload(entry: LedgerEntry, task: Task | undefined): unknown {
  return {
    event: entry.event,
    content: entry.content,
    sequence: entry.sequence,
    recordedAt: entry.recordedAt,
    task,
  };
}

async function holdTasks(
  sql: Sql,
  taskIds: readonly string[],
  entries: readonly LedgerEntry[],
): Promise<Map<string, Held>> {
  const opening = entries.map(({ event, sender }) => ({ id: event.subject, case: event.caseid, sender }));
  await sql(
    `INSERT INTO task (task_id, case_id, asker, performer)
     SELECT DISTINCT ON (id) id, "case", sender, sender FROM jsonb_to_recordset($1) AS r(id uuid, "case" uuid, sender text)
     ON CONFLICT (task_id) DO NOTHING`,
    [JSON.stringify(opening)],
  );
  const rows = await sql<{ task_id: string; state: Task | null; pending: string | null }>(
    'SELECT task_id, state, pending FROM task WHERE task_id = ANY($1::uuid[]) ORDER BY task_id FOR UPDATE',
    [taskIds],
  );
  return new Map(
    rows.map((row) => [
      row.task_id,
      { task: row.state ?? undefined, pending: row.pending ?? undefined, changed: false },
    ]),
  );
}

async function knownEvents(sql: Sql, entries: readonly LedgerEntry[]): Promise<Map<string, string>> {
  const ids = entries.map((entry) => entry.event.id);
  const rows = await sql<{ event_id: string; event: string }>(
    `SELECT event_id, event FROM event WHERE event_id = ANY($1::uuid[])
     UNION ALL SELECT event_id, entry->>'jws' FROM parked WHERE event_id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.event_id, row.event]));
}

async function parkedEntries(sql: Sql, taskIds: readonly string[]): Promise<Map<string, LedgerEntry[]>> {
  const rows = await sql<{ task_id: string; entry: LedgerEntry }>(
    'SELECT task_id, entry FROM parked WHERE task_id = ANY($1::uuid[]) ORDER BY version',
    [taskIds],
  );
  const byTask = new Map<string, LedgerEntry[]>();
  for (const { task_id, entry } of rows) byTask.set(task_id, [...(byTask.get(task_id) ?? []), entry]);
  return byTask;
}

async function writeTasks(sql: Sql, entries: readonly LedgerEntry[], held: Map<string, Held>): Promise<void> {
  const last = new Map<string, number>();
  for (const { event, sequence } of entries)
    last.set(event.subject, Math.max(sequence, last.get(event.subject) ?? 0));
  const rows = [...held].map(([id, { task, changed }]) => ({
    id,
    seq: last.get(id) ?? 0,
    state: changed ? task : null,
    version: task?.version ?? 0,
    asker: task?.asker.agency ?? null,
    performer: task?.performer.agency ?? null,
    status: task?.status ?? null,
  }));
  await sql(
    `UPDATE task t SET ledger_seq = greatest(t.ledger_seq, r.seq), state = coalesce(r.state, t.state), version = r.version,
            asker = coalesce(r.asker, t.asker), performer = coalesce(r.performer, t.performer),
            status = coalesce(r.status, t.status),
            pending = CASE WHEN r.state IS NULL THEN t.pending END, updated_at = now()
       FROM jsonb_to_recordset($1) AS r(id uuid, seq bigint, state jsonb, version int, asker text, performer text, status text)
      WHERE t.task_id = r.id`,
    [JSON.stringify(rows)],
  );
}

async function writeEvents(sql: Sql, events: readonly LedgerEntry[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ event, sequence, recordedAt, jws, sealed, content, leafHash, sender }) => ({
    event_id: event.id,
    task_id: event.subject,
    version: event.taskversion,
    type: event.type,
    sender,
    number: event.sendernumber,
    sequence,
    recorded_at: recordedAt,
    event: jws,
    sealed,
    content,
    leaf_hash: leafHash,
  }));
  await sql(
    `INSERT INTO event (event_id, task_id, version, type, sender, number, sequence, recorded_at, event, sealed, content, leaf_hash)
     SELECT event_id, task_id, version, type, sender, number, sequence, recorded_at, event, sealed, content, decode(leaf_hash, 'hex')
       FROM jsonb_to_recordset($1) AS r(event_id uuid, task_id uuid, version int, type text, sender text, number bigint,
            sequence bigint, recorded_at timestamptz, event text, sealed text, content jsonb, leaf_hash text)`,
    [JSON.stringify(rows)],
  );
}

async function writeParked(sql: Sql, { parked, unparked }: Writes): Promise<void> {
  if (parked.length > 0) {
    await sql(
      `INSERT INTO parked (event_id, task_id, version, entry)
       SELECT event_id, task_id, version, entry
         FROM jsonb_to_recordset($1) AS r(event_id uuid, task_id uuid, version int, entry jsonb) ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          parked.map((entry) => ({
            event_id: entry.event.id,
            task_id: entry.event.subject,
            version: entry.event.taskversion,
            entry,
          })),
        ),
      ],
    );
  }
  if (unparked.length > 0) await sql('DELETE FROM parked WHERE event_id = ANY($1::uuid[])', [unparked]);
}

/** Our own bytes came back from the ledger: they are recorded, whether or not the broker's answer ever reached us. */
async function markOwn(sql: Sql, own: readonly LedgerEntry[]): Promise<void> {
  if (own.length === 0) return;
  await sql(
    `UPDATE outbox o SET state = 'recorded', sequence = c.sequence
       FROM unnest($1::uuid[], $2::bigint[]) AS c(event_id, sequence), sender s
      WHERE o.event_id = c.event_id AND o.state IN ('queued', 'resend', 'recorded') AND c.sequence >= s.epoch * $3::bigint`,
    [own.map((entry) => entry.event.id), own.map((entry) => entry.sequence), EPOCH_STRIDE],
  );
}

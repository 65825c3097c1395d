import { nextDue, unitText, unitsOn, type Task } from '#domain';
import { readJws, EPOCH_STRIDE, type SealedContent } from '#contracts';
import type { Sql } from '../database.js';
import type { LedgerEntry } from './ledger-entry.js';
import type { NoticeWrites } from './notice-rows.js';
import type { NewRefusal } from './refusal-rows.js';

/** A task while a batch is folded onto it. */
export interface Held {
  task: Task | undefined;
  pending: string | undefined;
  changed: boolean;
  /** A step of our own that no reader takes: the task waits for it no longer. */
  freed?: boolean;
}

/** What one transaction of intake has to write. */
export interface Writes {
  readonly events: LedgerEntry[];
  /** The task right after each of these events, by the event's id. */
  readonly after: Map<string, Task>;
  readonly parked: LedgerEntry[];
  readonly unparked: string[];
  /** Of an event that had waited: the one that closed the gap before it, by event ids. */
  readonly releasedBy: Map<string, string>;
  readonly own: { readonly eventId: string; readonly sequence: number }[];
  readonly lost: string[];
  readonly refusals: NewRefusal[];
  readonly notices: NoticeWrites[];
}

/** An event that is stored already. */
export interface KnownEvent {
  readonly jws: string;
  /** What was kept of what it said; undefined while it is parked. */
  readonly content: SealedContent | undefined;
}

/** An event that comes again was sent again, because its sender never learned that we hold it: say so again. */
export async function tellAgain(sql: Sql, known: readonly LedgerEntry[]): Promise<void> {
  if (known.length === 0) return;
  const taskIds = known.map((entry) => entry.event.subject);
  await sql('UPDATE task SET told_version = 0 WHERE task_id = ANY($1::uuid[])', [taskIds]);
}

/** Locks the tasks of these entries, and makes a row for those that are new. */
export async function holdTasks(
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

/** Those of these events that are stored already, by event id. */
export async function knownEvents(
  sql: Sql,
  entries: readonly LedgerEntry[],
): Promise<Map<string, KnownEvent>> {
  const ids = entries.map((entry) => entry.event.id);
  const rows = await sql<{ event_id: string; event: string; content: SealedContent | null }>(
    `SELECT event_id, event, content FROM event WHERE event_id = ANY($1::uuid[])
     UNION ALL SELECT event_id, entry->>'jws', NULL FROM parked WHERE event_id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.event_id, { jws: row.event, content: row.content ?? undefined }]));
}

/** What waits for a gap to close, by task, in the order of versions. */
export async function parkedEntries(
  sql: Sql,
  taskIds: readonly string[],
): Promise<Map<string, LedgerEntry[]>> {
  const rows = await sql<{ task_id: string; entry: LedgerEntry }>(
    'SELECT task_id, entry FROM parked WHERE task_id = ANY($1::uuid[]) ORDER BY version',
    [taskIds],
  );
  const byTask = new Map<string, LedgerEntry[]>();
  for (const { task_id, entry } of rows) byTask.set(task_id, [...(byTask.get(task_id) ?? []), entry]);
  return byTask;
}

/** The events that waited behind each of these when it came first, by its id, in the order of versions. */
export async function releasedBy(
  sql: Sql,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<string, readonly LedgerEntry[]>> {
  if (entries.length === 0) return new Map();
  const acted = new Map(entries.map((entry) => [entry.event.id, entry.acted]));
  const rows = await sql<{ by: string } & Omit<LedgerEntry, 'event' | 'acted'>>(
    `SELECT released_by AS "by", sequence::float8 AS sequence, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
            event AS jws, sealed, content, encode(leaf_hash, 'hex') AS "leafHash", sender
       FROM event WHERE released_by = ANY($1::uuid[]) ORDER BY version`,
    [[...acted.keys()]],
  );
  const released = new Map<string, LedgerEntry[]>();
  for (const { by, ...row } of rows) {
    const event = JSON.parse(readJws(row.jws).payload) as LedgerEntry['event'];
    // They are of its task, and so of its mode.
    const entry = { ...row, event, acted: acted.get(by) ?? false };
    released.set(by, [...(released.get(by) ?? []), entry]);
  }
  return released;
}

/** Writes the folded tasks, and the last sequence on their subjects. */
export async function writeTasks(
  sql: Sql,
  entries: readonly LedgerEntry[],
  held: Map<string, Held>,
): Promise<void> {
  const last = new Map<string, number>();
  for (const { event, sequence } of entries)
    last.set(event.subject, Math.max(sequence, last.get(event.subject) ?? 0));
  const rows = [...held].map(([id, { task, changed, freed }]) => ({
    id,
    freed: changed || freed === true,
    due: (task && nextDue(task)) ?? null,
    exercise: task?.exercise ?? null,
    seq: last.get(id) ?? 0,
    state: changed ? task : null,
    version: task?.version ?? 0,
    asker: task?.asker.agency ?? null,
    performer: task?.performer.agency ?? null,
    status: task?.status ?? null,
    parties: task ? unitsOn(task).map(unitText) : null,
  }));
  await sql(
    `UPDATE task t SET ledger_seq = greatest(t.ledger_seq, r.seq), state = coalesce(r.state, t.state), version = r.version,
            asker = coalesce(r.asker, t.asker), performer = coalesce(r.performer, t.performer),
            status = coalesce(r.status, t.status), parties = coalesce(r.parties, t.parties),
            pending = CASE WHEN r.freed THEN NULL ELSE t.pending END, next_due = r.due, exercise = r.exercise,
            updated_at = now()
       FROM jsonb_to_recordset($1) AS r(id uuid, seq bigint, state jsonb, version int, asker text, performer text, status text,
            freed boolean, due timestamptz, exercise uuid, parties text[])
      WHERE t.task_id = r.id`,
    [JSON.stringify(rows)],
  );
}

/** Writes taken events with what they said. */
export async function writeEvents(
  sql: Sql,
  { events, releasedBy: released }: Pick<Writes, 'events' | 'releasedBy'>,
): Promise<void> {
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
    released_by: released.get(event.id),
  }));
  await sql(
    `INSERT INTO event (event_id, task_id, version, type, sender, number, sequence, recorded_at, event, sealed, content, leaf_hash, released_by)
     SELECT event_id, task_id, version, type, sender, number, sequence, recorded_at, event, sealed, content, decode(leaf_hash, 'hex'), released_by
       FROM jsonb_to_recordset($1) AS r(event_id uuid, task_id uuid, version int, type text, sender text, number bigint,
            sequence bigint, recorded_at timestamptz, event text, sealed text, content jsonb, leaf_hash text, released_by uuid)`,
    [JSON.stringify(rows)],
  );
}

/** Parks events behind a gap, and removes those whose gap has closed. */
export async function writeParked(sql: Sql, { parked, unparked }: Writes): Promise<void> {
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
export async function markOwn(sql: Sql, own: readonly LedgerEntry[]): Promise<void> {
  if (own.length === 0) return;
  await sql(
    `UPDATE outbox o SET state = 'recorded', sequence = c.sequence
       FROM unnest($1::uuid[], $2::bigint[]) AS c(event_id, sequence), sender s
      WHERE o.event_id = c.event_id AND o.state IN ('queued', 'resend', 'recorded') AND c.sequence >= s.epoch * $3::bigint`,
    [own.map((entry) => entry.event.id), own.map((entry) => entry.sequence), EPOCH_STRIDE],
  );
}

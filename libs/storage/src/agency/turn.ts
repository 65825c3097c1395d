import type { ItemStatement, Side, Task } from '#domain';
import type { Sql } from '../database.js';
import { storeFiles, type FiledWith } from './case-files.js';
import { storeKept, type ToKeep } from './kept-store.js';
import { storeRefusals, type NewRefusal } from './refusal-rows.js';

/** Channel on which a replica tells the others that the outbox has work or an answer. */
export const OUTBOX_CHANNEL = 'concordat_outbox';

/** A signed text that stands on a subject of its own, where nothing may stand yet. */
export interface OutboxCompanion {
  readonly subject: string;
  readonly messageId: string;
  /** Compact JWS. */
  readonly event: string;
}

/** An event as it is fixed before its first publish: number, version, id and bytes never change again. */
export interface OutboxRow {
  readonly number: number;
  readonly eventId: string;
  readonly taskId: string;
  readonly taskVersion: number;
  readonly type: string;
  readonly subject: string;
  readonly addressee: string;
  readonly event: string;
  /** Recorded with the event, directly before it, or neither is. */
  readonly companion?: OutboxCompanion;
  /** Null for an event without a sealed part. */
  readonly sealed: string | null;
  readonly indexTokens: readonly string[];
  readonly leafHash: Buffer;
  /** What was wanted, so that it can be decided again; stays in the agency's own database. */
  readonly command: unknown;
  /** Requests only: after this time (ISO 8601) the row is never sent. */
  readonly decideBy?: string;
  /** For a new task only. */
  readonly opens?: {
    readonly caseId: string;
    readonly asker: string;
    readonly performer: string;
    /** Both as `agency/unit`: who may see the task before it is recorded. */
    readonly parties: readonly string[];
  };
  /** Caller's Idempotency-Key with the hash of the body that came with it. */
  readonly key?: { readonly key: string; readonly bodyHash: string };
  /** The row that lost and that this one stands for. */
  readonly replaces?: string;
  /** What goes into the agency's own case file with it. */
  readonly file?: FiledWith;
  /** Items of the command that were left out. */
  readonly refused?: NewRefusal;
  /** Items of the command that wait for a later stage. */
  readonly kept?: readonly ToKeep[];
  /** Ids of kept items that go with it; one that is no longer open fails the turn. */
  readonly sends?: readonly number[];
  /** Codes of the items that go with it: what waits on the task under these codes is given up. */
  readonly told?: readonly string[];
  /** Whose it is on the task: what the other side keeps there is not its to give up. */
  readonly side?: Side;
}

/** A task as the next command meets it. */
export interface TaskInHand {
  readonly task: Task | undefined;
  /** The event of this agency that is not yet on the ledger, if there is one. */
  readonly pending: string | undefined;
}

/** What an Idempotency-Key stood for. */
export interface AnsweredKey {
  readonly eventId: string;
  readonly taskId: string;
  readonly bodyHash: string;
}

/** What a batch of commands meets, under the lock that puts all commands of the agency in one order. */
export interface Turn {
  readonly nextNumber: number;
  readonly epoch: number;
  readonly tasks: ReadonlyMap<string, TaskInHand>;
  /** Answers given before, by Idempotency-Key. */
  readonly answered: ReadonlyMap<string, AnsweredKey>;
  /** Numbers that will never come and that no event has named yet. */
  readonly skipped: readonly number[];
  /** Of the kept items that wishes want to send: those that still wait, by id, as they are now. */
  readonly waiting: ReadonlyMap<number, ItemStatement>;
}

/** What a turn has to read for its commands. */
export interface TurnNeeds {
  readonly taskIds: readonly string[];
  /** Idempotency-Keys. */
  readonly keys: readonly string[];
  /** Ids of kept items that are to be sent. */
  readonly sends: readonly number[];
  /** Lost events that are decided again: what went with them waits as long as nothing else was decided. */
  readonly replaces: readonly string[];
}

/** What a turn came to. */
export interface TurnWork {
  readonly rows: readonly OutboxRow[];
  /** Items of commands that were refused as a whole. */
  readonly refusals?: readonly NewRefusal[];
}

/** Reads what a batch of commands meets, and takes the lock. */
export async function readTurn(sql: Sql, { taskIds, keys, sends, replaces }: TurnNeeds): Promise<Turn> {
  const [sender] = await sql<{ next_number: string; epoch: number }>(
    'SELECT next_number, epoch FROM sender FOR UPDATE',
  );
  if (!sender) throw new Error('the sender row is gone');
  const tasks = await sql<{ task_id: string; state: Task | null; pending: string | null }>(
    'SELECT task_id, state, pending FROM task WHERE task_id = ANY($1::uuid[]) FOR UPDATE',
    [taskIds],
  );
  const answered = await sql<{ key: string } & AnsweredKey>(
    `SELECT key, event_id AS "eventId", task_id AS "taskId", body_hash AS "bodyHash" FROM command_key WHERE key = ANY($1)`,
    [keys],
  );
  const skipped = await sql<{ number: string }>(
    `SELECT number FROM outbox WHERE named_by IS NULL AND state IN ('lost', 'expired-unsent', 'refused') ORDER BY number LIMIT 100`,
  );
  return {
    waiting: await readWaiting(sql, sends, replaces),
    nextNumber: Number(sender.next_number),
    epoch: sender.epoch,
    tasks: new Map(
      tasks.map((row) => [row.task_id, { task: row.state ?? undefined, pending: row.pending ?? undefined }]),
    ),
    answered: new Map(answered.map(({ key, ...answer }) => [key, answer])),
    skipped: skipped.map((row) => Number(row.number)),
  };
}

async function readWaiting(
  sql: Sql,
  ids: readonly number[],
  replaces: readonly string[],
): Promise<ReadonlyMap<number, ItemStatement>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: number; statement: ItemStatement }>(
    `SELECT id::float8 AS id, statement FROM kept_item
      WHERE id = ANY($1::bigint[]) AND statement IS NOT NULL AND (ended IS NULL OR sent_with = ANY($2::uuid[])) FOR UPDATE`,
    [ids, replaces],
  );
  return new Map(rows.map(({ id, statement }) => [id, statement]));
}

/** A turn without commands: an event of the agency that stands for itself alone. */
export const NO_NEEDS: TurnNeeds = { taskIds: [], keys: [], sends: [], replaces: [] };

/** Stores all that a turn came to, and takes its numbers. */
export async function storeTurn(sql: Sql, turn: Turn, { rows, refusals = [] }: TurnWork): Promise<void> {
  await storeRefusals(sql, [...refusals, ...rows.flatMap(({ refused }) => refused ?? [])]);
  if (rows.length === 0) return;
  await storeRows(sql, rows);
  await storeKept(sql, rows);
  await sql('UPDATE sender SET next_number = $1', [turn.nextNumber + rows.length]);
  if (turn.skipped.length > 0) {
    const named = [turn.skipped, rows[0]?.eventId];
    await sql('UPDATE outbox SET named_by = $2 WHERE number = ANY($1::bigint[])', named);
  }
  await sql('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'work']);
}

async function storeRows(sql: Sql, rows: readonly OutboxRow[]): Promise<void> {
  const opening = rows.flatMap((row) => (row.opens ? [{ id: row.taskId, ...row.opens, status: null }] : []));
  await sql(
    `INSERT INTO task (task_id, case_id, asker, performer, parties)
     SELECT id, "caseId", asker, performer, parties
       FROM jsonb_to_recordset($1) AS r(id uuid, "caseId" uuid, asker text, performer text, parties text[])`,
    [JSON.stringify(opening)],
  );
  await sql(
    `INSERT INTO outbox (number, event_id, task_id, task_version, type, subject, addressee, event, sealed, index_tokens,
                         leaf_hash, command, decide_by, companion)
     SELECT number, "eventId", "taskId", "taskVersion", type, subject, addressee, event, sealed,
            ARRAY(SELECT jsonb_array_elements_text("indexTokens")), decode("leafHash", 'hex'), command, "decideBy", companion
       FROM jsonb_to_recordset($1) AS r(number bigint, "eventId" uuid, "taskId" uuid, "taskVersion" int, type text,
            subject text, addressee text, event text, sealed text, "indexTokens" jsonb, "leafHash" text, command jsonb,
            "decideBy" timestamptz, companion jsonb)`,
    [JSON.stringify(rows.map((row) => ({ ...row, leafHash: row.leafHash.toString('hex') })))],
  );
  await sql(
    `UPDATE task t SET pending = r."eventId", updated_at = now()
       FROM jsonb_to_recordset($1) AS r("eventId" uuid, "taskId" uuid) WHERE t.task_id = r."taskId"`,
    [JSON.stringify(rows.map(({ eventId, taskId }) => ({ eventId, taskId })))],
  );
  await storeKeys(sql, rows);
  await storeFiles(
    sql,
    rows.flatMap((row) => row.file ?? []),
  );
}

async function storeKeys(sql: Sql, rows: readonly OutboxRow[]): Promise<void> {
  const keyed = rows.flatMap(({ key, eventId, taskId }) => (key ? [{ ...key, eventId, taskId }] : []));
  if (keyed.length > 0) {
    await sql(
      `INSERT INTO command_key (key, event_id, task_id, body_hash)
       SELECT key, "eventId", "taskId", "bodyHash"
         FROM jsonb_to_recordset($1) AS r(key text, "eventId" uuid, "taskId" uuid, "bodyHash" text)`,
      [JSON.stringify(keyed)],
    );
  }
  for (const { replaces, eventId } of rows) {
    if (!replaces) continue;
    const replaced = await sql(
      `WITH done AS (UPDATE outbox SET replaced_by = $2 WHERE event_id = $1 AND replaced_by IS NULL RETURNING 1)
       SELECT 1 FROM done`,
      [replaces, eventId],
    );
    // Two replicas may both have found it lost, while one takes over from the other.
    if (replaced.length === 0) throw new Error('a lost event was decided again by another replica');
  }
}

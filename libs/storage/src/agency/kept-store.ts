import type { ItemStatement, Side } from '#domain';
import type { Database, Sql } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import type { Sight } from './sight.js';

/** The stage at which a kept item may go. */
export type KeptStage = 'accepted' | 'attending';

/** Why a kept item will not be sent. */
export type DropReason = 'task-closed' | 'no-rule' | 'superseded' | 'recalled' | 'not-recorded';

/** An item that is to be kept until its task has come to a stage. */
export interface ToKeep {
  readonly stage: KeptStage;
  readonly statement: ItemStatement;
  /** The unit of this agency that wants to tell it. */
  readonly unit: string;
}

/** A kept item that waits, or whose task has come to its stage. */
export interface WaitingItem extends ToKeep {
  readonly id: number;
  readonly taskId: string;
}

/** What became of a kept item, without its value. */
export interface KeptRow {
  readonly item: string;
  readonly stage: KeptStage;
  readonly keptAt: Date;
  /** How it ended; undefined while it waits. */
  readonly ended?: 'sent' | DropReason;
  readonly endedAt?: Date;
  /** The event with which it went. */
  readonly sentWith?: string;
}

/** What a row of a turn says of kept items. */
export interface KeepsAndSends {
  readonly eventId: string;
  readonly taskId: string;
  /** Items that wait, each in the place of an earlier one that still waits. */
  readonly kept?: readonly ToKeep[];
  /** Kept items that go with the row. */
  readonly sends?: readonly number[];
  /** Codes of items that go with the row: what its side still keeps under these codes is out of date. */
  readonly told?: readonly string[];
  /** The side of the task that speaks; what was kept before sides were noted counts for either. */
  readonly side?: Side;
  readonly replaces?: string;
}

/** Items that wait at their sender until their task has come to the stage at which an agreement lets them go. */
export class KeptStore {
  constructor(private readonly database: Database) {}

  /**
   * What may be tried now: everything of at most `tasks` tasks, oldest task first, whose status has reached the stage. A
   * task on which an own step is still on its way is left for later.
   */
  async ripe(tasks: number): Promise<WaitingItem[]> {
    return this.database.query(
      `WITH ripe AS (
         SELECT k.id, k.task_id, k.stage, k.statement, k.unit FROM kept_item k JOIN task t USING (task_id)
          WHERE k.ended IS NULL AND t.pending IS NULL
            AND (t.status = 'in-progress' OR k.stage = 'accepted' AND t.status IN ('accepted', 'on-hold'))
       ), first AS (SELECT task_id FROM ripe GROUP BY task_id ORDER BY min(id) LIMIT $1)
       SELECT id::float8 AS id, task_id AS "taskId", stage, statement, unit FROM ripe JOIN first USING (task_id) ORDER BY ripe.id`,
      [tasks],
    );
  }

  /** Everything that waits on the tasks of a case, oldest first. */
  async waitingIn(caseId: string): Promise<WaitingItem[]> {
    return this.database.query(
      `SELECT k.id::float8 AS id, k.task_id AS "taskId", k.stage, k.statement, k.unit
         FROM kept_item k JOIN task t USING (task_id) WHERE t.case_id = $1 AND k.ended IS NULL ORDER BY k.id`,
      [caseId],
    );
  }

  /** Lets something else wait in the place of an item. One that was sent or given up before stays as it is. */
  async replace(id: number, statement: ItemStatement): Promise<void> {
    await this.database.query(
      'UPDATE kept_item SET statement = $2 WHERE id = $1 AND item = $3 AND ended IS NULL',
      [id, JSON.stringify(statement), statement.code],
    );
  }

  /** The agreements in force want a later stage than was thought when it was kept. */
  async wait(ids: readonly number[], stage: KeptStage): Promise<void> {
    await this.database.query(
      'UPDATE kept_item SET stage = $2 WHERE id = ANY($1::bigint[]) AND ended IS NULL',
      [ids, stage],
    );
  }

  /** Gives items up, and forgets what they said. Those that were sent or given up before stay as they are. */
  async drop(ids: readonly number[], reason: DropReason): Promise<void> {
    await this.database.transaction((sql) => end(sql, 'id = ANY($1::bigint[])', ids, reason));
  }

  /** Gives up what waits on closed tasks: its stage will never come. Answers how many. */
  async dropClosed(): Promise<number> {
    const rows = await this.database.query(
      `UPDATE kept_item k SET ended = 'task-closed', ended_at = now(), statement = NULL FROM task t
        WHERE t.task_id = k.task_id AND k.ended IS NULL
          AND t.status IN ('rejected', 'completed', 'failed', 'cancelled', 'entered-in-error')
        RETURNING k.id`,
    );
    return rows.length;
  }

  /**
   * Every item that was ever kept on a task, oldest first, without values. With a sight, on a task between two units of the
   * agency, only what these units keep: the other unit has not been told of it yet.
   */
  async ofTask(taskId: string, sight?: Sight): Promise<KeptRow[]> {
    const rows = await this.database.query<KeptRow>(
      `SELECT k.item, k.stage, k.kept_at AS "keptAt", k.ended, k.ended_at AS "endedAt", k.sent_with AS "sentWith"
         FROM kept_item k JOIN task t USING (task_id)
        WHERE k.task_id = $1 AND ($2::text[] IS NULL OR t.asker <> t.performer OR t.asker || '/' || k.unit = ANY($2))
        ORDER BY k.id`,
      [taskId, sight ?? null],
    );
    return rows.map(withoutNulls);
  }
}

/** Keeps and marks as sent what the rows of a turn say, in the turn's own transaction. */
export async function storeKept(sql: Sql, rows: readonly KeepsAndSends[]): Promise<void> {
  for (const row of rows) {
    if (row.replaces) await takeBack(sql, row.replaces);
    await send(sql, row);
    const codes = [...(row.told ?? []), ...(row.kept ?? []).map(({ statement }) => statement.code)];
    if (codes.length > 0) await supersede(sql, row, codes);
    if (row.kept?.length) await keep(sql, row, row.kept);
  }
}

/** The rows will never be on the ledger, and nobody decides them again: what waits behind them, or went with them, ends. */
export async function dropWith(sql: Sql, eventIds: readonly string[]): Promise<void> {
  await end(sql, 'kept_with = ANY($1::uuid[])', eventIds, 'not-recorded');
  await sql(
    `UPDATE kept_item SET ended = 'not-recorded', ended_at = now(), statement = NULL, sent_with = NULL
      WHERE sent_with = ANY($1::uuid[])`,
    [eventIds],
  );
}

/** The lost row was not decided again: what it kept ends, and what went with it waits again. */
export async function returnKept(sql: Sql, eventId: string): Promise<void> {
  await end(sql, 'kept_with = ANY($1::uuid[])', [eventId], 'not-recorded');
  await waitAgain(sql, eventId);
}

/** A row stands for a lost one, and says itself what it keeps and sends. */
async function takeBack(sql: Sql, eventId: string): Promise<void> {
  await end(sql, 'kept_with = ANY($1::uuid[])', [eventId], 'superseded');
  await waitAgain(sql, eventId);
}

/** Something newer under the same code may wait already: then what came back is out of date. */
async function waitAgain(sql: Sql, eventId: string): Promise<void> {
  await sql(
    `UPDATE kept_item k SET sent_with = NULL,
            ended = CASE WHEN newer.item IS NULL THEN NULL ELSE 'superseded' END,
            ended_at = CASE WHEN newer.item IS NULL THEN NULL ELSE now() END,
            statement = CASE WHEN newer.item IS NULL THEN k.statement END
       FROM kept_item same LEFT JOIN kept_item newer
            ON newer.task_id = same.task_id AND newer.item = same.item AND newer.ended IS NULL
           AND coalesce(newer.side, same.side, '') = coalesce(same.side, newer.side, '')
      WHERE same.id = k.id AND k.sent_with = $1`,
    [eventId],
  );
}

async function send(sql: Sql, { eventId, sends = [] }: KeepsAndSends): Promise<void> {
  if (sends.length === 0) return;
  const sent = await sql(
    `UPDATE kept_item SET ended = 'sent', ended_at = now(), sent_with = $2
      WHERE id = ANY($1::bigint[]) AND ended IS NULL RETURNING id`,
    [sends, eventId],
  );
  // Two replicas may both have found it ripe, while one takes over from the other.
  if (sent.length < new Set(sends).size)
    throw new Error('a kept item was sent or dropped by another replica');
}

async function supersede(sql: Sql, { taskId, side }: KeepsAndSends, codes: readonly string[]): Promise<void> {
  await sql(
    `UPDATE kept_item SET ended = 'superseded', ended_at = now(), statement = NULL
      WHERE task_id = $1 AND item = ANY($2) AND ended IS NULL AND coalesce(side = $3, true)`,
    [taskId, codes, side ?? null],
  );
}

async function keep(sql: Sql, row: KeepsAndSends, kept: readonly ToKeep[]): Promise<void> {
  const items = kept.map((one) => ({ item: one.statement.code, ...one }));
  await sql(
    `INSERT INTO kept_item (task_id, item, stage, statement, unit, kept_with, side)
     SELECT $1, item, stage, statement, unit, $2, $4
       FROM jsonb_to_recordset($3) AS r(item text, stage text, statement jsonb, unit text)`,
    [row.taskId, row.eventId, JSON.stringify(items), row.side ?? null],
  );
}

async function end(
  sql: Sql,
  where: string,
  ids: readonly (number | string)[],
  reason: DropReason,
): Promise<void> {
  await sql(
    `UPDATE kept_item SET ended = $2, ended_at = now(), statement = NULL WHERE ${where} AND ended IS NULL`,
    [ids, reason],
  );
}

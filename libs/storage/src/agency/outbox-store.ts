import { EPOCH_STRIDE, type EpochState } from '#contracts';
import type { Database, Sql } from '../database.js';
import { dropWith, returnKept } from './kept-store.js';
import { within, type Sight } from './sight.js';
import {
  OUTBOX_CHANNEL,
  readTurn,
  storeTurn,
  type OutboxCompanion,
  type Turn,
  type TurnNeeds,
  type TurnWork,
} from './turn.js';

/** A row that the relay may publish now. */
export interface DueRow {
  readonly number: number;
  readonly eventId: string;
  readonly taskId: string;
  readonly subject: string;
  readonly event: string;
  readonly sealed: string | null;
  readonly indexTokens: readonly string[];
  /** Last ledger sequence known on the task's subject; undefined to append without expecting (sent again, or no task). */
  readonly expectedSequence: number | undefined;
  readonly companion: OutboxCompanion | null;
}

/** What became of an event that this agency wanted to send. */
export interface Sent {
  readonly eventId: string;
  readonly taskId: string;
  readonly state: 'queued' | 'recorded' | 'lost' | 'expired-unsent' | 'refused';
  readonly sequence?: number;
  /** Why a lost event was not decided again. */
  readonly refusal?: unknown;
  /** The event that was decided in its place. */
  readonly replacedBy?: string;
  /** Type of the event, where it was looked up. */
  readonly type?: string;
}

/** The outbox: commands go in under one lock, the relay takes out, and rows leave only when nothing can lose them. */
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /**
   * One turn of commands: `work` sees numbers, tasks and earlier answers under the lock and gives what to store. All of it
   * is one transaction; the numbers are taken only when it commits.
   */
  async takeTurn(needs: TurnNeeds, work: (turn: Turn) => Promise<TurnWork>): Promise<void> {
    await this.database.transaction(async (sql) => {
      const turn = await readTurn(sql, needs);
      await storeTurn(sql, turn, await work(turn));
    });
  }

  /** Rows that may go now, oldest first, at most one per task. What has no task keeps no order, and expects none. */
  async due(limit: number): Promise<DueRow[]> {
    const rows = await this.database.query<
      Omit<DueRow, 'number'> & { number: string; expectedSequence: string | null }
    >(
      `SELECT o.number, o.event_id AS "eventId", o.task_id AS "taskId", o.subject, o.event, o.sealed, o.companion,
              o.index_tokens AS "indexTokens",
              CASE WHEN o.state = 'queued' THEN t.ledger_seq END AS "expectedSequence"
         FROM outbox o LEFT JOIN task t USING (task_id) CROSS JOIN sender s
        WHERE o.next_attempt_at <= now()
          AND (o.state = 'resend'
               OR o.state = 'queued' AND s.epoch_state = 'open'
                  AND (o.decide_by IS NULL OR o.decide_by > now())
                  AND (t.task_id IS NULL OR o.conflict_seq IS DISTINCT FROM t.ledger_seq))
        ORDER BY o.number LIMIT $1`,
      [limit],
    );
    return rows.map((row) => ({
      ...row,
      number: Number(row.number),
      expectedSequence: whole(row.expectedSequence),
    }));
  }

  /** Marks what the broker confirmed. A confirmation from before the newest epoch has to be sent again. */
  async recorded(
    confirmed: readonly { readonly eventId: string; readonly sequence: number }[],
  ): Promise<void> {
    if (confirmed.length === 0) return;
    await this.database.query(
      `UPDATE outbox o SET sequence = c.sequence, attempts = attempts + 1,
              state = CASE WHEN c.sequence < s.epoch * $3::bigint THEN 'resend' ELSE 'recorded' END
         FROM unnest($1::uuid[], $2::bigint[]) AS c(event_id, sequence), sender s
        WHERE o.event_id = c.event_id AND o.state IN ('queued', 'resend')`,
      [confirmed.map((row) => row.eventId), confirmed.map((row) => row.sequence), EPOCH_STRIDE],
    );
    await this.tell();
  }

  /**
   * The broker knows more on these subjects than we do: wait until our own reading has caught up. What has no task is
   * tried again after a second, should that reading never come.
   */
  async conflicted(rows: readonly DueRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.database.query(
      `UPDATE outbox o SET conflict_seq = c.expected, attempts = attempts + 1,
              next_attempt_at = CASE WHEN o.task_id = o.event_id THEN now() + interval '1 second' ELSE o.next_attempt_at END
         FROM unnest($1::uuid[], $2::bigint[]) AS c(event_id, expected) WHERE o.event_id = c.event_id`,
      [rows.map((row) => row.eventId), rows.map((row) => row.expectedSequence ?? 0)],
    );
  }

  /** The ledger's last on this task is an earlier one than the one that was known: what stood behind it is gone. */
  async expectAfter(taskId: string, known: number, last: number): Promise<void> {
    await this.database.query('UPDATE task SET ledger_seq = $3 WHERE task_id = $1 AND ledger_seq = $2', [
      taskId,
      known,
      last,
    ]);
  }

  /** No answer came: try the same bytes again after `ms`. */
  async unanswered(eventIds: readonly string[], ms: number): Promise<void> {
    if (eventIds.length === 0) return;
    await this.database.query(
      `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2::float / 1000)
        WHERE event_id = ANY($1::uuid[])`,
      [eventIds, ms],
    );
  }

  /** The broker will never take these bytes. */
  async refused(eventId: string, code: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      await close(sql, [eventId], 'refused', { refused: 'BROKER_REFUSED', because: { code } });
    });
    await this.tell();
  }

  /** Whoever relayed before may have handed over any of these rows and died before it could say so. */
  async doubt(): Promise<void> {
    await this.database.query(`UPDATE outbox SET attempts = 1 WHERE state = 'queued' AND attempts = 0`);
  }

  /** Requests past their decide-by that were never handed to the broker become `expired-unsent`. */
  async expireUntried(): Promise<void> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT event_id AS id FROM outbox WHERE state = 'queued' AND decide_by <= now() AND attempts = 0`,
    );
    await this.expire(rows.map(({ id }) => id));
  }

  /** These requests are certainly not on the ledger, and become `expired-unsent`. */
  async expire(eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return;
    await this.database.transaction(async (sql) => {
      const rows = await sql<{ id: string }>(
        `SELECT event_id AS id FROM outbox WHERE event_id = ANY($1::uuid[]) AND state = 'queued' FOR UPDATE`,
        [eventIds],
      );
      await close(
        sql,
        rows.map(({ id }) => id),
        'expired-unsent',
        { refused: 'NOT_RECORDED_IN_TIME' },
      );
    });
    await this.tell();
  }

  /** Requests past their decide-by that were, or may have been, handed to the broker, oldest first. */
  async overdue(limit: number): Promise<{ eventId: string; subject: string }[]> {
    return this.database.query(
      `SELECT event_id AS "eventId", subject FROM outbox
        WHERE state = 'queued' AND decide_by <= now() AND attempts > 0 ORDER BY number LIMIT $1`,
      [limit],
    );
  }

  /** What became of these events. An event that has left the outbox is recorded. */
  async sent(eventIds: readonly string[]): Promise<Sent[]> {
    const rows = await this.database.query<{
      id: string;
      task: string;
      state: string;
      sequence: string | null;
      refusal: unknown;
      replaced: string | null;
      type: string;
    }>(
      `SELECT o.event_id AS id, o.task_id AS task, o.state, o.sequence, o.refusal, o.replaced_by AS replaced, o.type
         FROM outbox o WHERE o.event_id = ANY($1::uuid[])
       UNION ALL
       SELECT e.event_id, e.task_id, 'recorded', e.sequence, NULL, NULL, e.type FROM event e
        WHERE e.event_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event_id = e.event_id)`,
      [eventIds],
    );
    return rows.map(({ id, task, state, sequence, refusal, replaced, type }) => ({
      eventId: id,
      taskId: task,
      type,
      state: (state === 'resend' ? 'recorded' : state) as Sent['state'],
      ...(sequence && { sequence: Number(sequence) }),
      ...(refusal ? { refusal } : {}),
      ...(replaced && { replacedBy: replaced }),
    }));
  }

  /** Lost rows that nobody has decided again yet. */
  async lostCommands(limit: number): Promise<{ eventId: string; command: unknown }[]> {
    return this.database.query(
      `SELECT event_id AS "eventId", command FROM outbox
        WHERE state = 'lost' AND refusal IS NULL AND replaced_by IS NULL ORDER BY number LIMIT $1`,
      [limit],
    );
  }

  /** Why a lost command was not decided again. */
  async lostForGood(eventId: string, refusal: unknown): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql('UPDATE outbox SET refusal = $2 WHERE event_id = $1', [eventId, JSON.stringify(refusal)]);
      await returnKept(sql, eventId);
    });
    await this.tell();
  }

  /** Rows that are not safe yet, by what they wait for; with a sight, of its tasks alone. */
  async counts(sight?: Sight): Promise<{ state: string; count: number }[]> {
    const rows = await this.database.query<{ state: string; count: string }>(
      `SELECT o.state, count(*) AS count FROM outbox o LEFT JOIN task t USING (task_id) WHERE ${within(1, 't')}
        GROUP BY o.state ORDER BY o.state`,
      [sight ?? null],
    );
    return rows.map(({ state, count }) => ({ state, count: Number(count) }));
  }

  /** What a person has to telephone about and has not yet, within sight: requests that were never sent, and commands that lost for good. */
  async unsent(limit: number, sight?: Sight): Promise<(Sent & { readonly command: unknown })[]> {
    const rows = await this.database.query<{ event_id: string; command: unknown }>(
      `SELECT o.event_id, o.command FROM outbox o LEFT JOIN task t USING (task_id)
        WHERE o.state IN ('expired-unsent', 'refused') AND o.telephoned_at IS NULL AND o.task_id <> o.event_id
          AND ${within(2, 't')}
        ORDER BY o.number DESC LIMIT $1`,
      [limit, sight ?? null],
    );
    const states = await this.sent(rows.map((row) => row.event_id));
    const commands = new Map(rows.map((row) => [row.event_id, row.command]));
    return states.map((state) => ({ ...state, command: commands.get(state.eventId) }));
  }

  /** The sender's epoch, its state, and the highest number that is recorded. */
  async position(): Promise<{ epoch: number; state: EpochState; recordedThrough: number; toResend: number }> {
    const [row] = await this.database.query<{
      epoch: number;
      state: EpochState;
      through: string;
      resend: string;
    }>(
      `SELECT s.epoch, s.epoch_state AS state,
              (SELECT coalesce(max(number), 0) FROM outbox WHERE state = 'recorded') AS through,
              (SELECT count(*) FROM outbox WHERE state = 'resend') AS resend FROM sender s`,
    );
    if (!row) throw new Error('the sender row is gone');
    return {
      epoch: row.epoch,
      state: row.state,
      recordedThrough: Number(row.through),
      toResend: Number(row.resend),
    };
  }

  private async tell(): Promise<void> {
    await this.database.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'answer']);
  }
}

/** Ends rows that will never be on the ledger, and frees their tasks for the next command. */
export async function close(
  sql: Sql,
  eventIds: readonly string[],
  state: 'lost' | 'expired-unsent' | 'refused',
  refusal?: unknown,
): Promise<void> {
  await sql(
    'UPDATE outbox SET state = $2, refusal = coalesce($3, refusal) WHERE event_id = ANY($1::uuid[])',
    [eventIds, state, refusal ? JSON.stringify(refusal) : null],
  );
  await sql('UPDATE task SET pending = NULL, updated_at = now() WHERE pending = ANY($1::uuid[])', [eventIds]);
  if (state !== 'lost') await dropWith(sql, eventIds);
  // What they named as skipped is unnamed again, as they themselves now are.
  await sql('UPDATE outbox SET named_by = NULL WHERE named_by = ANY($1::uuid[])', [eventIds]);
}

const whole = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

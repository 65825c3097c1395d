import { OPEN_STATUSES, type NoticeKind } from '#domain';
import type { Database } from '../database.js';
import type { EventRow, TaskRow } from './record-store.js';
import { within, type Sight } from './sight.js';

/** Own word that the other agency does not have. */
export interface UnsentWord {
  readonly eventId: string;
  readonly taskId: string;
  /** Type of the event. */
  readonly type: string;
  readonly state: 'queued' | 'expired-unsent' | 'refused';
  /** The command, as it was decided. */
  readonly command: unknown;
  readonly since: Date;
}

/** Something that nobody of this agency has looked at. */
export interface OpenNotice {
  readonly eventId: string;
  readonly taskId: string;
  readonly kind: NoticeKind;
  readonly dueBy: Date | null;
}

/** One event of a task, as far as it tells items. */
export type ToldRow = EventRow & { readonly taskId: string };

/** How long a word may wait for the ledger before a board calls for a telephone, in ms. */
const WAITS_MS = 5_000;

/** What a board shows: tasks that need somebody, or are open. */
export class BoardStore {
  /** Tasks of modes other than `modes` are shown to nobody. */
  constructor(
    private readonly database: Database,
    private readonly agency: string,
    private readonly modes: readonly string[],
  ) {}

  /** Open tasks within sight, and those that are named; the newest change first, `limit` at the most. */
  tasks(also: readonly string[], sight: Sight, limit: number): Promise<TaskRow[]> {
    return this.database
      .query<TaskRow>(
        `SELECT task_id AS "taskId", case_id AS "caseId", state AS task, ledger_seq::float8 AS sequence, pending,
                updated_at AS "updatedAt" FROM task
          WHERE (status = ANY($1) OR pending IS NOT NULL AND state IS NULL OR task_id = ANY($2::uuid[]))
            AND ${within(3, 'task')} AND (state IS NULL OR state->>'mode' = ANY($4))
          ORDER BY updated_at DESC, task_id LIMIT $5`,
        [OPEN_STATUSES, also, sight ?? null, this.modes, limit],
      )
      .then((rows) =>
        rows.map((row) => ({ ...row, task: row.task ?? undefined, pending: row.pending ?? undefined })),
      );
  }

  /** Own words within sight that will never be sent, or wait for longer than 5 s, and about which nobody has telephoned. */
  unsent(sight: Sight): Promise<UnsentWord[]> {
    return this.database.query(
      `SELECT o.event_id AS "eventId", o.task_id AS "taskId", o.type, o.state, o.command, o.created_at AS since
         FROM outbox o LEFT JOIN task t USING (task_id)
        WHERE (o.state IN ('expired-unsent', 'refused') OR o.state = 'queued' AND o.created_at < now() - $2 * interval '1 ms')
          AND o.telephoned_at IS NULL AND o.task_id <> o.event_id AND ${within(1, 't')}
        ORDER BY o.number`,
      [sight ?? null, WAITS_MS],
    );
  }

  /** Notices within sight that are open for this agency. */
  notices(sight: Sight): Promise<OpenNotice[]> {
    return this.database.query(
      `SELECT n.event_id AS "eventId", n.task_id AS "taskId", n.kind, n.due_by AS "dueBy" FROM notice n JOIN task t USING (task_id)
        WHERE n.closed_at IS NULL AND n.to_agency = $2 AND ${within(1, 't')}
          AND ($1::text[] IS NULL OR n.kind <> 'escalated' OR n.to_agency || '/' || n.to_unit = ANY($1))
        ORDER BY n.at LIMIT 1000`,
      [sight ?? null, this.agency],
    );
  }

  /** The events of these tasks in their signed order. */
  events(tasks: readonly string[]): Promise<ToldRow[]> {
    return this.database.query(
      `SELECT e.task_id AS "taskId", e.event_id AS "eventId", e.version, e.type, e.sender, e.number::float8 AS number,
              e.sequence::float8 AS sequence, e.recorded_at AS "recordedAt", e.event, e.content
         FROM event e WHERE e.task_id = ANY($1::uuid[]) ORDER BY e.task_id, e.version`,
      [tasks],
    );
  }

  /** Messages from the ledger that could not be taken in. */
  async deadLetters(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM dead_letter',
    );
    return row?.count ?? 0;
  }

  /**
   * Notes that a person telephoned about a word that was not sent. `noted` for the first who says so; `known` where somebody
   * did before; `unknown` for a word that is not this agency's, is recorded, or still may be sent.
   */
  async telephoned(eventId: string, by: object): Promise<'noted' | 'known' | 'unknown'> {
    const rows = await this.database.query<{ known: boolean }>(
      `UPDATE outbox o SET telephoned_at = coalesce(o.telephoned_at, now()), telephoned_by = coalesce(o.telephoned_by, $2)
         FROM outbox was
        WHERE o.event_id = $1 AND was.number = o.number AND o.state IN ('expired-unsent', 'refused')
        RETURNING was.telephoned_at IS NOT NULL AS known`,
      [eventId, JSON.stringify(by)],
    );
    const [row] = rows;
    if (!row) return 'unknown';
    return row.known ? 'known' : 'noted';
  }
}

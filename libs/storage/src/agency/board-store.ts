import type { Database } from '../database.js';
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

/** How long a word may wait for the ledger before a board calls for a telephone, in ms. */
const WAITS_MS = 5_000;

/** What a service says by itself, or what nobody would telephone about. */
const QUIET = ['expired', 'overdue', 'handover-lapsed', 'clock-told', 'acknowledged', 'reviewed'].map(
  (name) => `concordat.task.${name}.v1`,
);

/** What of a board is no task: own words that did not arrive, and what could not be read. */
export class BoardStore {
  constructor(private readonly database: Database) {}

  /**
   * Own words within sight that will never be sent, or wait for longer than 5 s, and about which nobody has telephoned; not what a
   * service said by itself.
   */
  unsent(sight: Sight): Promise<UnsentWord[]> {
    return this.database.query(
      `SELECT o.event_id AS "eventId", o.task_id AS "taskId", o.type, o.state, o.command->'command' AS command, o.created_at AS since
         FROM outbox o LEFT JOIN task t USING (task_id)
        WHERE (o.state IN ('expired-unsent', 'refused') OR o.state = 'queued' AND o.created_at < now() - $2 * interval '1 ms')
          AND o.telephoned_at IS NULL AND o.task_id <> o.event_id AND o.type <> ALL($3) AND ${within(1, 't')}
        ORDER BY o.number`,
      [sight ?? null, WAITS_MS, QUIET],
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

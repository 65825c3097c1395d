import type { Database } from '../database.js';
import { returnKept } from './kept-store.js';
import { close } from './outbox-store.js';
import { OUTBOX_CHANNEL } from './turn.js';

/** An event with a companion that the broker did not take, while our own reading of its task shows nothing new. */
export interface ContestedRow {
  readonly eventId: string;
  /** The task's subject, and the last sequence that we know of it. */
  readonly subject: string;
  readonly expectedSequence: number;
  readonly companionSubject: string;
}

/**
 * Events that are recorded with a companion or not at all, where the companion stood in the way: what has taken its place
 * is on a subject that this agency does not read, so its own reading never ends them.
 */
export class ClaimStore {
  constructor(private readonly database: Database) {}

  /** Those that wait for news which may never come, oldest first. */
  async contested(limit: number): Promise<ContestedRow[]> {
    return this.database.query(
      `SELECT o.event_id AS "eventId", o.subject, o.conflict_seq::float8 AS "expectedSequence",
              o.companion->>'subject' AS "companionSubject"
         FROM outbox o JOIN task t USING (task_id)
        WHERE o.state = 'queued' AND o.companion IS NOT NULL AND o.conflict_seq = t.ledger_seq
        ORDER BY o.number LIMIT $1`,
      [limit],
    );
  }

  /** Nothing stands in the way: the same bytes are tried again. */
  async tryAgain(eventId: string): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET conflict_seq = NULL WHERE event_id = $1 AND state = 'queued'`,
      [eventId],
    );
  }

  /**
   * The companion's place is taken, so the event will never be recorded, and is not decided again. False when our own
   * reading has moved on meanwhile: then that decides.
   */
  async lost({ eventId, expectedSequence }: ContestedRow, refusal: object): Promise<boolean> {
    const lost = await this.database.transaction(async (sql) => {
      const rows = await sql(
        `SELECT 1 FROM outbox o JOIN task t USING (task_id)
          WHERE o.event_id = $1 AND o.state = 'queued' AND o.conflict_seq = $2 AND t.ledger_seq = $2 FOR UPDATE`,
        [eventId, expectedSequence],
      );
      if (rows.length === 0) return false;
      await close(sql, [eventId], 'lost', refusal);
      await returnKept(sql, eventId);
      return true;
    });
    if (lost) await this.database.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'answer']);
    return lost;
  }
}

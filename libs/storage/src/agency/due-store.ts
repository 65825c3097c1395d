import type { Task } from '#domain';
import type { Database } from '../database.js';

/** A task of which a time has passed, with the time that counts for it. */
export interface DueTask {
  readonly task: Task;
  /** Now, by the clock of its exercise or else as it was asked: ISO 8601. */
  readonly now: string;
}

/** The agency's own tasks by their deadlines. */
export class DueStore {
  /** Tasks of modes other than `modes` are left alone. */
  constructor(
    private readonly database: Database,
    private readonly modes: readonly string[],
  ) {}

  /**
   * Tasks of which a time has passed, the longest passed first. For a task of an exercise its newest clock counts, for any
   * other `ledgerNow` (ISO 8601). A task with a step of our own on its way is left out: that step may change it.
   */
  async due(ledgerNow: string, limit: number): Promise<DueTask[]> {
    const rows = await this.database.query<{ task: Task; now: Date }>(
      `SELECT task, now FROM (
         (SELECT state AS task, $1::timestamptz AS now, next_due FROM task
           WHERE exercise IS NULL AND next_due < $1::timestamptz AND pending IS NULL AND state->>'mode' = ANY($2)
           ORDER BY next_due LIMIT $3)
         UNION ALL
         (SELECT t.state, c.at, t.next_due
            FROM (SELECT DISTINCT ON (exercise) exercise, at FROM exercise_clock ORDER BY exercise, sequence DESC) c
            JOIN task t ON t.exercise = c.exercise AND t.next_due < c.at
           WHERE t.next_due IS NOT NULL AND t.pending IS NULL AND t.state->>'mode' = ANY($2)
           ORDER BY t.next_due LIMIT $3)) due
        ORDER BY next_due LIMIT $3`,
      [ledgerNow, this.modes, limit],
    );
    return rows.map(({ task, now }) => ({ task, now: new Date(now).toISOString() }));
  }
}

import { OPEN_STATUSES } from '#domain';
import type { Database } from '../database.js';
import { within, type Sight } from './sight.js';

/** A case that is not closed, as lists show it. */
export interface ListedCase {
  readonly caseId: string;
  readonly mode: string;
  /** When its file was opened, or a task of it changed last. */
  readonly changedAt: Date;
  /** Its tasks that are not over. */
  readonly openTasks: number;
}

/** The cases of an agency, by when something last happened in them. */
export class CaseListStore {
  /** Cases of modes other than `modes` are shown to nobody. */
  constructor(
    private readonly database: Database,
    private readonly modes: readonly string[],
  ) {}

  /** Cases within sight that this agency did not close, by its own file or by a task, the newest change first. */
  async recent(sight: Sight, limit: number): Promise<ListedCase[]> {
    return this.database.query(
      `WITH seen AS (
         SELECT case_id, state->>'mode' AS mode, updated_at AS at, (coalesce(status, 'requested') = ANY($4))::int AS open
           FROM task t WHERE ${within(1, 't')} AND state->>'mode' = ANY($2)
         UNION ALL
         SELECT case_id, mode, opened_at, 0 FROM case_file
          WHERE mode = ANY($2) AND ($1::text[] IS NULL OR (opened_by->>'agency') || '/' || (opened_by->>'unit') = ANY($1))
       )
       SELECT s.case_id AS "caseId", min(s.mode) AS mode, max(s.at) AS "changedAt", sum(s.open)::int AS "openTasks"
         FROM seen s LEFT JOIN case_file f ON f.case_id = s.case_id
        WHERE f.closed_at IS NULL
        GROUP BY s.case_id ORDER BY max(s.at) DESC, s.case_id LIMIT $3`,
      [sight ?? null, this.modes, limit, OPEN],
    );
  }
}

const OPEN = [...OPEN_STATUSES];

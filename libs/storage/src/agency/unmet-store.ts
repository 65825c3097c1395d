import type { Party } from '#domain';
import type { Database } from '../database.js';
import { within, type Sight } from './sight.js';

/** How often one unit did not do one kind of task for one reason. */
export interface UnmetTask {
  readonly mode: string;
  readonly kind: string;
  readonly to: Party;
  /** `rejected` or `failed` with a decline reason, or `cancelled` with `no-response`. */
  readonly status: 'rejected' | 'failed' | 'cancelled';
  readonly reason: string;
  readonly count: number;
}

/** How often nobody met a need of one kind of one unit, and what its offers came to. */
export interface UnmetNeed {
  readonly mode: string;
  readonly kind: string;
  readonly from: Party;
  readonly because: string;
  readonly count: number;
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Which needs went unmet, where, and how often: the evidence for training and cover. Codes and counts only. */
export interface UnmetReport {
  readonly tasks: readonly UnmetTask[];
  readonly needs: readonly UnmetNeed[];
}

/** A span of time; both ends may be open. `from` belongs to it, `to` does not. ISO 8601. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Counts what this agency asked for and did not get. */
export class UnmetStore {
  constructor(
    private readonly database: Database,
    private readonly agency: string,
    private readonly modes: readonly string[],
  ) {}

  /** Everything that ended unmet in the span: a task by the ledger time of the event that ended it, a need when that was said. */
  async report({ from, to }: Span, sight?: Sight): Promise<UnmetReport> {
    const parameters = [this.modes, from ?? '-infinity', to ?? 'infinity', sight ?? null];
    const [tasks, needs] = await Promise.all([
      this.database.query<UnmetTask>(TASKS, [...parameters, this.agency]),
      this.database.query<UnmetNeed>(NEEDS, parameters),
    ]);
    return { tasks, needs };
  }
}

/** Why a task was not done, from `task t`; null where it was, or is still open, or its asker did not want it any more. */
const REASON = `CASE WHEN t.status IN ('rejected', 'failed') OR t.state->>'statusReason' = 'no-response'
  THEN t.state->>'statusReason' END`;

const TASKS = `
  SELECT t.state->>'mode' AS mode, t.state->>'kind' AS kind, t.state->'performer' AS "to", t.status,
         ${REASON} AS reason, count(*)::int AS count
    FROM task t JOIN LATERAL (
      SELECT min(e.recorded_at) AS at FROM event e
       WHERE e.task_id = t.task_id
         AND e.type IN ('concordat.task.rejected.v1', 'concordat.task.failed.v1', 'concordat.task.cancelled.v1',
                        'concordat.task.expired.v1')) ended ON true
   WHERE t.status IN ('rejected', 'failed', 'cancelled') AND t.asker = $5 AND ${within(4, 't')} AND t.state->>'mode' = ANY($1)
     AND ${REASON} IS NOT NULL AND ended.at >= $2::timestamptz AND ended.at < $3::timestamptz
   GROUP BY 1, 2, 3, 4, 5 ORDER BY count DESC, 2, 3, 5`;

const NEEDS = `
  WITH unmet AS (
    SELECT need_id, mode, kind, asker, unmet_because FROM need
     WHERE unmet_at >= $2::timestamptz AND unmet_at < $3::timestamptz AND mode = ANY($1)
       AND ($4::text[] IS NULL OR (asker->>'agency') || '/' || (asker->>'unit') = ANY($4))),
  said AS (
    SELECT u.mode, u.kind, u.asker, u.unmet_because, coalesce(${REASON}, 'not-sent') AS reason, count(*)::int AS count
      FROM unmet u JOIN need_candidate c USING (need_id) LEFT JOIN task t USING (task_id)
     WHERE t.state IS NULL OR ${REASON} IS NOT NULL
     GROUP BY 1, 2, 3, 4, 5)
  SELECT u.mode, u.kind, u.asker AS "from", u.unmet_because AS because, count(*)::int AS count,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('reason', s.reason, 'count', s.count) ORDER BY s.count DESC, s.reason), '[]')
            FROM said s WHERE (s.mode, s.kind, s.asker, s.unmet_because) = (u.mode, u.kind, u.asker, u.unmet_because)) AS reasons
    FROM unmet u GROUP BY 1, 2, 3, 4 ORDER BY count DESC, 2, 3`;

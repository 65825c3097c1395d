import { OPEN_STATUSES } from '#domain';
import type { Database } from '../database.js';
import { within, type Sight } from './sight.js';

/** How tasks kept one of their times: of those that had it, how many did, did not, and can still. */
export interface Kept {
  readonly promised: number;
  readonly inTime: number;
  readonly late: number;
  readonly waiting: number;
}

/** Minutes from the request to a step, of the tasks that took it; absent where none did. */
export interface Minutes {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
}

/** What one agency and another did on one kind of task: figures only. */
export interface TaskFigures {
  readonly mode: string;
  readonly kind: string;
  /** The other party's agency; on tasks between units of one agency, the agency itself. */
  readonly other: string;
  /** Whether the agency that tells this was asked, or asked. */
  readonly side: 'performer' | 'asker';
  /** Open now, whenever they were asked for, by status. */
  readonly open: Readonly<Record<string, number>>;
  /** Of these, how many are past the time to consider, begin or finish. */
  readonly overdue: number;
  /** Asked for in the span; all that follows counts these. */
  readonly asked: number;
  readonly acknowledge: Kept;
  readonly answer: Kept;
  readonly start: Kept;
  readonly complete: Kept;
  readonly minutesToAnswer?: Minutes;
  readonly minutesToStart?: Minutes;
}

/** A span of time; `from` belongs to it, `to` does not. ISO 8601. */
export interface FiguresSpan {
  readonly from: string;
  readonly to: string;
}

/** How the tasks of this agency stand, and how they kept the times that were promised. */
export class PromiseStore {
  constructor(
    private readonly database: Database,
    private readonly agency: string,
    private readonly modes: readonly string[],
  ) {}

  /**
   * Figures by mode, kind, other agency and side. A request belongs to the span by the ledger time at which it was recorded;
   * in an exercise the minutes and the deadlines are those of its clock. What was entered in error counts for nothing.
   */
  async figures({ from, to }: FiguresSpan, sight?: Sight): Promise<readonly TaskFigures[]> {
    const rows = await this.database.query<Row>(FIGURES, [
      this.modes,
      from,
      to,
      sight ?? null,
      this.agency,
      OPEN_STATUSES,
    ]);
    return rows.map(({ toAnswer, toStart, ...row }) => ({
      ...row,
      ...(toAnswer && { minutesToAnswer: toAnswer }),
      ...(toStart && { minutesToStart: toStart }),
    }));
  }
}

type Row = Omit<TaskFigures, 'minutesToAnswer' | 'minutesToStart'> & {
  readonly toAnswer: Minutes | null;
  readonly toStart: Minutes | null;
};

/** The time of `event e` of a task of an exercise, or of none: what the clock showed there, else the ledger's. */
const TIME = `coalesce((SELECT c.at FROM exercise_clock c WHERE c.exercise = t.exercise AND c.sequence <= e.sequence
  ORDER BY c.sequence DESC LIMIT 1), e.recorded_at)`;

const firstOf = (types: readonly string[]): string =>
  `min(at) FILTER (WHERE type IN (${types.map((type) => `'concordat.task.${type}.v1'`).join(', ')}))`;

/** Counts of `chosen c` in the span: whether a step came by its deadline. `missed` says that it did not, `over` that it never will. */
const kept = (step: string, due: string, { missed, over }: { missed: string; over: string }): string =>
  `jsonb_build_object(
     'promised', count(*) FILTER (WHERE inside AND ${due} IS NOT NULL),
     'inTime', count(*) FILTER (WHERE inside AND ${step} <= ${due}),
     'late', count(*) FILTER (WHERE inside AND ${due} IS NOT NULL AND (${step} > ${due} OR ${step} IS NULL AND ${missed})),
     'waiting', count(*) FILTER (WHERE inside AND ${due} IS NOT NULL AND ${step} IS NULL AND NOT (${missed}) AND NOT (${over})))`;

const minutes = (step: string): string => {
  const taken = `extract(epoch FROM ${step} - asked) / 60`;
  const counted = `FILTER (WHERE inside AND ${step} IS NOT NULL)`;
  const part = (share: number): string =>
    `round((percentile_cont(${share}) WITHIN GROUP (ORDER BY ${taken}) ${counted})::numeric, 1)::float8`;
  return `CASE WHEN count(*) ${counted} > 0
    THEN jsonb_build_object('count', count(*) ${counted}, 'median', ${part(0.5)}, 'p90', ${part(0.9)}) END`;
};

const CLOSED = 'NOT is_open';
const SILENT = `(business IS NOT DISTINCT FROM 'expired' OR reason IS NOT DISTINCT FROM 'no-response')`;
const late = (deadline: string): string => `missed ? '${deadline}'`;

const FIGURES = `
  WITH seen AS (
    SELECT t.task_id, t.exercise, t.state->>'mode' AS mode, t.state->>'kind' AS kind, t.status, t.status = ANY($6) AS is_open,
           CASE WHEN t.performer = $5 THEN 'performer' ELSE 'asker' END AS side,
           CASE WHEN t.performer = $5 THEN t.asker ELSE t.performer END AS other,
           coalesce(t.state->'missed', '[]') AS missed, t.state->>'businessStatus' AS business, t.state->>'statusReason' AS reason,
           (t.state->>'acknowledgeBy')::timestamptz AS acknowledge_by, (t.state->>'decideBy')::timestamptz AS decide_by,
           (t.state->>'startBy')::timestamptz AS start_by, (t.state->>'completeBy')::timestamptz AS complete_by
      FROM task t
     WHERE t.state->>'mode' = ANY($1) AND t.status <> 'entered-in-error' AND ${within(4, 't')}
       AND (t.status = ANY($6) OR t.updated_at >= $2::timestamptz)),
  steps AS (
    SELECT t.task_id, e.type, e.recorded_at, ${TIME} AS at
      FROM seen t JOIN event e USING (task_id)
     WHERE e.type IN ('concordat.task.requested.v1', 'concordat.task.received.v1', 'concordat.task.accepted.v1',
                      'concordat.task.rejected.v1', 'concordat.task.countered.v1', 'concordat.task.started.v1',
                      'concordat.task.completed.v1')),
  courses AS (
    SELECT task_id, ${firstOf(['requested'])} AS asked, ${firstOf(['received', 'accepted', 'rejected', 'countered'])} AS acknowledged,
           ${firstOf(['accepted', 'rejected', 'countered'])} AS answered, ${firstOf(['started'])} AS started,
           ${firstOf(['completed'])} AS completed,
           min(recorded_at) FILTER (WHERE type = 'concordat.task.requested.v1') AS recorded
      FROM steps GROUP BY task_id),
  chosen AS (
    SELECT s.*, c.asked, c.acknowledged, c.answered, c.started, c.completed,
           coalesce(c.recorded >= $2::timestamptz AND c.recorded < $3::timestamptz, false) AS inside,
           s.is_open AND (s.status = 'requested' AND ${late('acknowledge')} OR ${late('complete')}
             OR s.status IN ('requested', 'received', 'accepted') AND ${late('start')}) AS is_overdue
      FROM seen s JOIN courses c USING (task_id)),
  states AS (
    SELECT mode, kind, other, side, jsonb_object_agg(status, many) AS open
      FROM (SELECT mode, kind, other, side, status, count(*) AS many FROM chosen WHERE is_open GROUP BY 1, 2, 3, 4, 5) o
     GROUP BY 1, 2, 3, 4)
  SELECT mode, kind, other, side, coalesce(s.open, '{}') AS open,
         count(*) FILTER (WHERE is_overdue)::int AS overdue, count(*) FILTER (WHERE inside)::int AS asked,
         ${kept('acknowledged', 'acknowledge_by', { missed: late('acknowledge'), over: CLOSED })} AS acknowledge,
         ${kept('answered', 'decide_by', { missed: SILENT, over: CLOSED })} AS answer,
         ${kept('started', 'start_by', { missed: late('start'), over: CLOSED })} AS start,
         ${kept('completed', 'complete_by', { missed: late('complete'), over: CLOSED })} AS complete,
         ${minutes('answered')} AS "toAnswer", ${minutes('started')} AS "toStart"
    FROM chosen LEFT JOIN states s USING (mode, kind, other, side)
   WHERE is_open OR inside
   GROUP BY mode, kind, other, side, s.open ORDER BY mode, kind, other, side`;

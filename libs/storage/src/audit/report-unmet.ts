import type { ReportFilter } from './report-told.js';
import { selectionOf, whereOf, type Conditions } from './selection.js';

/** An event by which a request came to nothing or somebody else was called in; the task as its request fixes it. */
export interface UnmetLeaf {
  readonly leafIndex: number;
  /** The exact compact JWS of the event, and that of the request. */
  readonly event: string;
  readonly request: string;
  readonly type: string;
  readonly taskId: string;
  readonly caseId: string;
  readonly mode: string;
  readonly kind: string;
  readonly asker: string;
  readonly askerUnit: string;
  readonly performer: string;
  readonly performerUnit: string;
  /** Ledger time. */
  readonly recordedAt: Date;
}

/** One request of a need, or of none: its event tells which. */
export interface OfferLeaf {
  readonly taskId: string;
  readonly request: string;
  readonly accepted: boolean;
}

/** What a request is looked for by among those that may be offers of the same need. */
export type OfferKey = Pick<UnmetLeaf, 'caseId' | 'asker' | 'kind'>;

const CONDITIONS: Conditions<ReportFilter> = {
  from: (value) => `l.recorded_at >= ${value}::timestamptz`,
  to: (value) => `l.recorded_at < ${value}::timestamptz`,
  mode: (value) => `t.mode = ${value}`,
  within: (value) => `(t.asker = ${value} OR t.performer = ${value})`,
};

/** The statement for at most `limit` such events, in the order of the log. */
export function unmetStatement(
  filter: ReportFilter,
  limit: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const selection = selectionOf(CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  conditions.push(`l.type IN ('concordat.task.rejected.v1', 'concordat.task.failed.v1',
     'concordat.task.expired.v1', 'concordat.task.escalated.v1')`);
  const text = `
    SELECT l.index AS "leafIndex", l.event, r.event AS request, l.type, t.task_id AS "taskId", t.case_id AS "caseId",
           t.mode, t.kind, t.asker, t.asker_unit AS "askerUnit", t.performer, t.performer_unit AS "performerUnit",
           l.recorded_at AS "recordedAt"
      FROM leaf l JOIN task t ON t.task_id = l.task_id JOIN leaf r ON r.index = t.leaf_index
      ${whereOf(selection)} ORDER BY l.index LIMIT ${bind(limit)}`;
  return { text, values };
}

/** Every request of the same asker for the same kind in the same case; parameters: cases, askers, kinds. */
export const OFFERS = `
  SELECT DISTINCT t.task_id AS "taskId", r.event AS request,
         EXISTS (SELECT FROM leaf a WHERE a.task_id = t.task_id AND a.type = 'concordat.task.accepted.v1') AS accepted
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS wanted(case_id, asker, kind)
    JOIN task t ON t.case_id = wanted.case_id AND t.asker = wanted.asker AND t.kind = wanted.kind
    JOIN leaf r ON r.index = t.leaf_index`;

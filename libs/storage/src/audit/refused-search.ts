import type { DisclosureCursor } from './disclosure-search.js';
import { selectionOf, whereOf, type Conditions } from './selection.js';

/** What to look for: every given part must fit. Times are ledger times, `to` excluded. */
export interface RefusedFilter {
  readonly task?: string;
  readonly case?: string;
  /** Any of these cases, said by the report itself or known of its task. Never a parameter. */
  readonly cases?: readonly string[];
  /** Who wanted to tell, or was to be told. */
  readonly agency?: string;
  readonly reporter?: string;
  readonly direction?: string;
  readonly item?: string;
  readonly why?: string;
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
  /** Sees only what this agency sent or received. Never a parameter: it comes with who asks. */
  readonly within?: string;
}

/** One item that an agency did not let travel, with the leaf that proves its report. There is no value, and no commitment. */
export interface RefusedRow {
  readonly leafIndex: number;
  readonly place: number;
  readonly eventId: string;
  /** Who reports it: the sender where it was outgoing, the receiver where it was incoming. */
  readonly reporter: string;
  readonly direction: 'outgoing' | 'incoming';
  /** Who wanted to tell whom. */
  readonly sender: string;
  readonly receiver: string;
  readonly item: string;
  readonly why: string;
  readonly kind: string | null;
  readonly taskId: string | null;
  readonly caseId: string | null;
  /** The event that brought it, where it came in. */
  readonly toldBy: string | null;
  /** Null where the report does not say it and its task is not known. */
  readonly mode: string | null;
  readonly directoryVersion: number;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly recordedAt: Date;
}

const MODE = 'coalesce(r.mode, t.mode)';

const CONDITIONS: Conditions<RefusedFilter> = {
  task: (value) => `r.task_id = ${value}::uuid`,
  case: (value) => `r.case_id = ${value}::uuid`,
  cases: (value) => `(r.case_id = ANY(${value}::uuid[]) OR t.case_id = ANY(${value}::uuid[]))`,
  agency: (value) => `(r.sender = ${value} OR r.receiver = ${value})`,
  reporter: (value) => `r.reporter = ${value}`,
  direction: (value) => `r.direction = ${value}`,
  item: (value) => `r.item = ${value}`,
  why: (value) => `r.why = ${value}`,
  from: (value) => `r.recorded_at >= ${value}::timestamptz`,
  to: (value) => `r.recorded_at < ${value}::timestamptz`,
  mode: (value) => `${MODE} = ${value}`,
  within: (value) => `(r.sender = ${value} OR r.receiver = ${value})`,
};

/** The statement for a search, with its values: at most `limit` rows behind the cursor. */
export function refusedStatement(
  filter: RefusedFilter,
  limit: number,
  after?: DisclosureCursor,
): { readonly text: string; readonly values: readonly unknown[] } {
  const selection = selectionOf(CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  if (after) conditions.push(`(r.leaf_index, r.place) > (${bind(after.leafIndex)}, ${bind(after.place)})`);
  const text = `
    SELECT r.leaf_index AS "leafIndex", r.place, r.event_id AS "eventId", r.reporter, r.direction, r.sender, r.receiver,
           r.item, r.why, r.kind, r.task_id AS "taskId", r.case_id AS "caseId", r.told_by AS "toldBy", ${MODE} AS mode,
           r.directory_version AS "directoryVersion", r.actor, r.actor_role AS "actorRole",
           r.actor_type AS "actorType", r.recorded_at AS "recordedAt"
      FROM refused_disclosure r LEFT JOIN task t ON t.task_id = r.task_id
      ${whereOf(selection)} ORDER BY r.leaf_index, r.place LIMIT ${bind(limit)}`;
  return { text, values };
}

/** Postgres gives whole numbers of 64 bits as texts. */
export const refusedOf = (row: RefusedRow): RefusedRow => ({
  ...row,
  leafIndex: Number(row.leafIndex),
  directoryVersion: Number(row.directoryVersion),
});

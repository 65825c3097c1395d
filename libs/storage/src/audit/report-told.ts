import { DISCLOSURE_COLUMNS, type DisclosureRow } from './disclosure-search.js';
import type { FollowedDisclosure } from './disclosure-marks.js';
import { selectionOf, type Conditions } from './selection.js';

/** What every report may be limited to. Times are ledger times, `to` excluded. */
export interface ReportFilter {
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
  /** Sees only what this agency sent or received. Never a parameter: it comes with who asks. */
  readonly within?: string;
}

/** Whose disclosures a report tells: those of these cases, or those between two agencies in both directions. */
export interface ToldFilter extends ReportFilter {
  readonly cases?: readonly string[];
  readonly between?: readonly [string, string];
}

/** A disclosure with what became of it, and the unit that it was told; null until the task's request has come. */
export type ToldRow = FollowedDisclosure & { readonly receiverUnit: string | null };

/** A row as the statement gives it. */
export type FoundTold = DisclosureRow & Pick<ToldRow, 'receiverUnit'>;

const CONDITIONS: Conditions<Omit<ToldFilter, 'between'>> = {
  cases: (value) => `d.case_id = ANY(${value}::uuid[])`,
  from: (value) => `d.recorded_at >= ${value}::timestamptz`,
  to: (value) => `d.recorded_at < ${value}::timestamptz`,
  mode: (value) => `d.mode = ${value}`,
  within: (value) => `(d.sender = ${value} OR d.receiver = ${value})`,
};

/** Between two units of one agency the one that did not speak is told. */
const RECEIVER_UNIT = `
  CASE WHEN d.asker = d.performer
       THEN CASE d.sender_unit WHEN t.asker_unit THEN t.performer_unit ELSE t.asker_unit END
       ELSE CASE d.receiver WHEN d.asker THEN t.asker_unit ELSE t.performer_unit END END`;

/** The statement for at most `limit` disclosures, by leaf index and place. */
export function toldStatement(
  { between, ...filter }: ToldFilter,
  limit: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const { values, bind, conditions } = selectionOf(CONDITIONS, filter);
  const [a, b] = (between ?? []).map(bind);
  const most = bind(limit);
  // Each direction by itself is read in the order of its index, and stops at the limit.
  const directions = between
    ? [`d.sender = ${a} AND d.receiver = ${b}`, `d.sender = ${b} AND d.receiver = ${a}`]
    : ['true'];
  const parts = directions.map(
    (direction) => `(
      SELECT ${DISCLOSURE_COLUMNS}, ${RECEIVER_UNIT} AS "receiverUnit"
        FROM disclosure d LEFT JOIN task t ON t.task_id = d.task_id
       WHERE ${[direction, ...conditions].join(' AND ')} ORDER BY d.leaf_index, d.place LIMIT ${most})`,
  );
  const text = `SELECT * FROM (${parts.join(' UNION ALL ')}) told ORDER BY "leafIndex", place LIMIT ${most}`;
  return { text, values };
}

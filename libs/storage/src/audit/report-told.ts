import { DISCLOSURE_CONDITIONS } from './disclosure-conditions.js';
import { DISCLOSURE_COLUMNS } from './disclosure-search.js';
import { selectionOf, type Conditions } from './selection.js';

/** What every report may be limited to. Times are ledger times, `to` excluded. */
export interface ReportFilter {
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
  /** Sees only what this agency sent or received. Never a parameter: it comes with who asks. */
  readonly within?: string;
}

/** How a disclosure `d` meets what every report may be limited to. */
export const DISCLOSURE_SPAN: Conditions<ReportFilter> = {
  from: DISCLOSURE_CONDITIONS.from,
  to: DISCLOSURE_CONDITIONS.to,
  mode: DISCLOSURE_CONDITIONS.mode,
  within: DISCLOSURE_CONDITIONS.within,
};

/** Whose disclosures a report tells: those of these cases, or those between two agencies in both directions. */
export interface ToldFilter extends ReportFilter {
  readonly cases?: readonly string[];
  readonly between?: readonly [string, string];
}

const CONDITIONS: Conditions<Omit<ToldFilter, 'between'>> = {
  cases: (value) => `d.case_id = ANY(${value}::uuid[])`,
  ...DISCLOSURE_SPAN,
};

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
      SELECT ${DISCLOSURE_COLUMNS}
        FROM disclosure d LEFT JOIN task t ON t.task_id = d.task_id
       WHERE ${[direction, ...conditions].join(' AND ')} ORDER BY d.leaf_index, d.place LIMIT ${most})`,
  );
  const text = `SELECT * FROM (${parts.join(' UNION ALL ')}) told ORDER BY "leafIndex", place LIMIT ${most}`;
  return { text, values };
}

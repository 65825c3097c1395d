import { DISCLOSURE_SPAN, type ReportFilter } from './report-told.js';
import { selectionOf, whereOf, type Conditions } from './selection.js';

/** Which gaps a report counts. */
export interface GapFilter extends ReportFilter {
  /** Who said that there is no value. */
  readonly agency?: string;
  readonly item?: string;
}

/** How often one agency told another in one month that it has no value of an item, or withholds it, for one reason. */
export interface GapCount {
  /** Who said so, and to whom. */
  readonly sender: string;
  readonly receiver: string;
  readonly item: string;
  readonly category: 'absent' | 'withheld';
  /** Null for what is withheld. */
  readonly absent: string | null;
  /** Calendar month in UTC, as in `2026-11`. */
  readonly month: string;
  readonly count: number;
  /** The leaves that say so, as a Postgres multirange such as `{[3,5),[9,10)}`. */
  readonly leaves: string;
}

/** Counts of gaps; `total` is how many gaps they were made of. */
export interface GapCounts {
  readonly total: number;
  readonly counts: readonly GapCount[];
}

const CONDITIONS: Conditions<GapFilter> = {
  agency: (value) => `d.sender = ${value}`,
  item: (value) => `d.item = ${value}`,
  ...DISCLOSURE_SPAN,
};

/** The statement that counts the first `limit` gaps. */
export function gapsStatement(
  filter: GapFilter,
  limit: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const selection = selectionOf(CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  conditions.push(`d.category <> 'value'`);
  const text = `
    WITH gap AS (
      SELECT d.leaf_index, d.sender, d.receiver, d.item, d.category, d.absent,
             to_char(d.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month
        FROM disclosure d ${whereOf(selection)} ORDER BY d.leaf_index, d.place LIMIT ${bind(limit)})
    SELECT sender, receiver, item, category, absent, month, count(*)::int AS count,
           range_agg(int8range(leaf_index, leaf_index + 1))::text AS leaves
      FROM gap GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY sender, receiver, item, category, absent, month`;
  return { text, values };
}

import type { DisclosureCursor } from '#storage';

/** Rows of a search; `next` goes into `after` for those behind them, and is missing when there are none. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** The page of at most `limit` rows out of one row more. */
export function pageOf<Row>(found: readonly Row[], limit: number, placeOf: (row: Row) => string): Page<Row> {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, ...(last ? { next: placeOf(last) } : {}) };
}

/** A row's place in its search, as `after` takes it. */
export const placeOf = ({ leafIndex, place }: DisclosureCursor): string => `${leafIndex}.${place}`;

/** The leaves that rows name. */
export const indexesOf = (rows: readonly { readonly leafIndex: number }[]): number[] =>
  rows.map(({ leafIndex }) => leafIndex);

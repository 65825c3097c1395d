import { leafAddress } from '../reading-note.js';
import { shownRecorded, shownTime, type Recorded } from '../times.js';

/** A cell of a report: text, or leaves to be opened. */
export interface Cell {
  readonly text: string;
  readonly links?: readonly { readonly text: string; readonly href: string }[];
  readonly isNumber?: boolean;
  /** The instant that the text says. */
  readonly iso?: string;
}

/** One table of a report. */
export interface ReportTable {
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What is said where the table has no row. */
  readonly empty: string;
}

/** First and last leaf of a range. */
export type LeafRange = readonly [from: number, to: number];

/** Most leaves of one cell that are links. */
const MOST_LINKS = 6;

/** A text as it is. */
export const text = (value: string | null | undefined): Cell => ({ text: value ?? '' });
/** A count, set as numbers are. */
export const count = (value: number): Cell => ({ text: String(value), isNumber: true });
/** A time by the clock in the United Kingdom. */
export const time = (iso: string | null): Cell => (iso === null ? text('') : shownTime(iso));
/** When something was recorded, and when it was agreed where that was before. */
export const recorded = (row: Recorded): Cell => shownRecorded(row);
/** A leaf that opens its proof. */
export const leaf = (index: number): Cell => ({
  text: '',
  links: [{ text: String(index), href: leafAddress(index) }],
});

/** Leaves that show a figure: each a link where they are few, else the ends of each range. */
export function leaves(ranges: readonly LeafRange[]): Cell {
  const total = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (total > MOST_LINKS) {
    const spans = ranges
      .slice(0, MOST_LINKS)
      .map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
    return text(`${total} leaves: ${spans.join(', ')}${ranges.length > MOST_LINKS ? ' and more' : ''}`);
  }
  const each = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  return { text: '', links: each.map((index) => ({ text: String(index), href: leafAddress(index) })) };
}

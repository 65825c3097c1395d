import type { RefusedRow } from '#storage';
import { rangesOf, type IndexRange } from '../index-ranges.js';
import type { Columns } from '../csv.js';
import { groupsOf } from './groups.js';
import { named, ukTime, whyRefused, type NamedParty, type Words } from './words.js';

/** One item that an agency wanted to tell another, and that was not let through. */
export interface RefusalLine {
  readonly leafIndex: number;
  readonly place: number;
  /** Ledger time. */
  readonly at: Date;
  readonly from: NamedParty;
  readonly to: NamedParty;
  /** Whether it was stopped before it left, or before the receiver's systems saw it. */
  readonly stopped: 'before-it-left' | 'when-it-came';
  readonly item: { readonly code: string; readonly name: string };
  readonly why: string;
  /** The same in words. */
  readonly because: string;
  readonly task: string | null;
  readonly mode: string | null;
}

/** How often one agency was kept from telling another one item for one reason. */
export interface RefusalCount extends Pick<
  RefusalLine,
  'from' | 'to' | 'item' | 'why' | 'because' | 'stopped'
> {
  readonly count: number;
  readonly leaves: readonly IndexRange[];
}

/** What did not travel, and why. */
export interface RefusalsReport {
  readonly counts: readonly RefusalCount[];
  readonly rows: readonly RefusalLine[];
  readonly leaves: readonly IndexRange[];
}

/** A refused disclosure in words. */
export function refusalLine(row: RefusedRow, words: Words): RefusalLine {
  return {
    leafIndex: row.leafIndex,
    place: row.place,
    at: row.recordedAt,
    from: named(words, row.sender),
    to: named(words, row.receiver),
    stopped: row.direction === 'outgoing' ? 'before-it-left' : 'when-it-came',
    item: { code: row.item, name: words.item(row.item) },
    why: row.why,
    because: whyRefused(row.why),
    task: row.kind === null ? null : words.kind(row.kind),
    mode: row.mode,
  };
}

/** The report on what agencies did not let through: counts with the most frequent first, and each case. */
export function refusalsReport(
  found: readonly RefusedRow[],
  wordsOf: (version: number) => Words,
): RefusalsReport {
  const rows = found.map((row) => refusalLine(row, wordsOf(row.directoryVersion)));
  const groups = groupsOf(rows, ({ from, to, item, why, stopped }) =>
    [from.agency, to.agency, item.code, why, stopped].join(' '),
  );
  const counts = groups.map((same): RefusalCount => {
    const { from, to, item, why, because, stopped } = same[0];
    const leaves = rangesOf(same.map(({ leafIndex }) => leafIndex));
    return { from, to, item, why, because, stopped, count: same.length, leaves };
  });
  return {
    counts: counts.sort((a, b) => b.count - a.count),
    rows,
    leaves: rangesOf(rows.map(({ leafIndex }) => leafIndex)),
  };
}

/** The report as lines to read. */
export function refusalsText({ counts, rows }: RefusalsReport): readonly string[] {
  if (rows.length === 0) return ['Nothing was kept from being told.'];
  return [
    'How often, the most frequent first',
    ...counts.map(
      ({ from, to, item, because, count, stopped }) =>
        `  ${count} x ${item.name}: ${from.name} to ${to.name}; ${because}; stopped ${inWords(stopped)}`,
    ),
    '',
    'Each by itself',
    ...rows.map(refusalText),
  ];
}

/** One refused disclosure as a line to read. */
export const refusalText = ({ at, from, to, item, because, stopped, leafIndex }: RefusalLine): string =>
  `  ${ukTime(at)}: ${from.name} wanted to tell ${to.name}: ${item.name}. It was stopped ${inWords(stopped)}: ${because}. [leaf ${leafIndex}]`;

const inWords = (stopped: RefusalLine['stopped']): string =>
  stopped === 'before-it-left' ? 'before it left' : 'when it came, before anybody there saw it';

/** The rows as a table. */
export const REFUSAL_COLUMNS: Columns<RefusalLine> = {
  leaf: ({ leafIndex }) => leafIndex,
  at: ({ at }) => at.toISOString(),
  from: ({ from }) => from.agency,
  to: ({ to }) => to.agency,
  stopped: ({ stopped }) => stopped,
  item: ({ item }) => item.code,
  item_name: ({ item }) => item.name,
  why: ({ why }) => why,
  because: ({ because }) => because,
  mode: ({ mode }) => mode,
};

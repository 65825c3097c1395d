import type { GapCounts } from '#storage';
import { joinedRanges, rangesIn, rangesText, type IndexRange } from '../index-ranges.js';
import type { Columns } from '../csv.js';
import { groupsOf } from './groups.js';
import { lower, named, type NamedParty, type Words } from './words.js';

/** How often one agency told another in one month that it has no value of an item, or holds it back, for one reason. */
export interface GapRow {
  readonly agency: NamedParty;
  readonly to: NamedParty;
  readonly item: { readonly code: string; readonly name: string };
  readonly gap: 'missing' | 'withheld';
  /** Code of the reason; null for what is withheld. */
  readonly absent: string | null;
  readonly because: string;
  /** Calendar month in UTC, as in `2026-11`. */
  readonly month: string;
  readonly count: number;
  readonly leaves: readonly IndexRange[];
}

/** What one agency lacked, whoever it told so. */
export interface AgencyGaps {
  readonly agency: NamedParty;
  readonly count: number;
  /** The most frequent first, over all months. */
  readonly items: readonly {
    readonly item: { readonly code: string; readonly name: string };
    readonly because: string;
    readonly count: number;
    readonly months: Readonly<Record<string, number>>;
    readonly leaves: readonly IndexRange[];
  }[];
}

/** What was missing or held back, by agency, item, reason and month. */
export interface GapsReport {
  readonly total: number;
  readonly agencies: readonly AgencyGaps[];
  readonly rows: readonly GapRow[];
  readonly leaves: readonly IndexRange[];
}

const HELD_BACK = 'held back';

/** The report on gaps, in the words of the newest directory: its counts span versions. */
export function gapsReport({ total, counts }: GapCounts, words: Words): GapsReport {
  const rows = counts.map(({ sender, receiver, item, category, absent, month, count, leaves }): GapRow => ({
    agency: named(words, sender),
    to: named(words, receiver),
    item: { code: item, name: words.item(item) },
    gap: category === 'absent' ? 'missing' : 'withheld',
    absent,
    because: absent === null ? HELD_BACK : words.absent(absent),
    month,
    count,
    leaves: rangesIn(leaves),
  }));
  return {
    total,
    agencies: groupsOf(rows, ({ agency }) => agency.agency).map(agencyGaps),
    rows,
    leaves: joinedRanges(rows.flatMap(({ leaves }) => leaves)),
  };
}

function agencyGaps(own: readonly [GapRow, ...GapRow[]]): AgencyGaps {
  const items = groupsOf(own, ({ item, absent }) => `${item.code} ${absent}`).map((same) => ({
    item: same[0].item,
    because: same[0].because,
    count: sumOf(same),
    months: Object.fromEntries(
      groupsOf(same, ({ month }) => month)
        .map((rows) => [rows[0].month, sumOf(rows)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    leaves: joinedRanges(same.flatMap(({ leaves }) => leaves)),
  }));
  return { agency: own[0].agency, count: sumOf(own), items: items.sort((a, b) => b.count - a.count) };
}

const sumOf = (rows: readonly GapRow[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** The report as lines to read. */
export function gapsText({ agencies, total }: GapsReport): readonly string[] {
  if (total === 0) return ['Nothing was missing or held back.'];
  return agencies.flatMap(({ agency, count, items }) => [
    `${agency.name}: ${count}`,
    ...items.map(({ item, because, count: times, months }) => {
      const over = Object.entries(months).map(([month, number]) => `${month}: ${number}`);
      return `  ${times} x ${item.name}: ${lower(because)} (${over.join(', ')})`;
    }),
    '',
  ]);
}

/** The rows as a table. */
export const GAP_COLUMNS: Columns<GapRow> = {
  agency: ({ agency }) => agency.agency,
  to: ({ to }) => to.agency,
  item: ({ item }) => item.code,
  item_name: ({ item }) => item.name,
  gap: ({ gap }) => gap,
  absent: ({ absent }) => absent,
  because: ({ because }) => because,
  month: ({ month }) => month,
  count: ({ count }) => count,
  leaves: ({ leaves }) => rangesText(leaves),
};

import type { FollowedDisclosure } from '#storage';
import { rangesOf, type IndexRange } from '../index-ranges.js';
import type { Columns } from '../csv.js';
import { groupsOf } from './groups.js';
import { TOLD_COLUMNS, toldLine, type ToldLine } from './told-line.js';
import { named, ukTimes, type NamedParty, type Words } from './words.js';

/** One disclosure of the accounting: when, who, to whom, what, for which task, on what ground. */
export interface AccountRow extends ToldLine {
  /** The leaves by which it was not let in, corrected or taken back. */
  readonly notLetIn: number | null;
  readonly corrected: readonly number[];
  readonly takenBack: readonly number[];
}

/** How often one agency told another one item under one rule. */
export interface AccountCount {
  readonly from: string;
  readonly to: string;
  readonly item: { readonly code: string; readonly name: string };
  readonly rule: string;
  readonly basis: string | null;
  readonly values: number;
  readonly missing: number;
  readonly withheld: number;
  readonly leaves: readonly IndexRange[];
}

/** What two agencies told each other: counts for each direction, item and rule, and every disclosure. */
export interface AccountingReport {
  readonly between: readonly [NamedParty, NamedParty];
  readonly counts: readonly AccountCount[];
  readonly rows: readonly AccountRow[];
  readonly leaves: readonly IndexRange[];
}

/** The accounting of disclosures between two agencies. */
export function accountingReport(
  between: readonly [string, string],
  found: readonly FollowedDisclosure[],
  wordsOf: (version: number) => Words,
): AccountingReport {
  const rows = found.map((row) => accountRow(row, wordsOf(row.directoryVersion)));
  const newest = wordsOf(Number.POSITIVE_INFINITY);
  return {
    between: [named(newest, between[0]), named(newest, between[1])],
    counts: countsOf(rows),
    rows,
    leaves: rangesOf(
      rows.flatMap(({ leafIndex, notLetIn, corrected, takenBack }) => [
        leafIndex,
        ...(notLetIn === null ? [] : [notLetIn]),
        ...corrected,
        ...takenBack,
      ]),
    ),
  };
}

const accountRow = (row: FollowedDisclosure, words: Words): AccountRow => ({
  ...toldLine(row, words),
  notLetIn: row.refusedBy?.leafIndex ?? null,
  corrected: row.correctedBy.map((notice) => notice.leafIndex),
  takenBack: row.recalledBy.map((notice) => notice.leafIndex),
});

/** By direction, then the most frequent first. */
function countsOf(rows: readonly AccountRow[]): AccountCount[] {
  const groups = groupsOf(rows, ({ from, to, item, ground }) =>
    [from.agency, to.agency, item.code, ground.rule, ground.basis].join(' '),
  );
  const counts = groups.map((same): AccountCount => {
    const { from, to, item, ground } = same[0];
    const of = (told: AccountRow['told']): number => same.filter((row) => row.told === told).length;
    return {
      from: from.agency,
      to: to.agency,
      item,
      rule: ground.rule,
      basis: ground.basis,
      values: of('value'),
      missing: of('missing'),
      withheld: of('withheld'),
      leaves: rangesOf(same.map(({ leafIndex }) => leafIndex)),
    };
  });
  return counts.sort((a, b) => compare(a.from, b.from) || total(b) - total(a) || compare(a.rule, b.rule));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const total = ({ values, missing, withheld }: AccountCount): number => values + missing + withheld;

/** The report as lines to read. */
export function accountingText({ between, counts, rows }: AccountingReport): readonly string[] {
  const [a, b] = between;
  const direction = (from: NamedParty, to: NamedParty): readonly string[] => {
    const own = counts.filter((count) => count.from === from.agency);
    const lines = own.map(
      ({ item, rule, values, missing, withheld }) =>
        `  ${item.name}: ${values} told, ${missing} missing, ${withheld} held back; rule ${rule}`,
    );
    return ['', `${from.name} to ${to.name}`, ...(lines.length > 0 ? lines : ['  nothing'])];
  };
  return [...direction(a, b), ...direction(b, a), '', 'Each by itself', ...rows.map(accountText)];
}

const accountText = (row: AccountRow): string => {
  const { from, to, item, told, ground, leafIndex, task } = row;
  return `  ${ukTimes(row)}: ${from.name} to ${to.name}: ${item.name} (${told}), for ${task}, rule ${ground.rule}. [leaf ${leafIndex}]`;
};

/** The rows as a table. */
export const ACCOUNT_COLUMNS: Columns<AccountRow> = {
  ...TOLD_COLUMNS,
  not_let_in: ({ notLetIn }) => notLetIn,
  corrected: ({ corrected }) => corrected.join(' '),
  taken_back: ({ takenBack }) => takenBack.join(' '),
};

/** Indexes from the first to the last of a range, both included. */
export type IndexRange = readonly [first: number, last: number];

/** The fewest ranges that hold exactly these indexes, in rising order; doubles count once. */
export function rangesOf(indexes: readonly number[]): IndexRange[] {
  const ranges: [number, number][] = [];
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const newest = ranges.at(-1);
    if (newest && newest[1] === index - 1) newest[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}

/** The fewest ranges that hold exactly what these ranges hold, in rising order. */
export function joinedRanges(ranges: readonly IndexRange[]): IndexRange[] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const newest = joined.at(-1);
    if (newest && first <= newest[1] + 1) newest[1] = Math.max(newest[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** How many indexes ranges hold. */
export const countOf = (ranges: readonly IndexRange[]): number =>
  ranges.reduce((count, [first, last]) => count + last - first + 1, 0);

/** As the leaf of a reading commits to them: `3-4,9-9`. */
export const rangesText = (ranges: readonly IndexRange[]): string =>
  ranges.map(([first, last]) => `${first}-${last}`).join(',');

/** As Postgres writes a multirange: `{[3,5),[9,10)}`. */
export const multirangeOf = (ranges: readonly IndexRange[]): string =>
  `{${ranges.map(([first, last]) => `[${first},${last + 1})`).join(',')}}`;

/** Reads what Postgres wrote. Throws RangeError on anything else. */
export function rangesIn(multirange: string): IndexRange[] {
  if (!/^\{(?:\[\d+,\d+\)(?:,|(?=\})))*\}$/.test(multirange)) throw new RangeError('not a multirange');
  return [...multirange.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to) - 1]);
}

/** Whole numbers as sorted, disjoint, inclusive ranges that do not touch. */
export type NumberRanges = readonly (readonly [first: number, last: number])[];

/** The ranges with more numbers in them. */
export function withNumbers(ranges: NumberRanges, numbers: readonly number[]): NumberRanges {
  if (numbers.length === 0) return ranges;
  const all = [...ranges, ...numbers.map((number) => [number, number] as const)];
  all.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [first, last] of all) {
    const end = merged.at(-1);
    if (end && first <= end[1] + 1) end[1] = Math.max(end[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The first `most` numbers from 1 to `through` that no range holds, lowest first. */
export function gapsBelow(ranges: NumberRanges, through: number, most: number): number[] {
  const gaps: number[] = [];
  let next = 1;
  for (const [first, last] of ranges) {
    for (; next < first && next <= through && gaps.length < most; next += 1) gaps.push(next);
    next = Math.max(next, last + 1);
  }
  for (; next <= through && gaps.length < most; next += 1) gaps.push(next);
  return gaps;
}

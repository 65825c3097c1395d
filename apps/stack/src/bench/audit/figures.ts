/** Half of the times were at most `p50`, 95 of 100 at most `p95`; in ms. */
export interface Times {
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
}

/** One kind of search at one size of the log. */
export interface Measured {
  readonly search: string;
  readonly times: Times;
}

/** All searches at one size. */
export interface SizeMeasured {
  readonly disclosures: number;
  readonly leaves: number;
  readonly searches: readonly Measured[];
}

/** One kind of search at both sizes. */
export interface Compared {
  readonly search: string;
  readonly small: Times;
  readonly large: Times;
  /** The larger log's p95 by the smaller's. */
  readonly ratio: number;
  readonly kept: boolean;
}

/** What the audit service promises of its searches: below `p95` ms at each size, and flat. */
export const PROMISE = { p95: 50, ratio: 1.5 } as const;

/** Times in ms by nearest rank. Throws RangeError without any. */
export function timesOf(values: readonly number[]): Times {
  if (values.length === 0) throw new RangeError('no times were measured');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.ceil(sorted.length * part) - 1] as number;
  return { samples: values.length, p50: at(0.5), p95: at(0.95) };
}

/** Each search at the smaller and the larger size. Throws RangeError where one was not measured at both. */
export function compared(small: SizeMeasured, large: SizeMeasured): readonly Compared[] {
  return small.searches.map(({ search, times }) => {
    const other = large.searches.find((measured) => measured.search === search)?.times;
    if (!other) throw new RangeError(`"${search}" was not measured at both sizes`);
    const ratio = other.p95 / times.p95;
    const kept = times.p95 < PROMISE.p95 && other.p95 < PROMISE.p95 && ratio <= PROMISE.ratio;
    return { search, small: times, large: other, ratio, kept };
  });
}

/** The comparison as lines for a person, the verdict last. */
export function comparisonLines(small: SizeMeasured, large: SizeMeasured): readonly string[] {
  const rows = compared(small, large);
  const missed = rows.filter(({ kept }) => !kept).map(({ search }) => search);
  const sizes = [small, large].map(({ disclosures }) => disclosures.toLocaleString('en-GB').padStart(20));
  return [
    `${'p50 / p95 in ms, with the reading recorded'.padEnd(44)}${sizes.join('')}   ratio of p95`,
    ...rows.map(lineOf),
    missed.length === 0
      ? `Kept: every p95 is below ${PROMISE.p95} ms and grows at most ${PROMISE.ratio} times.`
      : `Missed (p95 below ${PROMISE.p95} ms, at most ${PROMISE.ratio} times): ${missed.join('; ')}.`,
  ];
}

function lineOf({ search, small, large, ratio, kept }: Compared): string {
  const pair = ({ p50, p95 }: Times): string => `${p50.toFixed(1)} / ${p95.toFixed(1)}`.padStart(20);
  return `${search.padEnd(44)}${pair(small)}${pair(large)}${ratio.toFixed(2).padStart(10)}${kept ? '' : '  missed'}`;
}

import { describe, expect, it } from '@jest/globals';
import { compared, comparisonLines, timesOf, type SizeMeasured } from './figures.js';

const upTo = (most: number): number[] => Array.from({ length: most }, (_, i) => most - i);
const size = (disclosures: number, p95: number, search = 'by task'): SizeMeasured => ({
  disclosures,
  leaves: disclosures / 5,
  searches: [{ search, times: { samples: 200, p50: p95 / 2, p95 } }],
});
const verdict = (...sizes: [SizeMeasured, SizeMeasured]): string => comparisonLines(...sizes).at(-1) ?? '';

describe('what the audit bench makes of its times', () => {
  it('takes the middle and the 95th of a hundred, in whatever order they came', () => {
    expect(timesOf(upTo(100))).toEqual({ samples: 100, p50: 50, p95: 95 });
  });

  it('takes the 190th of two hundred and the only one of one', () => {
    expect(timesOf(upTo(200)).p95).toBe(190);
    expect(timesOf([7])).toEqual({ samples: 1, p50: 7, p95: 7 });
  });

  it('has no figure for nothing', () => {
    expect(() => timesOf([])).toThrow(RangeError);
  });

  it('keeps the promise up to exactly one and a half times, and not above', () => {
    expect(compared(size(50, 10), size(5_000, 15))).toMatchObject([{ ratio: 1.5, kept: true }]);
    expect(compared(size(50, 10), size(5_000, 15.1))).toMatchObject([{ kept: false }]);
  });

  it('misses it at 50 ms, at either size', () => {
    expect(compared(size(50, 49.9), size(5_000, 49.9))).toMatchObject([{ kept: true }]);
    expect(compared(size(50, 40), size(5_000, 50))).toMatchObject([{ kept: false }]);
    expect(compared(size(50, 50), size(5_000, 40))).toMatchObject([{ kept: false }]);
  });

  it('says which searches missed it, and that all kept it', () => {
    expect(verdict(size(50, 10), size(5_000, 90))).toMatch(/^Missed .*: by task\.$/);
    expect(verdict(size(50, 10), size(5_000, 12))).toMatch(/^Kept/);
  });

  it('compares only what was measured at both sizes', () => {
    expect(() => compared(size(50, 10), size(5_000, 10, 'by person'))).toThrow('by task');
  });
});

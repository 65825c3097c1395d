import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countOf, multirangeOf, rangesIn, rangesOf, rangesText } from './index-ranges.js';

describe('The ranges of what an answer names', () => {
  it('are the fewest that hold exactly these indexes', () => {
    expect(rangesOf([9, 3, 4, 3])).toEqual([
      [3, 4],
      [9, 9],
    ]);
    expect(rangesText(rangesOf([9, 3, 4]))).toBe('3-4,9-9');
    expect(multirangeOf(rangesOf([9, 3, 4]))).toBe('{[3,5),[9,10)}');
    expect([rangesText([]), multirangeOf([]), countOf([])]).toEqual(['', '{}', 0]);
  });

  it('come back as they went to the database, and hold each index once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (indexes) => {
        const ranges = rangesOf(indexes);
        expect(rangesIn(multirangeOf(ranges))).toEqual(ranges);
        const held = ranges.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        expect(held).toEqual([...new Set(indexes)].sort((a, b) => a - b));
        expect(countOf(ranges)).toBe(held.length);
      }),
    );
  });

  it('are read from nothing else', () => {
    for (const text of ['', '{[3,5]}', '{[3,5)', '{[a,5)}']) expect(() => rangesIn(text)).toThrow(RangeError);
  });
});

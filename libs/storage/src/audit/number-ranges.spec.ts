import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gapsBelow, withNumbers, type NumberRanges } from './number-ranges.js';

describe('the numbers of a sender', () => {
  it('are kept as few ranges, whatever their order', () => {
    expect(withNumbers([], [3, 1, 2, 7])).toEqual([
      [1, 3],
      [7, 7],
    ]);
    expect(withNumbers([[1, 3]], [4, 2])).toEqual([[1, 4]]);
  });

  it('tell exactly which lower numbers are missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const ranges = numbers.reduce<NumberRanges>((so, number) => withNumbers(so, [number]), []);
        const through = Math.max(0, ...numbers);
        const missing = Array.from({ length: through }, (_, at) => at + 1).filter(
          (n) => !numbers.includes(n),
        );
        expect(gapsBelow(ranges, through, 1_000)).toEqual(missing);
      }),
    );
  });

  it('never list more gaps than asked for, however far a rogue jumps', () => {
    expect(gapsBelow([[2 ** 52, 2 ** 52]], 2 ** 52, 3)).toEqual([1, 2, 3]);
  });
});

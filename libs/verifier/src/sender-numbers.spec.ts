import { describe, expect, it } from '@jest/globals';
import { SenderNumbers } from './sender-numbers.js';

/** Takes numbers of police, each a leaf, the later naming what its sender skipped. */
function taken(...said: readonly (readonly [number: number, ...skipped: number[]])[]) {
  const numbers = new SenderNumbers();
  const fits = said.map(([number, ...skipped], index) => numbers.take('police', { number, skipped, index }));
  return { fits, hole: numbers.hole() };
}

describe('the numbers of a sender', () => {
  it('come in any order, each once', () => {
    expect(taken([2], [1], [3])).toEqual({ fits: [true, true, true], hole: undefined });
    expect(taken([1], [2], [2]).fits).toEqual([true, true, false]);
  });

  it('have a hole where one never came and nobody said why, and the leaf behind it is named', () => {
    expect(taken([1], [4], [3]).hole).toEqual({ sender: 'police', number: 2, index: 1 });
    expect(taken([1], [4, 2], [3]).hole).toBeUndefined();
  });

  it('may come though they were named as skipped: that is the sender’s word, and no fault of the log', () => {
    expect(taken([1], [3, 2], [2])).toEqual({ fits: [true, true, true], hole: undefined });
    expect(taken([1], [3, 2], [2], [2]).fits).toEqual([true, true, true, false]);
    expect(taken([1], [3, 1], [1]).fits).toEqual([true, true, false]);
  });
});

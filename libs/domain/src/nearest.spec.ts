import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byLikeness, nearest, normaliseWord } from './nearest.js';

describe('Two spellings of one word', () => {
  it.each([
    ['Service  User', 'service user'],
    ['\u00A0patient\t', 'patient'],
    ['visitor\u2019s place', "visitor's place"],
    ['walk\u2010out', 'walk-out'],
    ['s136 \u2013 suite', 's136 - suite'],
    ['\uFF21\uFF37\uFF2F\uFF2C', 'awol'],
    ['care\u00ADplan\u200B', 'careplan'],
  ])('are the same: %j and %j', (one, other) => {
    expect(normaliseWord(one)).toBe(normaliseWord(other));
  });

  it.each([
    ['walk-out', 'walkout'],
    ['C1', 'C2'],
    ['adult at risk', 'adult at risk (s42)'],
  ])('stay two words where they differ: %j and %j', (one, other) => {
    expect(normaliseWord(one)).not.toBe(normaliseWord(other));
  });

  it('are normalised once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (word) => {
        expect(normaliseWord(normaliseWord(word))).toBe(normaliseWord(word));
      }),
    );
  });
});

describe('The nearest known words', () => {
  const KNOWN = ['welfare-check', 'transport', 'safe and well check', 'concern for welfare'];

  it.each([
    ['welfare chek', 'welfare-check'],
    ['Wellfare Check', 'welfare-check'],
    ['trnasport', 'transport'],
    ['safe & well check', 'safe and well check'],
    ['concern', 'concern for welfare'],
  ])('start, for %j, with %j', (given, likely) => {
    expect(nearest(given, KNOWN)[0]).toBe(likely);
  });

  it('are none where nothing is alike', () => {
    expect(nearest('quux', KNOWN)).toEqual([]);
    expect(nearest('', KNOWN)).toEqual([]);
  });

  it('are never more than five, never doubled, and never anything that is not known', () => {
    const words = fc.string({ unit: fc.constantFrom(...'abc -'), maxLength: 8 });
    fc.assert(
      fc.property(words, fc.array(words), (given, known) => {
        const near = nearest(given, known);
        expect(near.length).toBeLessThanOrEqual(5);
        expect(new Set(near).size).toBe(near.length);
        expect(near.filter((word) => !known.includes(word))).toEqual([]);
      }),
    );
  });

  it('put a word in another spelling before every other one', () => {
    const words = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.array(words), (word, others) => {
        expect(byLikeness(word.toUpperCase(), [...others, word])[0]).toBe(word);
      }),
    );
  });

  it('can all be listed, the likely ones first', () => {
    expect(byLikeness('transport', KNOWN)).toHaveLength(KNOWN.length);
    expect(byLikeness('transport', KNOWN)[0]).toBe('transport');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALIAS_COUNT, aliasOf, parseAlias } from './alias.js';
import { checkStatement } from './items-check.js';

const ALL = Array.from({ length: ALIAS_COUNT }, (_, one) => aliasOf(one));
const seed = fc.integer({ min: 0, max: ALIAS_COUNT - 1 });

describe('the alias of a person without a name', () => {
  it('is a word of the NATO alphabet, a bird and three digits', () => {
    fc.assert(
      fc.property(seed, (one) => {
        expect(aliasOf(one)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ [1-9]\d{2}$/);
      }),
    );
  });

  it('is another for each seed, and comes round again after the last', () => {
    expect(new Set(ALL).size).toBe(ALIAS_COUNT);
    expect(ALIAS_COUNT).toBeGreaterThan(300_000);
    expect(aliasOf(ALIAS_COUNT + 7)).toBe(aliasOf(7));
  });

  it('is read back as it was written, also when it is typed in another case', () => {
    fc.assert(
      fc.property(seed, (one) => {
        const alias = aliasOf(one);
        expect(parseAlias(alias)).toBe(alias);
        expect(parseAlias(`  ${alias.toUpperCase().replaceAll(' ', '   ')}`)).toBe(alias);
      }),
    );
  });

  it.each([
    '',
    'Kilo Wren',
    'Kilo Wren 48',
    'Kilo Wren 4821',
    'Kilo Wren 482 Kilo',
    'Wren Kilo 482',
    'Mike Wren 482',
    'Kilo Robin 482',
    'Kilo Wren 999',
    'Kilo-Wren-482',
    'Corvin Aldmoor',
  ])('is not "%s"', (text) => {
    expect(parseAlias(text)).toBeUndefined();
  });

  it.each([-1, 0.5, NaN, Infinity])('is not made from %s', (one) => {
    expect(() => aliasOf(one)).toThrow(RangeError);
  });

  it('never has a number that is heard as a telephone number or a section of the Act', () => {
    const numbers = new Set(ALL.map((alias) => alias.slice(-3)));
    expect(['101', '111', '112', '117', '135', '136', '999'].filter((one) => numbers.has(one))).toEqual([]);
  });

  it('has words that differ by more than two letters, so that none is heard for another', () => {
    const all = ALL.map((alias) => alias.split(' '));
    for (const at of [0, 1]) {
      const words = [...new Set(all.map((parts) => (parts[at] ?? '').toLowerCase()))];
      const near = words.flatMap((one, index) =>
        words.slice(index + 1).flatMap((other) => (lettersApart(one, other) <= 2 ? [`${one} ${other}`] : [])),
      );
      expect(near).toEqual([]);
    }
  });

  it('can be sent as the value of an item', () => {
    expect(checkStatement({ code: 'alias', state: 'known', value: aliasOf(4_821) })).toEqual([]);
  });
});

/** How many letters must be put in, left out or changed to make one word of the other (Levenshtein). */
function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, there] of [...other].entries()) {
      const same = (row[to] ?? 0) + (letter === there ? 0 : 1);
      next.push(Math.min(same, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

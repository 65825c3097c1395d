import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ItemStatement } from './items.js';
import { missingItems } from './required.js';
import { IMMEDIATE } from './rules.js';
import { welfareCheck } from './worked-example.js';

const URGENT = { urgency: 'u2-within-hour' };
const situation: ItemStatement = { code: 'presenting-situation', state: 'known', value: 'at the rail' };
const noName: ItemStatement = { code: 'full-name', state: 'unknown', absent: 'not-asked' };

const lacking = (statements: readonly ItemStatement[], at = URGENT) =>
  missingItems(welfareCheck, statements, at).missing.map(({ items }) => items);

describe('the items that a kind needs', () => {
  it('are all named at once, with the kind and each choice', () => {
    const { faults } = missingItems(welfareCheck, [], URGENT);
    expect(faults).toEqual([
      {
        pointer: '/items',
        code: 'REQUIRED_ITEM_MISSING',
        detail: 'welfare-check needs presenting-situation: give a value, or the reason why there is none',
      },
      {
        pointer: '/items',
        code: 'REQUIRED_ITEM_MISSING',
        detail: 'welfare-check needs one of full-name, alias: give a value, or the reason why there is none',
      },
    ]);
  });

  it.each<readonly [string, readonly ItemStatement[], readonly (readonly string[])[]]>([
    ['a value', [situation], [['full-name', 'alias']]],
    ['a coded reason', [noName], [['presenting-situation']]],
    ['the other item of a choice', [situation, { code: 'alias', state: 'known', value: 'Cor' }], []],
    ['neither value nor reason', [{ ...situation, value: undefined }, noName], [['presenting-situation']]],
  ])('with %s', (_, statements, missing) => {
    expect(lacking(statements)).toEqual(missing);
  });

  it('never block a task where life is at risk now, and are listed all the same', () => {
    const { missing, faults } = missingItems(welfareCheck, [], { urgency: IMMEDIATE });
    expect(faults).toEqual([]);
    expect(missing).toEqual([
      { items: ['presenting-situation'], blocks: false },
      { items: ['full-name', 'alias'], blocks: false },
    ]);
  });

  it('are fewer or the same with each statement more', () => {
    const statement = fc.constantFrom(
      situation,
      noName,
      { ...noName, code: 'alias' },
      { ...noName, code: 'phone' },
    );
    fc.assert(
      fc.property(fc.array(statement), statement, (before, more) => {
        const [was, is] = [lacking(before), lacking([...before, more])];
        expect(was).toEqual(expect.arrayContaining(is));
        expect(is.flat()).not.toContain(more.code);
      }),
    );
  });
});

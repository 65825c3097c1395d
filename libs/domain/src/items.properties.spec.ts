import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkStatement } from './items-check.js';
import {
  ABSENT_REASONS,
  CONFIDENCES,
  ITEM_FAULTS,
  ITEM_STATES,
  SOURCE_KINDS,
  type ItemStatement,
} from './items.js';

// Cannot stand in any text of the rules by chance.
const MARK = 'Zq7x';
const marked = fc.string({ maxLength: 12 }).map((text) => `${MARK}${text}`);
const words = fc.constantFrom('N/A', 'unknown', '', ' - ', 'tbc', 'none', 'refused', '\u200b');
const value = fc.oneof(
  marked,
  words,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(marked, words), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(marked, words), { maxKeys: 3 }),
);
const time = fc.oneof(fc.constant('2031-01-17T21:42:00Z'), marked, words);
const text = fc.oneof(marked, words);

const statement = fc.record(
  {
    code: fc.constantFrom('full-name', 'sharing-agreement', ''),
    state: fc.constantFrom(...ITEM_STATES),
    value,
    absent: fc.constantFrom(...ABSENT_REASONS),
    sourceKind: fc.constantFrom(...SOURCE_KINDS),
    obtainedAt: time,
    confidence: fc.constantFrom(...CONFIDENCES),
    source: text,
    note: text,
    expectedBy: time,
    finder: fc.oneof(fc.record({ agency: text, unit: text }), text),
    searchedSystem: text,
    searchedFor: text,
    searchedAt: time,
    heldBy: text,
    originator: text,
    via: text,
  },
  { requiredKeys: ['code', 'state'] },
) as fc.Arbitrary<ItemStatement>;

// Complete as it is, so that many are accepted.
const complete = fc.constantFrom<ItemStatement>(
  { code: 'full-name', state: 'known', value: MARK },
  { code: 'full-name', state: 'unknown', absent: 'not-asked' },
  { code: 'full-name', state: 'withheld', absent: 'masked', heldBy: MARK },
  {
    code: 'full-name',
    state: 'unknown',
    absent: 'temp-unknown',
    expectedBy: '2031-01-17T21:42:00Z',
    finder: { agency: MARK, unit: MARK },
  },
  {
    code: 'full-name',
    state: 'unknown',
    absent: 'searched-not-found',
    searchedSystem: MARK,
    searchedFor: MARK,
    searchedAt: '2031-01-17T21:42:00Z',
  },
);

const oneChange = fc
  .tuple(complete, statement, fc.nat())
  .map(([whole, { code: _, ...other }, at]): ItemStatement => {
    const changes = Object.entries(other);
    const [name, changed] = changes[at % changes.length] ?? ['note', MARK];
    return { ...whole, [name]: changed };
  });

const any = fc.oneof(statement, oneChange);
const said = (one: ItemStatement, name: keyof ItemStatement): boolean => one[name] !== undefined;

describe('whatever is said of an item', () => {
  it('what is accepted has a value or a coded reason, never both, and what its reason demands', () => {
    let accepted = 0;
    fc.assert(
      fc.property(any, (one) => {
        if (checkStatement(one).length > 0) return;
        accepted += 1;
        expect(said(one, 'value')).not.toBe(said(one, 'absent'));
        expect(said(one, 'expectedBy') && said(one, 'finder')).toBe(one.absent === 'temp-unknown');
        expect(said(one, 'searchedFor') && said(one, 'searchedAt')).toBe(one.absent === 'searched-not-found');
        expect(said(one, 'heldBy')).toBe(one.absent === 'masked');
        if (one.absent !== undefined) expect(ABSENT_REASONS).toContain(one.absent);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('each fault has a known code and names a place that is there or should be', () => {
    fc.assert(
      fc.property(any, (one) => {
        for (const { pointer, code } of checkStatement(one)) {
          expect(ITEM_FAULTS as readonly string[]).toContain(code);
          expect(pointer).toMatch(/^(\/[a-zA-Z]+){0,2}$/);
          const empty = code === 'VALUE_OR_REASON_MISSING';
          expect(pointer === '').toBe(empty);
        }
      }),
    );
  });

  it('no fault quotes what was said', () => {
    fc.assert(
      fc.property(any, (one) => {
        expect(JSON.stringify(checkStatement(one))).not.toContain(MARK);
      }),
    );
  });

  it('the same statement always has the same faults', () => {
    fc.assert(
      fc.property(any, (one) => {
        expect(checkStatement(structuredClone(one))).toEqual(checkStatement(one));
      }),
    );
  });
});

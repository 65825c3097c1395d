import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ITEM_STATES, SOURCE_KINDS, type ItemStatement } from './items.js';
import { standing, type Said } from './standing.js';

let minute = 0;
const name = (from: string, statement: Partial<ItemStatement>, more: Partial<Said> = {}): Said => ({
  statement: { code: 'full-name', state: 'known', ...statement },
  from,
  at: `2031-01-17T21:${String(minute++ % 60).padStart(2, '0')}:00Z`,
  ...more,
});
const told = ({ value, absent }: ItemStatement) => (typeof value === 'string' ? value : String(absent));
const stands = (...all: Said[]) =>
  standing(all).map(({ state, statements }) => [
    state,
    ...statements.map(({ from, statement }) => `${from}: ${told(statement)}`),
  ]);

const NOT_ASKED = { state: 'unknown', absent: 'not-asked' } as const;
const DECLINED = { state: 'unknown', absent: 'asked-declined', sourceKind: 'person' } as const;
const CALLER = { state: 'reported-unconfirmed', value: 'Corvin', sourceKind: 'caller' } as const;
const CARD = { value: 'Corvin Aldmoor', sourceKind: 'document' } as const;

describe('what stands on an item', () => {
  it('is the newest statement of a source', () => {
    expect(stands(name('police', CALLER), name('police', { ...CALLER, value: 'Cor' }))).toEqual([
      ['reported-unconfirmed', 'police: Cor'],
    ]);
  });

  it('is every value where sources differ, and none is chosen', () => {
    expect(stands(name('police', CALLER), name('mh-trust', CARD), name('police', CARD))).toEqual([
      ['conflicting', 'police: Corvin', 'mh-trust: Corvin Aldmoor', 'police: Corvin Aldmoor'],
    ]);
  });

  it('is no conflict where sources say the same in other letters, or in their own words for one concept', () => {
    const coded = (term: string) => ({ value: { concept: 'at-height', term, relationship: 'equivalent' } });
    expect(stands(name('police', CARD), name('mh-trust', { value: 'corvin  aldmoor ' }))[0]?.[0]).toBe(
      'known',
    );
    expect(stands(name('police', coded('jumper')), name('mh-trust', coded('at height')))[0]?.[0]).toBe(
      'known',
    );
    const parts = [
      { family: 'A', given: 'B' },
      { given: 'B', family: 'A' },
    ];
    expect(stands(...parts.map((value, at) => name(`agency-${at}`, { value })))[0]?.[0]).toBe('known');
  });

  it('is no reason any more when its agency has a value, but the reason of another agency', () => {
    expect(stands(name('police', NOT_ASKED), name('mh-trust', NOT_ASKED), name('police', CALLER))).toEqual([
      ['reported-unconfirmed', 'mh-trust: not-asked', 'police: Corvin'],
    ]);
  });

  it('is a value and beside it why another source gave none', () => {
    expect(stands(name('police', CALLER), name('police', DECLINED))).toEqual([
      ['reported-unconfirmed', 'police: Corvin', 'police: asked-declined'],
    ]);
  });

  it('is as well known as its best value, whatever is said without one', () => {
    expect(stands(name('police', CALLER), name('mh-trust', { absent: 'as-text' }))).toEqual([
      ['reported-unconfirmed', 'police: Corvin', 'mh-trust: as-text'],
    ]);
  });

  it('is what an agency says without a source, in place of all that it said before', () => {
    expect(
      stands(name('police', CALLER), name('police', DECLINED), name('police', { value: 'Cor' })),
    ).toEqual([['known', 'police: Cor']]);
  });

  it('is what takes the place of what it corrects, whoever the source was', () => {
    const wrong = name('ambulance', CALLER, { eventId: 'event-1' });
    expect(stands(wrong, name('ambulance', CARD, { corrects: 'event-1' }))).toEqual([
      ['known', 'ambulance: Corvin Aldmoor'],
    ]);
    expect(stands(wrong, name('police', CARD, { corrects: 'event-1' }))[0]).toHaveLength(3);
  });

  it('is all that an agency told in one breath as conflicting', () => {
    const at = '2031-01-17T23:00:00Z';
    const both = ['A', 'B'].map((value) => name('police', { state: 'conflicting', value }, { at }));
    expect(stands(name('police', { state: 'conflicting', value: 'C' }), ...both)).toEqual([
      ['conflicting', 'police: A', 'police: B'],
    ]);
    expect(stands(name('police', CARD), ...both)).toEqual([['conflicting', 'police: A', 'police: B']]);
    expect(stands(...both, name('police', CARD), name('police', { value: 'A' }))).toEqual([
      ['known', 'police: A'],
    ]);
  });

  it('is never in conflict with what is said to be out of date', () => {
    expect(
      stands(name('mh-trust', { state: 'out-of-date', value: 'Aldmore' }), name('police', CARD)),
    ).toEqual([['known', 'mh-trust: Aldmore', 'police: Corvin Aldmoor']]);
    expect(stands(name('mh-trust', { state: 'out-of-date', value: 'Aldmore' }))[0]?.[0]).toBe('out-of-date');
  });

  it('keeps what was passed on beside what its originator said itself', () => {
    const passedOn = name('ambulance', { value: 'Corvin', originator: 'police' });
    expect(stands(name('police', CARD), passedOn)).toEqual([
      ['conflicting', 'police: Corvin Aldmoor', 'ambulance: Corvin'],
    ]);
    expect(stands(name('ambulance', { value: 'Cor' }), passedOn)).toHaveLength(1);
    expect(stands(name('ambulance', { value: 'Cor' }), passedOn)[0]).toHaveLength(3);
  });
});

const said: fc.Arbitrary<Said> = fc
  .record({
    item: fc.constantFrom('full-name', 'phone'),
    state: fc.constantFrom(...ITEM_STATES),
    value: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
    sourceKind: fc.option(fc.constantFrom(...SOURCE_KINDS.slice(0, 2)), { nil: undefined }),
    from: fc.constantFrom('police', 'ambulance'),
    at: fc.constantFrom('2031-01-17T21:42:00Z', '2031-01-17T21:43:00Z'),
  })
  .map(({ item, state, value, sourceKind, from, at }) => ({
    statement: {
      code: item,
      state,
      ...(value === undefined ? { absent: 'unknown' } : { value }),
      ...(sourceKind && { sourceKind }),
    },
    from,
    at,
  }));

describe('whatever is said in a case', () => {
  it('what was said last on an item stands, and nothing stands that was not said', () => {
    fc.assert(
      fc.property(fc.array(said), (all) => {
        const found = standing(all);
        expect(found.map(({ code }) => code)).toEqual([...new Set(all.map((one) => one.statement.code))]);
        for (const { code, statements } of found) {
          expect(statements.at(-1)).toBe(all.findLast((one) => one.statement.code === code));
          expect(all).toEqual(expect.arrayContaining([...statements]));
        }
      }),
    );
  });

  it('what one agency says never takes away what another said', () => {
    fc.assert(
      fc.property(fc.array(said), (all) => {
        const ofPolice = (list: readonly Said[]) =>
          standing(list).flatMap(({ statements }) => statements.filter(({ from }) => from === 'police'));
        const alone = ofPolice(all.filter(({ from }) => from === 'police'));
        expect(new Set(ofPolice(all))).toEqual(new Set(alone));
      }),
    );
  });

  it('what stands stands when it is said again', () => {
    fc.assert(
      fc.property(fc.array(said), (all) => {
        const once = standing(all);
        expect(standing(once.flatMap(({ statements }) => statements))).toEqual(once);
      }),
    );
  });
});

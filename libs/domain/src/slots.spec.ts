import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SLOT_STATES, missingFor, openSlots, slotsAfter, type Slot } from './slots.js';

const ASSESSMENT = {
  slots: [
    { code: 'amhp', skills: ['amhp'] },
    { code: 's12-doctor', skills: ['s12-doctor'] },
    { code: 'second-doctor', skills: ['registered-doctor', 's12-doctor'] },
  ],
  outcomeNeeds: [{ outcome: 'application-made', all: ['amhp'], anyOf: ['s12-doctor', 'second-doctor'] }],
};
const DOCTORS = ['s12-doctor', 'second-doctor'];

/** Slots by the first letter of the state: `f`illed, `o`pen, fallen `t`hrough; `-` says nothing. */
const slots = (amhp: string, first: string, second: string): readonly Slot[] =>
  [amhp, first, second].flatMap((letter, i) => {
    const slot = ASSESSMENT.slots[i]?.code ?? '';
    if (letter === '-') return [];
    const state = letter === 'f' ? 'filled' : letter === 'o' ? 'open' : 'fallen-through';
    return [{ slot, state }];
  });

describe('the slots of a task', () => {
  it('are open at first, in the order of the kind', () => {
    expect(openSlots(ASSESSMENT)).toEqual(slots('o', 'o', 'o'));
    expect(openSlots({})).toEqual([]);
  });

  it.each([
    ['is filled', slots('o', 'o', 'o'), slots('f', '-', '-'), slots('f', 'o', 'o')],
    ['falls through', slots('f', 'f', 'o'), slots('-', 't', '-'), slots('f', 't', 'o')],
    ['is filled again', slots('f', 't', 'o'), slots('-', 'f', '-'), slots('f', 'f', 'o')],
    ['is opened again', slots('f', 'f', 'o'), slots('o', '-', '-'), slots('o', 'f', 'o')],
    ['was not spoken of before', [], slots('-', 'f', '-'), slots('-', 'f', '-')],
    [
      'is spoken of twice in one word',
      slots('o', 'o', 'o'),
      [...slots('f', '-', '-'), ...slots('t', '-', '-')],
      slots('t', 'o', 'o'),
    ],
  ])('change when one %s', (_name, before, changes, after) => {
    expect(slotsAfter(before, changes)).toEqual(after);
  });
});

describe('an application under the Mental Health Act', () => {
  it.each([
    ['with nobody', slots('o', 'o', 'o'), [['amhp'], DOCTORS]],
    ['with nothing said of anybody', slots('-', '-', '-'), [['amhp'], DOCTORS]],
    ['with the AMHP alone', slots('f', 'o', 'o'), [DOCTORS]],
    ['with the AMHP and the section 12 doctor', slots('f', 'f', 'o'), []],
    ['with the AMHP and another doctor', slots('f', 'o', 'f'), []],
    ['with all three', slots('f', 'f', 'f'), []],
    ['with doctors and no AMHP', slots('o', 'f', 'f'), [['amhp']]],
    ['with an AMHP who cannot come after all', slots('t', 'f', 'f'), [['amhp']]],
    ['with doctors who cannot come after all', slots('f', 't', 't'), [DOCTORS]],
  ])('%s', (_name, filled, missing) => {
    expect(missingFor(ASSESSMENT, 'application-made', filled)).toEqual(missing);
  });

  it('is the only outcome that needs anybody', () => {
    expect(missingFor(ASSESSMENT, 'not-assessed', slots('o', 'o', 'o'))).toEqual([]);
    expect(missingFor({}, 'application-made', [])).toEqual([]);
  });
});

const word: fc.Arbitrary<Slot> = fc.record({
  slot: fc.constantFrom('amhp', 's12-doctor', 'second-doctor', 'interpreter'),
  state: fc.constantFrom(...SLOT_STATES),
});
const words = fc.array(word, { maxLength: 8 });

describe('whatever is said of slots', () => {
  it('in one word or in several comes to the same, and a word said again changes nothing', () => {
    fc.assert(
      fc.property(words, words, words, (start, first, then) => {
        const before = slotsAfter([], start);
        const after = slotsAfter(slotsAfter(before, first), then);
        expect(slotsAfter(before, [...first, ...then])).toEqual(after);
        expect(slotsAfter(after, then)).toEqual(after);
      }),
    );
  });

  it('each slot stands once, with the last word on it', () => {
    fc.assert(
      fc.property(words, words, (start, changes) => {
        const after = slotsAfter(slotsAfter([], start), changes);
        expect(new Set(after.map(({ slot }) => slot)).size).toBe(after.length);
        for (const { slot, state } of after) {
          expect([...start, ...changes].findLast((said) => said.slot === slot)?.state).toBe(state);
        }
      }),
    );
  });

  it('filling one more slot never makes anything missing that was not', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('amhp', 's12-doctor', 'second-doctor'), (start, slot) => {
        const before = slotsAfter([], start);
        const missing = missingFor(ASSESSMENT, 'application-made', before);
        const after = slotsAfter(before, [{ slot, state: 'filled' }]);
        const still = missingFor(ASSESSMENT, 'application-made', after);
        expect(missing).toEqual(expect.arrayContaining([...still]));
        expect(still.flat()).not.toContain(slot);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lexiconOf, type KnownCode, type LexiconData } from './terms-lexicon.js';
import { RELATIONSHIPS, type FalseFriend, type TermMapping, type TermSet } from './terms.js';
import { WORD_REFUSALS, toCode, toWords } from './translation.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const CODES = ['alpha', 'beta', 'gamma'];
/** Few enough that words clash all the time, and one of them is spelled like a code. */
const WORDS = ['job', 'Job', 'patient', '136', 'alpha', 'walk-out'];
const SETS: readonly TermSet[] = ['concept', 'taskKind'];

const codes: readonly KnownCode[] = CODES.map((code) => ({ code, label: code }));
const setOf = fc.constantFrom(...SETS);
const agencyOf = fc.constantFrom(...AGENCIES);
const wordOf = fc.constantFrom(...WORDS);
const codeOf = fc.constantFrom(...CODES);

const mapping: fc.Arbitrary<TermMapping> = fc.record({
  set: setOf,
  agency: agencyOf,
  code: codeOf,
  term: wordOf,
  relationship: fc.constantFrom(...RELATIONSHIPS),
});

const falseFriend: fc.Arbitrary<FalseFriend> = fc.record({
  words: fc.uniqueArray(wordOf, { minLength: 1, maxLength: 2 }),
  means: fc.dictionary(agencyOf, fc.option(codeOf), { maxKeys: 3 }),
  ask: fc.constant('Which?'),
});

const dataOf: fc.Arbitrary<LexiconData> = fc.record({
  agencies: fc.constant(AGENCIES),
  mappings: fc.array(mapping, { maxLength: 14 }),
  falseFriends: fc.array(falseFriend, { maxLength: 2 }),
  codes: fc.constant({
    concept: codes,
    taskKind: codes,
    unit: [],
    declineReason: [],
    outcome: [],
    item: [],
  }),
  wordless: fc.constant([]),
});

const RUNS = { numRuns: 1_000 };

describe('Whatever the words of a directory are', () => {
  it('translating to an own word and back never changes the shared code', () => {
    fc.assert(
      fc.property(dataOf, setOf, agencyOf, codeOf, (data, set, agency, code) => {
        const lexicon = lexiconOf(data);
        const { word, relationship, others } = toWords(lexicon, { set, agency, code });
        const words = relationship === undefined ? [] : [word, ...others.map((other) => other.word)];
        for (const one of words) {
          const back = toCode(lexicon, { set, agency, word: one });
          expect('code' in back ? back.code : code).toBe(code);
        }
      }),
      RUNS,
    );
  });

  it('each is answered with a code that its agency gave it, or with a named refusal', () => {
    fc.assert(
      fc.property(dataOf, (data) => {
        const lexicon = lexiconOf(data);
        for (const { set, agency, term } of data.mappings) {
          const answer = toCode(lexicon, { set, agency, word: term });
          if ('refused' in answer) {
            expect(WORD_REFUSALS).toHaveProperty(answer.refused);
            expect(answer.refused).not.toBe('UNKNOWN_WORD');
          } else if (answer.word !== undefined) {
            expect(meant(data, { set, agency, word: answer.word })).toContain(answer.code);
          }
        }
      }),
      RUNS,
    );
  });

  it('no word passes between two agencies of which the one means this code by it and the other that one', () => {
    fc.assert(
      fc.property(
        dataOf,
        setOf,
        wordOf,
        fc.shuffledSubarray(AGENCIES, { minLength: 2 }),
        (data, set, word, two) => {
          const [agency = '', addressee = ''] = two;
          const lexicon = lexiconOf(data);
          const there = toCode(lexicon, { set, word, agency, addressee });
          const back = toCode(lexicon, { set, word, agency: addressee, addressee: agency });
          if ('code' in there && 'code' in back) expect(back.code).toBe(there.code);
        },
      ),
      RUNS,
    );
  });

  it('a word that passes where nobody is named passes to each agency, as the same code', () => {
    fc.assert(
      fc.property(dataOf, setOf, wordOf, agencyOf, (data, set, word, agency) => {
        const lexicon = lexiconOf(data);
        const open = toCode(lexicon, { set, word, agency });
        if ('refused' in open) return;
        for (const addressee of AGENCIES) {
          expect(toCode(lexicon, { set, word, agency, addressee })).toEqual(open);
        }
      }),
      RUNS,
    );
  });

  it('the shared code itself always passes', () => {
    fc.assert(
      fc.property(dataOf, setOf, agencyOf, codeOf, (data, set, agency, code) => {
        expect(toCode(lexiconOf(data), { set, agency, word: code })).toEqual({
          code,
          relationship: 'equivalent',
        });
      }),
    );
  });
});

function meant(
  { mappings, falseFriends }: LexiconData,
  { set, agency, word }: { readonly set: TermSet; readonly agency: string; readonly word: string },
): readonly unknown[] {
  const isWord = (other: string): boolean => other.toLowerCase() === word.toLowerCase();
  const listed = falseFriends.filter(({ words }) => words.some(isWord)).map(({ means }) => means[agency]);
  const mapped = mappings.filter((one) => one.set === set && one.agency === agency && isWord(one.term));
  return [
    ...mapped.filter((one) => one.relationship !== 'not-related-to').map(({ code }) => code),
    ...listed,
  ];
}

import { describe, expect, it } from '@jest/globals';
import {
  TERM_SETS,
  WORD_REFUSALS,
  bothWords,
  clockOf,
  gradeFor,
  normaliseWord,
  r4Equivalence,
  r5Relationship,
  toCode,
  toWords,
  urgencyOf,
  type TermSet,
} from '#domain';
import { termsOf } from './directory-words.js';
import { lexiconOfData } from './lexicon.js';
import { loadDirectory } from './load.js';

const data = loadDirectory();
const lexicon = lexiconOfData(data);
const mappings = termsOf(data);
const agencies = data.agencies.map(({ code }) => code);
const related = mappings.filter(({ relationship }) => relationship !== 'not-related-to');
const meantBy = (agency: string, set: TermSet, word: string): readonly string[] =>
  related
    .filter(
      (one) => one.agency === agency && one.set === set && normaliseWord(one.term) === normaliseWord(word),
    )
    .map(({ code }) => code);
const say = (agency: string, word: string, addressee?: string) =>
  toCode(lexicon, { set: 'concept', agency, word, ...(addressee === undefined ? {} : { addressee }) });

describe("the agencies' words in the shipped directory", () => {
  it('never change the shared code when it is put into words and back', () => {
    const places = new Map(mappings.map((one) => [`${one.set} ${one.agency} ${one.code}`, one]));
    expect(places.size).toBeGreaterThan(500);
    for (const { set, agency, code } of places.values()) {
      const { word, relationship } = toWords(lexicon, { set, agency, code });
      const back = relationship === undefined ? undefined : toCode(lexicon, { set, agency, word });
      expect(back && 'code' in back ? back.code : code).toBe(code);
    }
  });

  it('are each answered with a code that the agency gave it, or with a named refusal', () => {
    for (const { set, agency, term } of mappings) {
      for (const addressee of agencies) {
        const answer = toCode(lexicon, { set, agency, word: term, addressee });
        if ('code' in answer) expect(meantBy(agency, set, term)).toContain(answer.code);
        else expect(Object.keys(WORD_REFUSALS)).toContain(answer.refused);
        expect(answer).not.toMatchObject({ refused: 'UNKNOWN_WORD' });
      }
    }
  });

  it('pass without refusal where they stand for the codes of tasks', () => {
    for (const { set, agency, term, code } of data.words) {
      for (const addressee of agencies) {
        expect(toCode(lexicon, { set, agency, word: term, addressee })).toMatchObject({ code });
      }
    }
  });

  it('are no code of something else: whoever writes a code means it', () => {
    const codes = new Map(
      TERM_SETS.map((set) => [set, new Set([...(lexicon.labels.get(set)?.keys() ?? [])])] as const),
    );
    expect(mappings.filter(({ set, term, code }) => term !== code && codes.get(set)?.has(term))).toEqual([]);
  });

  it('keep their direction at the FHIR R4 edge', () => {
    for (const { relationship } of mappings) {
      expect(r5Relationship(r4Equivalence(relationship))).toBe(relationship);
    }
    const detainee = mappings.find(({ agency, term }) => agency === 'police' && term === 'detainee');
    expect(detainee && r4Equivalence(detainee.relationship)).toBe('wider');
  });

  it('are shown to every receiver, with a sentence where something is lost', () => {
    for (const { set, code, term, relationship } of related) {
      for (const receiver of agencies) {
        const shown = bothWords(lexicon, { set, code, receiver, sent: { word: term, relationship } });
        const isExact = relationship === 'equivalent' && shown.receiver.relationship === 'equivalent';
        expect(shown.lossy).toBe(!isExact);
        expect(shown.receiver.word).not.toBe('');
      }
    }
  });
});

describe('the false friends in the shipped directory', () => {
  it('never pass between two agencies that take them for different things', () => {
    for (const { words, means, ask } of data.falseFriends) {
      const pairs = Object.entries(means).flatMap(([from, own]) =>
        Object.entries(means).flatMap(([to, theirs]) =>
          from !== to && (own === null || own !== theirs) ? [{ from, to, theirs }] : [],
        ),
      );
      for (const { from, to, theirs } of pairs) {
        for (const word of words) {
          const takenFor = [{ agency: to, code: theirs }];
          expect(say(from, word, to)).toEqual({ refused: 'FALSE_FRIEND', word, takenFor, ask });
        }
      }
    }
  });

  it.each([
    ['police', '136', 'mh-trust', 'health-based-place-of-safety'],
    ['police', 'warrant', 'social-care', 's135-1-warrant'],
    ['police', 'capacity', 'mh-trust', 'mental-capacity'],
    ['mh-trust', 'place of safety', 'voluntary', 'crisis-alternative-space'],
    ['acute-hospital', 'AWOL', 'mh-trust', 'absent-without-leave'],
    ['police', 'next of kin', 'acute-hospital', 'nearest-relative'],
  ])('are named with what would be understood: %s says "%s" to %s', (agency, word, addressee, code) => {
    expect(say(agency, word, addressee)).toMatchObject({
      refused: 'FALSE_FRIEND',
      takenFor: [{ agency: addressee, code }],
    });
  });

  it('pass where both mean the same', () => {
    expect(say('police', '136', 'ambulance')).toMatchObject({ code: 'detained-s136', word: '136' });
    expect(say('ambulance', 'capacity', 'mh-trust')).toMatchObject({ code: 'mental-capacity' });
  });
});

describe('the urgency scales in the shipped directory', () => {
  const levels = data.scales.flatMap((scale) => scale.levels.map((level) => ({ scale, level })));

  it('are read in the words of the agency that grades by them', () => {
    for (const { scale, level } of levels) {
      const grade = `${scale.code}.${level.code}`;
      expect(gradeFor(data.scales, { agency: scale.owner, word: level.word })).toEqual({
        grade,
        word: level.word,
      });
      expect(gradeFor(data.scales, { word: grade })).toEqual({ grade });
    }
  });

  it('keep the minutes and the event of their own grade, whatever band it is sorted under', () => {
    for (const { scale, level } of levels) {
      expect(clockOf(data.scales, `${scale.code}.${level.code}`)).toEqual({
        minutes: level.minutes,
        clockTo: scale.clockTo,
      });
    }
    const sorted = ['ambulance-arp.c3', 'ambulance-arp.c4', 'uk-mhts.b'];
    expect(sorted.map((grade) => urgencyOf(data.crosswalk, grade))).toMatchObject(
      sorted.map(() => ({ urgency: 'u3-within-4-hours' })),
    );
    expect(sorted.map((grade) => clockOf(data.scales, grade))).toEqual([
      { minutes: 120, clockTo: 'arrival of the right resource' },
      { minutes: 180, clockTo: 'arrival of the right resource' },
      { minutes: 240, clockTo: 'first face-to-face contact' },
    ]);
  });

  it.each(['ed-4h.four-hour', 'nhs111-mh.answer'])('refuse to sort what is no response: %s', (grade) => {
    expect(urgencyOf(data.crosswalk, grade)).toMatchObject({ refused: 'NOT_A_RESPONSE_TIME', grade });
  });

  it.each(['Urgent', 'urgent', 'Emergency'])('do not read the label that many share: %s', (word) => {
    expect(gradeFor(data.scales, { agency: 'mh-trust', word })).toMatchObject({ refused: 'UNKNOWN_GRADE' });
  });
});

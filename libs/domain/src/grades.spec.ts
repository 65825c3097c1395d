import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockOf, gradeFor, urgencyOf, type CrosswalkRow, type Scale } from './grades.js';
import * as grades from './grades.js';

const SCALES: readonly Scale[] = [
  {
    code: 'categories',
    label: 'Ambulance categories',
    owner: 'ambulance',
    clockTo: 'arrival of the right resource',
    levels: [
      { code: 'c3', word: 'C3', label: 'Urgent', minutes: 120 },
      { code: 'c4', word: 'C4', label: 'Less urgent', minutes: 180 },
      { code: 'c5', word: 'C5', minutes: null },
    ],
  },
  {
    code: 'triage',
    label: 'Triage scale',
    owner: 'mh-trust',
    clockTo: 'first face-to-face contact',
    levels: [{ code: 'b', word: 'B', label: 'Very urgent', minutes: 240 }],
  },
  {
    code: 'priority',
    label: 'Priority codes',
    owner: 'mh-trust',
    clockTo: 'face-to-face contact by a crisis service',
    levels: [{ code: '4', word: '4', label: 'Very urgent', minutes: 240 }],
  },
  {
    code: 'grades',
    label: 'Police grades',
    owner: 'police',
    clockTo: 'officer at scene',
    levels: [{ code: '4', word: '4', minutes: null }],
  },
  {
    code: 'exit',
    label: 'Four-hour standard',
    owner: 'acute-hospital',
    clockTo: 'leaving the department',
    levels: [{ code: 'four-hour', word: 'four-hour', minutes: 240 }],
  },
];

const CROSSWALK: readonly CrosswalkRow[] = [
  { grade: 'categories.c3', urgency: 'within-4-hours', relationship: 'source-is-narrower-than-target' },
  {
    grade: 'categories.c4',
    urgency: 'within-4-hours',
    relationship: 'source-is-narrower-than-target',
    loss: 'C3 and C4 merge',
  },
  { grade: 'categories.c5', urgency: 'no-visit', relationship: 'related-to' },
  { grade: 'triage.b', urgency: 'within-4-hours', relationship: 'equivalent' },
  { grade: 'priority.4', urgency: 'within-4-hours', relationship: 'equivalent' },
  { grade: 'grades.4', urgency: 'no-visit', relationship: 'equivalent' },
  { grade: 'exit.four-hour', urgency: null, relationship: null, loss: 'measures an exit' },
];

describe("An agency's own word for how urgent it is", () => {
  it.each([
    ['ambulance', 'C3', 'categories.c3'],
    ['ambulance', ' c3 ', 'categories.c3'],
    ['mh-trust', '4', 'priority.4'],
    ['police', '4', 'grades.4'],
  ])('is a grade of its own scale: %s says %j', (agency, word, grade) => {
    expect(gradeFor(SCALES, { agency, word })).toMatchObject({ grade });
  });

  it('travels beside the grade as the scale writes it, unless the grade itself was given', () => {
    expect(gradeFor(SCALES, { agency: 'ambulance', word: 'c4' })).toEqual({
      grade: 'categories.c4',
      word: 'C4',
    });
    expect(gradeFor(SCALES, { agency: 'ambulance', word: 'categories.c4' })).toEqual({
      grade: 'categories.c4',
    });
  });

  it('is refused where it is a level of several scales, and all are named', () => {
    expect(gradeFor(SCALES, { word: '4' })).toEqual({
      refused: 'AMBIGUOUS_GRADE',
      word: '4',
      grades: ['priority.4', 'grades.4'],
    });
  });

  it('is refused where the agency has no such grade, and the nearest are named', () => {
    expect(gradeFor(SCALES, { agency: 'ambulance', word: 'C6' })).toEqual({
      refused: 'UNKNOWN_GRADE',
      word: 'C6',
      nearest: ['C3', 'C4', 'C5'],
    });
  });

  it.each(['Urgent', 'Very urgent'])('is never a label that other scales use too: %s', (word) => {
    expect(gradeFor(SCALES, { word })).toMatchObject({ refused: 'UNKNOWN_GRADE' });
  });

  it("is not a grade of another agency's scale", () => {
    expect(gradeFor(SCALES, { agency: 'police', word: 'categories.c3' })).toMatchObject({
      refused: 'UNKNOWN_GRADE',
    });
  });
});

describe('A grade', () => {
  it('is sorted under a band, with what is lost by it', () => {
    expect(urgencyOf(CROSSWALK, 'categories.c4')).toEqual({
      urgency: 'within-4-hours',
      relationship: 'source-is-narrower-than-target',
      loss: 'C3 and C4 merge',
    });
  });

  it('is refused where it measures something else than a response', () => {
    expect(urgencyOf(CROSSWALK, 'exit.four-hour')).toEqual({
      refused: 'NOT_A_RESPONSE_TIME',
      grade: 'exit.four-hour',
      loss: 'measures an exit',
    });
  });

  it('is refused where nobody knows it', () => {
    expect(urgencyOf(CROSSWALK, 'categories.c6')).toMatchObject({ refused: 'UNKNOWN_GRADE' });
    expect(clockOf(SCALES, 'categories.c6')).toMatchObject({ refused: 'UNKNOWN_GRADE' });
  });

  it('promises none where its scale does not', () => {
    expect(clockOf(SCALES, 'categories.c5')).toEqual({
      minutes: null,
      clockTo: 'arrival of the right resource',
    });
  });
});

describe('Grades of one band', () => {
  const ALIKE = ['categories.c3', 'categories.c4', 'triage.b', 'priority.4'];

  it('keep their own minutes, each to the event of its own scale', () => {
    expect(new Set(ALIKE.map((grade) => bandOf(grade)))).toEqual(new Set(['within-4-hours']));
    expect(ALIKE.map((grade) => clockOf(SCALES, grade))).toEqual([
      { minutes: 120, clockTo: 'arrival of the right resource' },
      { minutes: 180, clockTo: 'arrival of the right resource' },
      { minutes: 240, clockTo: 'first face-to-face contact' },
      { minutes: 240, clockTo: 'face-to-face contact by a crisis service' },
    ]);
  });

  it('are not reached from the band: it has no minutes and is no grade of anybody', () => {
    const every = fc.constantFrom(...CROSSWALK.map(({ grade }) => grade));
    fc.assert(
      fc.property(every, fc.constantFrom(...SCALES.map(({ owner }) => owner)), (grade, agency) => {
        const banded = urgencyOf(CROSSWALK, grade);
        if ('refused' in banded) return;
        expect(Object.keys(banded)).not.toContain('minutes');
        expect(clockOf(SCALES, banded.urgency)).toMatchObject({ refused: 'UNKNOWN_GRADE' });
        expect(urgencyOf(CROSSWALK, banded.urgency)).toMatchObject({ refused: 'UNKNOWN_GRADE' });
        expect(gradeFor(SCALES, { agency, word: banded.urgency })).toMatchObject({
          refused: 'UNKNOWN_GRADE',
        });
      }),
    );
  });

  it('never become one another: nothing here takes a grade and gives one back', () => {
    const asked = Object.entries(grades).filter(([, one]) => typeof one === 'function');
    expect(asked.map(([name]) => name).sort()).toEqual(['clockOf', 'gradeFor', 'urgencyOf']);
    for (const { grade } of CROSSWALK) {
      const owner = SCALES.find(({ code }) => grade.startsWith(`${code}.`))?.owner;
      for (const agency of SCALES.map((scale) => scale.owner).filter((one) => one !== owner)) {
        expect(gradeFor(SCALES, { agency, word: grade })).toMatchObject({ refused: 'UNKNOWN_GRADE' });
      }
      expect(gradeFor(SCALES, { word: grade })).toEqual({ grade });
    }
  });
});

function bandOf(grade: string): string | undefined {
  const banded = urgencyOf(CROSSWALK, grade);
  return 'urgency' in banded ? banded.urgency : undefined;
}

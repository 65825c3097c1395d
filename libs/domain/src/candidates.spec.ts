import { describe, expect, it } from '@jest/globals';
import type { CandidateNeed, CandidateWorld } from './candidate-world.js';
import { rankCandidates, type Candidate } from './candidates.js';
import type { Roster } from './roster.js';
import { SHORTFALLS, type Shortfall, type ShortfallCode } from './shortfalls.js';
import {
  NOON,
  assessment,
  entry,
  hours,
  need,
  rosterOf,
  shiftOf,
  visit,
  worldWith,
} from './staffing-example.js';

interface Row {
  /** What somebody sees. */
  readonly says: string;
  readonly of?: string;
  readonly need?: Partial<CandidateNeed>;
  readonly rosters?: readonly Roster[];
  readonly world?: Partial<CandidateWorld>;
  readonly expect: readonly Shortfall[];
}

const staffed = [rosterOf([shiftOf()])];
const night = { at: NOON + 12 * 3_600_000, leasesAt: NOON };

const TABLE: Readonly<Record<ShortfallCode | 'nothing', readonly Row[]>> = {
  nothing: [
    { says: 'a nurse is there', expect: [] },
    {
      says: 'the other of two skills is enough',
      rosters: [rosterOf([shiftOf({ skill: 'worker' })])],
      expect: [],
    },
    {
      says: 'one worker has the skill, the age group and one of the languages',
      need: { ageGroup: 'under-18', languages: ['pl', 'uk'] },
      rosters: [rosterOf([shiftOf({ ageGroups: ['under-18'], languages: ['uk'] })])],
      expect: [],
    },
    { says: 'it serves the area', need: { area: 'north' }, expect: [] },
    {
      says: 'it has a place',
      rosters: [rosterOf([shiftOf()], { places: [{ unit: 'crisis-team', free: 1 }] })],
      expect: [],
    },
    {
      says: 'at night the night team is open',
      of: 'mh-trust/night-team',
      rosters: [rosterOf([shiftOf({ unit: 'night-team', until: hours(20) })])],
      world: night,
      expect: [],
    },
    { says: 'the asker has nothing to tell', need: { itemsKnown: [] }, expect: [] },
    {
      says: 'one item of several may travel',
      need: { itemsKnown: ['crisis-plan', 'full-name'] },
      expect: [],
    },
    {
      says: 'a suite has the staff of the place in which it lies',
      of: 'mh-trust/suite-1',
      rosters: [rosterOf([shiftOf({ unit: 'place-of-safety' })])],
      expect: [],
    },
    {
      says: 'somebody who is employed elsewhere makes up the rest of the set',
      need: { kind: assessment.code, itemsKnown: [] },
      rosters: [rosterOf([shiftOf({ skill: 'approved' })])],
      expect: [],
    },
  ],
  'not-asked-for-this': [
    {
      says: 'the agency may not be asked',
      of: 'ambulance/crew',
      need: { itemsKnown: [] },
      rosters: [rosterOf([shiftOf({ unit: 'crew' })], { agency: 'ambulance' })],
      expect: [{ code: 'not-asked-for-this', kind: visit.code, mayBeAsked: ['mh-trust'] }],
    },
    {
      says: 'the asker may not ask',
      need: { asker: { agency: 'ambulance', unit: 'crew' } },
      expect: [{ code: 'not-asked-for-this', kind: visit.code, mayBeRequestedBy: ['police'] }],
    },
    {
      says: 'there is no such kind',
      need: { kind: 'rescue' },
      expect: [{ code: 'not-asked-for-this', kind: 'rescue' }],
    },
  ],
  'no-agreement': [
    {
      says: 'no rule names the items',
      need: { itemsKnown: ['crisis-plan'] },
      expect: [{ code: 'no-agreement', items: ['crisis-plan'] }],
    },
    {
      says: 'the agreement has ended',
      world: { at: Date.parse('2027-01-01T12:00:00Z'), leasesAt: NOON },
      rosters: [rosterOf([shiftOf({ until: '2027-02-01T00:00:00Z' })])],
      expect: [{ code: 'no-agreement', items: ['area'] }],
    },
  ],
  'no-legal-power': [
    {
      says: 'the one role of the set that the agency has is not on shift',
      need: { kind: assessment.code, itemsKnown: [] },
      expect: [{ code: 'no-legal-power', skills: ['approved'] }],
    },
    {
      says: 'a helper is there, but nobody with the power',
      need: { kind: entry.code, itemsKnown: [] },
      rosters: [rosterOf([shiftOf({ skill: 'worker' })])],
      expect: [{ code: 'no-legal-power', skills: ['approved'], power: 'power-of-entry' }],
    },
  ],
  'outside-area': [
    {
      says: 'it serves another area',
      need: { area: 'south' },
      expect: [{ code: 'outside-area', area: 'south', areas: ['north'] }],
    },
  ],
  closed: [
    {
      says: 'at noon the night team is closed',
      of: 'mh-trust/night-team',
      rosters: [rosterOf([shiftOf({ unit: 'night-team' })])],
      expect: [{ code: 'closed', opens: '20:00', closes: '08:00' }],
    },
  ],
  'no-skill-on-shift': [
    {
      says: 'it says that nobody is there',
      rosters: [rosterOf([])],
      expect: [{ code: 'no-skill-on-shift', skills: ['nurse', 'worker'] }],
    },
    {
      says: 'a row counts nobody',
      rosters: [rosterOf([shiftOf({ count: 0 })])],
      expect: [{ code: 'no-skill-on-shift', skills: ['nurse', 'worker'] }],
    },
    {
      says: 'the shift has ended',
      world: night,
      rosters: [rosterOf([shiftOf()])],
      expect: [{ code: 'no-skill-on-shift', skills: ['nurse', 'worker'] }],
    },
  ],
  'age-group': [
    {
      says: 'the nurse sees adults only',
      need: { ageGroup: 'under-18' },
      rosters: [rosterOf([shiftOf({ ageGroups: ['18-64', '65-and-over'] })])],
      expect: [{ code: 'age-group', ageGroup: 'under-18' }],
    },
  ],
  language: [
    {
      says: 'the nurse speaks English only',
      need: { languages: ['pl'] },
      expect: [{ code: 'language', languages: ['pl'] }],
    },
    {
      says: 'one speaks Polish and another one sees children, but nobody does both',
      need: { ageGroup: 'under-18', languages: ['pl'] },
      rosters: [
        rosterOf([
          shiftOf({ languages: ['pl'], ageGroups: ['18-64'] }),
          shiftOf({ ageGroups: ['under-18'] }),
        ]),
      ],
      expect: [{ code: 'language', languages: ['pl'] }],
    },
  ],
  full: [
    {
      says: 'it has no place',
      rosters: [rosterOf([shiftOf()], { places: [{ unit: 'crisis-team', free: 0 }] })],
      expect: [{ code: 'full' }],
    },
    {
      says: 'each of its suites is full',
      of: 'mh-trust/place-of-safety',
      rosters: [
        rosterOf([shiftOf({ unit: 'place-of-safety' })], {
          units: ['place-of-safety', 'suite-1', 'suite-2'],
          places: [
            { unit: 'suite-1', free: 0 },
            { unit: 'suite-2', free: 0 },
          ],
        }),
      ],
      expect: [{ code: 'full' }],
    },
  ],
  'roster-unknown': [
    { says: 'nobody published', rosters: [], expect: [{ code: 'roster-unknown' }] },
    {
      says: 'its agency speaks of other units only',
      of: 'mh-trust/place-of-safety',
      expect: [{ code: 'roster-unknown' }],
    },
    {
      says: 'of its staff nothing is known, so nothing is said against it',
      rosters: [],
      need: { ageGroup: 'under-18', languages: ['pl'] },
      expect: [{ code: 'roster-unknown' }],
    },
  ],
  'roster-stale': [
    {
      says: 'the lease has passed',
      rosters: [rosterOf([shiftOf()], { leaseUntil: hours(-0.5) })],
      expect: [{ code: 'roster-stale', leaseUntil: hours(-0.5) }],
    },
  ],
};

const ROWS = Object.entries(TABLE).flatMap(([code, rows]) =>
  rows.map((row) => [code, row.says, row] as const),
);

const ranked = (row: Row): readonly Candidate[] =>
  rankCandidates({ ...need, ...row.need }, worldWith(row.rosters ?? staffed, row.world));

const named = (candidates: readonly Candidate[], name: string): Candidate => {
  const found = candidates.find(({ unit }) => `${unit.agency}/${unit.unit}` === name);
  if (!found) throw new Error(`${name} is no candidate`);
  return found;
};

describe('what a unit lacks for a need', () => {
  it.each(ROWS)('%s: %s', (_code, _says, row) => {
    const { shortfalls, fits } = named(ranked(row), row.of ?? 'mh-trust/crisis-team');
    expect(shortfalls).toEqual(row.expect);
    expect(fits).toBe(row.expect.length === 0);
  });

  it('has a meaning and an example for every code', () => {
    expect(
      Object.keys(TABLE)
        .filter((code) => code !== 'nothing')
        .sort(),
    ).toEqual(Object.keys(SHORTFALLS).sort());
  });

  it('is all said at once, the hardest first', () => {
    const all = {
      languages: ['pl'],
      ageGroup: 'under-18',
      area: 'south',
      itemsKnown: ['crisis-plan'],
    } as const;
    const roster = rosterOf([], { leaseUntil: hours(-1), places: [{ unit: 'crisis-team', free: 0 }] });
    const { shortfalls } = named(
      rankCandidates({ ...need, ...all }, worldWith([roster])),
      'mh-trust/crisis-team',
    );
    expect(shortfalls.map(({ code }) => code)).toEqual([
      'no-agreement',
      'outside-area',
      'no-skill-on-shift',
      'age-group',
      'language',
      'full',
      'roster-stale',
    ]);
  });

  it('names who has to come from somewhere else, which holds nothing against the unit', () => {
    const of = (shifts: readonly string[]) =>
      named(
        rankCandidates(
          { ...need, kind: assessment.code, itemsKnown: [] },
          worldWith([rosterOf(shifts.map((skill) => shiftOf({ skill })))]),
        ),
        'mh-trust/crisis-team',
      );
    expect(of(['approved'])).toMatchObject({ fits: true, elsewhere: ['doctor'] });
    expect(of(['approved', 'doctor'])).toMatchObject({ fits: true, elsewhere: [] });
    expect(of(['doctor'])).toMatchObject({ fits: false, elsewhere: [] });
  });
});

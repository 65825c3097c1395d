import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory } from '#directory';
import { checked } from './checked.pipe.js';
import { Problem } from './problem.js';
import { CandidatesBody, UnitRosterBody } from './roster.dto.js';

const directory = new Directory({ version: 1, data: loadDirectory(), keys: [] });
const view = { directory, agency: 'mh-trust', modes: ['exercise'] };
const actor = { role: 'nurse-in-charge', type: 'person', ref: 'N 1' };
const nurse = { skill: 'mental-health-nurse', count: 2, until: '2031-01-18T07:00:00Z' };

function faultsOf(form: new () => object, body: object): readonly string[] {
  try {
    checked(form, body, view);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.body().faults.map(({ code, pointer }) => `${code} ${pointer}`);
  }
}

const roster = (shift: object): object => ({
  shifts: [{ ...nurse, ...shift }],
  actor: { ...actor, role: 'dispatcher' },
});

describe('what a unit says of its shifts', () => {
  it('is taken with all that can be said of a worker', () => {
    const whole = {
      ageGroups: ['under-18', '18-64'],
      languages: ['pl', 'bfi'],
      employer: 'acute-hospital',
      from: '2031-01-17T19:00:00Z',
    };
    expect(faultsOf(UnitRosterBody, roster(whole))).toEqual([]);
    expect(
      faultsOf(UnitRosterBody, { shifts: [], free: 0, actor: { ...actor, role: 'dispatcher' } }),
    ).toEqual([]);
  });

  it.each([
    ['a skill that nobody knows', { skill: 'juggler' }, 'UNKNOWN_SKILL /shifts/0/skill'],
    [
      'a language that is not listed',
      { languages: ['pl', 'elvish'] },
      'UNKNOWN_LANGUAGE /shifts/0/languages/1',
    ],
    ['an unknown employer', { employer: 'circus' }, 'UNKNOWN_EMPLOYER /shifts/0/employer'],
    ['an age group of its own', { ageGroups: ['toddlers'] }, 'NOT_AS_EXPECTED /shifts/0/ageGroups'],
    ['an age group twice', { ageGroups: ['18-64', '18-64'] }, 'NOT_AS_EXPECTED /shifts/0/ageGroups'],
    ['nobody in a row', { count: 0 }, 'NOT_AS_EXPECTED /shifts/0/count'],
    ['a name', { name: 'Jane Smith' }, 'UNKNOWN_FIELD /shifts/0/name'],
    ['an end before its beginning', { from: nurse.until }, 'ENDS_BEFORE_IT_BEGINS /shifts/0/until'],
    [
      'a role in law that it does not employ',
      { skill: 'constable' },
      'EMPLOYS_NO_SUCH_ROLE /shifts/0/employer',
    ],
    [
      'a role in law that the named employer does not employ',
      { employer: 'voluntary' },
      'EMPLOYS_NO_SUCH_ROLE /shifts/0/employer',
    ],
  ])('is refused with %s, and the place is named', (_what, shift, fault) => {
    expect(faultsOf(UnitRosterBody, roster(shift))).toEqual([fault]);
  });

  it('lets hosted staff be on shift for whoever employs them', () => {
    expect(faultsOf(UnitRosterBody, roster({ skill: 'constable', employer: 'police' }))).toEqual([]);
    expect(faultsOf(UnitRosterBody, roster({ skill: 's12-doctor', employer: 'independent' }))).toEqual([]);
  });

  it('is refused with every fault at once', () => {
    const faults = faultsOf(
      UnitRosterBody,
      roster({ skill: 'juggler', languages: ['elvish'], until: 'tomorrow' }),
    );
    expect([...faults].sort()).toEqual([
      'NOT_AS_EXPECTED /shifts/0/until',
      'UNKNOWN_LANGUAGE /shifts/0/languages/0',
      'UNKNOWN_SKILL /shifts/0/skill',
    ]);
  });
});

describe('a question for candidates', () => {
  it('may be asked in the agency’s own words', () => {
    const police = { ...view, agency: 'police' };
    const body = { kind: '136 suite request', unit: 'contact centre', urgency: 'priority' };
    expect(checked(CandidatesBody, body, police)).toMatchObject({
      kind: 'place-of-safety-admission',
      unit: 'control-room',
      urgency: 'u2-within-hour',
    });
  });

  it('is refused with each code that the directory does not know', () => {
    const body = {
      kind: 'crisis-home-visit',
      ageGroup: 'toddlers',
      area: 'the-moon',
      languages: ['elvish'],
      itemsKnown: ['shoe-size'],
      at: 'tonight',
    };
    expect([...faultsOf(CandidatesBody, body)].sort()).toEqual([
      'NOT_AS_EXPECTED /ageGroup',
      'NOT_AS_EXPECTED /at',
      'UNKNOWN_AREA /area',
      'UNKNOWN_ITEM /itemsKnown/0',
      'UNKNOWN_LANGUAGE /languages/0',
    ]);
  });
});

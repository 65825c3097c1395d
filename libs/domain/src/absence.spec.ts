import { describe, expect, it } from '@jest/globals';
import { checkStatement } from './items-check.js';
import type { AbsentReason, ItemStatement } from './items.js';
import { NOW, crew } from './worked-example.js';

const faults = (statement: object, code = 'full-name') =>
  checkStatement({ code, ...statement } as ItemStatement);
const places = (statement: object) => faults(statement).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a value that only stands in for one', () => {
  it.each<readonly [unknown, AbsentReason]>([
    ['N/A', 'not-applicable'],
    ['n.a.', 'not-applicable'],
    ['Not applicable', 'not-applicable'],
    ['unknown', 'unknown'],
    ['  *** UNKNOWN ***  ', 'unknown'],
    ['Not known.', 'unknown'],
    ['nk', 'unknown'],
    ['N/K', 'unknown'],
    ['unknown male', 'unknown'],
    ['not recorded', 'unknown'],
    ["Don't know", 'asked-unknown'],
    ['TBC', 'temp-unknown'],
    ['t.b.a.', 'temp-unknown'],
    ['ｔｂｃ', 'temp-unknown'],
    ['Refused', 'asked-declined'],
    ['declined', 'asked-declined'],
    ['not asked', 'not-asked'],
    ['see notes', 'as-text'],
    ['withheld', 'masked'],
    ['No record', 'searched-not-found'],
    ['not done', 'not-performed'],
    [['N/A', 'n/a'], 'not-applicable'],
    [{ line: 'unknown', town: '', post: { code: 'unknown' } }, 'unknown'],
    [{ term: 'tbc' }, 'temp-unknown'],
  ])('%j probably meant %s', (value, meant) => {
    for (const state of ['known', 'reported-unconfirmed'] as const) {
      const [fault, ...rest] = faults({ state, value });
      expect([fault?.pointer, fault?.code, rest]).toEqual(['/value', 'PLACEHOLDER_VALUE', []]);
      expect(fault?.detail).toContain(`probably ${meant},`);
    }
  });

  it.each([
    'none',
    'nil',
    'no',
    'None known',
    'refused entry twice',
    'unknown to the neighbours, known to the shop',
    'Nadia',
    'Tba Okoro',
    0,
    false,
    { given: 'Christopher', family: 'Unknown' },
    ['unknown', 'none'],
    { concept: 'unit-police', term: 'unknown', relationship: 'equivalent' },
  ])('%j is an answer', (value) => {
    expect(faults({ state: 'known', value })).toEqual([]);
  });

  it('is an answer where the question was what somebody agrees to', () => {
    expect(faults({ state: 'known', value: 'refused' }, 'sharing-agreement')).toEqual([]);
    expect(faults({ state: 'known', value: 'unknown' }, 'sharing-agreement')).toHaveLength(1);
  });

  it.each([
    ['known', 'n/a', 'known'],
    ['known', 'refused', 'unknown'],
    ['known', 'withheld', 'withheld'],
    ['unknown', 'refused', 'unknown'],
    ['conflicting', 'see notes', 'unknown'],
    ['constructor', 'n/a', 'unknown'],
  ])('in the state %s given as %j is told to take the state %s', (state, value, fit) => {
    const found = faults({ state, value }).find(({ code }) => code === 'PLACEHOLDER_VALUE');
    expect(found?.detail).toMatch(new RegExp(`with the state ${fit}$`));
  });
});

const COMPLETE = {
  'temp-unknown': { state: 'unknown', absent: 'temp-unknown', expectedBy: NOW, finder: crew },
  'searched-not-found': {
    state: 'unknown',
    absent: 'searched-not-found',
    searchedSystem: 'care records',
    searchedFor: 'Aldmore',
    searchedAt: NOW,
  },
  masked: { state: 'withheld', absent: 'masked', heldBy: 'police' },
};

describe('a reason that is not complete by itself', () => {
  it('is not asked for more while a value stands beside it', () => {
    expect(places({ state: 'withheld', value: 'Cor', absent: 'masked' })).toEqual([
      '/absent VALUE_AND_REASON',
    ]);
  });

  it.each(Object.values(COMPLETE))('is taken with all its fields: %j', (statement) => {
    expect(faults(statement)).toEqual([]);
  });

  it.each([
    [{ state: 'unknown', absent: 'temp-unknown' }, ['/expectedBy', '/finder']],
    [{ ...COMPLETE['temp-unknown'], finder: { agency: 'ambulance' } }, ['/finder/unit']],
    [{ ...COMPLETE['temp-unknown'], finder: 'the crew' }, ['/finder']],
    [{ ...COMPLETE['temp-unknown'], finder: null }, ['/finder']],
    [{ state: 'unknown', absent: 'searched-not-found' }, ['/searchedSystem', '/searchedFor', '/searchedAt']],
    [{ ...COMPLETE['searched-not-found'], searchedFor: ' - ' }, ['/searchedFor']],
    [{ ...COMPLETE['searched-not-found'], searchedSystem: 'n/a' }, ['/searchedSystem']],
    [{ state: 'withheld', absent: 'masked' }, ['/heldBy']],
  ])('%j lacks %j', (statement, lacking) => {
    expect(places(statement)).toEqual(lacking.map((pointer) => `${pointer} REASON_NEEDS_FIELD`));
  });

  it.each([
    [{ ...COMPLETE['temp-unknown'], expectedBy: 'soon' }, '/expectedBy NOT_A_TIME'],
    [{ ...COMPLETE['searched-not-found'], searchedAt: '2031-01-17' }, '/searchedAt NOT_A_TIME'],
  ])('%j has a time that is none', (statement, place) => {
    expect(places(statement)).toEqual([place]);
  });

  it.each([
    [{ state: 'known', value: 'Cor', heldBy: 'police' }, '/heldBy'],
    [{ state: 'unknown', absent: 'not-asked', searchedFor: 'Aldmore' }, '/searchedFor'],
    [{ ...COMPLETE.masked, finder: crew }, '/finder'],
    [{ ...COMPLETE['temp-unknown'], searchedAt: NOW }, '/searchedAt'],
  ])('%j has a field that its reason does not ask for', (statement, place) => {
    expect(places(statement)).toEqual([`${place} FIELD_NOT_FOR_THIS_REASON`]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { AbsentReason, ItemState, ItemStatement } from './items.js';
import { checkStatement } from './items-check.js';
import { ABSENT_REASONS, ITEM_FAULTS, ITEM_STATES } from './items.js';
import { NOW, crew } from './worked-example.js';

const codes = (statement: object) =>
  checkStatement({ code: 'full-name', ...statement } as ItemStatement).map(({ code }) => code);

// What some reasons come with.
const FIELDS: Partial<Record<AbsentReason, object>> = {
  'temp-unknown': { expectedBy: NOW, finder: crew },
  'searched-not-found': { searchedSystem: 'care records', searchedFor: 'Aldmore', searchedAt: NOW },
  masked: { heldBy: 'police' },
};

const HAD: readonly AbsentReason[] = ['not-applicable', 'as-text', 'unsupported'];

// For each state: whether it carries a value, and the reasons for which it may carry none.
const ALLOWED: Readonly<Record<ItemState, { value: boolean; reasons: readonly AbsentReason[] }>> = {
  known: { value: true, reasons: HAD },
  'reported-unconfirmed': { value: true, reasons: HAD },
  'out-of-date': { value: true, reasons: HAD },
  unknown: {
    value: false,
    reasons: ABSENT_REASONS.filter((code) => !['masked', 'conflicting'].includes(code)),
  },
  withheld: { value: false, reasons: ['masked', 'not-permitted'] },
  conflicting: { value: true, reasons: ['conflicting'] },
};

describe('every state with a value or a reason', () => {
  it.each(ITEM_STATES)('%s takes a value only where there is one', (state) => {
    const expected = ALLOWED[state].value ? [] : ['VALUE_NOT_FOR_THIS_STATE'];
    expect(codes({ state, value: 'Cor' })).toEqual(expected);
  });

  it.each(ITEM_STATES.flatMap((state) => ABSENT_REASONS.map((absent) => ({ state, absent }))))(
    '$state with $absent',
    ({ state, absent }) => {
      const expected = ALLOWED[state].reasons.includes(absent) ? [] : ['REASON_NOT_FOR_THIS_STATE'];
      expect(codes({ state, absent, ...FIELDS[absent] })).toEqual(expected);
    },
  );

  it.each(ITEM_STATES)('%s is refused with both and with neither', (state) => {
    expect(codes({ state, value: 'Cor', absent: 'not-asked' })).toEqual(['VALUE_AND_REASON']);
    expect(codes({ state })).toEqual(['VALUE_OR_REASON_MISSING']);
  });
});

describe('a blank', () => {
  it.each([
    '',
    '   ',
    '\t\n',
    '\u200b',
    '\u00a0',
    '-',
    '…',
    '???',
    null,
    [],
    {},
    ['', ' '],
    { line: '', town: null },
  ])('%j is no value', (value) => {
    expect(codes({ state: 'known', value })).toEqual(['BLANK_VALUE']);
  });

  it.each(['0', 'O+', 'none found', '李', 0, false, true, ['', 'a'], { line: '', town: 'X' }])(
    '%j is a value',
    (value) => {
      expect(codes({ state: 'known', value })).toEqual([]);
    },
  );

  it.each([
    ['known', 'not-asked'],
    ['reported-unconfirmed', 'not-asked'],
    ['out-of-date', 'not-asked'],
    ['unknown', 'unknown'],
    ['withheld', 'masked'],
    ['conflicting', 'conflicting'],
  ] as const)('in the state %s probably meant %s', (state, meant) => {
    const [fault] = checkStatement({ code: 'phone', state, value: ' ' });
    expect(fault).toMatchObject({ pointer: '/value', code: 'BLANK_VALUE' });
    expect(fault?.detail).toContain(`probably ${meant}`);
  });
});

describe('the rest of a statement', () => {
  it('lists every fault at once, each with its place', () => {
    const statement = {
      code: ' ',
      state: 'guessed',
      absent: 'dunno',
      sourceKind: 'rumour',
      confidence: 'huge',
      obtainedAt: 'yesterday',
      searchedAt: 'on Monday',
      originator: ' ',
      via: 7,
    } as unknown as ItemStatement;
    expect(checkStatement(statement).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/code NO_CODE',
      '/state UNKNOWN_STATE',
      '/absent UNKNOWN_REASON',
      '/searchedAt FIELD_NOT_FOR_THIS_REASON',
      '/sourceKind UNKNOWN_SOURCE_KIND',
      '/confidence UNKNOWN_CONFIDENCE',
      '/obtainedAt NOT_A_TIME',
      '/searchedAt NOT_A_TIME',
      '/originator BLANK_FIELD',
      '/via BLANK_FIELD',
    ]);
  });

  it('takes a whole statement', () => {
    const whole = {
      value: 'Cor',
      sourceKind: 'person',
      confidence: 'low',
      obtainedAt: NOW,
      source: 'he said so',
      originator: 'ambulance',
      via: 'event-1',
    };
    expect(codes({ state: 'reported-unconfirmed', ...whole })).toEqual([]);
  });

  it('never repeats a value in a fault', () => {
    const faults = ITEM_STATES.flatMap((state) =>
      checkStatement({ code: 'full-name', state, value: 'Corvin', absent: 'masked', heldBy: 'police' }),
    );
    expect(JSON.stringify(faults)).not.toContain('Corvin');
    expect(faults.every(({ code }) => (ITEM_FAULTS as readonly string[]).includes(code))).toBe(true);
  });

  it('knows the 15 reasons of the standard and three of our own', () => {
    expect(new Set(ABSENT_REASONS).size).toBe(18);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGE_GROUPS, type Roster, type Shift } from '#domain';
import type { LedgerEvent } from './event.js';
import { decodeEvent, encodeEvent } from './event.js';
import { fromRosterEvent, toRosterData } from './roster-codec.js';
import { sampleEvent } from './worked-message.js';

const time = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const code = fc.constantFrom('code-1', 'control-room', 'amhp');
const shift: fc.Arbitrary<Shift> = fc.record(
  {
    unit: code,
    skill: code,
    count: fc.nat(),
    ageGroups: fc.subarray([...AGE_GROUPS]),
    languages: fc.array(code, { maxLength: 8 }),
    employer: code,
    from: time,
    until: time,
  },
  { requiredKeys: ['unit', 'skill', 'count', 'until'] },
);
const roster: fc.Arbitrary<Roster> = fc.record({
  agency: fc.constant('police'),
  publishedAt: time,
  leaseUntil: time,
  units: fc.uniqueArray(code),
  shifts: fc.array(shift, { maxLength: 5 }),
  places: fc.array(fc.record({ unit: code, free: fc.nat() }), { maxLength: 3 }),
});

describe('A roster', () => {
  it('is the same after it was signed and read', () => {
    fc.assert(
      fc.property(roster, (given) => {
        const sample = sampleEvent('concordat.roster.published.v1');
        const event = { ...sample, data: toRosterData(given) } as LedgerEvent;
        const read = decodeEvent(encodeEvent(event)) as LedgerEvent<'concordat.roster.published.v1'>;
        expect(fromRosterEvent(read, given.publishedAt)).toEqual(given);
      }),
    );
  });

  it('has one text, however its fields came to stand', () => {
    const one: Shift = { unit: 'crew', skill: 'amhp', count: 1, languages: ['pl'], until: 'u', from: 'f' };
    const other: Shift = { from: 'f', until: 'u', languages: ['pl'], count: 1, skill: 'amhp', unit: 'crew' };
    const textOf = (given: Shift): string =>
      JSON.stringify(toRosterData({ units: ['crew'], shifts: [given], places: [], leaseUntil: 'l' }));
    expect(textOf(one)).toBe(textOf(other));
  });
});

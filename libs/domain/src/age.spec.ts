import { describe, expect, it } from '@jest/globals';
import type { ItemState } from './items.js';
import { ageBandPrecaution, ageStandingOf } from './age.js';

const AT = '2031-01-17T21:42:00Z';
const band = (value: unknown, state: ItemState = 'known') => ({ code: 'age-band', state, value });
const born = (value: unknown, state: ItemState = 'known') => ({ code: 'date-of-birth', state, value });

describe('a person whose age is not known', () => {
  it.each([
    [[]],
    [[{ code: 'age-band', state: 'unknown' as const }]],
    [[{ code: 'full-name', state: 'known' as const, value: '44' }]],
    [[band('16-17')]],
    [[band('under 13')]],
    [[band('Under 65')]],
    [[band('17 or 18')]],
    [[band('20 months')]],
    [[band('adult?')]],
    [[band('born 1998')]],
    [[band('18-64', 'reported-unconfirmed')]],
    [[band('18-64', 'out-of-date')]],
    [[band('18-64'), band('16-17', 'reported-unconfirmed')]],
    [[born('2013-01-18')]],
    [[born('2 June 1998')]],
    [[born('1998-06-02', 'reported-unconfirmed')]],
    [[born('1998-06-02'), band('13-15')]],
  ])('is treated as a child: %j', (statements) => {
    expect(ageBandPrecaution(statements, AT)).toBe('treat-as-child');
  });

  it.each([
    [[band('18-64')]],
    [[band('65+')]],
    [[band('20s or 30s')]],
    [[band(34)]],
    [[born('1998-06-02')]],
    [[born('2013-01-17')]],
    [[band('18-64'), band('16-17', 'out-of-date')]],
    [[band('20-25', 'conflicting'), band('30-35', 'conflicting')]],
  ])('is no longer treated as one: %j', (statements) => {
    expect(ageBandPrecaution(statements, AT)).toBe('none');
  });
});

describe('the age group of a person', () => {
  it.each([
    ['child', [band('under 13')]],
    ['child', [band('13-15', 'reported-unconfirmed')]],
    ['child', [born('2013-01-18')]],
    ['child', [born('1998-06-02'), band('16-17', 'reported-unconfirmed')]],
    ['adult', [band('18-64')]],
    ['adult', [born('2013-01-17')]],
    ['adult', [band('65+'), band('13-15', 'out-of-date')]],
    ['not-known', []],
    ['not-known', [band('Under 65')]],
    ['not-known', [band('a child, perhaps 15')]],
    ['not-known', [band('18-64', 'reported-unconfirmed')]],
    ['not-known', [born('2 June 2014')]],
    ['not-known', [{ code: 'full-name', state: 'known' as const, value: '13-15' }]],
  ])('is %s: %j', (group, statements) => {
    expect(ageStandingOf(statements, AT)).toBe(group);
  });
});

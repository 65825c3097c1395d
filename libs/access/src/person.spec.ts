import { describe, expect, it } from '@jest/globals';
import { personIn } from './person.js';

const NIGHT_MANAGER = {
  sub: 'a7',
  name: 'Nell Osgood',
  concordat_role: 'duty-manager',
  concordat_agency: 'police',
};

describe('the claims of a token', () => {
  it('describe a duty manager of an agency, bound to units or not', () => {
    expect(personIn(NIGHT_MANAGER)).toEqual({
      subject: 'a7',
      name: 'Nell Osgood',
      role: 'duty-manager',
      agency: 'police',
    });
    expect(personIn({ ...NIGHT_MANAGER, concordat_units: ['custody'] })?.units).toEqual(['custody']);
  });

  it.each(['auditor', 'lead'])('describe a %s, who is of no agency', (role) => {
    expect(personIn({ sub: 'a7', name: 'Nell Osgood', concordat_role: role })).toEqual({
      subject: 'a7',
      name: 'Nell Osgood',
      role,
    });
    expect(personIn({ ...NIGHT_MANAGER, concordat_role: role })).toBeUndefined();
  });

  it.each([
    ['an unknown role', { concordat_role: 'superuser' }],
    ['no role', { concordat_role: undefined }],
    ['two roles', { concordat_role: ['auditor', 'lead'] }],
    ['no agency', { concordat_agency: undefined }],
    ['an agency that is no code', { concordat_agency: 'Police; DROP' }],
    ['no unit in the list of units', { concordat_units: [] }],
    ['a unit that is no code', { concordat_units: ['custody', ''] }],
    ['units in one text', { concordat_units: 'custody' }],
    ['units of a records officer', { concordat_role: 'records-officer', concordat_units: ['custody'] }],
    ['no subject', { sub: '' }],
  ])('describe nobody with %s', (_, claims) => {
    expect(personIn({ ...NIGHT_MANAGER, ...claims })).toBeUndefined();
  });

  it('describe by the subject who has no name', () => {
    expect(personIn({ ...NIGHT_MANAGER, name: undefined })?.name).toBe('a7');
  });
});

it.each(['practitioner', 'duty-manager', 'records-officer'])('a %s without an agency is nobody', (role) => {
  expect(personIn({ sub: 'a7', concordat_role: role })).toBeUndefined();
});

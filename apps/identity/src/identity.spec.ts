import { describe, expect, it } from '@jest/globals';
import { PERSON_ROLES, personIn } from '#access';
import { readConfig } from './config.js';
import { PEOPLE, personCalled, personOf } from './people.js';

describe('the demonstration’s sign-in', () => {
  it('does not start in production, and says what to do instead', () => {
    expect(() => readConfig({ NODE_ENV: 'production', HTTP_PORT: '4108' })).toThrow(
      'Not started: this sign-in is for demonstrations alone, with one password for everybody. In production set OIDC_ISSUER to the provider of your organisation.',
    );
  });

  it('names everything that it was not told', () => {
    const names = ['HTTP_PORT', 'CONSOLE_URLS', 'SIGNING_KEY_FILE', 'PASSWORD_FILE', 'CLIENT_SECRET_FILE'];
    for (const name of names) expect(() => readConfig({})).toThrow(`${name} is missing`);
  });
});

describe('the demonstration users', () => {
  it('have every role, and each agency a practitioner for a unit and a duty manager', () => {
    expect(new Set(PEOPLE.map(({ role }) => role))).toEqual(new Set(PERSON_ROLES));
    const count = (role: string) => PEOPLE.filter((person) => person.role === role).length;
    expect([count('practitioner'), count('duty-manager'), count('records-officer')]).toEqual([6, 6, 2]);
    for (const { role, units } of PEOPLE) expect(units?.length).toBe(role === 'practitioner' ? 1 : undefined);
  });

  it('are different people, whom every service understands', () => {
    for (const key of ['user', 'subject', 'name'] as const)
      expect(new Set(PEOPLE.map((person) => person[key])).size).toBe(PEOPLE.length);
    for (const { subject, role, agency, units } of PEOPLE) {
      const claims = { sub: subject, concordat_role: role, concordat_agency: agency, concordat_units: units };
      expect(personIn(claims)?.role).toBe(role);
      expect(personOf(subject)?.subject).toBe(subject);
    }
  });

  it('are found by their user name however it is typed', () => {
    expect(personCalled(' Auditor ')?.role).toBe('auditor');
    expect(personCalled('toString')).toBeUndefined();
  });
});

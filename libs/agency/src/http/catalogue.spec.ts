import { describe, expect, it } from '@jest/globals';
import { ABSENT_REASONS, checkStatement, type ItemStatement } from '#domain';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { catalogueOf } from './catalogue.js';
import { codeOfGrade } from './speaking.js';

const directory = new Directory(parseBundle({ version: 4, data: loadDirectory(), keys: [] }));
const of = (agency: string, units?: readonly string[]) =>
  catalogueOf({ directory, agency, modes: ['test'], units });

describe('what an agency may ask of others', () => {
  it('is every kind that it may request, and no other', () => {
    for (const agency of directory.agencyCodes) {
      const may = directory.bundle.data.taskKinds.filter((kind) => kind.mayBeRequestedBy.includes(agency));
      expect(of(agency).kinds.map(({ code }) => code)).toEqual(may.map(({ code }) => code));
    }
  });

  it('says of each kind what it needs and expects, and nothing that it does not need', () => {
    const known = new Set(of('police').items.map(({ code }) => code));
    for (const { code, needs, expects } of of('police').kinds) {
      const { notNeeded = [] } = directory.kind(code) ?? {};
      const asked = [...needs.flat(), ...expects];
      expect(asked.filter((item) => notNeeded.includes(item) || !known.has(item))).toEqual([]);
      expect(needs.every((choice) => choice.length > 0)).toBe(true);
    }
    expect(of('police').kinds.find(({ code }) => code === 'crisis-home-visit')?.needs).toContainEqual([
      'full-name',
      'alias',
    ]);
  });

  it('has the own grades that say how fast to respond, each as the service takes it', () => {
    const { grades } = of('ambulance');
    expect(grades.find(({ code }) => code === 'ambulance-arp.c2')).toMatchObject({
      word: 'C2',
      label: 'Emergency',
      minutes: 40,
      clockTo: 'arrival of the right resource',
    });
    for (const agency of directory.agencyCodes)
      for (const { code, urgency } of of(agency).grades)
        expect(codeOfGrade(code, { directory, agency, pointer: '' })).toMatchObject({ code, urgency });
  });

  it('is for the units of the caller alone where it is bound to some', () => {
    expect(of('police').units.map(({ code }) => code)).toEqual(directory.agency('police')?.units);
    expect(of('police', ['custody']).units.map(({ code }) => code)).toEqual(['custody']);
  });
});

describe('the choices of an emergency override', () => {
  it('are every reason that the directory has, in words', () => {
    const { overrideReasons } = of('ambulance');
    expect(overrideReasons).toContainEqual(
      expect.objectContaining({ code: 'life-at-risk', label: 'Life at risk' }),
    );
    expect(overrideReasons.map(({ code }) => code)).toEqual([...directory.vocabulary.overrideReason]);
  });

  it('are the roles that an agreement lets authorise one for this agency, and none where no agreement does', () => {
    const roles = (agency: string) => of(agency).overrideRoles.map(({ label }) => label);
    expect(roles('ambulance')).toEqual(['Duty manager', 'Clinician']);
    expect(roles('police')).toEqual(['Duty manager']);
    expect(roles('voluntary')).toEqual([]);
    const clauses = directory.bundle.data.agreements.flatMap(({ overrides }) => overrides);
    for (const agency of directory.agencyCodes)
      for (const { code } of of(agency).overrideRoles)
        expect(
          clauses.some(
            ({ from, authorisedBy }) => authorisedBy.includes(code) && from.join().includes(agency),
          ),
        ).toBe(true);
  });
});

describe('the reasons for absence', () => {
  it('are those that people are offered, each complete with the fields that it names and not without', () => {
    const { absentReasons } = of('police');
    expect(absentReasons.length).toBeGreaterThan(10);
    expect(absentReasons.every(({ code }) => ABSENT_REASONS.includes(code as never))).toBe(true);
    const filled = {
      expectedBy: '2031-01-17T21:42:00Z',
      finder: { agency: 'police', unit: 'custody' },
      searchedSystem: 'PNC',
      searchedFor: 'a name',
      searchedAt: '2031-01-17T21:42:00Z',
      heldBy: 'police',
    };
    for (const { code, fields, state } of absentReasons) {
      const bare = { code: 'phone', state, absent: code } as ItemStatement;
      const given = Object.fromEntries(Object.keys(fields).map((name) => [name, filled[name as 'heldBy']]));
      const lacking = (one: object) =>
        checkStatement(one as ItemStatement).filter((fault) => fault.code === 'REASON_NEEDS_FIELD').length;
      expect([code, checkStatement({ ...bare, ...given })]).toEqual([code, []]);
      expect([code, lacking(bare)]).toEqual([code, Object.keys(fields).length]);
    }
  });
});

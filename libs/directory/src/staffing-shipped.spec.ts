import { describe, expect, it } from '@jest/globals';
import { indexAgreements, isOpenAt, rankCandidates, type CandidateNeed, type Roster } from '#domain';
import { parseBundle } from './bundle.js';
import { Directory } from './directory.js';
import { loadDirectory } from './load.js';
import { subsetDirectory } from './subset.js';

const data = loadDirectory();
const directory = new Directory({ version: 1, data, keys: [] });
const agreements = indexAgreements(data.agreements);

/** Half past six on a working day in November, when the safe haven is open and the offices are not. */
const EVENING = Date.parse('2026-11-25T18:30:00Z');

/** Everybody whom the agency employs, or somebody outside the agencies, is on shift in each of its units. */
const everybody = (agency: string): Roster => {
  const outside = new Set(data.outsideEmployers.map(({ code }) => code));
  const skills = data.skills.filter(({ employers }) =>
    employers.some((employer) => employer === agency || outside.has(employer)),
  );
  const units = directory.agency(agency)?.units ?? [];
  return {
    agency,
    publishedAt: '2026-11-25T18:00:00Z',
    leaseUntil: '2026-11-25T19:00:00Z',
    units,
    shifts: units.flatMap((unit) =>
      skills.map(({ code }) => ({ unit, skill: code, count: 1, until: '2026-11-26T06:00:00Z' })),
    ),
    places: [],
  };
};

const rank = (need: CandidateNeed, rosters: readonly Roster[]) =>
  rankCandidates(need, { directory, agreements, rosters, at: EVENING });

const factsOf = (name: string) => directory.units.find(({ agency, unit }) => `${agency}/${unit}` === name);

describe('the shipped directory', () => {
  it('knows of each unit where it lies, who hosts it and when it is open', () => {
    expect(directory.units).toHaveLength(33);
    expect(factsOf('mh-trust/street-triage')).toMatchObject({ hostedBy: 'police' });
    expect(factsOf('mh-trust/liaison-psychiatry')).toMatchObject({ hostedBy: 'acute-hospital' });
    expect(factsOf('mh-trust/suite-east')).toMatchObject({ within: 'health-based-place-of-safety' });
    expect(factsOf('police/street-triage')).toEqual({ agency: 'police', unit: 'street-triage' });
    const haven = factsOf('voluntary/safe-haven');
    expect([haven?.opens, haven?.closes]).toEqual(['18:00', '23:00']);
    expect(haven && isOpenAt(haven, EVENING)).toBe(true);
  });

  it('has for each kind, each asker and each agency asked a unit that can take it when everybody is on shift', () => {
    const rosters = directory.agencyCodes.map(everybody);
    const asked = data.taskKinds.flatMap(({ code, mayBeRequestedBy, mayBeAsked }) =>
      mayBeRequestedBy.flatMap((from) =>
        mayBeAsked.filter((to) => to !== from).map((to) => ({ kind: code, from, to })),
      ),
    );
    expect(asked.length).toBeGreaterThan(100);
    const lacking = asked.flatMap(({ kind, from, to }) => {
      const unit = directory.agency(from)?.units[0] ?? '';
      const fitting = rank({ kind, asker: { agency: from, unit } }, rosters).filter(
        (one) => one.unit.agency === to && one.fits,
      );
      return fitting.length > 0 ? [] : [`${from} finds nobody of ${to} for ${kind}`];
    });
    expect(lacking).toEqual([]);
  });

  it('lets the AMHP service take an assessment with an AMHP alone, and says that the doctor comes from elsewhere', () => {
    const shifts = (skill: string): Roster => ({
      ...everybody('social-care'),
      units: ['amhp-service'],
      shifts: [{ unit: 'amhp-service', skill, count: 1, until: '2026-11-26T06:00:00Z' }],
    });
    const need = { kind: 'mha-assessment', asker: { agency: 'police', unit: 'control-room' } };
    const [first] = rank(need, [shifts('amhp')]);
    expect(first).toMatchObject({ unit: { unit: 'amhp-service' }, fits: true, elsewhere: ['s12-doctor'] });
    const without = rank(need, [shifts('adult-social-worker')]).find(
      ({ unit }) => unit.unit === 'amhp-service',
    );
    expect(without?.shortfalls).toEqual([{ code: 'no-legal-power', skills: ['amhp'] }]);
  });

  it('keeps what is said of units when it is made smaller, but no host that has left', () => {
    const small = subsetDirectory(data, ['mh-trust', 'acute-hospital']);
    const facts = small.agencies.flatMap(({ unitFacts = [] }) => unitFacts);
    expect(facts).toHaveLength(7);
    expect(facts.find(({ unit }) => unit === 'street-triage')).not.toHaveProperty('hostedBy');
    expect(facts.find(({ unit }) => unit === 'liaison-psychiatry')).toMatchObject({
      hostedBy: 'acute-hospital',
    });
  });

  it('is read also as it was before it had areas and languages: such a bundle stays on the ledger', () => {
    const { areas: _areas, languages: _languages, ...older } = data;
    const { vocabulary } = new Directory(parseBundle({ version: 1, data: older, keys: [] }));
    expect([vocabulary.language.size, vocabulary.skill.size]).toEqual([0, data.skills.length]);
  });

  it('knows every skill, language and employer as a code of the signed part', () => {
    const { skill, language, employer } = directory.vocabulary;
    expect([skill.size, language.has('bfi'), employer.has('contractor'), employer.has('mh-trust')]).toEqual([
      data.skills.length,
      true,
      true,
      true,
    ]);
  });
});

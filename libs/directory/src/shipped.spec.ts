import { describe, expect, it } from '@jest/globals';
import {
  ABSENT_REASONS,
  IMMEDIATE,
  explainItems,
  indexAgreements,
  type Passage,
  type TermSet,
} from '#domain';
import { loadDirectory } from './load.js';

describe('the shipped directory', () => {
  const data = loadDirectory();
  const hasWord = (agency: string, set: TermSet, code: string): boolean =>
    data.words.some((word) => word.agency === agency && word.set === set && word.code === code);

  it('holds every agency, item, kind and code list', () => {
    expect(data.agencies).toHaveLength(6);
    expect(data.agencies.flatMap(({ units }) => units)).toHaveLength(33);
    expect(data.agencies.flatMap(({ unitFacts = [] }) => unitFacts)).toHaveLength(12);
    expect(data.areas).toHaveLength(4);
    expect(data.languages).toHaveLength(21);
    expect(data.items).toHaveLength(54);
    expect(data.taskKinds).toHaveLength(22);
    expect(data.declineReasons).toHaveLength(17);
    expect(data.absentReasons.filter(({ system }) => system === 'fhir')).toHaveLength(15);
    expect(data.absentReasons.filter(({ system }) => system === 'concordat')).toHaveLength(3);
    expect(data.urgencies).toHaveLength(7);
    expect(data.actorRoles).toHaveLength(15);
    expect(data.u1OfferAdds).toHaveLength(4);
    expect(data.witnessing).toEqual({ cosignatures: 2 });
  });

  it('marks every item that is, or may be, about somebody else, so that it is looked at before release', () => {
    expect(data.items.filter(({ thirdParty }) => thirdParty).map(({ code }) => code)).toEqual([
      'present-companions',
      'next-of-kin',
      'nearest-relative',
      'carer',
      'caller-relationship',
      'risk-to-others',
      'children-at-address',
      'child-protection-status',
      'domestic-abuse',
      'pets-dependants',
    ]);
  });

  it('holds every word, false friend and urgency scale', () => {
    const terms = data.concepts.flatMap((concept) => Object.values(concept.terms).flat());
    expect(data.concepts).toHaveLength(62);
    expect(terms).toHaveLength(471);
    expect(terms.filter(({ term }) => term === null)).toHaveLength(27);
    expect(data.falseFriends).toHaveLength(20);
    expect(data.scales).toHaveLength(13);
    expect(data.scales.flatMap(({ levels }) => levels)).toHaveLength(43);
    expect(data.crosswalk).toHaveLength(43);
    expect(data.legalClocks).toHaveLength(5);
  });

  it('holds every skill and legal power', () => {
    expect(data.skills).toHaveLength(27);
    expect(data.legalPowers).toHaveLength(21);
    expect(data.pendingLaw).toHaveLength(6);
    expect(data.retention).toHaveLength(9);
  });

  it('warns of the trap in each scale and word where the source does', () => {
    expect(data.scales.filter(({ trap }) => trap !== undefined).map(({ code }) => code)).toEqual([
      'uk-mhts',
      'mhsds-crp',
      'ambulance-arp',
      'police-grade-surrey-4',
      'ed-4h',
    ]);
    expect(data.falseFriends.filter(({ ask }) => ask === '')).toEqual([]);
  });

  it('gives each agency a word of its own for each kind that it asks for or does', () => {
    const lacking = data.taskKinds.flatMap(({ code, mayBeAsked, mayBeRequestedBy }) =>
      [...mayBeAsked, ...mayBeRequestedBy].filter((agency) => !hasWord(agency, 'taskKind', code)),
    );
    expect(lacking).toEqual([]);
  });

  it('gives each agency a word of its own for each of its units, reasons and outcomes', () => {
    const units = data.agencies.flatMap(({ code, units }) =>
      units.map((unit) => [code, 'unit', unit] as const),
    );
    const answers = data.taskKinds.flatMap(({ mayBeAsked, allowedDeclineReasons, outcomes }) =>
      mayBeAsked.flatMap((agency) => [
        ...allowedDeclineReasons.map((reason) => [agency, 'declineReason', reason] as const),
        ...outcomes.map((outcome) => [agency, 'outcome', outcome] as const),
      ]),
    );
    expect([...units, ...answers].filter(([agency, set, code]) => !hasWord(agency, set, code))).toEqual([]);
  });

  it('has no text that stops within its brackets', () => {
    const opened = (text: string): number => text.split('(').length - text.split(')').length;
    const texts = JSON.stringify(data).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(texts.length).toBeGreaterThan(1_000);
    expect(texts.filter((text) => opened(text) !== 0)).toEqual([]);
  });

  it('fits into one message of the broker with room to spare', () => {
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(500_000);
  });

  it('says for each kind where its times and minimum data come from', () => {
    expect(data.taskKinds.filter(({ source }) => source === undefined)).toEqual([]);
  });

  it('names the same absence codes as the rules on items', () => {
    expect(data.absentReasons.map(({ code }) => code).sort()).toEqual([...ABSENT_REASONS].sort());
  });

  it('lets what an immediate offer adds go at once to whoever is asked, but means and doses not to an interpreter', () => {
    const index = indexAgreements(data.agreements);
    const asked = data.taskKinds.flatMap((kind) =>
      kind.mayBeRequestedBy.flatMap((from) =>
        kind.mayBeAsked.filter((to) => to !== from).map((to) => ({ kind, from, to })),
      ),
    );
    const held = asked.flatMap(({ kind, from, to }) => {
      const passage: Passage = {
        from: { agency: from, unit: 'any' },
        to: { agency: to, unit: 'any' },
        direction: 'to-performer',
        kind: kind.code,
        urgency: IMMEDIATE,
        wanted: [],
        status: undefined,
        at: Date.now(),
      };
      const items = data.u1OfferAdds
        .filter((code) => !kind.notNeeded.includes(code))
        .map((code) => ({ code }));
      const late = explainItems(index, passage, items).filter(({ when }) => when !== 'now');
      return late.map(({ code, when }) => `${from} to ${to}, ${kind.code}: ${code} ${when}`);
    });
    const toInterpreter = /interpreter-request: (means-access|overdose-details) /;
    expect(held.filter((line) => !toInterpreter.test(line))).toEqual([]);
    expect(held.some((line) => line.includes(': means-access '))).toBe(true);
    expect(held.some((line) => line.includes(': overdose-details '))).toBe(true);
  });
});

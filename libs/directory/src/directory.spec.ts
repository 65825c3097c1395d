import { describe, expect, it } from '@jest/globals';
import type { DirectoryBundle, MemberKey } from './bundle.js';
import { Directory } from './directory.js';
import { DirectoryError } from './directory-error.js';
import { loadDirectory } from './load.js';
import { subsetDirectory } from './subset.js';

const data = loadDirectory();
const key = (kid: string, status: MemberKey['status']): MemberKey => ({
  member: 'police',
  use: 'signing',
  kid,
  x: kid,
  crv: 'Ed25519',
  status,
});
const bundle: DirectoryBundle = { version: 1, data, keys: [key('old', 'revoked'), key('new', 'active')] };

const directory = new Directory(bundle);

describe('a directory', () => {
  it('answers by code, and undefined for a code that it does not know', () => {
    expect(directory.agencyCodes).toEqual([
      'police',
      'ambulance',
      'mh-trust',
      'social-care',
      'acute-hospital',
      'voluntary',
    ]);
    expect(directory.agency('police')?.name).toBe('Wealdmere Police');
    expect(directory.kind('welfare-check')?.mayBeAsked).toEqual(['police', 'ambulance']);
    expect(directory.item('full-name')?.tier).toBe('t1-accepted');
    expect(directory.urgency('u1-immediate')?.respondWithinMinutes).toBe(20);
    expect(directory.urgency('u7-no-visit')?.respondWithinMinutes).toBeNull();
    expect(directory.cosignatures).toBe(2);
    for (const nothing of ['agency', 'kind', 'item', 'urgency'] as const) {
      expect(directory[nothing]('constructor')).toBeUndefined();
    }
  });

  it('knows a unit only in its own agency', () => {
    expect(directory.unitExists('police', 'control-room')).toBe(true);
    expect(directory.unitExists('ambulance', 'control-room')).toBe(false);
    expect(directory.unitExists('fire', 'control-room')).toBe(false);
  });

  it('gives the active key, and finds a revoked one by its id', () => {
    expect(directory.activeKey('police', 'signing')?.kid).toBe('new');
    expect(directory.activeKey('police', 'sealing')).toBeUndefined();
    expect(directory.keyById('old')?.status).toBe('revoked');
    expect(directory.keyById('none')).toBeUndefined();
  });
});

describe('the words of a directory', () => {
  it('give each agency its own for a shared concept', () => {
    expect(directory.concept('person-in-crisis')?.label).toBe('Person');
    expect(directory.terms).toContainEqual({
      set: 'concept',
      code: 'person-in-crisis',
      agency: 'mh-trust',
      term: 'service user',
      relationship: 'equivalent',
    });
    expect(directory.terms.filter(({ set }) => set === 'concept')).toHaveLength(471 - 27);
    expect(directory.terms.filter(({ set }) => set !== 'concept')).toEqual(data.words);
  });

  it('tell an agency without a word from one of which nothing is said', () => {
    expect(directory.hasNoWord('voluntary', 'appearance-description')).toBe(true);
    expect(directory.hasNoWord('police', 'appearance-description')).toBe(false);
    expect(directory.hasNoWord('fire', 'appearance-description')).toBe(false);
    expect(directory.hasNoWord('voluntary', 'no-such-concept')).toBe(false);
  });

  it('keep what each agency takes a false friend for', () => {
    expect(directory.falseFriends.find(({ words }) => words.includes('136'))?.means).toEqual({
      police: 'detained-s136',
      ambulance: 'detained-s136',
      'mh-trust': 'health-based-place-of-safety',
    });
  });
});

describe('the urgency scales of a directory', () => {
  it('keep the minutes of the grade beside the band that sorts it', () => {
    const grade = directory.grade('ambulance-arp.c2');
    expect(grade?.level.minutes).toBe(40);
    expect(grade?.scale.clockTo).toBe('arrival of the right resource');
    expect(grade?.urgency).toBe('u2-within-hour');
    expect(grade?.relationship).toBe('source-is-narrower-than-target');
    expect(grade?.loss).toBe('40 min becomes 60');
    expect(directory.scale('ambulance-arp')?.trap).toContain('not a promise for one call');
  });

  it('give no band to what measures something else than a response', () => {
    expect(directory.grade('ed-4h.four-hour')).toMatchObject({ urgency: null, relationship: null });
    expect(directory.grade('nhs111-mh.answer')?.urgency).toBeNull();
  });

  it('know no grade of another spelling', () => {
    expect(directory.grade('ambulance-arp.C2')).toBeUndefined();
    expect(directory.grade('ambulance-arp')).toBeUndefined();
  });
});

describe('what the law says in a directory', () => {
  it('is found by code', () => {
    expect(directory.lawfulBasis('direct-care')?.gdpr9).toMatch(/9\(2\)\(h\)/);
    expect(directory.skill('amhp')?.legal).toBe(true);
    expect(directory.legalPower('mha-s136')?.maxMinutes).toBe(1440);
    expect(directory.agreements).toBe(data.agreements);
    for (const nothing of ['concept', 'scale', 'grade', 'lawfulBasis', 'skill', 'legalPower'] as const) {
      expect(directory[nothing]('constructor')).toBeUndefined();
    }
  });
});

describe('what a directory gives to others', () => {
  it('gives decisions their rules', () => {
    const { rules } = directory;
    expect(rules.kind('safe-haven-place')).toBe(directory.kind('safe-haven-place'));
    expect(rules.unit('voluntary', 'safe-haven')).toBe(true);
    expect(rules.unit('police', 'safe-haven')).toBe(false);
  });

  it('lists every code that the signed part may hold', () => {
    const { vocabulary } = directory;
    const sizes = Object.fromEntries(Object.entries(vocabulary).map(([set, codes]) => [set, codes.size]));
    expect(sizes).toMatchObject({ agency: 6, taskKind: 22, item: 54, urgency: 7, declineReason: 17 });
    expect(sizes).toMatchObject({ absentReason: 18, actorRole: 15 });
    expect(vocabulary.unit.has('street-triage')).toBe(true);
    expect(vocabulary.outcome.has('advice-given')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.offer')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.accepted')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.answer')).toBe(true);
    for (const { rules, overrides } of data.agreements) {
      for (const { code } of [...rules, ...overrides]) expect(vocabulary.rule.has(code)).toBe(true);
    }
    expect(sizes).toMatchObject({ grade: 43 });
    expect(vocabulary.grade.has('police-grade-surrey-4.1')).toBe(true);
    expect(vocabulary.basis.has('direct-care')).toBe(true);
    expect(vocabulary.purpose.has('identify-person')).toBe(true);
    expect(vocabulary.overrideReason.has('life-at-risk')).toBe(true);
  });
});

describe('a directory for fewer agencies', () => {
  it('keeps only them, and only the kinds that one of them can do and one can ask for', () => {
    const small = subsetDirectory(data, ['police', 'ambulance']);
    expect(small.agencies.map(({ code }) => code)).toEqual(['police', 'ambulance']);
    expect(small.taskKinds.map(({ code }) => code)).toEqual([
      's136-consultation',
      's136-conveyance',
      'welfare-check',
      'missing-person-alert',
      'scene-safety-support',
      'emergency-medical-response',
      'information-request',
    ]);
    for (const { mayBeAsked, mayBeRequestedBy } of small.taskKinds) {
      expect([...mayBeAsked, ...mayBeRequestedBy].every((code) => /^(police|ambulance)$/.test(code))).toBe(
        true,
      );
    }
    expect(small.items).toHaveLength(54);
  });

  it('is whole for any of the agencies', () => {
    const codes = data.agencies.map(({ code }) => code);
    for (let choice = 1; choice < 1 << codes.length; choice += 1) {
      const some = codes.filter((_, i) => choice & (1 << i));
      const small = subsetDirectory(data, some);
      const text = JSON.stringify([
        small.words,
        small.falseFriends,
        small.concepts.map(({ terms }) => terms),
      ]);
      const gone = codes.filter((code) => !some.includes(code));
      expect(
        gone.filter((code) => text.includes(`"${code}":`) || text.includes(`"agency":"${code}"`)),
      ).toEqual([]);
    }
  });

  it('keeps of the agreements what is left between those who stay', () => {
    const { agreements } = subsetDirectory(data, ['police', 'mh-trust']);
    const parties = agreements.flatMap(({ rules, overrides }) =>
      [...rules, ...overrides].flatMap(({ from, to }) => [...from, ...to]),
    );
    expect(parties.length).toBeGreaterThan(0);
    expect(parties.filter((party) => !/^(police|mh-trust)(\/|$)/.test(party))).toEqual([]);
    expect(subsetDirectory(data, ['police']).agreements).toEqual([]);
  });

  it('wants no more witnesses than there are others, or what the override says', () => {
    const three = ['police', 'ambulance', 'voluntary'];
    expect(subsetDirectory(data, three).witnessing.cosignatures).toBe(2);
    expect(subsetDirectory(data, ['police', 'ambulance']).witnessing.cosignatures).toBe(1);
    expect(subsetDirectory(data, three, { witnessing: { cosignatures: 1 } }).witnessing.cosignatures).toBe(1);
    expect(() => subsetDirectory(data, three, { witnessing: { cosignatures: 3 } })).toThrow(
      'subset witnessing.cosignatures: 3 cosignatures wanted of 2 other agencies',
    );
  });

  it('is the whole directory for all agencies', () => {
    expect(
      subsetDirectory(
        data,
        data.agencies.map(({ code }) => code),
      ),
    ).toEqual(data);
  });

  it('leaves the directory that it came from as it was', () => {
    const before = JSON.stringify(data);
    subsetDirectory(data, ['police', 'mh-trust']);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('refuses an unknown agency, and nobody at all', () => {
    expect(() => subsetDirectory(data, ['police', 'fire'])).toThrow('unknown agency "fire"');
    expect(() => subsetDirectory(data, [])).toThrow(DirectoryError);
  });
});

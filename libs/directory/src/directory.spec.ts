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
    expect(sizes).toMatchObject({ absentReason: 18, actorRole: 11 });
    expect(vocabulary.unit.has('street-triage')).toBe(true);
    expect(vocabulary.outcome.has('advice-given')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.offer')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.accepted')).toBe(true);
    expect(vocabulary.rule.has('welfare-check.answer')).toBe(true);
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

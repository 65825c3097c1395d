import { describe, expect, it } from '@jest/globals';
import { SHORTFALLS, type Candidate, type Shortfall, type ShortfallCode } from '#domain';
import { Directory, loadDirectory } from '#directory';
import { shortfallLabel, shownCandidate } from './candidate-view.js';

const directory = new Directory({ version: 1, data: loadDirectory(), keys: [] });

const FACTS: Readonly<Record<ShortfallCode, readonly [Omit<Shortfall, 'code'>, string]>> = {
  'roster-stale': [{ leaseUntil: '2031-01-17T21:42:00.000Z' }, 'until 2031-01-17T21:42:00.000Z'],
  'roster-unknown': [{}, 'Nobody has said'],
  full: [{}, 'no free place'],
  language: [{ languages: ['pl', 'bfi'] }, 'Polish or British Sign Language'],
  'age-group': [{ ageGroup: 'under-18' }, 'under-18'],
  'no-skill-on-shift': [{ skills: ['paramedic', 'bed-manager'] }, 'Paramedic or Bed manager'],
  closed: [{ opens: '18:00', closes: '23:00' }, '18:00 to 23:00'],
  'outside-area': [{ area: 'outside-wealdmere', areas: ['wealdmere-north'] }, 'North Wealdmere'],
  'no-legal-power': [
    { skills: ['constable'], power: 'pace-s17' },
    'Constable, for the power to: Enter to save life or limb',
  ],
  'no-agreement': [{ items: ['mh-history'] }, 'Mental-health history and diagnosis'],
  'not-asked-for-this': [
    { kind: 'welfare-check', mayBeAsked: ['ambulance'], mayBeRequestedBy: ['voluntary'] },
    'May be asked: Wealdmere Ambulance Service. May ask: Lantern Safe Haven.',
  ],
};

describe('what a unit lacks, in plain words', () => {
  it.each(Object.entries(FACTS))('says of %s what it means and what it is about', (code, [facts, words]) => {
    const label = shortfallLabel({ code: code as ShortfallCode, ...facts }, directory);
    expect(label.startsWith(SHORTFALLS[code as ShortfallCode])).toBe(true);
    expect(label).toContain(words);
  });
});

describe('a candidate', () => {
  it('is shown with the name that its agency gives it, who hosts it, and who has to come from elsewhere', () => {
    const candidate: Candidate = {
      unit: { agency: 'mh-trust', unit: 'street-triage' },
      fits: true,
      isAskable: true,
      shortfalls: [],
      roster: 'fresh',
      leaseUntil: '2031-01-17T21:42:00.000Z',
      onShift: 2,
      elsewhere: ['s12-doctor'],
    };
    const { unit, name, hostedBy, elsewhere, onShift } = shownCandidate(candidate, directory);
    expect(unit.name).not.toBe('');
    expect([name, hostedBy, onShift]).toEqual(['Wealdmere Mental Health NHS Trust', 'police', 2]);
    expect(elsewhere).toEqual([{ code: 's12-doctor', label: 'Section 12 approved doctor' }]);
  });
});

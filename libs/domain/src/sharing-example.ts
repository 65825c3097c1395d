import type { SharingAgreement } from './agreements.js';
import type { Passage } from './passage.js';

/** A small agreement between three agencies with a rule of each sort, for the tests. */
export const examples: readonly SharingAgreement[] = [
  {
    code: 'care',
    title: 'Care in a crisis',
    version: 3,
    parties: ['police', 'ambulance', 'mh-trust'],
    purpose: 'care of a person in crisis',
    inForceFrom: '2026-01-01T00:00:00Z',
    inForceUntil: '2027-01-01T00:00:00Z',
    reviewBy: '2026-12-01',
    rules: [
      {
        code: 'care.offer',
        from: ['police', 'ambulance'],
        to: ['mh-trust'],
        direction: 'to-performer',
        kinds: ['welfare-check'],
        stage: 'offer',
        items: ['area', 'presenting-situation'],
        basis: 'direct-care',
      },
      {
        code: 'care.offer-immediate',
        from: ['police', 'ambulance'],
        to: ['mh-trust'],
        direction: 'to-performer',
        kinds: ['welfare-check'],
        stage: 'offer',
        urgencies: ['u1-immediate'],
        items: ['exact-location'],
        basis: 'vital-interests',
      },
      {
        code: 'care.accepted',
        from: ['police', 'ambulance'],
        to: ['mh-trust'],
        direction: 'to-performer',
        kinds: ['welfare-check'],
        stage: 'accepted',
        items: ['full-name', 'exact-location'],
        originators: ['ambulance'],
        basis: 'direct-care',
      },
      {
        code: 'care.attending',
        from: ['police/control-room'],
        to: ['mh-trust/crisis-team'],
        direction: 'to-performer',
        kinds: ['welfare-check'],
        stage: 'attending',
        items: ['entry-instructions'],
        basis: 'direct-care',
      },
      {
        code: 'care.told-back',
        from: ['mh-trust'],
        to: ['police'],
        direction: 'to-asker',
        kinds: ['welfare-check'],
        stage: 'accepted',
        items: ['whereabouts'],
        basis: 'direct-care',
      },
      {
        code: 'care.on-request',
        from: ['mh-trust'],
        to: ['ambulance', 'police'],
        direction: 'to-asker',
        kinds: ['welfare-check', 'information-request'],
        stage: 'on-request',
        items: ['crisis-plan'],
        basis: 'direct-care',
      },
    ],
    overrides: [
      {
        code: 'care.override',
        from: ['mh-trust'],
        to: ['police'],
        items: ['medication'],
        basis: 'vital-interests',
        authorisedBy: ['duty-manager'],
        reviewedBy: ['caldicott-guardian'],
        maxMinutes: 60,
        reviewWithinMinutes: 4320,
      },
    ],
  },
];

/** A passage of the example: police ask the trust's crisis team for a welfare check on 1 June 2026. */
export const examplePassage: Passage = {
  from: { agency: 'police', unit: 'control-room' },
  to: { agency: 'mh-trust', unit: 'crisis-team' },
  direction: 'to-performer',
  kind: 'welfare-check',
  urgency: 'u2-within-hour',
  wanted: [],
  status: undefined,
  at: Date.UTC(2026, 5, 1),
};

/** The same task seen the other way: the trust tells the police. */
export const exampleAnswer: Passage = {
  ...examplePassage,
  from: examplePassage.to,
  to: examplePassage.from,
  direction: 'to-asker',
  status: 'accepted',
};

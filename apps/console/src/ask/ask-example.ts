import type { Catalogue } from '../page/catalogue.js';
import type { Content, Draft } from './draft.js';

/** A part of what police may ask for, as its service tells it. */
export const POLICE: Catalogue = {
  agency: 'police',
  modes: ['actual', 'test'],
  units: [
    {
      code: 'response',
      name: 'response team',
    },
    {
      code: 'street-triage',
      name: 'triage car',
    },
    {
      code: 'custody',
      name: 'custody suite',
    },
  ],
  kinds: [
    {
      code: 'crisis-home-visit',
      label: 'Crisis home visit',
      word: 'crisis team visit',
      definition: 'Crisis team sees the person face to face where they are.',
      mayBeAsked: ['mh-trust'],
      defaultUrgency: 'u3-within-4-hours',
      decideWithinMinutes: 20,
      needs: [
        ['home-address'],
        ['presenting-situation'],
        ['risk-to-self'],
        ['risk-to-others'],
        ['worker-safety-warning'],
        ['children-at-address'],
        ['full-name', 'alias'],
      ],
      expects: ['date-of-birth', 'phone', 'full-name', 'alias', 'age-band'],
      asksForItems: false,
    },
    {
      code: 'information-request',
      label: 'Information request',
      word: 'information request',
      definition: 'Ask another agency for named items for a stated purpose.',
      mayBeAsked: ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital'],
      defaultUrgency: 'u2-within-hour',
      decideWithinMinutes: 5,
      needs: [['presenting-situation']],
      expects: ['full-name', 'alias', 'date-of-birth', 'phone'],
      asksForItems: true,
    },
  ],
  grades: [
    {
      code: 'police-grade-national-style.emergency',
      word: 'emergency',
      scale: 'Police grading, urban and rural (Suffolk, as an example)',
      minutes: 15,
      clockTo: 'officer at scene',
      urgency: 'u1-immediate',
    },
    {
      code: 'police-grade-national-style.priority',
      word: 'priority',
      scale: 'Police grading, urban and rural (Suffolk, as an example)',
      minutes: 60,
      clockTo: 'officer at scene',
      urgency: 'u2-within-hour',
    },
    {
      code: 'police-grade-national-style.routine',
      word: 'routine',
      scale: 'Police grading, urban and rural (Suffolk, as an example)',
      minutes: 1440,
      clockTo: 'officer at scene',
      urgency: 'u4-within-24-hours',
    },
  ],
  urgencies: [
    {
      code: 'u1-immediate',
      label: 'Immediate',
      meaning: 'life at risk now',
      minutes: 20,
    },
    {
      code: 'u2-within-hour',
      label: 'Within an hour',
      minutes: 60,
    },
    {
      code: 'u3-within-4-hours',
      label: 'Within 4 hours',
      minutes: 240,
    },
  ],
  agencies: [
    {
      code: 'police',
      name: 'Wealdmere Police',
      units: [
        {
          code: 'street-triage',
          name: 'triage car',
        },
        {
          code: 'custody',
          name: 'custody suite',
        },
      ],
    },
    {
      code: 'mh-trust',
      name: 'Wealdmere Mental Health NHS Trust',
      units: [
        {
          code: 'crisis-team',
          name: 'CRHTT',
        },
        {
          code: 'community-team',
          name: 'CMHT',
        },
        {
          code: 'street-triage',
          name: 'police liaison nurse',
        },
      ],
    },
  ],
  items: [
    {
      code: 'full-name',
      label: 'Name',
    },
    {
      code: 'alias',
      label: 'Alias or temporary name',
    },
    {
      code: 'date-of-birth',
      label: 'Date of birth',
    },
    {
      code: 'age-band',
      label: 'Age band (under 13, 13-15, 16-17, 18-64, 65+)',
      values: ['under 13', '13-15', '16-17', '18-64', '65+'],
    },
    {
      code: 'home-address',
      label: 'Home address',
    },
    {
      code: 'phone',
      label: 'Phone and safe times to call',
    },
    {
      code: 'presenting-situation',
      label: 'What is happening now (two lines)',
    },
    {
      code: 'risk-to-self',
      label: 'Risk to self now',
    },
    {
      code: 'risk-to-others',
      label: 'Risk to others now',
    },
    {
      code: 'worker-safety-warning',
      label: 'Safety instruction for workers (for example do not attend alone, dog, weapons seen)',
    },
    {
      code: 'children-at-address',
      label: 'Children present or dependent (count, ages, who is with them)',
    },
  ],
  absentReasons: [
    {
      code: 'temp-unknown',
      label: 'Expected to become known through the work',
      example: 'Fingerprint or phone check under way',
      state: 'unknown',
      fields: {
        expectedBy: 'the time by which it should be known',
        finder: 'the agency and unit that are finding out',
      },
    },
    {
      code: 'not-asked',
      label: 'Nobody has asked yet',
      example: 'Children at the address not yet asked about',
      state: 'unknown',
      fields: {},
    },
    {
      code: 'masked',
      label: 'Known, but held back for privacy or security',
      example: "Police hold intelligence and will say only 'attend in pairs'",
      state: 'withheld',
      fields: {
        heldBy: 'the agency that holds the value',
      },
    },
    {
      code: 'searched-not-found',
      label: 'A named system was searched at a named time, and no match was found',
      state: 'unknown',
      fields: {
        searchedSystem: 'the system that was searched',
        searchedFor: 'the spelling or description that was searched for',
        searchedAt: 'the time of the search',
      },
    },
  ],
  sourceKinds: ['person', 'caller'],
  purposes: [
    {
      code: 'protect-life',
      label: 'Protect life',
      meaning: 'Keep somebody alive who may die or be gravely hurt soon',
    },
  ],
  bases: [
    {
      code: 'direct-care',
      label: 'Direct care',
    },
  ],
  languages: [
    {
      code: 'bfi',
      label: 'British Sign Language',
    },
  ],
  areas: [
    {
      code: 'wealdmere-north',
      label: 'North Wealdmere',
    },
  ],
  itemRefusals: {
    'no-agreement': 'No agreement lets us tell them this.',
  },
  overrideReasons: [{ code: 'life-at-risk', label: 'Life at risk' }],
  overrideRoles: [{ code: 'duty-manager', label: 'Duty manager' }],
};

/** Everything that a crisis home visit needs. */
export const WHOLE: Content = {
  mode: 'test',
  whom: { kind: 'unnamed', called: 'Oscar Heron 12' },
  kind: 'crisis-home-visit',
  grade: 'police-grade-national-style.priority',
  to: [{ agency: 'mh-trust', unit: 'crisis-team' }],
  items: {
    alias: { state: 'known', value: 'Oscar Heron 12' },
    'home-address': { state: 'known', value: '4 Mill Lane' },
    'presenting-situation': { state: 'known', value: 'On the bridge, talking' },
    'risk-to-self': { state: 'known', value: 'high' },
    'risk-to-others': { state: 'unknown', absent: 'not-asked' },
    'worker-safety-warning': { state: 'unknown', absent: 'not-asked' },
    'children-at-address': { state: 'unknown', absent: 'not-asked' },
  },
  told: true,
  note: '',
};

/** A draft of the triage car. */
export const draftOf = (content: Partial<Content> = {}, from: Content = WHOLE): Draft => ({
  id: '6c77756b-46a7-43ca-b0da-dc2644c9eb44',
  unit: 'street-triage',
  caseId: '0198c0de-0000-7000-8000-000000000001',
  content: { ...from, ...content },
});

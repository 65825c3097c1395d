import { describe, expect, it } from '@jest/globals';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';

const service = '{ term: service user, relationship: equivalent }';
const triage =
  'set: taskKind, agency: mh-trust, code: crisis-telephone-triage, term: triage call, relationship: equivalent';

const words: readonly FaultCase[] = [
  [
    'a concept that says nothing of an agency',
    { 'terms.yaml': swap('      ambulance:\n        - { term: patient, relationship: equivalent }\n', '') },
    {
      file: 'terms.yaml',
      line: lineWith('terms.yaml', 'terms:'),
      path: 'concepts[0].terms',
      detail: 'says nothing of "ambulance"; a term of null says that it has no word',
    },
  ],
  [
    'an agency that has an empty list of words',
    {
      'terms.yaml': swap(
        '      ambulance:\n        - { term: patient, relationship: equivalent }\n',
        '      ambulance: []\n',
      ),
    },
    { path: 'concepts[0].terms.ambulance', detail: 'say with a term of null that there is no word' },
  ],
  [
    'words of an unknown agency',
    { 'terms.yaml': swap('      ambulance:\n', '      ambulence:\n') },
    {
      line: lineWith('terms.yaml', 'ambulance:'),
      path: 'concepts[0].terms.ambulence',
      detail: 'unknown agency "ambulence"',
    },
  ],
  [
    'a word without a relationship',
    { 'terms.yaml': swap(service, '{ term: service user, relationship: null }') },
    {
      line: lineWith('terms.yaml', service),
      path: 'concepts[0].terms.mh-trust[0]',
      detail: 'a term and its relationship are null together, or neither is',
    },
  ],
  [
    'a relationship in the words of FHIR R4',
    { 'terms.yaml': swap(service, '{ term: service user, relationship: wider }') },
    { line: lineWith('terms.yaml', service), path: 'concepts[0].terms.mh-trust[0].relationship' },
  ],
  [
    'no word, and one beside it',
    { 'terms.yaml': swap(service, '{ term: null, relationship: null }') },
    { path: 'concepts[0].terms.mh-trust[0]', detail: 'there is no word, and there is one beside it' },
  ],
  [
    'a word that stands twice for one concept',
    { 'terms.yaml': swap(service, '{ term: " PATIENT", relationship: equivalent }') },
    {
      line: lineWith('terms.yaml', service) + 1,
      path: 'concepts[0].terms.mh-trust[1].term',
      detail: '"patient" stands twice for this concept',
    },
  ],
  [
    'a false friend that means an unknown concept',
    {
      'terms.yaml': swap(
        'police: detained-s136, mh-trust: detained-for',
        'police: held, mh-trust: detained-for',
      ),
    },
    {
      line: lineWith('terms.yaml', 'words: [section, sectioned]'),
      path: 'falseFriends[0].means.police',
      detail: 'unknown concept "held"',
    },
  ],
  [
    'a false friend that stands twice',
    { 'terms.yaml': swap('words: [urgent]', 'words: [urgent, Capacity]') },
    {
      line: lineWith('terms.yaml', 'words: [urgent]'),
      path: 'falseFriends[4].words[1]',
      detail: '"Capacity" is a false friend already',
    },
  ],
  [
    'a false friend that nobody takes for anything',
    { 'terms.yaml': swap('means: { police: welfare-check }', 'means: {}') },
    { path: 'falseFriends[7].means', detail: 'no agency takes it for anything' },
  ],
  [
    'a word for a code that does not exist',
    { 'words.yaml': swap(triage, triage.replace('crisis-telephone-triage', 'triage')) },
    {
      file: 'words.yaml',
      line: lineWith('words.yaml', triage),
      detail: 'no taskKind has the code "triage"',
    },
  ],
  [
    'a word for a kind in which the agency has no part',
    {
      'words.yaml': swap(
        triage,
        triage.replace('crisis-telephone-triage', 'mha-conveyance').replace('mh-trust', 'police'),
      ),
    },
    { line: lineWith('words.yaml', triage), detail: '"police" never uses the taskKind "mha-conveyance"' },
  ],
  [
    "a word for another agency's unit",
    {
      'words.yaml': swap(
        'agency: voluntary, code: safe-haven, term: the haven',
        'agency: voluntary, code: custody, term: the haven',
      ),
    },
    { line: lineWith('words.yaml', 'term: the haven'), detail: '"voluntary" never uses the unit "custody"' },
  ],
  [
    'a word for a reason that the agency may not give',
    { 'words.yaml': swap('agency: police, code: no-capacity', 'agency: police, code: closed') },
    {
      line: lineWith('words.yaml', 'agency: police, code: no-capacity'),
      detail: '"police" never uses the declineReason "closed"',
    },
  ],
  [
    'a word for an outcome of what others do',
    { 'words.yaml': swap('agency: police, code: seen-safe', 'agency: police, code: bed-found') },
    {
      line: lineWith('words.yaml', 'agency: police, code: seen-safe'),
      detail: '"police" never uses the outcome "bed-found"',
    },
  ],
  [
    'one word for two codes',
    { 'words.yaml': swap('term: MHAA,', 'term: Triage Call,') },
    {
      line: lineWith('words.yaml', 'term: MHAA,'),
      detail: '"Triage Call" of "mh-trust" also stands for "crisis-telephone-triage"',
    },
  ],
  [
    'a word that stands twice',
    { 'words.yaml': swap('term: safe and well check,', 'term: concern for welfare,') },
    {
      line: lineWith('words.yaml', 'term: safe and well check,'),
      detail: '"concern for welfare" of "police" stands twice for "welfare-check"',
    },
  ],
  [
    'a word that is a false friend',
    { 'words.yaml': swap('term: seen safe and well,', 'term: Safe and well,') },
    {
      line: lineWith('words.yaml', 'term: seen safe and well,'),
      detail: '"Safe and well" is a false friend',
    },
  ],
];

const c2 =
  '{ grade: ambulance-arp.c2, urgency: u2-within-hour, relationship: source-is-narrower-than-target,';

const scales: readonly FaultCase[] = [
  [
    'a level below one that is less urgent',
    {
      'scales.yaml': swap(
        'code: c2, word: C2, label: Emergency, minutes: 40',
        'code: c2, word: C2, label: Emergency, minutes: 20',
      ),
    },
    {
      file: 'scales.yaml',
      line: lineWith('scales.yaml', 'code: c2, word: C2'),
      path: 'scales[2].levels[2].minutes',
      detail: 'is more urgent than the level above it',
    },
  ],
  [
    'a level without minutes above one that has them',
    { 'scales.yaml': swap('label: Semi-urgent, minutes: 4320', 'label: Semi-urgent, minutes: null') },
    { path: 'scales[0].levels[4].minutes', detail: 'is more urgent than the level above it' },
  ],
  [
    'a word for two grades of one agency',
    { 'scales.yaml': swap('word: emergency, minutes: 15', "word: '1', minutes: 15") },
    {
      path: 'scales[4].levels[0].word',
      detail: '"1" also stands for "police-grade-national-style.emergency"',
    },
  ],
  [
    'a scale of an unknown agency',
    { 'scales.yaml': swap('owner: ambulance', 'owner: fire') },
    { path: 'scales[2].owner', detail: 'unknown agency "fire"' },
  ],
  [
    'a grade of the crosswalk that no scale has',
    { 'scales.yaml': swap('grade: ambulance-arp.c2', 'grade: ambulance-arp.c9') },
    {
      line: lineWith('scales.yaml', 'grade: ambulance-arp.c2'),
      path: 'crosswalk[12].grade',
      detail: 'unknown grade "ambulance-arp.c9"',
    },
  ],
  [
    'a grade without a row of the crosswalk',
    { 'scales.yaml': swap('grade: ambulance-arp.c2', 'grade: ambulance-arp.c9') },
    {
      line: lineWith('scales.yaml', 'code: c2, word: C2'),
      path: 'scales[2].levels[2]',
      detail: 'no row of the crosswalk gives "ambulance-arp.c2" a band, or none',
    },
  ],
  [
    'a grade with two rows of the crosswalk',
    { 'scales.yaml': swap('grade: ambulance-arp.c2', 'grade: ambulance-arp.c1') },
    { path: 'crosswalk[12].grade', detail: 'duplicate grade "ambulance-arp.c1"' },
  ],
  [
    'an unknown band',
    { 'scales.yaml': swap('c2, urgency: u2-within-hour', 'c2, urgency: u2') },
    { path: 'crosswalk[12].urgency', detail: 'unknown urgency "u2"' },
  ],
  [
    'a band without a relationship',
    { 'scales.yaml': swap(c2, c2.replace('source-is-narrower-than-target', 'null')) },
    { path: 'crosswalk[12]', detail: 'a band and its relationship are null together, or neither is' },
  ],
  [
    'a wider band that is called narrower',
    { 'scales.yaml': swap(c2, c2.replace('narrower', 'broader')) },
    {
      line: lineWith('scales.yaml', 'grade: ambulance-arp.c2'),
      path: 'crosswalk[12].relationship',
      detail: 'source-is-broader-than-target does not fit 40 minutes of the grade and 60 minutes of the band',
    },
  ],
  [
    'a band called wider that is shorter than the grade',
    { 'scales.yaml': swap('c3, urgency: u3-within-4-hours', 'c3, urgency: u2-within-hour') },
    {
      path: 'crosswalk[13].relationship',
      detail:
        'source-is-narrower-than-target does not fit 120 minutes of the grade and 60 minutes of the band',
    },
  ],
  [
    'a less urgent grade that is sorted before a more urgent one',
    { 'scales.yaml': swap(c2, c2.replace('u2-within-hour', 'u5-within-72-hours')) },
    {
      line: lineWith('scales.yaml', 'grade: ambulance-arp.c3'),
      path: 'crosswalk[13].urgency',
      detail: 'is more urgent than the band of a more urgent level',
    },
  ],
];

describe('faulty words are refused, with file and line', () => {
  it.each(words)('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });
});

describe('faulty urgency scales are refused, with file and line', () => {
  it.each(scales)('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });
});

import { describe, expect, it } from '@jest/globals';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';

const firstSkills = 'anyOf: [crisis-practitioner, mental-health-nurse, control-room-clinician]';

const cases: readonly FaultCase[] = [
  [
    'a kind that needs an unknown skill',
    {
      'task-kinds.yaml': swap(
        '[crisis-practitioner, mental-health-nurse, control',
        '[crisis-worker, mental-health-nurse, control',
      ),
    },
    {
      file: 'task-kinds.yaml',
      path: 'taskKinds[0].requiredSkills.anyOf[0]',
      detail: 'unknown skill "crisis-worker"',
    },
  ],
  [
    'a kind that the agency asked has nobody to do',
    { 'task-kinds.yaml': swap(firstSkills, 'anyOf: [constable]') },
    {
      line: lineWith('task-kinds.yaml', 'mayBeAsked: [mh-trust]'),
      path: 'taskKinds[0].mayBeAsked[0]',
      detail: '"mh-trust" employs nobody with one of the skills constable',
    },
  ],
  [
    'a set of skills of which the agency asked has none',
    { 'task-kinds.yaml': swap('allOf: [amhp, s12-doctor]', 'allOf: [constable, paramedic]') },
    { detail: '"social-care" employs nobody with one of the skills constable, paramedic' },
  ],
  [
    'a kind behind an unknown legal power',
    { 'task-kinds.yaml': swap('legalGate: mha-s136', 'legalGate: mha-s1366') },
    { line: lineWith('task-kinds.yaml', 'legalGate: mha-s136'), detail: 'unknown legal power "mha-s1366"' },
  ],
  [
    'a kind that does not say what happens when nobody answers',
    { 'task-kinds.yaml': swap('    onNoAnswer: escalate-and-offer-next\n', '') },
    { path: 'taskKinds[0]', detail: 'lacks "onNoAnswer"' },
  ],
  [
    'a wanted item that nothing lets be shown',
    {
      'task-kinds.yaml': swap(
        'required: [presenting-situation, risk-to-self, phone]',
        'required: [presenting-situation, risk-to-self, phone, gp]',
      ),
    },
    {
      line: lineWith('task-kinds.yaml', 'required: [presenting-situation, risk-to-self, phone]'),
      path: 'taskKinds[0].required[3]',
      detail: '"gp" is wanted, and nothing lets it be shown',
    },
  ],
  [
    'a skill of an unknown employer',
    { 'skills.yaml': swap('employers: [police],', 'employers: [constabulary],') },
    { file: 'skills.yaml', path: 'skills[0].employers[0]', detail: 'unknown employer "constabulary"' },
  ],
  [
    'a skill for an unknown kind',
    { 'skills.yaml': swap('kinds: [liaison-assessment]', 'kinds: [liaison]') },
    { line: lineWith('skills.yaml', 'code: liaison-practitioner'), detail: 'unknown task kind "liaison"' },
  ],
  [
    'a skill for an unknown power',
    { 'skills.yaml': swap('powers: [mha-s136,', 'powers: [s136,') },
    { path: 'skills[0].powers[0]', detail: 'unknown legal power "s136"' },
  ],
  [
    'a power of an unknown role',
    { 'legal-powers.yaml': swap('holderRoles: [constable]', 'holderRoles: [sheriff]') },
    {
      file: 'legal-powers.yaml',
      line: lineWith('legal-powers.yaml', 'holderRoles: [constable]'),
      path: 'legalPowers[0].holderRoles[0]',
      detail: 'unknown role "sheriff"',
    },
  ],
  [
    'a duty on an unknown agency',
    { 'legal-powers.yaml': swap('dutyOn: social-care', 'dutyOn: council') },
    { detail: 'unknown agency "council"' },
  ],
  [
    'a clock that runs otherwise than its power',
    { 'scales.yaml': swap('code: s4-detention, minutes: 4320', 'code: s4-detention, minutes: 432') },
    {
      file: 'scales.yaml',
      line: lineWith('scales.yaml', 'code: s4-detention'),
      path: 'legalClocks[2].minutes',
      detail: 'minutes is not what the power "mha-s4" says',
    },
  ],
  [
    'a clock without the extension of its power',
    { 'scales.yaml': swap('extensionMinutes: 720, ', '') },
    { path: 'legalClocks[0]', detail: 'extensionMinutes is not what the power "mha-s136" says' },
  ],
  [
    'records that an unknown agency keeps',
    { 'governance.yaml': swap('agencies: [mh-trust], years: 20', 'agencies: [trust], years: 20') },
    { file: 'governance.yaml', path: 'retention[0].agencies[0]', detail: 'unknown agency "trust"' },
  ],
  [
    'a basis without a route past the duty of confidence',
    { 'lawful-bases.yaml': swap('    confidence:', '    confidential:') },
    { file: 'lawful-bases.yaml', path: 'lawfulBases[0]', detail: 'lacks "confidence"' },
  ],
  [
    'an agreement in force from a day without a time',
    { 'agreements.yaml': swap("inForceFrom: '2025-04-01T00:00:00Z'", "inForceFrom: '2025-04-01'") },
    {
      file: 'agreements.yaml',
      line: lineWith('agreements.yaml', 'inForceFrom:'),
      path: 'agreements[0].inForceFrom',
      detail: 'must be a time as in 2026-11-22T09:00:00Z, not "2025-04-01"',
    },
  ],
  [
    'an agreement to be reviewed on a day that no calendar has',
    { 'agreements.yaml': swap("reviewBy: '", "reviewBy: '2026-02-30' # '") },
    { path: 'agreements[0].reviewBy', detail: 'must be a date as in 2026-11-22, not "2026-02-30"' },
  ],
  [
    'a rule on an unknown basis',
    { 'agreements.yaml': swap('basis: direct-care', 'basis: care') },
    { line: lineWith('agreements.yaml', 'basis: direct-care'), detail: 'unknown lawful basis "care"' },
  ],
  [
    'a rule code that no event can carry',
    { 'agreements.yaml': swap('code: care.crisis-telephone-triage.offer', 'code: care/offer') },
    {
      path: 'agreements[0].rules[0].code',
      detail: 'must be codes joined by dots, at most 64 characters, not "care/offer"',
    },
  ],
  [
    'a party that is no agency and no unit of one',
    { 'agreements.yaml': swap('to: [mh-trust]', 'to: [mh-trust/]') },
    {
      path: 'agreements[0].rules[0].to[0]',
      detail: 'must be an agency, or an agency and its unit as in police/custody',
    },
  ],
];

describe('faulty skills, powers, bases and agreements are refused, with file and line', () => {
  it.each(cases)('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });
});

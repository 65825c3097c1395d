import { describe, expect, it } from '@jest/globals';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';

const FILE = 'law-rules.yaml';
const edited = (old: string, now: string) => ({ [FILE]: swap(old, now) });
const kinds = 'kinds: [s136-consultation, place-of-safety-admission, s136-conveyance]';
const outcomes = 'outcomes: [executed-removed, executed-kept]';

const cases: readonly FaultCase[] = [
  [
    'a rule about an unknown power',
    edited('power: mha-s136\n', 'power: s136\n'),
    {
      file: FILE,
      line: lineWith(FILE, 'power: mha-s136'),
      path: 'lawRules[0].power',
      detail: 'unknown legal power "s136"',
    },
  ],
  [
    'a rule about an unknown kind',
    edited(kinds, 'kinds: [consultation]'),
    {
      line: lineWith(FILE, kinds),
      path: 'lawRules[0].when.kinds[0]',
      detail: 'unknown task kind "consultation"',
    },
  ],
  [
    'a rule about a step that no task takes',
    edited('steps: [rejected]', 'steps: [declined]'),
    { line: lineWith(FILE, 'steps: [rejected]'), path: 'lawRules[8].when.steps[0]' },
  ],
  [
    'a rule about an outcome that its kinds do not have',
    edited(outcomes, 'outcomes: [warrant-granted]'),
    {
      line: lineWith(FILE, outcomes),
      path: 'lawRules[5].when.outcomes[0]',
      detail: 'none of the kinds has the outcome "warrant-granted"',
    },
  ],
  [
    'a rule about a reason that its kinds do not allow',
    edited('reasons: [threshold-not-met]', 'reasons: [person-declines]'),
    {
      path: 'lawRules[9].when.reasons[0]',
      detail: 'none of the kinds has the reason to decline "person-declines"',
    },
  ],
  [
    'a rule about a slot that its kinds do not have',
    edited('slotsNotFilled: [s12-doctor,', 'slotsNotFilled: [gp,'),
    { path: 'lawRules[6].when.slotsNotFilled[0]', detail: 'none of the kinds has the slot "gp"' },
  ],
  [
    'a rule about an unknown item',
    edited('{ code: place-type, in: [home] }', '{ code: kind-of-place, in: [home] }'),
    { path: 'lawRules[0].when.items[0].code', detail: 'unknown item "kind-of-place"' },
  ],
  [
    'a rule about a value that is free words',
    edited('{ code: place-type, in: [home] }', '{ code: place-type, in: [a flat] }'),
    {
      line: lineWith(FILE, 'in: [home]'),
      path: 'lawRules[0].when.items[0].in[0]',
      detail: '"a flat" is no closed value of "place-type"',
    },
  ],
  [
    'a rule about an item without closed values',
    edited('{ code: place-type, in: [home] }', '{ code: presenting-situation, in: [home] }'),
    { detail: '"home" is no closed value of "presenting-situation"' },
  ],
  [
    'a rule about an unknown role',
    edited('actorRolesNot: [amhp]', 'actorRolesNot: [asw]'),
    { path: 'lawRules[4].when.actorRolesNot[0]', detail: 'unknown actor role "asw"' },
  ],
  [
    'a rule about an unknown age group',
    edited('ages: [child, not-known]', 'ages: [minor]'),
    { path: 'lawRules[2].when.ages[0]', detail: 'must be one of child, adult, not-known, not "minor"' },
  ],
  [
    'a rule about an unknown agency',
    edited('performers: [police]', 'performers: [constabulary]'),
    { path: 'lawRules[9].when.performers[0]', detail: 'unknown agency "constabulary"' },
  ],
  [
    'a rule about a unit of another agency',
    edited('acute-hospital/emergency-department', 'acute-hospital/custody'),
    { path: 'lawRules[7].when.askers[0]', detail: '"acute-hospital" has no unit "custody"' },
  ],
  [
    'a rule about an unknown reason for more time',
    edited('extensionReasons: [no-bed,', 'extensionReasons: [no-beds,'),
    { path: 'lawRules[3].when.extensionReasons[0]', detail: 'unknown clock reason "no-beds"' },
  ],
  [
    'a rule with a condition that nobody knows',
    edited('      steps: [rejected]\n', '      step: rejected\n'),
    { path: 'lawRules[8].when.step', detail: 'unknown key "step"' },
  ],
  [
    'a rule whose list is empty',
    edited('steps: [rejected]', 'steps: []'),
    { path: 'lawRules[8].when.steps', detail: 'names nothing: leave it out' },
  ],
  [
    'a rule without a condition',
    { [FILE]: (text) => text.replace(/when:\n(?: {6}.*\n)+/, 'when: {}\n') },
    { path: 'lawRules[0].when', detail: 'a rule needs a condition' },
  ],
  [
    'a rule that ends before it begins',
    edited("inForceFrom: '1983-09-30'", "inForceFrom: '1983-09-30'\n    inForceUntil: '1983-09-01'"),
    {
      line: lineWith(FILE, "inForceFrom: '1983-09-30'") + 1,
      path: 'lawRules[5].inForceUntil',
      detail: 'must be after inForceFrom, 1983-09-30',
    },
  ],
  [
    'a rule in force from a day that no calendar has',
    edited("inForceFrom: '1983-09-30'", "inForceFrom: '1983-09-31'"),
    { path: 'lawRules[5].inForceFrom', detail: 'must be a date as in 2026-11-22, not "1983-09-31"' },
  ],
  [
    'a rule without a source',
    { [FILE]: (text) => text.replace(/ {4}source: .*\n/, '') },
    { file: FILE, path: 'lawRules[0]', detail: 'lacks "source"' },
  ],
  [
    'two rules of one code',
    edited('code: s136-consult-first', 'code: s136-not-in-a-home'),
    { line: lineWith(FILE, 'code: s136-consult-first'), detail: 'duplicate code "s136-not-in-a-home"' },
  ],
];

describe('faulty rules of law are refused, with file and line', () => {
  it.each(cases)('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });
});

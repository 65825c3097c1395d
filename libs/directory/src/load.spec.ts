import { describe, expect, it } from '@jest/globals';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';
import { DirectoryError, faultText, type DirectoryFault } from './directory-error.js';
import { checkDirectory } from './load.js';

const cases: readonly FaultCase[] = [
  [
    'a value of the wrong type',
    { 'task-kinds.yaml': swap('decideWithinMinutes: 5', 'decideWithinMinutes: soon') },
    {
      file: 'task-kinds.yaml',
      line: lineWith('task-kinds.yaml', 'decideWithinMinutes: 5'),
      path: 'taskKinds[0].decideWithinMinutes',
      detail: 'must be a whole number from 1, not "soon"',
    },
  ],
  [
    'a list that is no list',
    { 'agencies.yaml': swap('units: [emergency-department, acute-ward, site-management]', 'units: ward') },
    {
      line: lineWith('agencies.yaml', 'units: [emergency-dep'),
      path: 'agencies[4].units',
      detail: 'must be a list, not "ward"',
    },
  ],
  [
    'a code that is not safe in a subject',
    { 'agencies.yaml': swap('acute-ward', '"ward.*"') },
    { path: 'agencies[4].units[1]', detail: 'must be a code in lower-case-kebab, not "ward.*"' },
  ],
  [
    'a word outside a closed list',
    { 'information-items.yaml': swap('sensitivity: special', 'sensitivity: secret') },
    {
      file: 'information-items.yaml',
      line: lineWith('information-items.yaml', 'sensitivity: special'),
      detail: 'must be one of ordinary, special, criminal, not "secret"',
    },
  ],
  [
    'an unknown key',
    { 'urgencies.yaml': swap('meaning:', 'meening:') },
    {
      file: 'urgencies.yaml',
      line: lineWith('urgencies.yaml', 'meaning:'),
      path: 'urgencies[0].meening',
      detail: 'unknown key "meening"',
    },
  ],
  [
    'an unknown key at the top of a file',
    { 'governance.yaml': (text) => `ports: 1\n${text}` },
    { file: 'governance.yaml', line: 1, path: 'ports', detail: 'unknown key "ports"' },
  ],
  [
    'a field that is lacking',
    { 'agencies.yaml': swap('    name: Lantern Safe Haven\n', '') },
    { line: lineWith('agencies.yaml', 'code: voluntary'), path: 'agencies[5]', detail: 'lacks "name"' },
  ],
  [
    'a section that is lacking',
    { 'actor-roles.yaml': () => '' },
    { file: 'actor-roles.yaml', line: 1, path: 'actorRoles', detail: 'lacks "actorRoles"' },
  ],
  [
    'a code that stands twice',
    { 'decline-reasons.yaml': swap('code: closed', 'code: no-capacity') },
    {
      line: lineWith('decline-reasons.yaml', 'code: closed'),
      path: 'declineReasons[12].code',
      detail: 'duplicate code "no-capacity"',
    },
  ],
  [
    'a unit that stands twice',
    { 'agencies.yaml': swap('acute-ward', 'site-management') },
    { path: 'agencies[4].units[2]', detail: 'duplicate "site-management"' },
  ],
  [
    'a kind that names an unknown agency',
    {
      'task-kinds.yaml': swap('mayBeRequestedBy: [mh-trust, police,', 'mayBeRequestedBy: [mh-trust, polise,'),
    },
    {
      line: lineWith('task-kinds.yaml', 'mayBeRequestedBy: [mh-trust, police,'),
      path: 'taskKinds[0].mayBeRequestedBy[1]',
      detail: 'unknown agency "polise"',
    },
  ],
  [
    'a kind that names an unknown item',
    {
      'task-kinds.yaml': swap(
        '[presenting-situation, risk-to-self, phone]',
        '[presenting-situation, risk, phone]',
      ),
    },
    { path: 'taskKinds[0].required[1]', detail: 'unknown item "risk"' },
  ],
  [
    'a kind that names an unknown decline reason',
    {
      'task-kinds.yaml': swap(
        '[no-capacity, outside-area, already-in-hand]',
        '[busy, outside-area, already-in-hand]',
      ),
    },
    { path: 'taskKinds[0].allowedDeclineReasons[0]', detail: 'unknown decline reason "busy"' },
  ],
  [
    'a kind that names an unknown urgency',
    { 'task-kinds.yaml': swap('defaultUrgency: u2-within-hour', 'defaultUrgency: u9') },
    { path: 'taskKinds[0].defaultUrgency', detail: 'unknown urgency "u9"' },
  ],
  [
    'an item that an unknown agency holds',
    { 'information-items.yaml': swap('heldBy: [police, acute-hospital]', 'heldBy: [police, hospital]') },
    {
      file: 'information-items.yaml',
      line: lineWith('information-items.yaml', 'heldBy: [police, acute-hospital]'),
      detail: 'unknown agency "hospital"',
    },
  ],
  [
    'an agency that lists an unknown kind',
    {
      'agencies.yaml': swap(
        '[place-of-safety-admission, information',
        '[sanctuary, place-of-safety-admission, information',
      ),
    },
    { path: 'agencies[4].askedFor[0]', detail: 'unknown task kind "sanctuary"' },
  ],
  [
    'a kind that nobody may be asked for',
    { 'task-kinds.yaml': swap('mayBeAsked: [mh-trust]', 'mayBeAsked: []') },
    { path: 'taskKinds[0].mayBeAsked', detail: 'nobody may be asked for this kind' },
  ],
  [
    'an asked agency that does not list the kind',
    { 'task-kinds.yaml': swap('mayBeAsked: [mh-trust]', 'mayBeAsked: [mh-trust, police]') },
    {
      line: lineWith('task-kinds.yaml', 'mayBeAsked: [mh-trust]'),
      path: 'taskKinds[0].mayBeAsked[1]',
      detail: 'agency "police" does not list "crisis-telephone-triage" in askedFor',
    },
  ],
  [
    'an agency that lists a kind for which it may not be asked',
    {
      'agencies.yaml': swap('askedFor: [safe-haven-place,', 'askedFor: [safe-haven-place, welfare-check,'),
    },
    {
      path: 'agencies[5].askedFor[1]',
      detail: 'task kind "welfare-check" does not name "voluntary" in mayBeAsked',
    },
  ],
  [
    'a decline reason that cannot be judged at the offer',
    { 'task-kinds.yaml': swap('[area, children-at-address,', '[children-at-address,') },
    {
      path: 'taskKinds[0].allowedDeclineReasons[1]',
      detail: '"outside-area" is judged by "area", not shown at offer',
    },
  ],
  [
    'an item that is wanted and not needed at once',
    {
      'task-kinds.yaml': swap(
        'notNeeded: [police-warning-markers,',
        'notNeeded: [phone, police-warning-markers,',
      ),
    },
    { path: 'taskKinds[0].notNeeded[0]', detail: '"phone" is wanted and not needed at once' },
  ],
  [
    'an item that is shown at two stages',
    { 'task-kinds.yaml': swap('discloseAfterAcceptance: [date', 'discloseAfterAcceptance: [area, date') },
    { path: 'taskKinds[0].discloseAfterAcceptance[0]', detail: '"area" is already shown at offer' },
  ],
  [
    'an agency with the name of another member',
    { 'agencies.yaml': swap('code: voluntary', 'code: keeper') },
    { path: 'agencies[5].code', detail: '"keeper" is kept for a member that is no agency' },
  ],
  [
    'more cosignatures than there are other agencies',
    { 'governance.yaml': swap('cosignatures: 2', 'cosignatures: 6') },
    { file: 'governance.yaml', line: 4, detail: '6 cosignatures wanted of 5 other agencies' },
  ],
  [
    'a telephone number that nobody can dial',
    { 'agencies.yaml': swap("'01632 960102'", '1632960102') },
    {
      path: 'agencies[1].telephone',
      detail: "must be a telephone number in quotes, as in '01632 960101', not 1632960102",
    },
  ],
  [
    'no witness at all',
    { 'governance.yaml': swap('cosignatures: 2', 'cosignatures: 0') },
    { path: 'witnessing.cosignatures', detail: 'at least one other agency must cosign' },
  ],
  [
    'no urgency for a life at risk',
    { 'urgencies.yaml': swap('u1-immediate', 'u1-now') },
    { file: 'urgencies.yaml', path: 'urgencies', detail: 'lacks the urgency "u1-immediate"' },
  ],
  [
    'text that is not YAML',
    { 'urgencies.yaml': swap('label: Immediate', 'label: [Immediate') },
    { file: 'urgencies.yaml', path: '' },
  ],
  [
    'a key that stands twice in one map',
    { 'urgencies.yaml': swap('    meaning: life', '    label: Now\n    meaning: life') },
    {
      file: 'urgencies.yaml',
      line: lineWith('urgencies.yaml', 'meaning: life'),
      detail: 'is not YAML: duplicated mapping key',
    },
  ],
  ['a file that is missing', { 'urgencies.yaml': null }, { file: 'urgencies.yaml', line: 0 }],
  [
    'a file that nobody reads',
    { 'agency.yaml': () => '' },
    { file: 'agency.yaml', detail: 'is no file of the directory' },
  ],
];

describe('a faulty directory is refused, with file and line', () => {
  it.each(cases)('%s', (_name, edits, fault) => {
    const faults = faultsAfter(edits);
    expect(faults).toContainEqual(expect.objectContaining(fault));
    if (!/^(urgencies|agency)/.test(fault.file ?? ''))
      expect(faults.every(({ line }) => line > 0)).toBe(true);
  });

  it('finds all faults of all files at once and lists them one to a line, in order', () => {
    const faults = faultsAfter({
      'agencies.yaml': swap('Wealdmere Police', '7'),
      'urgencies.yaml': swap('u1-immediate', 'U1'),
    });
    const lines = new DirectoryError('BAD_FILES', faults).message.split('\n');
    expect(lines).toHaveLength(faults.length);
    const line = lineWith('agencies.yaml', 'Wealdmere Police');
    expect(lines[0]).toBe(`agencies.yaml:${line} agencies[0].name: must be text, not 7`);
    expect(lines.some((line) => line.startsWith('urgencies.yaml:4 urgencies[0].code: must be a code'))).toBe(
      true,
    );
  });

  it('does not blame the readers of a section for the section that is lacking', () => {
    expect(faultsAfter({ 'agencies.yaml': () => 'agences: []\n' })).toEqual([
      { file: 'agencies.yaml', line: 1, path: 'agences', detail: 'unknown key "agences"' },
      { file: 'agencies.yaml', line: 1, path: 'agencies', detail: 'lacks "agencies"' },
    ]);
  });
});

describe('a directory is checked without being loaded', () => {
  it('has no fault as it is shipped', () => {
    expect(checkDirectory(Date.parse('2026-11-22T00:00:00Z')).faults).toEqual([]);
  });

  it('warns of an agreement whose review is overdue, with file and line', () => {
    const { faults, warnings } = checkDirectory(Date.parse('2099-01-01T00:00:00Z'));
    expect(faults).toEqual([]);
    expect(warnings[0]).toMatchObject({
      file: 'agreements.yaml',
      line: lineWith('agreements.yaml', 'reviewBy:'),
      path: 'agreements[0].reviewBy',
    });
    expect(faultText(warnings[0] as DirectoryFault)).toMatch(
      /^agreements\.yaml:\d+ agreements\[0\]\.reviewBy: the review/,
    );
  });

  it('names the faults and throws nothing where there is no directory', () => {
    const { faults, warnings } = checkDirectory(0, '/nowhere');
    expect(faults).toContainEqual(expect.objectContaining({ file: 'agencies.yaml', line: 0 }));
    expect(warnings).toEqual([]);
  });
});

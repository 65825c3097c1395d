import { describe, expect, it } from '@jest/globals';
import {
  faultsAfter,
  lineWith,
  reportAfter,
  swap,
  type Edit,
  type FaultCase,
} from '../test/seeded-faults.js';
import { faultText } from './directory-error.js';

const FIRST_OFFER = 'code: care.crisis-telephone-triage.offer';

/** Writes one more rule above the first one of the shipped agreements. */
const ruleAbove = (rule: string): Edit =>
  swap(`      - ${FIRST_OFFER}`, `      - ${rule}\n      - ${FIRST_OFFER}`);

/** A rule of the mental-health trust's telephone triage, in flow style on one line. */
const triageRule = (more: string): string =>
  `{ code: extra, from: [ambulance], to: [mh-trust], direction: to-performer, kinds: [crisis-telephone-triage], ${more} }`;

/** An override clause of the ambulance service, in flow style on one line. */
const CLAUSE =
  '{ code: extra.override, from: [ambulance], to: [mh-trust], items: [alias, full-name], basis: vital-interests, ' +
  'authorisedBy: [clinician], reviewedBy: [caldicott-guardian], maxMinutes: 30, reviewWithinMinutes: 60 }';

const overlaps: readonly FaultCase[] = [
  [
    'a rule that says again what another one says',
    { 'agreements.yaml': ruleAbove(triageRule('stage: offer, items: [area], basis: direct-care')) },
    {
      file: 'agreements.yaml',
      line: lineWith('agreements.yaml', '&crisis-telephone-triage-offer [') + 2,
      path: 'agreements[0].rules[1].items[0]',
      detail:
        '"extra" takes "area" from "ambulance" to "mh-trust" on "crisis-telephone-triage" too: here again at the stage offer',
    },
  ],
  [
    'a rule on another basis than the same rule elsewhere',
    { 'agreements.yaml': ruleAbove(triageRule('stage: offer, items: [area], basis: safeguarding')) },
    {
      path: 'agreements[0].rules[1].items[0]',
      detail:
        '"extra" takes "area" from "ambulance" to "mh-trust" on "crisis-telephone-triage" too: here on the basis "direct-care", there on the basis "safeguarding"',
    },
  ],
  [
    'a rule that lets go at one stage what another one lets go at a later stage',
    { 'agreements.yaml': ruleAbove(triageRule('stage: offer, items: [full-name], basis: direct-care')) },
    {
      detail:
        '"extra" takes "full-name" from "ambulance" to "mh-trust" on "crisis-telephone-triage" too: here at the stage accepted, there at the stage offer',
    },
  ],
  [
    'two clauses by which the same agencies may override for the same items',
    {
      'agreements.yaml': swap(
        '      - code: care.life-at-risk',
        `      - ${CLAUSE}\n      - code: care.life-at-risk`,
      ),
    },
    {
      file: 'agreements.yaml',
      path: 'agreements[0].overrides[1].items[0]',
      detail: '"extra.override" lets the same parties override for "full-name" too; and 1 more',
    },
  ],
];

const contradictions: readonly FaultCase[] = [
  [
    'one code for two rules',
    { 'agreements.yaml': swap('code: care.crisis-telephone-triage.accepted', FIRST_OFFER) },
    {
      path: 'agreements[0].rules[1].code',
      detail: '"care.crisis-telephone-triage.offer" is already a code in the agreement "health-and-care"',
    },
  ],
  [
    'an agreement that ends before it begins',
    {
      'agreements.yaml': swap(
        "inForceFrom: '2025-04-01T00:00:00Z'",
        "inForceFrom: '2025-04-01T00:00:00Z'\n    inForceUntil: '2025-03-01T00:00:00Z'",
      ),
    },
    {
      line: lineWith('agreements.yaml', 'inForceFrom:') + 1,
      path: 'agreements[0].inForceUntil',
      detail: 'is not after inForceFrom',
    },
  ],
  [
    'a rule for an agency that did not sign the agreement',
    {
      'agreements.yaml': ruleAbove(
        triageRule('stage: offer, items: [area], basis: safeguarding').replace('ambulance', 'police'),
      ),
    },
    { path: 'agreements[0].rules[0].from[0]', detail: '"police" is no party of the agreement' },
  ],
  [
    'a rule for a unit that the agency does not have',
    {
      'agreements.yaml': ruleAbove(
        triageRule('stage: offer, items: [area], basis: direct-care').replace('ambulance', 'ambulance/navy'),
      ),
    },
    { path: 'agreements[0].rules[0].from[0]', detail: '"ambulance" has no unit "navy"' },
  ],
  [
    'a rule for a kind of which neither may ask the other',
    {
      'agreements.yaml': ruleAbove(
        triageRule('stage: offer, items: [area], basis: direct-care').replace('mh-trust', 'social-care'),
      ),
    },
    {
      path: 'agreements[0].rules[0].kinds[0]',
      detail: 'nobody of "from" and "to" may ask the other for "crisis-telephone-triage"',
    },
  ],
  [
    'a rule for an item that its kind does not need',
    { 'agreements.yaml': ruleAbove(triageRule('stage: offer, items: [ethnicity], basis: direct-care')) },
    {
      path: 'agreements[0].rules[0].items[0]',
      detail: '"ethnicity" is not needed for "crisis-telephone-triage"',
    },
  ],
  [
    'a rule that takes special category data on a basis without a condition for them',
    {
      'agreements.yaml': ruleAbove(triageRule('stage: accepted, items: [mh-history], basis: direct-care')),
      'lawful-bases.yaml': swap('    gdpr9: 9(2)(h) health or social care\n', ''),
    },
    {
      path: 'agreements[0].rules[0].items[0]',
      detail: '"mh-history" is of sensitivity special, and the basis "direct-care" has no gdpr9',
    },
  ],
  [
    'a rule that lets go unasked what goes only on request',
    {
      'agreements.yaml': ruleAbove(
        triageRule('stage: accepted, items: [child-protection-status], basis: direct-care'),
      ),
    },
    {
      path: 'agreements[0].rules[0].items[0]',
      detail: '"child-protection-status" goes only on request, not at the stage accepted',
    },
  ],
  [
    'an override that may last for days',
    { 'agreements.yaml': swap('maxMinutes: 60', 'maxMinutes: 2880') },
    { path: 'agreements[0].overrides[0].maxMinutes', detail: 'an override lasts at most 240 minutes' },
  ],
];

const uncovered: readonly FaultCase[] = [
  [
    'a required item that one of the askers may never tell',
    {
      'agreements.yaml': swap(
        '            presenting-situation,\n            risk-to-self,\n            sharing',
        '            presenting-situation,\n            sharing',
      ),
    },
    {
      file: 'task-kinds.yaml',
      line: lineWith('task-kinds.yaml', 'required: [presenting-situation, risk-to-self, phone]'),
      path: 'taskKinds[0].required[1]',
      detail: expect.stringContaining(
        'no rule of an agreement takes "risk-to-self" from "mh-trust"',
      ) as never,
    },
  ],
  [
    'a decline reason whose fact no agreement takes to the agency at the offer',
    {
      'agreements.yaml': swap(
        '          &crisis-telephone-triage-offer [\n            area,',
        '          &crisis-telephone-triage-offer [',
      ),
    },
    {
      file: 'task-kinds.yaml',
      line: lineWith(
        'task-kinds.yaml',
        'allowedDeclineReasons: [no-capacity, outside-area, already-in-hand]',
      ),
      path: 'taskKinds[0].allowedDeclineReasons[1]',
      detail: expect.stringContaining(
        '"outside-area" is judged by "area", which no rule takes at the offer from "mh-trust" to "mh-trust"',
      ) as never,
    },
  ],
];

describe('agreements that cannot be kept are refused, with file and line', () => {
  it.each([...overlaps, ...contradictions, ...uncovered])('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });

  it('lets rules and clauses stand that follow one another in time', () => {
    const earlier = (until: string): Edit =>
      swap(
        '  - code: health-and-care',
        `  - code: earlier
    title: Before
    version: 1
    parties: [ambulance, mh-trust]
    purpose: Care
    inForceFrom: '2020-01-01T00:00:00Z'
    inForceUntil: '${until}'
    reviewBy: '2027-09-30'
    rules:
      - ${triageRule('stage: offer, items: [area], basis: safeguarding')}
    overrides:
      - ${CLAUSE}
  - code: health-and-care`,
      );
    expect(faultsAfter({ 'agreements.yaml': earlier('2025-04-01T00:00:00Z') })).toEqual([]);
    expect(faultsAfter({ 'agreements.yaml': earlier('2025-04-02T00:00:00Z') })).toHaveLength(2);
  });
});

describe('agreements that somebody should see to', () => {
  const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);
  const ending = swap(
    "reviewBy: '2027-09-30'",
    "inForceUntil: '2026-06-30T00:00:00Z'\n    reviewBy: '2027-09-30'",
  );
  const said = (edit: Edit, date: string): readonly string[] =>
    reportAfter({ 'agreements.yaml': edit }, day(date)).warnings.map(faultText);
  const line = lineWith('agreements.yaml', 'reviewBy:');

  it.each([
    ['that ends within three months', '2026-06-20', 'inForceUntil: the agreement ends within 10 days'],
    ['on the day before its end', '2026-06-29', 'inForceUntil: the agreement ends within 1 day'],
    ['that has ended', '2026-07-01', 'inForceUntil: the agreement has ended: nothing travels under it'],
  ])('one %s', (_name, date, what) => {
    expect(said(ending, date)).toEqual([`agreements.yaml:${line} agreements[0].${what}`]);
  });

  it.each([
    ['is due', '2027-09-25', 'the review is due within 6 days'],
    ['may still be made today', '2027-09-30', 'the review is due within 1 day'],
    ['is overdue', '2027-10-02', 'the review is overdue by 2 days'],
  ])('those of which the review %s', (_name, date, what) => {
    const [first, ...others] = said((text) => text, date);
    expect(first).toBe(`agreements.yaml:${line} agreements[0].reviewBy: ${what}`);
    expect(others).toHaveLength(3);
  });

  it('none, long before anything is due', () => {
    expect(said(ending, '2026-03-01')).toEqual([]);
  });

  it('beside what is wrong elsewhere, at once', () => {
    const { data, faults, warnings } = reportAfter(
      {
        'agreements.yaml': ending,
        'task-kinds.yaml': swap('decideWithinMinutes: 5', 'decideWithinMinutes: soon'),
      },
      day('2026-07-01'),
    );
    expect(data).toBeUndefined();
    expect(faults.map(({ path }) => path)).toEqual(['taskKinds[0].decideWithinMinutes']);
    expect(warnings.map(({ path }) => path)).toEqual(['agreements[0].inForceUntil']);
  });
});

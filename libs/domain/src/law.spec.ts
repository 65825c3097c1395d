import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  LAW_STEPS,
  isLawAt,
  itemsThatCount,
  warningsOf,
  type LawCondition,
  type LawRule,
  type LawSituation,
  type SaidOfItem,
} from './law.js';
import { SLOT_STATES } from './slots.js';

const AT = '2031-03-21T23:05:00Z';
const rule = (when: LawCondition, change: Partial<LawRule> = {}): LawRule => ({
  code: 'a-rule',
  power: 'mha-s136',
  says: 'One plain sentence.',
  when,
  inForceFrom: '2017-12-11',
  source: 'general knowledge, unverified',
  ...change,
});
const known = (code: string, value: unknown): SaidOfItem => ({ code, state: 'known', value });

const request: LawSituation = {
  kind: 's136-consultation',
  step: 'requested',
  asker: { agency: 'police', unit: 'response' },
  performer: { agency: 'mh-trust', unit: 'street-triage' },
  actorRole: 'officer',
  items: [known('place-type', 'home'), known('age-band', '16-17')],
};
const completed: LawSituation = {
  ...request,
  kind: 'mha-assessment',
  step: 'completed',
  outcome: 'application-made',
  items: [],
  slots: [
    { slot: 'amhp', state: 'filled' },
    { slot: 's12-doctor', state: 'filled' },
    { slot: 'second-doctor', state: 'fallen-through' },
  ],
};
const rejected: LawSituation = { ...request, step: 'rejected', reason: 'threshold-not-met' };
const extended: LawSituation = { ...request, step: 'clock-extended', extensionReason: 'no-bed' };

const warns = (when: LawCondition, situation: LawSituation): boolean =>
  warningsOf([rule(when)], situation, AT).length > 0;

describe('a rule of law warns when each of its conditions holds', () => {
  it.each<[string, LawCondition, LawSituation, boolean]>([
    ['its kind', { kinds: ['s136-conveyance', 's136-consultation'] }, request, true],
    ['another kind', { kinds: ['s136-conveyance'] }, request, false],
    ['its step', { steps: ['requested'] }, request, true],
    ['another step', { steps: ['accepted'] }, request, false],
    ['its outcome', { outcomes: ['application-made'] }, completed, true],
    ['another outcome', { outcomes: ['not-assessed'] }, completed, false],
    ['no outcome yet', { outcomes: ['application-made'] }, request, false],
    ['its reason', { reasons: ['threshold-not-met'] }, rejected, true],
    ['another reason', { reasons: ['no-capacity'] }, rejected, false],
    ['a reason where none is given', { reasons: ['threshold-not-met'] }, request, false],
    ['its reason for more time', { extensionReasons: ['no-bed'] }, extended, true],
    ['another reason for more time', { extensionReasons: ['no-amhp'] }, extended, false],
    ['no reason for more time', { extensionReasons: ['no-bed'] }, request, false],
    ['an asking agency', { askers: ['police'] }, request, true],
    ['an asking unit', { askers: ['police/response'] }, request, true],
    ['another unit of the asker', { askers: ['police/custody'] }, request, false],
    ['another asking agency', { askers: ['ambulance'] }, request, false],
    ['a performing agency', { performers: ['mh-trust'] }, request, true],
    ['a performing unit', { performers: ['mh-trust/street-triage'] }, request, true],
    ['another performer', { performers: ['police'] }, request, false],
    ['a role that is not among those named', { actorRolesNot: ['amhp'] }, request, true],
    ['a role that is', { actorRolesNot: ['amhp', 'officer'] }, request, false],
    ['its value', { items: [{ code: 'place-type', in: ['home'] }] }, request, true],
    ['another value', { items: [{ code: 'place-type', in: ['ward'] }] }, request, false],
    ['an item of which nothing was said', { items: [{ code: 'gender', in: ['male'] }] }, request, false],
    [
      'two values, of which one does not fit',
      {
        items: [
          { code: 'place-type', in: ['home'] },
          { code: 'age-band', in: ['65+'] },
        ],
      },
      request,
      false,
    ],
    ['an item that nobody spoke of', { itemsUnsaid: ['s136-consultation-record'] }, request, true],
    ['an item that somebody spoke of', { itemsUnsaid: ['place-type'] }, request, false],
    ['one item unsaid of two', { itemsUnsaid: ['gender', 'place-type'] }, request, false],
    ['a child', { ages: ['child'] }, request, true],
    ['a child where an adult is meant', { ages: ['adult'] }, request, false],
    ['nobody knows the age', { ages: ['not-known'] }, completed, true],
    ['a slot that has fallen through', { slotsNotFilled: ['second-doctor'] }, completed, true],
    ['one slot of two not filled', { slotsNotFilled: ['s12-doctor', 'second-doctor'] }, completed, true],
    ['slots that are filled', { slotsNotFilled: ['amhp', 's12-doctor'] }, completed, false],
    ['a slot of which nothing was said', { slotsNotFilled: ['amhp'] }, request, true],
    ['everything', { kinds: ['mha-assessment'], outcomes: ['application-made'] }, completed, true],
    ['all but one', { kinds: ['mha-assessment'], outcomes: ['not-assessed'] }, completed, false],
  ])('%s', (_name, when, situation, expected) => {
    expect(warns(when, situation)).toBe(expected);
  });
});

describe('a value is compared and never read', () => {
  const home = { items: [{ code: 'place-type', in: ['home'] }] };
  const at = (value: unknown, state: SaidOfItem['state'] = 'known'): LawSituation => ({
    ...request,
    items: [{ code: 'place-type', state, value }],
  });

  it.each<[string, unknown]>([
    ['home', 'home'],
    ['its first letter written large', 'Home'],
    ['a blank around it', ' home '],
  ])('%s is the value', (_name, value) => {
    expect(warns(home, at(value))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a home in a sentence', 'at home with his mother'],
    ['not a home', 'not home'],
    ['a house', 'house'],
    ['a flat', 'flat above the shop'],
    ['a list', ['home']],
    ['an object', { place: 'home' }],
    ['a concept of that code', { concept: 'home' }],
    ['nothing', undefined],
  ])('%s is another', (_name, value) => {
    expect(warns(home, at(value))).toBe(false);
  });

  it('counts when it is reported, and no longer when it is out of date', () => {
    expect(warns(home, at('home', 'reported-unconfirmed'))).toBe(true);
    expect(warns(home, at('home', 'out-of-date'))).toBe(false);
  });

  it('that is absent for a reason was spoken of', () => {
    const unsaid = { itemsUnsaid: ['place-type'] };
    expect(warns(unsaid, { ...request, items: [{ code: 'place-type', state: 'unknown' }] })).toBe(false);
  });
});

describe('the dates of a rule', () => {
  const dated = rule({}, { inForceFrom: '2017-12-11', inForceUntil: '2027-01-01' });

  it.each([
    ['2017-12-10T23:59:59.999Z', false],
    ['2017-12-11T00:00:00Z', true],
    ['2017-12-11T00:30:00+01:00', false],
    ['2026-12-31T23:59:59.999Z', true],
    ['2027-01-01T00:00:00Z', false],
  ])('at %s: %s', (at, inForce) => {
    expect(isLawAt(dated, at)).toBe(inForce);
    expect(warningsOf([dated], request, at)).toHaveLength(inForce ? 1 : 0);
  });

  it('without an end last on', () => {
    expect(isLawAt(rule({}), '2999-12-31T00:00:00Z')).toBe(true);
  });
});

describe('a warning', () => {
  it('says the rule, its power, its sentence and where it comes from, and nothing of the person', () => {
    expect(warningsOf([rule({})], request, AT)).toEqual([
      {
        code: 'a-rule',
        power: 'mha-s136',
        says: 'One plain sentence.',
        source: 'general knowledge, unverified',
      },
    ]);
  });

  it('of an agreed practice names no power', () => {
    const { power: _, ...practice } = rule({});
    expect(warningsOf([practice], request, AT)[0]).not.toHaveProperty('power');
  });
});

describe('the items that count for a step', () => {
  const rules = [
    rule({
      kinds: ['s136-consultation'],
      steps: ['requested'],
      items: [{ code: 'place-type', in: ['home'] }],
    }),
    rule({ steps: ['requested'], ages: ['child'], itemsUnsaid: ['s136-consultation-record'] }),
    rule({ kinds: ['welfare-check'], items: [{ code: 'gender', in: ['male'] }] }),
    rule({ steps: ['requested'], items: [{ code: 'area', in: ['north'] }] }, { inForceUntil: '2020-01-01' }),
  ];

  it('are those that a rule in force looks at', () => {
    expect([...itemsThatCount(rules, request, AT)].sort()).toEqual([
      'age-band',
      'date-of-birth',
      'place-type',
      's136-consultation-record',
    ]);
    expect(itemsThatCount(rules, { kind: 's136-consultation', step: 'accepted' }, AT).size).toBe(0);
  });
});

const item: fc.Arbitrary<SaidOfItem> = fc.record({
  code: fc.constantFrom('place-type', 'age-band', 'date-of-birth', 's136-consultation-record'),
  state: fc.constantFrom('known', 'reported-unconfirmed', 'out-of-date', 'unknown'),
  value: fc.constantFrom(undefined, 'home', 'police station', '16-17', '18-64', '2015-01-01', 'in a flat'),
});
const situation: fc.Arbitrary<LawSituation> = fc.record({
  kind: fc.constantFrom('s136-consultation', 'mha-assessment'),
  step: fc.constantFrom(...LAW_STEPS),
  asker: fc.constant(request.asker),
  performer: fc.constant(request.performer),
  actorRole: fc.constantFrom('officer', 'amhp'),
  items: fc.array(item, { maxLength: 6 }),
  slots: fc.array(
    fc.record({ slot: fc.constantFrom('amhp', 's12-doctor'), state: fc.constantFrom(...SLOT_STATES) }),
    { maxLength: 3 },
  ),
});
const some = <T>(...codes: readonly T[]) =>
  fc.option(fc.subarray([...codes], { minLength: 1 }), { nil: undefined });
const condition: fc.Arbitrary<LawCondition> = fc
  .record({
    kinds: some('s136-consultation', 'mha-assessment'),
    steps: some(...LAW_STEPS),
    actorRolesNot: some('officer', 'amhp'),
    ages: some('child', 'adult', 'not-known'),
    items: some({ code: 'place-type', in: ['home'] }, { code: 'age-band', in: ['16-17', '18-64'] }),
    itemsUnsaid: some('s136-consultation-record', 'place-type'),
    slotsNotFilled: some('amhp', 's12-doctor'),
  })
  .map((when) => Object.fromEntries(Object.entries(when).filter(([, list]) => list !== undefined)));
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rules = fc.array(
  fc
    .record({ when: condition, from: day, until: fc.option(day, { nil: undefined }) })
    .map(({ when, from, until }) =>
      rule(when, { inForceFrom: from, ...(until !== undefined && { inForceUntil: until }) }),
    ),
  { maxLength: 5 },
);

describe('whatever the rules and the step', () => {
  it('a rule outside its dates never warns, and one more rule takes no warning away', () => {
    fc.assert(
      fc.property(rules, situation, day, (rules, situation, day) => {
        const at = `${day}T12:00:00Z`;
        const inForce = rules.filter((one) => isLawAt(one, at));
        expect(warningsOf(rules, situation, at)).toEqual(warningsOf(inForce, situation, at));
        expect(warningsOf(rules, situation, at)).toEqual(
          rules.flatMap((one) => warningsOf([one], situation, at)),
        );
      }),
    );
  });

  it('the order of the facts does not count', () => {
    fc.assert(
      fc.property(rules, situation, (rules, situation) => {
        const turned = { ...situation, items: [...situation.items].reverse() };
        expect(warningsOf(rules, turned, AT)).toEqual(warningsOf(rules, situation, AT));
      }),
    );
  });

  it('items at which no rule in force looks change nothing', () => {
    fc.assert(
      fc.property(rules, situation, (rules, situation) => {
        const count = itemsThatCount(rules, situation, AT);
        const fewer = { ...situation, items: situation.items.filter(({ code }) => count.has(code)) };
        expect(warningsOf(rules, fewer, AT)).toEqual(warningsOf(rules, situation, AT));
      }),
    );
  });
});

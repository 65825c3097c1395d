import { describe, expect, it } from '@jest/globals';
import { coverUnderOverride } from './override.js';
import { indexAgreements } from './agreement-index.js';
import { explainItems } from './explain.js';
import { passageOf, stagesUpTo } from './passage.js';
import { coverOf, splitItems } from './sharing.js';
import { exampleAnswer as answer, examplePassage as passage, examples } from './sharing-example.js';
import { TASK_STATUSES, type TaskStatus } from './task.js';
import type { TaskEvent } from './events.js';

const index = indexAgreements(examples);
const ITEMS = ['area', 'exact-location', 'full-name', 'entry-instructions', 'crisis-plan', 'offence-now'];
const items = ITEMS.map((code) => ({ code }));

const NONE: Record<string, string> = Object.fromEntries(ITEMS.map((code) => [code, '']));
const OFFERED = { ...NONE, area: 'care.offer' };
const ACCEPTED = { ...OFFERED, 'full-name': 'care.accepted', 'exact-location': 'care.accepted' };

// For each status the rule under which each item goes to the performer.
const BY_STATUS: Readonly<Record<TaskStatus | 'none', Record<string, string>>> = {
  none: OFFERED,
  requested: OFFERED,
  received: OFFERED,
  accepted: ACCEPTED,
  'on-hold': ACCEPTED,
  'in-progress': { ...ACCEPTED, 'entry-instructions': 'care.attending' },
  rejected: NONE,
  completed: NONE,
  failed: NONE,
  cancelled: NONE,
  'entered-in-error': NONE,
};

const ruleOf = (found: ReturnType<typeof coverOf>) => ('rule' in found ? found.rule : '');

describe('an item travels under the rule of an agreement in force', () => {
  it('in a table that says something for every status', () => {
    expect(Object.keys(BY_STATUS).sort()).toEqual(['none', ...TASK_STATUSES].sort());
  });

  it.each(Object.entries(BY_STATUS))('when the task is %s', (when, expected) => {
    const status = when === 'none' ? undefined : (when as TaskStatus);
    const found = items.map((item) => [item.code, ruleOf(coverOf(index, { ...passage, status }, item))]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('and the rule, its agreement, version, basis, stage and way are told with it', () => {
    expect(coverOf(index, passage, { code: 'area' })).toEqual({
      rule: 'care.offer',
      agreement: 'care',
      version: 3,
      basis: 'direct-care',
      stage: 'offer',
      way: 'pushed',
    });
  });

  it.each([
    [
      'at the immediate urgency an exact location goes with the offer',
      { urgency: 'u1-immediate' },
      'exact-location',
      'care.offer-immediate',
    ],
    ['another kind has no agreement', { kind: 'crisis-home-visit' }, 'area', 'no-agreement'],
    ['another agency is no party', { to: { agency: 'voluntary', unit: 'haven' } }, 'area', 'no-agreement'],
    ['before the agreement is in force', { at: Date.UTC(2025, 11, 31) }, 'area', 'not-in-force'],
    ['at the first instant of the agreement', { at: Date.UTC(2026, 0, 1) }, 'area', 'care.offer'],
    ['at the first instant after it', { at: Date.UTC(2027, 0, 1) }, 'area', 'not-in-force'],
    ['too early in the task', {}, 'full-name', 'not-at-this-stage'],
    [
      'a rule for one unit does not speak of another',
      { status: 'in-progress', from: { agency: 'police', unit: 'custody' } },
      'entry-instructions',
      'no-agreement',
    ],
    ['the wrong way round', { direction: 'to-asker' }, 'area', 'no-agreement'],
  ] as const)('%s', (_, change, code, expected) => {
    const found = coverOf(index, { ...passage, ...change }, { code });
    expect('rule' in found ? found.rule : found.why).toBe(expected);
  });

  it.each([
    [
      'what came from the ambulance service may be passed on where the rule names it',
      'ambulance',
      'care.accepted',
    ],
    ['what came from the trust may not', 'mh-trust', 'not-the-originators'],
    ['the own item may', 'police', 'care.accepted'],
  ])('%s', (_, originator, expected) => {
    const found = coverOf(index, { ...passage, status: 'accepted' }, { code: 'full-name', originator });
    expect('rule' in found ? found.rule : found.why).toBe(expected);
  });

  it('and what is given only when asked for is pulled', () => {
    const asked = { ...answer, wanted: ['crisis-plan', 'whereabouts'] };
    expect(coverOf(index, asked, { code: 'crisis-plan' })).toMatchObject({
      rule: 'care.on-request',
      way: 'pulled',
    });
    expect(coverOf(index, asked, { code: 'whereabouts' })).toMatchObject({
      rule: 'care.told-back',
      way: 'pulled',
    });
    expect(coverOf(index, answer, { code: 'whereabouts' })).toMatchObject({ way: 'pushed' });
    expect(coverOf(index, answer, { code: 'crisis-plan' })).toEqual({
      why: 'not-at-this-stage',
      stage: 'on-request',
    });
    expect(coverOf(index, { ...asked, status: 'completed' }, { code: 'crisis-plan' })).toMatchObject({
      why: 'not-at-this-stage',
    });
  });

  it('and a correction may reach whoever was told, also on a closed task', () => {
    const closed = { ...passage, status: 'completed' } as const;
    expect(coverOf(index, closed, { code: 'full-name' }, stagesUpTo('accepted'))).toMatchObject({
      stage: 'accepted',
    });
    expect(coverOf(index, closed, { code: 'full-name' }, stagesUpTo('offer'))).toMatchObject({
      why: 'not-at-this-stage',
    });
  });
});

describe('the items of a request', () => {
  it('are parted into what goes, what waits and what may not go', () => {
    const { now, kept, refused } = splitItems(index, passage, items);
    expect(now.map(({ item }) => item.code)).toEqual(['area']);
    expect(kept.map(({ item, stage }) => [item.code, stage])).toEqual([
      ['exact-location', 'accepted'],
      ['full-name', 'accepted'],
      ['entry-instructions', 'attending'],
    ]);
    expect(refused.map(({ item, why }) => [item.code, why])).toEqual([
      ['crisis-plan', 'no-agreement'],
      ['offence-now', 'no-agreement'],
    ]);
  });

  it('are explained before anything is sent', () => {
    const told = explainItems(index, passage, items).map(({ code, when, rule, why }) => [
      code,
      when,
      rule ?? why,
    ]);
    expect(told).toEqual([
      ['area', 'now', 'care.offer'],
      ['exact-location', 'on-acceptance', 'care.accepted'],
      ['full-name', 'on-acceptance', 'care.accepted'],
      ['entry-instructions', 'on-arrival', 'care.attending'],
      ['crisis-plan', 'never', 'no-agreement'],
      ['offence-now', 'never', 'no-agreement'],
    ]);
    const [plan] = explainItems(index, { ...answer, direction: 'to-performer' }, [{ code: 'crisis-plan' }]);
    expect(plan).toMatchObject({ when: 'on-request', rule: 'care.on-request' });
  });
});

describe('in an emergency', () => {
  const override = { authorisedRole: 'duty-manager', until: answer.at + 30 * 60_000 };
  const medication = { code: 'medication' };

  it('an override lets an item go, which a person must look at afterwards', () => {
    const found = coverUnderOverride(index, answer, medication, override);
    expect(found).toMatchObject({
      rule: 'care.override',
      version: 3,
      way: 'overridden',
      stage: 'accepted',
      reviewWithinMinutes: 4320,
    });
  });

  const recordedLate = { recordedAt: answer.at + 31 * 60_000 };
  const ended = { ...answer, at: Date.UTC(2027, 0, 1) };

  it.each([
    [
      'a role that may not authorise it',
      { change: { authorisedRole: 'call-taker' } },
      'override-not-allowed',
    ],
    ['too long', { change: { until: answer.at + 61 * 60_000 } }, 'override-not-allowed'],
    ['an item without a clause', { item: { code: 'mh-history' } }, 'override-not-allowed'],
    ['another direction', { way: passage }, 'override-not-allowed'],
    ['recorded when the time was over', { change: recordedLate }, 'override-too-late'],
    ['of a third agency', { item: { code: 'medication', originator: 'ambulance' } }, 'not-the-originators'],
    ['an agreement that has ended', { way: ended }, 'not-in-force'],
  ] as const)('but not: %s', (_, changes, why) => {
    const { way, item, change } = { way: answer, item: medication, change: {}, ...changes };
    expect(coverUnderOverride(index, way, item, { ...override, ...change })).toEqual({ why });
  });
});

describe('whose words an event brings', () => {
  const parties = { asker: passage.from, performer: passage.to };
  const task = { ...parties, kind: 'welfare-check', urgency: 'u2-within-hour', status: 'accepted' } as never;
  const within = {
    asker: { agency: 'police', unit: 'control-room' },
    performer: { agency: 'police', unit: 'custody' },
    kind: 'k',
    urgency: 'u',
    status: 'accepted',
  } as never;
  const event = (type: string, by: { agency: string; unit: string }) =>
    ({ type, by }) as unknown as TaskEvent;

  it.each([
    ['the asker informs', event('informed', parties.asker), task, 'to-performer'],
    [
      'another unit of the asker informs',
      event('informed', { agency: 'police', unit: 'custody' }),
      task,
      'to-performer',
    ],
    ['the performer informs', event('informed', parties.performer), task, 'to-asker'],
    ['the performer completes', event('completed', parties.performer), task, 'to-asker'],
    [
      'within one agency, the asking unit corrects',
      event('corrected', { agency: 'police', unit: 'control-room' }),
      within,
      'to-performer',
    ],
    [
      'within one agency, the performing unit corrects',
      event('corrected', { agency: 'police', unit: 'custody' }),
      within,
      'to-asker',
    ],
    [
      'within one agency, the performing unit informs',
      event('informed', { agency: 'police', unit: 'custody' }),
      within,
      'to-asker',
    ],
    [
      'within one agency, a unit beside the two completes',
      event('completed', { agency: 'police', unit: 'response' }),
      within,
      'to-asker',
    ],
  ])('%s', (_, said, about, direction) => {
    expect(passageOf(said, about, 0)).toMatchObject({ direction, at: 0, status: 'accepted' });
  });

  it('none without a task', () => {
    expect(passageOf(event('informed', parties.asker), undefined, 0)).toBeUndefined();
  });
});

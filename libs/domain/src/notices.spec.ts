import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OverrideClause } from './agreements.js';
import type { TaskEvent } from './events.js';
import { noticesOf, reviewTerms, type Beside } from './notices.js';
import { ambulance, police, taskWith } from './worked-example.js';

const AT = Date.parse('2026-03-14T22:05:00Z');
const MINUTE = 60_000;

const clause = (change: Partial<OverrideClause> = {}): OverrideClause => ({
  code: 'care.override',
  from: ['police'],
  to: ['ambulance'],
  items: ['risk-to-others'],
  basis: 'vital-interests',
  authorisedBy: ['inspector'],
  reviewedBy: ['information-governance-lead', 'safeguarding-lead'],
  maxMinutes: 60,
  reviewWithinMinutes: 1440,
  ...change,
});

const under = (...clauses: OverrideClause[]) => ({ clauses, recordedAt: AT });
const task = taskWith();
const toAmbulance = { party: ambulance, side: 'performer' };
const step = { taskId: 'task-1', version: 4, by: police, at: '2026-03-14T22:05:00Z' };
const NOTHING: Beside = { items: [] };
const told: Beside = {
  items: [
    { code: 'risk-to-others', way: 'overridden', rule: 'care.override' },
    { code: 'full-name', way: 'pushed', rule: 'care.offer' },
  ],
  override: { reason: 'risk-to-life', authorisedRole: 'inspector' },
};

const SILENT: readonly TaskEvent[] = [
  { ...step, type: 'received' },
  { ...step, type: 'accepted' },
  { ...step, type: 'started' },
  { ...step, type: 'informed' },
  { ...step, type: 'completed', outcome: 'seen' },
  { ...step, type: 'cancelled', reason: 'duplicate' },
];

describe('a person is called', () => {
  it.each(SILENT)('by no ordinary step: $type', (event) => {
    expect(noticesOf(event, task, NOTHING, under(clause()))).toEqual([]);
  });

  it.each(SILENT)('by an override, whichever step it rides beside: $type', (event) => {
    expect(noticesOf(event, task, told, under(clause()))).toEqual([
      {
        change: 'opened',
        kind: 'overridden',
        to: [toAmbulance],
        detail: {
          items: [{ item: 'risk-to-others' }],
          reason: 'risk-to-life',
          authorisedRole: 'inspector',
        },
        review: {
          dueBy: AT + 1440 * MINUTE,
          reviewers: ['information-governance-lead', 'safeguarding-lead'],
        },
      },
    ]);
  });

  it('by a correction, with the event that told each item', () => {
    const items = [{ code: 'full-name', way: 'pushed', rule: 'care.offer', corrects: 'event-1' }] as const;
    expect(noticesOf({ ...step, type: 'corrected' }, task, { items }, under())).toEqual([
      {
        change: 'opened',
        kind: 'corrected',
        to: [toAmbulance],
        detail: { items: [{ item: 'full-name', event: 'event-1' }] },
      },
    ]);
  });

  it('by a recall and by an identity, also where no item travels', () => {
    const recalls = [{ event: 'event-1', item: 'full-name' }];
    const recalled: TaskEvent = { ...step, type: 'recalled', recalls, reason: 'wrong-person' };
    expect(noticesOf(recalled, task, NOTHING, under())).toEqual([
      {
        change: 'opened',
        kind: 'recalled',
        to: [toAmbulance],
        detail: { items: recalls, reason: 'wrong-person' },
      },
    ]);
    const identified: TaskEvent = { ...step, by: ambulance, type: 'identified', identity: 'confirmed' };
    expect(noticesOf(identified, task, NOTHING, under())).toEqual([
      {
        change: 'opened',
        kind: 'identified',
        to: [{ party: police, side: 'asker' }],
        detail: { identity: 'confirmed', items: [] },
      },
    ]);
  });

  it('twice by a correction under an override: to look at it, and to review it', () => {
    const kinds = noticesOf({ ...step, type: 'corrected' }, task, told, under(clause())).map((change) =>
      change.change === 'opened' ? change.kind : change.change,
    );
    expect(kinds).toEqual(['overridden', 'corrected']);
  });

  it('by no override that names no clause: no receiver lets its items in', () => {
    expect(noticesOf({ ...step, type: 'informed' }, task, told, under(clause({ code: 'other' })))).toEqual(
      [],
    );
  });
});

describe('a person has', () => {
  it('seen what an acknowledgement names, and reviewed what a review names', () => {
    const seen: TaskEvent = { ...step, type: 'acknowledged', events: ['event-1', 'event-2'] };
    expect(noticesOf(seen, task, NOTHING, under())).toEqual([
      { change: 'seen', events: ['event-1', 'event-2'] },
    ]);
    const reviewed: TaskEvent = { ...step, type: 'reviewed', override: 'event-1', finding: 'justified' };
    expect(noticesOf(reviewed, task, NOTHING, under())).toEqual([
      { change: 'reviewed', event: 'event-1', finding: 'justified' },
    ]);
  });
});

describe('the review of an override', () => {
  const roles = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
  const clauses = fc.array(
    fc.record({ reviewedBy: roles, reviewWithinMinutes: fc.integer({ min: 1, max: 10_000 }) }).map(clause),
    { minLength: 1, maxLength: 4 },
  );

  it('is due no later, and given by nobody else, than each of its clauses says', () => {
    fc.assert(
      fc.property(clauses, (several) => {
        const terms = reviewTerms(several, AT);
        for (const { reviewedBy, reviewWithinMinutes } of several) {
          expect(terms?.dueBy).toBeLessThanOrEqual(AT + reviewWithinMinutes * MINUTE);
          expect(terms?.reviewers.filter((role) => !reviewedBy.includes(role))).toEqual([]);
        }
        expect(several.map((one) => AT + one.reviewWithinMinutes * MINUTE)).toContain(terms?.dueBy);
      }),
    );
  });

  it('is asked for by no clause at all where there is none', () => {
    expect(reviewTerms([], AT)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { mayTravel } from './disclosure.js';
import type { TaskStatus } from './task.js';
import { TASK_STATUSES } from './task.js';
import { welfareCheck as kind } from './worked-example.js';

type When = TaskStatus | 'none';
type Column = 'calm' | 'immediate';

const OFFER = 'area presenting-situation';
const ADDS = 'exact-location means-access overdose-details worker-safety-warning';
const LATER = 'full-name home-address';
const HELD = { rule: 'welfare-check.accepted', stage: 'accepted', calm: `${OFFER} ${LATER}` };
const ASKED = { rule: 'welfare-check.offer', stage: 'offer', calm: OFFER };
const OVER = { rule: 'welfare-check.accepted', stage: 'accepted', calm: '', immediate: '' };

// For each status what the performer may be shown, at an ordinary and at the immediate urgency.
const TO_PERFORMER: Readonly<
  Record<When, { rule: string; stage: string } & Readonly<Record<Column, string>>>
> = {
  none: { ...ASKED, immediate: `${OFFER} ${ADDS}` },
  requested: { ...ASKED, immediate: `${OFFER} ${ADDS}` },
  received: { ...ASKED, immediate: `${OFFER} ${ADDS}` },
  accepted: { ...HELD, immediate: `${OFFER} ${ADDS} ${LATER}` },
  'in-progress': { ...HELD, immediate: `${OFFER} ${ADDS} ${LATER}` },
  'on-hold': { ...HELD, immediate: `${OFFER} ${ADDS} ${LATER}` },
  rejected: OVER,
  completed: OVER,
  failed: OVER,
  cancelled: OVER,
  'entered-in-error': OVER,
};

const ANSWER = 'alias area full-name home-address medication phone presenting-situation';
const named = (items: ReadonlySet<string>) => [...items].sort().join(' ');
const sorted = (text: string) => text.split(' ').sort().join(' ');
const statusOf = (when: When) => (when === 'none' ? undefined : when);

describe('what may travel to the performer', () => {
  it('is said for every status', () => {
    expect(Object.keys(TO_PERFORMER).sort()).toEqual(['none', ...TASK_STATUSES].sort());
  });

  it.each(Object.entries(TO_PERFORMER))('when the task is %s', (when, { rule, stage, calm, immediate }) => {
    const status = statusOf(when as When);
    for (const [urgency, items] of [
      ['u2-within-hour', calm],
      ['u1-immediate', immediate],
    ] as const) {
      const found = mayTravel({ kind, urgency, direction: 'to-performer', status });
      expect({ ...found, items: named(found.items) }).toEqual({ rule, stage, items: sorted(items) });
    }
  });

  it('never holds an item that the kind does not need, whatever its lists say', () => {
    const careless = { ...kind, notNeeded: ['full-name', 'means-access'] };
    const found = mayTravel({
      kind: careless,
      urgency: 'u1-immediate',
      direction: 'to-performer',
      status: 'accepted',
    });
    expect(found.items).not.toContain('full-name');
    expect(found.items).not.toContain('means-access');
    expect(found.items).toContain('exact-location');
  });
});

describe('what may travel to the asker', () => {
  const answer = { kind, urgency: 'u1-immediate', direction: 'to-asker' } as const;

  it.each(['none', ...TASK_STATUSES] as const)('is the lists of the kind when the task is %s', (when) => {
    const found = mayTravel({ ...answer, status: statusOf(when) });
    const expected = { rule: 'welfare-check.answer', stage: 'accepted', items: ANSWER };
    expect({ ...found, items: named(found.items) }).toEqual(expected);
  });

  it('is also what the request named, except what the kind does not need', () => {
    const wanted = ['crisis-plan', 'offence-now'];
    const found = mayTravel({ ...answer, status: 'accepted', wanted });
    expect(found.stage).toBe('on-request');
    expect(found.items).toContain('crisis-plan');
    expect(found.items).not.toContain('offence-now');
  });

  it('is not on request when the request named nothing', () => {
    expect(mayTravel({ ...answer, status: 'accepted', wanted: [] }).stage).toBe('accepted');
  });
});

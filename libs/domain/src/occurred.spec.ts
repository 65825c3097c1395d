import { describe, expect, it } from '@jest/globals';
import type { TaskEvent } from './events.js';
import { decide } from './decide.js';
import { evolve, LifecycleError } from './evolve.js';
import type { Task } from './task.js';
import { NOW, commandOf, rules } from './worked-example.js';

const DAY = 86_400_000;
const ago = (ms: number): string => new Date(Date.parse(NOW) - ms).toISOString();

const requestOf = (occurredAt?: string) =>
  decide(commandOf('request', { ...(occurredAt !== undefined && { occurredAt }) }), undefined, rules);
const taskOf = (occurredAt?: string): Task => {
  const decision = requestOf(occurredAt);
  if ('refused' in decision) throw new Error(decision.refused);
  return evolve(undefined, decision.events[0] as TaskEvent);
};
const acceptanceOf = (task: Task, occurredAt?: string) =>
  decide(commandOf('accept', { ...(occurredAt !== undefined && { occurredAt }) }), task, rules);

describe('what was agreed by telephone and is recorded afterwards', () => {
  it('keeps when it happened beside when it was recorded, of the request and of the acceptance', () => {
    const task = taskOf(ago(60_000));
    expect(task).toMatchObject({ occurredAt: ago(60_000), requestedAt: NOW });
    const decision = acceptanceOf(task, ago(30_000));
    if ('refused' in decision) throw new Error(decision.refused);
    const accepted = evolve(task, decision.events[0] as TaskEvent);
    expect(accepted).toMatchObject({
      status: 'accepted',
      occurredAt: ago(60_000),
      acceptanceOccurredAt: ago(30_000),
    });
  });

  it('says nothing of it where nothing is said', () => {
    const decision = acceptanceOf(taskOf());
    expect(JSON.stringify([taskOf(), decision])).not.toMatch(/ccurred/);
  });

  it.each([
    ['at the instant at which it is recorded', ago(0), undefined],
    ['a week before, to the millisecond', ago(7 * DAY), undefined],
    ['later than it is recorded', ago(-1), 'OCCURRED_IN_THE_FUTURE'],
    ['longer ago than a week', ago(7 * DAY + 1), 'OCCURRED_TOO_LONG_AGO'],
    ['at a time that is none', 'tonight', 'NOT_A_TIME'],
  ])('can have happened %s, or is refused', (_when, occurredAt, refused) => {
    const task = taskOf();
    for (const decision of [requestOf(occurredAt), acceptanceOf(task, occurredAt)])
      expect('refused' in decision ? decision.refused : undefined).toBe(refused);
  });

  it('is held to the same by whoever reads it: a false time changes no task', () => {
    const decision = requestOf();
    if ('refused' in decision) throw new Error(decision.refused);
    const forged = { ...decision.events[0], occurredAt: ago(-1) } as TaskEvent;
    expect(() => evolve(undefined, forged)).toThrow(LifecycleError);
  });
});

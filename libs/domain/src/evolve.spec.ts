import { describe, expect, it } from '@jest/globals';
import { eventOf } from './commands.js';
import { evolve } from './evolve.js';
import { ambulance, commandOf, haven, NOW, police, taskWith } from './worked-example.js';

const refusing = (code: string, refused?: string) =>
  expect.objectContaining(
    refused === undefined ? { code } : { code, refusal: expect.objectContaining({ refused }) },
  );

describe('evolve', () => {
  it('opens a task with all that the request said', () => {
    const wanted = ['full-name'];
    const decideBy = '2031-01-17T21:52:00Z';
    const ground = { grade: 'police-grade.g2', purpose: 'welfare', basis: 'vital-interests', need: 'n-1' };
    expect(evolve(undefined, eventOf(commandOf('request', { wanted, decideBy, ...ground }), 1))).toEqual({
      id: 'task-1',
      caseId: 'case-1',
      mode: 'exercise',
      kind: 'welfare-check',
      urgency: 'u2-within-hour',
      asker: police,
      performer: ambulance,
      status: 'requested',
      owner: police,
      version: 1,
      requestedAt: NOW,
      decideBy,
      wanted,
      ...ground,
    });
  });

  it('keeps the reason or the outcome with which a task ended', () => {
    const task = taskWith({ status: 'accepted', version: 2 });
    expect(evolve(task, eventOf(commandOf('complete'), 3))).toMatchObject({ outcome: 'seen-safe' });
    expect(evolve(task, eventOf(commandOf('fail'), 3))).toMatchObject({ statusReason: 'no-capacity' });
    expect(evolve(task, eventOf(commandOf('cancel'), 3))).toMatchObject({ statusReason: 'no-longer-needed' });
    expect(evolve(taskWith(), eventOf(commandOf('reject'), 2))).toMatchObject({
      statusReason: 'no-capacity',
    });
  });

  it.each(['inform', 'correct', 'recall', 'identify', 'acknowledge', 'review'] as const)(
    'changes nothing but the version when one party %ss',
    (type) => {
      const task = taskWith({ status: 'on-hold', version: 7 });
      expect(evolve(task, eventOf(commandOf(type), 8))).toEqual({ ...task, version: 8 });
    },
  );
});

describe('evolve refuses', () => {
  it('a later version as a gap and a version that was taken as stale', () => {
    const task = taskWith({ version: 3 });
    expect(() => evolve(task, eventOf(commandOf('accept'), 5))).toThrow(refusing('GAP'));
    for (const version of [3, 2, 0, -1, Number.NaN]) {
      expect(() => evolve(task, eventOf(commandOf('accept'), version))).toThrow(refusing('STALE'));
    }
    expect(() => evolve(undefined, eventOf(commandOf('accept'), 2))).toThrow(refusing('GAP'));
    expect(() => evolve(undefined, eventOf(commandOf('request'), 0))).toThrow(refusing('STALE'));
  });

  it('what a rogue member signed against the lifecycle', () => {
    const rogue = [
      [undefined, eventOf(commandOf('accept'), 1), 'TASK_UNKNOWN'],
      [undefined, eventOf(commandOf('request', { by: haven }), 1), 'NOT_A_PARTY'],
      [undefined, eventOf(commandOf('request', { performer: police }), 1), 'UNIT_TASKS_ITSELF'],
      [undefined, eventOf(commandOf('request', { decideBy: NOW }), 1), 'DECIDE_BY_IN_THE_PAST'],
      [taskWith(), eventOf(commandOf('accept', { by: police }), 2), 'NOT_THE_PERFORMER'],
      [taskWith(), eventOf(commandOf('cancel', { by: ambulance }), 2), 'NOT_THE_ASKER'],
      [taskWith(), eventOf(commandOf('cancel', { reason: 'bored' }), 2), 'REASON_NOT_ALLOWED'],
      [taskWith(), eventOf(commandOf('accept', { taskId: 'task-2' }), 2), 'ANOTHER_TASK'],
      [taskWith({ version: 5 }), eventOf(commandOf('accept', { taskId: 'task-2' }), 2), 'ANOTHER_TASK'],
      [taskWith(), eventOf(commandOf('accept', { at: 'now' }), 2), 'NOT_A_TIME'],
      [taskWith(), eventOf(commandOf('recall', { reason: 'bored' }), 2), 'REASON_NOT_ALLOWED'],
      [taskWith(), eventOf(commandOf('recall', { recalls: [] }), 2), 'NOTHING_NAMED'],
      [taskWith(), eventOf(commandOf('review', { by: haven }), 2), 'NOT_A_PARTY'],
    ] as const;
    for (const [task, event, refused] of rogue) {
      expect(() => evolve(task, event)).toThrow(refusing('AGAINST_LIFECYCLE', refused));
    }
  });
});

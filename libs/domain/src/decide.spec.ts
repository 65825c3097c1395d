import { describe, expect, it } from '@jest/globals';
import { EVENT_OF, type TaskCommand, type TaskCommandType } from './commands.js';
import { decide } from './decide.js';
import { STEPS as TABLE } from './lifecycle.js';
import { REFUSALS } from './refusals.js';
import { againstDirectory } from './rules.js';
import type { Task, TaskStatus } from './task.js';
import { CANCEL_REASONS } from './task.js';
import {
  ambulance,
  commandOf,
  crew,
  haven,
  LATER,
  NOW,
  police,
  response,
  rules,
  taskWith,
} from './worked-example.js';

const refusal = (command: TaskCommand, task?: Task) => {
  const decision = decide(command, task, rules);
  return 'refused' in decision ? decision : undefined;
};

// The status in which each step is possible; `BUSY` is what a task needs beside it.
const POSSIBLE_IN: Readonly<Record<Exclude<TaskCommandType, 'request'>, TaskStatus>> = {
  receive: 'requested',
  accept: 'received',
  reject: 'received',
  start: 'accepted',
  inform: 'in-progress',
  complete: 'in-progress',
  fail: 'in-progress',
  cancel: 'in-progress',
  expire: 'requested',
  'answer-late': 'cancelled',
  'report-overdue': 'in-progress',
  escalate: 'in-progress',
  counter: 'received',
  'accept-counter': 'received',
  'refuse-counter': 'received',
  hold: 'in-progress',
  resume: 'on-hold',
  'enter-in-error': 'requested',
  'offer-handover': 'in-progress',
  'accept-handover': 'in-progress',
  'refuse-handover': 'in-progress',
  'lapse-handover': 'in-progress',
  'tell-clocks': 'in-progress',
  'set-slots': 'in-progress',
  promise: 'in-progress',
  'end-promise': 'completed',
  correct: 'completed',
  recall: 'failed',
  identify: 'rejected',
  acknowledge: 'cancelled',
  review: 'completed',
};
const EARLIER = '2031-01-17T21:41:00Z';
const BUSY: Readonly<Partial<Record<TaskCommandType, Partial<Task>>>> = {
  expire: { decideBy: EARLIER },
  'answer-late': { businessStatus: 'expired' },
  'report-overdue': { completeBy: EARLIER },
  'accept-counter': { counter: {} },
  'refuse-counter': { counter: {} },
  'offer-handover': { responsibility: 'transfers', responsible: police },
  'accept-handover': { handover: { offeredBy: police, lapsesAt: LATER } },
  'refuse-handover': { handover: { offeredBy: police, lapsesAt: LATER } },
  'lapse-handover': { handover: { offeredBy: police, lapsesAt: EARLIER } },
  'end-promise': { promises: [{ id: 'promise-0', by: ambulance, state: 'open' }] },
};
const STEPS = Object.keys(POSSIBLE_IN) as (keyof typeof POSSIBLE_IN)[];
const ready = (type: keyof typeof POSSIBLE_IN) =>
  taskWith({ status: POSSIBLE_IN[type], version: 3, ...BUSY[type] });

describe('who may take a step', () => {
  it.each(STEPS)('refuses %s by an agency that is no party', (type) => {
    const because = { by: 'voluntary', asker: 'police', performer: 'ambulance' };
    expect(refusal(commandOf(type, { by: haven }), ready(type))).toEqual({ refused: 'NOT_A_PARTY', because });
  });

  it.each(STEPS)('lets only whose step it is %s', (type) => {
    const { by } = TABLE[EVENT_OF[type]];
    for (const [who, is] of [
      [police, 'asker'],
      [ambulance, 'performer'],
    ] as const) {
      const refused = refusal(commandOf(type, { by: who }), ready(type))?.refused;
      if (by === is) expect(refused).toBeUndefined();
      else if (by === 'asker') expect(refused).toBe('NOT_THE_ASKER');
      else if (by === 'performer') expect(refused).toBe('NOT_THE_PERFORMER');
    }
  });

  it('lets any unit of the agency take the step', () => {
    expect(refusal(commandOf('accept', { by: crew }), taskWith())).toBeUndefined();
    expect(refusal(commandOf('cancel', { by: response }), taskWith())).toBeUndefined();
  });

  it('tells the unit that asked from the others where one agency tasks its own unit', () => {
    const own = { asker: police, performer: response };
    const custody = { agency: 'police', unit: 'custody' };
    expect(refusal(commandOf('request', own))).toBeUndefined();
    const task = taskWith(own);
    expect(refusal(commandOf('accept', { by: police }), task)?.refused).toBe('NOT_THE_PERFORMER');
    expect(refusal(commandOf('cancel', { by: response }), task)?.refused).toBe('NOT_THE_ASKER');
    expect(refusal(commandOf('accept', { by: response }), task)).toBeUndefined();
    expect(refusal(commandOf('cancel', { by: police }), task)).toBeUndefined();
    // Any other unit of the agency that holds the task stands with the one that was asked.
    const wider = {
      ...rules,
      unit: (agency: string, name: string) => name === custody.unit || rules.unit(agency, name),
    };
    expect(decide(commandOf('accept', { by: custody }), task, wider)).toHaveProperty('events');
    expect(decide(commandOf('cancel', { by: custody }), task, wider)).toMatchObject({
      refused: 'NOT_THE_ASKER',
    });
  });

  it('refuses a request in the name of another agency', () => {
    expect(refusal(commandOf('request', { by: ambulance }))?.refused).toBe('NOT_THE_ASKER');
    expect(refusal(commandOf('request', { by: haven }))?.refused).toBe('NOT_A_PARTY');
  });
});

describe('codes that a step may carry', () => {
  it('refuses a decline for a reason that the kind does not allow, and says which it allows', () => {
    const because = { reason: 'closed', allowed: ['no-capacity', 'insufficient-information'] };
    const command = commandOf('reject', { reason: 'closed' });
    expect(refusal(command, taskWith())).toEqual({ refused: 'REASON_NOT_ALLOWED', because });
  });

  it('refuses to decline an immediate task for lack of information, and no other task', () => {
    const facts = { items: ['phone'] };
    const command = commandOf('reject', { reason: 'insufficient-information', facts });
    const because = { reason: 'insufficient-information', allowed: ['no-capacity'] };
    const immediate = taskWith({ urgency: 'u1-immediate' });
    expect(refusal(command, immediate)).toEqual({ refused: 'REASON_NOT_ALLOWED', because });
    expect(refusal(command, taskWith())).toBeUndefined();
  });

  it('refuses an outcome or a failure that the kind does not have', () => {
    const task = taskWith({ status: 'accepted' });
    expect(refusal(commandOf('complete', { outcome: 'fine' }), task)).toEqual({
      refused: 'OUTCOME_NOT_ALLOWED',
      because: { kind: 'welfare-check', outcome: 'fine', allowed: ['seen-safe', 'no-access'] },
    });
    expect(refusal(commandOf('fail', { reason: 'tired' }), task)?.refused).toBe('REASON_NOT_ALLOWED');
  });

  it('refuses to cancel for a reason outside the closed list', () => {
    const because = { reason: 'bored', allowed: CANCEL_REASONS };
    expect(refusal(commandOf('cancel', { reason: 'bored' }), taskWith())).toEqual({
      refused: 'REASON_NOT_ALLOWED',
      because,
    });
    for (const reason of CANCEL_REASONS) {
      expect(refusal(commandOf('cancel', { reason }), taskWith())).toBeUndefined();
    }
  });
});

describe('what the directory lacks', () => {
  it('refuses a step by a unit that its agency does not have', () => {
    const by = { agency: 'ambulance', unit: 'navy' };
    expect(refusal(commandOf('accept', { by }), taskWith())).toEqual({
      refused: 'UNKNOWN_UNIT',
      because: by,
    });
  });

  it('refuses to end a task whose kind the directory no longer has', () => {
    const task = taskWith({ status: 'accepted', kind: 'tea' });
    expect(refusal(commandOf('complete'), task)).toEqual({
      refused: 'UNKNOWN_KIND',
      because: { kind: 'tea' },
    });
    expect(refusal(commandOf('start'), task)).toBeUndefined();
  });
});

describe('what happened meanwhile', () => {
  it('refuses a step that was decided on an older status, and says which', () => {
    const command = commandOf('cancel', { seenStatus: 'requested' });
    const because = { seen: 'requested', now: 'accepted' };
    expect(refusal(command, taskWith({ status: 'accepted' }))).toEqual({ refused: 'OVERTAKEN', because });
    expect(refusal(command, taskWith({ status: 'requested' }))).toBeUndefined();
  });

  it('lets those decide who had not yet heard that it was received, and nobody who saw more than is so', () => {
    const received = taskWith({ status: 'received' });
    for (const type of ['accept', 'reject', 'counter', 'cancel'] as const)
      expect(refusal(commandOf(type, { seenStatus: 'requested' }), received)).toBeUndefined();
    const again = refusal(commandOf('receive', { seenStatus: 'requested' }), received);
    expect(again?.refused).toBe('NOT_IN_THIS_STATUS');
    const early = refusal(commandOf('accept', { seenStatus: 'received' }), taskWith({ status: 'requested' }));
    expect(early?.refused).toBe('OVERTAKEN');
  });

  it('says overtaken rather than closed to the one who lost, and tells a stranger nothing of the status', () => {
    const task = taskWith({ status: 'cancelled' });
    expect(refusal(commandOf('accept', { seenStatus: 'requested' }), task)?.refused).toBe('OVERTAKEN');
    const stranger = commandOf('accept', { seenStatus: 'requested', by: haven });
    expect(refusal(stranger, task)?.refused).toBe('NOT_A_PARTY');
  });

  it('refuses a step that names another task', () => {
    const because = { task: 'task-1', named: 'task-2' };
    const expected = { refused: 'ANOTHER_TASK', because };
    expect(refusal(commandOf('accept', { taskId: 'task-2' }), taskWith())).toEqual(expected);
    expect(refusal(commandOf('request', { taskId: 'task-2' }), taskWith())).toEqual(expected);
  });

  it('names the task that is unknown or exists, and the statuses in which a step is possible', () => {
    expect(refusal(commandOf('accept'))).toEqual({ refused: 'TASK_UNKNOWN', because: { task: 'task-1' } });
    expect(refusal(commandOf('request'), taskWith())).toEqual({
      refused: 'TASK_EXISTS',
      because: { task: 'task-1' },
    });
    expect(refusal(commandOf('start'), taskWith())).toEqual({
      refused: 'NOT_IN_THIS_STATUS',
      because: { status: 'requested', allowed: ['accepted'] },
    });
    const done = taskWith({ status: 'completed' });
    expect(refusal(commandOf('start'), done)).toEqual({
      refused: 'TASK_CLOSED',
      because: { status: 'completed' },
    });
  });
});

describe('the list of refusals', () => {
  it('explains every code in one sentence', () => {
    for (const [code, meaning] of Object.entries(REFUSALS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('what a reader asks of the directory', () => {
  it('is the same question as the one before writing', () => {
    const event = {
      type: 'rejected',
      taskId: 'task-1',
      version: 2,
      by: ambulance,
      at: NOW,
      reason: 'closed',
    } as const;
    expect(againstDirectory(taskWith(), event, rules)?.refused).toBe('REASON_NOT_ALLOWED');
  });
});

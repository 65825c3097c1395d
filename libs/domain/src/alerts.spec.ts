import { describe, expect, it } from '@jest/globals';
import { alertsOf } from './alerts.js';
import { decide } from './decide.js';
import type { TaskEvent, TaskEventType } from './events.js';
import { evolve } from './evolve.js';
import { STEPS } from './lifecycle.js';
import type { Party, Task } from './task.js';
import {
  ambulance,
  commandOf,
  crew,
  LATER,
  NOW,
  police,
  response,
  rules,
  taskWith,
} from './worked-example.js';

const step = { taskId: 'task-1', version: 4, by: ambulance, at: NOW };
const handover = { responsibility: 'transfers', responsible: police } as const;

/** Who is called, as `side` or as `agency/unit`, and to what. */
const called = (event: TaskEvent, task: Task = taskWith()) =>
  alertsOf(event, task).map(({ kind, to, detail }) => [
    kind,
    to.map(({ side, party }) => side ?? `${party.agency}/${party.unit}`),
    detail,
  ]);

describe('a person is called', () => {
  const CALLS: readonly (readonly [string, TaskEvent, Task, ...unknown[]])[] = [
    [
      'who asked, by a decline with its reason',
      { ...step, type: 'rejected', reason: 'no-capacity' },
      taskWith({ status: 'rejected' }),
      'declined',
      ['asker'],
      { reason: 'no-capacity' },
    ],
    [
      'who asked, by a failure with its reason',
      { ...step, type: 'failed', reason: 'no-capacity' },
      taskWith({ status: 'failed' }),
      'failed',
      ['asker'],
      { reason: 'no-capacity' },
    ],
    [
      'who asked, by silence, whichever service says it',
      { ...step, type: 'expired' },
      taskWith({ status: 'cancelled' }),
      'expired',
      ['asker'],
      {},
    ],
    [
      'both, by an answer that came too late',
      { ...step, type: 'answered-late', answer: 'accepted' },
      taskWith({ status: 'cancelled' }),
      'answered-late',
      ['asker', 'performer'],
      { answer: 'accepted' },
    ],
    [
      'both, by a time that passed',
      { ...step, type: 'overdue', deadline: 'start' },
      taskWith({ status: 'accepted' }),
      'overdue',
      ['asker', 'performer'],
      { deadline: 'start' },
    ],
    [
      'both, by a clock of the law that runs out, with how much of it is gone',
      { ...step, type: 'overdue', deadline: 'clock', clock: 's136-detention', percent: 75 },
      taskWith({ status: 'accepted' }),
      'overdue',
      ['asker', 'performer'],
      { deadline: 'clock', clock: 's136-detention', percent: 75 },
    ],
    [
      'each unit that is called in, once, at either agency',
      { ...step, type: 'escalated', to: [response, crew, response], why: 'overdue' },
      taskWith({ status: 'accepted' }),
      'escalated',
      ['police/response', 'ambulance/crew'],
      { why: 'overdue' },
    ],
    [
      'who still answers for the person, by a handover that was refused',
      { ...step, type: 'handover-refused' },
      taskWith({ status: 'accepted', ...handover }),
      'handover-refused',
      ['asker'],
      {},
    ],
    [
      'who still answers for the person, by a handover that nobody answered',
      { ...step, by: police, type: 'handover-lapsed' },
      taskWith({ status: 'accepted', ...handover, responsible: ambulance }),
      'handover-lapsed',
      ['performer'],
      {},
    ],
    [
      'the other party, by a promise that is not kept',
      { ...step, type: 'promise-ended', promise: 'promise-1', end: 'broken' },
      taskWith({ status: 'accepted' }),
      'promise-broken',
      ['asker'],
      { promise: 'promise-1' },
    ],
  ];

  it.each(CALLS)('%s', (_, event, task, ...expected) => {
    expect(called(event, task)).toEqual([expected]);
  });

  it.each(['kept', 'released'] as const)('by no promise that is %s', (end) => {
    expect(called({ ...step, type: 'promise-ended', promise: 'promise-1', end })).toEqual([]);
  });

  it('by no other event', () => {
    const calling = new Set(CALLS.map(([, { type }]) => type));
    const others = (Object.keys(STEPS) as TaskEventType[]).filter((type) => !calling.has(type));
    for (const type of others) expect(called({ ...step, type } as TaskEvent)).toEqual([]);
  });
});

describe('between two units of one agency', () => {
  const task = taskWith({ performer: response, status: 'accepted' });

  it('it is the unit that is called, though both are of that agency', () => {
    const [declined] = alertsOf({ ...step, by: response, type: 'rejected', reason: 'no-capacity' }, task);
    expect(declined?.to).toEqual([{ party: police, side: 'asker' }]);
  });

  it('the asking unit that breaks a promise calls the performing one', () => {
    const broken = {
      ...step,
      by: police,
      type: 'promise-ended',
      promise: 'promise-1',
      end: 'broken',
    } as const;
    expect(alertsOf(broken, task)[0]?.to).toEqual([{ party: response, side: 'performer' }]);
  });
});

describe('whoever is called in', () => {
  const escalating = (...to: Party[]) =>
    decide(commandOf('escalate', { to }), taskWith({ status: 'accepted' }), rules);

  it('is a unit of one of the two agencies: another agency would never hear of it', () => {
    expect(escalating(response, { agency: 'voluntary', unit: 'safe-haven' })).toMatchObject({
      refused: 'UNIT_OF_NO_PARTY',
    });
    const said = escalating(response, crew);
    const [event] = 'refused' in said ? [] : said.events;
    const after = evolve(taskWith({ status: 'accepted' }), event as TaskEvent, LATER);
    expect(after.escalations?.[0]?.to).toEqual([response, crew]);
  });
});

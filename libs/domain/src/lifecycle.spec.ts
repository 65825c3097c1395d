import { describe, expect, it } from '@jest/globals';
import type { TaskCommandType } from './commands.js';
import { eventOf } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { STEPS, ownerIn } from './lifecycle.js';
import type { RefusalCode } from './refusals.js';
import type { TaskStatus } from './task.js';
import { TASK_STATUSES, isClosed, isOpen } from './task.js';
import { ambulance, commandOf, police, rules, taskWith } from './worked-example.js';

type Before = TaskStatus | 'none';
type Cell = TaskStatus | RefusalCode;

const COMMANDS: readonly TaskCommandType[] = [
  'request',
  'receive',
  'accept',
  'reject',
  'start',
  'inform',
  'complete',
  'fail',
  'cancel',
  'correct',
  'recall',
  'identify',
  'acknowledge',
  'review',
];

const CLOSED = 'TASK_CLOSED';
const NO = 'NOT_IN_THIS_STATUS';
const NONE = 'TASK_UNKNOWN';
const TWICE = 'TASK_EXISTS';

// One row for each status, one cell for each of COMMANDS: the status after it, or the code with which it is refused.
const STEPS_OF_THE_WORK: Readonly<Record<Before, readonly Cell[]>> = {
  none: ['requested', NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE],
  requested: [TWICE, 'received', 'accepted', 'rejected', NO, 'requested', NO, NO, 'cancelled'],
  received: [TWICE, NO, 'accepted', 'rejected', NO, 'received', NO, NO, 'cancelled'],
  accepted: [TWICE, NO, NO, NO, 'in-progress', 'accepted', 'completed', 'failed', 'cancelled'],
  'in-progress': [TWICE, NO, NO, NO, NO, 'in-progress', 'completed', 'failed', 'cancelled'],
  'on-hold': [TWICE, NO, NO, NO, NO, 'on-hold', NO, NO, NO],
  rejected: [TWICE, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  completed: [TWICE, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  failed: [TWICE, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  cancelled: [TWICE, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  'entered-in-error': [TWICE, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
};

// What is said about what was told is possible in every status, and changes none.
const REMARKS = ['correct', 'recall', 'identify', 'acknowledge', 'review'];
const remarked = (before: Before): Cell => (before === 'none' ? NONE : before);

const PAIRS = (Object.keys(STEPS_OF_THE_WORK) as Before[]).flatMap((before) =>
  [...STEPS_OF_THE_WORK[before], ...REMARKS.map(() => remarked(before))].map((expected, column) => ({
    before,
    command: COMMANDS[column] as TaskCommandType,
    expected,
  })),
);

describe('the table of every status and every command', () => {
  it('has each pair once', () => {
    const statuses: readonly Before[] = ['none', ...TASK_STATUSES];
    const wanted = statuses.flatMap((before) => COMMANDS.map((command) => `${before} × ${command}`));
    expect(PAIRS.map(({ before, command }) => `${before} × ${command}`).sort()).toEqual(wanted.sort());
  });

  it('names every command that leads to an event', () => {
    const types = COMMANDS.map((command) => eventOf(commandOf(command), 1).type);
    expect([...types].sort()).toEqual(Object.keys(STEPS).sort());
  });

  it.each(PAIRS)('$before × $command gives $expected', ({ before, command, expected }) => {
    const task = before === 'none' ? undefined : taskWith({ status: before, version: 4 });
    const decision = decide(commandOf(command), task, rules);
    if ('refused' in decision) {
      expect(decision.refused).toBe(expected);
      const forced = eventOf(commandOf(command), (task?.version ?? 0) + 1);
      expect(() => evolve(task, forced)).toThrow(
        expect.objectContaining({
          code: 'AGAINST_LIFECYCLE',
          refusal: expect.objectContaining({ refused: expected }),
        }),
      );
      return;
    }
    const after = decision.events.reduce((state, event) => evolve(state, event), task);
    expect(after?.status).toBe(expected);
    expect(after?.version).toBe((task?.version ?? 0) + 1);
  });
});

describe('who is accountable', () => {
  it.each(TASK_STATUSES)('%s has one owner: the performer only while it holds the task', (status) => {
    const held = status === 'accepted' || status === 'in-progress' || status === 'on-hold';
    expect(ownerIn(status, { asker: police, performer: ambulance })).toEqual(held ? ambulance : police);
  });

  it('gives the task back to the asker when it is rejected, cancelled, failed or completed', () => {
    for (const command of ['fail', 'complete', 'cancel'] as const) {
      const task = taskWith({ status: 'in-progress', version: 3 });
      expect(evolve(task, eventOf(commandOf(command), 4)).owner).toEqual(police);
    }
    expect(evolve(taskWith(), eventOf(commandOf('reject'), 2)).owner).toEqual(police);
  });

  it('calls a task either open or closed', () => {
    const closed = TASK_STATUSES.filter((status) => isClosed({ status }));
    expect(closed).toEqual(['rejected', 'completed', 'failed', 'cancelled', 'entered-in-error']);
    for (const status of TASK_STATUSES) expect(isOpen({ status })).toBe(!isClosed({ status }));
  });
});

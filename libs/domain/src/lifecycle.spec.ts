import { describe, expect, it } from '@jest/globals';
import type { TaskCommandType } from './commands.js';
import { EVENT_OF, eventOf } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { STEPS, ownerIn } from './lifecycle.js';
import type { RefusalCode } from './refusals.js';
import type { Task, TaskStatus } from './task.js';
import { TASK_STATUSES, isClosed, isOpen } from './task.js';
import { ambulance, commandOf, NOW, police, rules, taskWith } from './worked-example.js';

type Before = TaskStatus | 'none';
type Cell = TaskStatus | RefusalCode;

const COMMANDS = Object.keys(EVENT_OF) as readonly TaskCommandType[];

const CLOSED = 'TASK_CLOSED';
const NO = 'NOT_IN_THIS_STATUS';
const NONE = 'TASK_UNKNOWN';
const TWICE = 'TASK_EXISTS';

// One row for each command: the status after it in `none`, `requested`, `received`, `accepted`, `in-progress` and
// `on-hold`, or the code with which it is refused. `=`: the status stays.
const OPEN_ROWS: Readonly<Record<TaskCommandType, readonly (Cell | '=')[]>> = {
  request: ['requested', TWICE, TWICE, TWICE, TWICE, TWICE],
  receive: [NONE, 'received', NO, NO, NO, NO],
  accept: [NONE, 'accepted', 'accepted', NO, NO, NO],
  reject: [NONE, 'rejected', 'rejected', NO, NO, NO],
  start: [NONE, NO, NO, 'in-progress', NO, NO],
  inform: [NONE, '=', '=', '=', '=', '='],
  complete: [NONE, NO, NO, 'completed', 'completed', 'completed'],
  fail: [NONE, NO, NO, 'failed', 'failed', 'failed'],
  cancel: [NONE, 'cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled'],
  expire: [NONE, 'cancelled', 'cancelled', NO, NO, NO],
  'answer-late': [NONE, NO, NO, NO, NO, NO],
  'report-overdue': [NONE, '=', '=', '=', '=', '='],
  escalate: [NONE, '=', '=', '=', '=', '='],
  counter: [NONE, 'received', 'received', NO, NO, NO],
  'accept-counter': [NONE, NO, 'accepted', NO, NO, NO],
  'refuse-counter': [NONE, NO, 'received', NO, NO, NO],
  hold: [NONE, NO, NO, 'on-hold', 'on-hold', NO],
  resume: [NONE, NO, NO, NO, NO, 'in-progress'],
  'enter-in-error': [NONE, ...Array.from({ length: 5 }, () => 'entered-in-error' as const)],
  'offer-handover': [NONE, NO, NO, '=', '=', '='],
  'accept-handover': [NONE, NO, NO, '=', '=', '='],
  'refuse-handover': [NONE, NO, NO, '=', '=', '='],
  'lapse-handover': [NONE, NO, NO, '=', '=', '='],
  'tell-clocks': [NONE, '=', '=', '=', '=', '='],
  'set-slots': [NONE, NO, NO, '=', '=', '='],
  promise: [NONE, '=', '=', '=', '=', '='],
  'end-promise': [NONE, '=', '=', '=', '=', '='],
  correct: [NONE, '=', '=', '=', '=', '='],
  recall: [NONE, '=', '=', '=', '=', '='],
  identify: [NONE, '=', '=', '=', '=', '='],
  acknowledge: [NONE, '=', '=', '=', '=', '='],
  review: [NONE, '=', '=', '=', '=', '='],
};

// What is said about what was told, and of promises, is possible in every status; somebody may be called in when a request
// came to nothing. All else is over.
const AFTERWARDS: readonly TaskCommandType[] = [
  'end-promise',
  'correct',
  'recall',
  'identify',
  'acknowledge',
  'review',
];
const CAME_TO_NOTHING: readonly Before[] = ['rejected', 'failed', 'cancelled'];

const OPEN_COLUMNS: readonly Before[] = [
  'none',
  'requested',
  'received',
  'accepted',
  'in-progress',
  'on-hold',
];

function cell(before: Before, command: TaskCommandType): Cell {
  const column = OPEN_COLUMNS.indexOf(before);
  const found = OPEN_ROWS[command][column];
  if (found !== undefined) return found === '=' ? (before as TaskStatus) : found;
  if (command === 'request') return TWICE;
  const stays = AFTERWARDS.includes(command) || (command === 'escalate' && CAME_TO_NOTHING.includes(before));
  return stays ? (before as TaskStatus) : CLOSED;
}

const BEFORE: readonly Before[] = ['none', ...TASK_STATUSES];
const PAIRS = BEFORE.flatMap((before) =>
  COMMANDS.map((command) => ({ before, command, expected: cell(before, command) })),
);

/** A task of which every time has passed, with an offer, a counter-offer and a promise that wait for an answer. */
function busyTask(status: TaskStatus, command: TaskCommandType): Task {
  const offered = { handover: { offeredBy: police, lapsesAt: NOW } };
  return taskWith({
    status,
    version: 4,
    decideBy: NOW,
    completeBy: NOW,
    responsibility: 'transfers',
    responsible: police,
    counter: {},
    promises: [{ id: 'promise-0', by: ambulance, state: 'open' }],
    ...(command === 'offer-handover' ? {} : offered),
  });
}

describe('the table of every status and every command', () => {
  it('names every command that leads to an event', () => {
    const types = COMMANDS.map((command) => eventOf(commandOf(command), 1).type);
    expect([...types].sort()).toEqual(Object.keys(STEPS).sort());
    expect(new Set(types).size).toBe(COMMANDS.length);
  });

  it.each(PAIRS)('$before × $command gives $expected', ({ before, command, expected }) => {
    const task = before === 'none' ? undefined : busyTask(before, command);
    const later = '2031-01-17T21:43:00Z';
    const decision = decide(commandOf(command), task, rules, later);
    if ('refused' in decision) {
      expect(decision.refused).toBe(expected);
      const forced = eventOf(commandOf(command), (task?.version ?? 0) + 1);
      expect(() => evolve(task, forced, later)).toThrow(
        expect.objectContaining({
          code: 'AGAINST_LIFECYCLE',
          refusal: expect.objectContaining({ refused: expected }),
        }),
      );
      return;
    }
    const after = decision.events.reduce((state, event) => evolve(state, event, later), task);
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

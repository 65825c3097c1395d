import type { Requested, TaskEvent, TaskEventType } from './events.js';
import type { Refusal } from './refusals.js';
import { roleOf, type Role } from './role.js';
import { againstContent, againstDue, againstState } from './step-content.js';
import type { Party, Task, TaskStatus } from './task.js';
import { isClosed, OPEN_STATUSES, TASK_STATUSES } from './task.js';

/** One allowed step: from which statuses, by whom, and to which status. `none` means that there is no task yet. */
export interface AllowedStep {
  readonly from: readonly (TaskStatus | 'none')[];
  readonly by: Role;
  readonly to: TaskStatus | 'unchanged';
}

const UNANSWERED: readonly TaskStatus[] = ['requested', 'received'];
const HELD: readonly TaskStatus[] = ['accepted', 'in-progress', 'on-hold'];
// A request that came to nothing still needs somebody to look after it.
const GIVEN_BACK: readonly TaskStatus[] = ['rejected', 'failed', 'cancelled'];

/** The whole lifecycle. `decide` and `evolve` read this one table, so a writer and a reader can never disagree. */
export const STEPS: Readonly<Record<TaskEventType, AllowedStep>> = {
  requested: { from: ['none'], by: 'asker', to: 'requested' },
  received: { from: ['requested'], by: 'performer', to: 'received' },
  accepted: { from: UNANSWERED, by: 'performer', to: 'accepted' },
  rejected: { from: UNANSWERED, by: 'performer', to: 'rejected' },
  started: { from: ['accepted'], by: 'performer', to: 'in-progress' },
  informed: { from: OPEN_STATUSES, by: 'either', to: 'unchanged' },
  completed: { from: HELD, by: 'performer', to: 'completed' },
  failed: { from: HELD, by: 'performer', to: 'failed' },
  cancelled: { from: OPEN_STATUSES, by: 'asker', to: 'cancelled' },
  'entered-in-error': { from: OPEN_STATUSES, by: 'asker', to: 'entered-in-error' },
  countered: { from: UNANSWERED, by: 'performer', to: 'received' },
  'counter-accepted': { from: ['received'], by: 'asker', to: 'accepted' },
  'counter-refused': { from: ['received'], by: 'asker', to: 'received' },
  held: { from: ['accepted', 'in-progress'], by: 'performer', to: 'on-hold' },
  resumed: { from: ['on-hold'], by: 'performer', to: 'in-progress' },
  // Whoever sees first that a time has passed says so; the ledger decides between it and an answer.
  expired: { from: UNANSWERED, by: 'either', to: 'cancelled' },
  'answered-late': { from: ['cancelled'], by: 'performer', to: 'unchanged' },
  overdue: { from: OPEN_STATUSES, by: 'either', to: 'unchanged' },
  escalated: { from: [...OPEN_STATUSES, ...GIVEN_BACK], by: 'either', to: 'unchanged' },
  'handover-offered': { from: HELD, by: 'either', to: 'unchanged' },
  'handover-accepted': { from: HELD, by: 'either', to: 'unchanged' },
  'handover-refused': { from: HELD, by: 'either', to: 'unchanged' },
  'handover-lapsed': { from: HELD, by: 'either', to: 'unchanged' },
  'clock-told': { from: OPEN_STATUSES, by: 'either', to: 'unchanged' },
  'slots-set': { from: HELD, by: 'performer', to: 'unchanged' },
  promised: { from: OPEN_STATUSES, by: 'either', to: 'unchanged' },
  // An undertaking outlives the task on which it was made.
  'promise-ended': { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  // What was told stays told when a task is over, so putting it right must be possible at any time.
  corrected: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  recalled: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  identified: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  acknowledged: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  reviewed: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
};

/** The one party that is accountable for a task in this status: the asker, except while the performer holds it. */
export function ownerIn(status: TaskStatus, parties: Pick<Task, 'asker' | 'performer'>): Party {
  return HELD.includes(status) ? parties.performer : parties.asker;
}

/** When an event counts, and what the person saw who decided; readers of the ledger leave that out. */
export interface Moment {
  /** The time of the task at the event, ISO 8601: of the ledger, or of the exercise. */
  readonly time: string;
  readonly seenStatus?: TaskStatus | undefined;
}

/**
 * Why this event may not follow on this task, or undefined if it may. It needs no directory, so every reader comes to
 * the same answer. The version is not looked at.
 */
export function againstLifecycle(
  task: Task | undefined,
  event: TaskEvent,
  { time, seenStatus }: Moment,
): Refusal | undefined {
  const step = STEPS[event.type];
  if (event.type === 'requested') {
    return againstNewTask(task, event) ?? againstParty(event, event.by, step.by) ?? againstContent(event);
  }
  if (task === undefined) return { refused: 'TASK_UNKNOWN', because: { task: event.taskId } };
  return (
    againstOtherTask(task, event) ??
    againstParty(task, event.by, step.by) ??
    againstNeed(task, event) ??
    againstSeen(task, seenStatus) ??
    againstStatus(task, step) ??
    againstContent(event) ??
    againstState(task, event, roleOf(task, event.by)) ??
    againstDue(task, event, time)
  );
}

function againstNewTask(task: Task | undefined, event: Requested): Refusal | undefined {
  if (task === undefined) return undefined;
  return againstOtherTask(task, event) ?? { refused: 'TASK_EXISTS', because: { task: task.id } };
}

function againstOtherTask(task: Task, event: TaskEvent): Refusal | undefined {
  if (task.id === event.taskId) return undefined;
  return { refused: 'ANOTHER_TASK', because: { task: task.id, named: event.taskId } };
}

function againstParty(
  parties: Pick<Task, 'asker' | 'performer'>,
  by: Party,
  role: Role,
): Refusal | undefined {
  const { asker, performer } = parties;
  const has = roleOf(parties, by);
  const within = asker.agency === performer.agency;
  const because = within
    ? { by: by.unit, asker: asker.unit, performer: performer.unit }
    : { by: by.agency, asker: asker.agency, performer: performer.agency };
  if (has === undefined) {
    return {
      refused: 'NOT_A_PARTY',
      because: { by: by.agency, asker: asker.agency, performer: performer.agency },
    };
  }
  if (role === 'either' || role === has) return undefined;
  return { refused: role === 'asker' ? 'NOT_THE_ASKER' : 'NOT_THE_PERFORMER', because };
}

/** Whoever was a moment too late is told so, rather than that the task has moved on. */
function againstNeed({ need, status, statusReason }: Task, event: TaskEvent): Refusal | undefined {
  if (event.type !== 'accepted' || need === undefined || status !== 'cancelled') return undefined;
  if (statusReason !== 'not-selected' && statusReason !== 'met-elsewhere') return undefined;
  return { refused: 'NEED_ALREADY_MET', because: { need, reason: statusReason } };
}

/** That a request was received, as a staffed desk says by itself, changes nothing for whoever decided on it as requested. */
function againstSeen(task: Task, seen: TaskStatus | undefined): Refusal | undefined {
  if (seen === undefined || seen === task.status) return undefined;
  if (seen === 'requested' && task.status === 'received') return undefined;
  return { refused: 'OVERTAKEN', because: { seen, now: task.status } };
}

function againstStatus(task: Task, step: AllowedStep): Refusal | undefined {
  if (step.from.includes(task.status)) return undefined;
  if (isClosed(task)) return { refused: 'TASK_CLOSED', because: { status: task.status } };
  return { refused: 'NOT_IN_THIS_STATUS', because: { status: task.status, allowed: step.from } };
}

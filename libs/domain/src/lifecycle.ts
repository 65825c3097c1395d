import { FINDINGS, RECALL_REASONS, type Requested, type TaskEvent, type TaskEventType } from './events.js';
import { instantOf } from './instant.js';
import type { Refusal } from './refusals.js';
import type { Party, Task, TaskStatus } from './task.js';
import { CANCEL_REASONS, isClosed, OPEN_STATUSES, TASK_STATUSES } from './task.js';

/** Who may take a step. Roles are judged by agency: any unit of the agency that holds a task may take a step on it. */
export type Role = 'asker' | 'performer' | 'either';

/** One allowed step: from which statuses, by whom, and to which status. `none` means that there is no task yet. */
export interface AllowedStep {
  readonly from: readonly (TaskStatus | 'none')[];
  readonly by: Role;
  readonly to: TaskStatus | 'unchanged';
}

/** The whole lifecycle. `decide` and `evolve` read this one table, so a writer and a reader can never disagree. */
export const STEPS: Readonly<Record<TaskEventType, AllowedStep>> = {
  requested: { from: ['none'], by: 'asker', to: 'requested' },
  received: { from: ['requested'], by: 'performer', to: 'received' },
  accepted: { from: ['requested', 'received'], by: 'performer', to: 'accepted' },
  rejected: { from: ['requested', 'received'], by: 'performer', to: 'rejected' },
  started: { from: ['accepted'], by: 'performer', to: 'in-progress' },
  informed: { from: OPEN_STATUSES, by: 'either', to: 'unchanged' },
  completed: { from: ['accepted', 'in-progress'], by: 'performer', to: 'completed' },
  failed: { from: ['accepted', 'in-progress'], by: 'performer', to: 'failed' },
  cancelled: { from: ['requested', 'received', 'accepted', 'in-progress'], by: 'asker', to: 'cancelled' },
  // What was told stays told when a task is over, so putting it right must be possible at any time.
  corrected: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  recalled: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  identified: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  acknowledged: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
  reviewed: { from: TASK_STATUSES, by: 'either', to: 'unchanged' },
};

const HELD_BY_PERFORMER: ReadonlySet<TaskStatus> = new Set(['accepted', 'in-progress', 'on-hold']);

/** The one party that is accountable for a task in this status: the asker, except while the performer holds it. */
export function ownerIn(status: TaskStatus, parties: Pick<Task, 'asker' | 'performer'>): Party {
  return HELD_BY_PERFORMER.has(status) ? parties.performer : parties.asker;
}

/**
 * Why this event may not follow on this task, or undefined if it may. It needs no directory, so every reader comes to
 * the same answer at any time. The version is not looked at.
 *
 * `seenStatus` is what the person saw who decided; readers of the ledger leave it out.
 */
export function againstLifecycle(
  task: Task | undefined,
  event: TaskEvent,
  seenStatus?: TaskStatus,
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
    againstContent(event)
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
  const asker = parties.asker.agency;
  const performer = parties.performer.agency;
  const because = { by: by.agency, asker, performer };
  if (by.agency !== asker && by.agency !== performer) return { refused: 'NOT_A_PARTY', because };
  if (role === 'asker' && by.agency !== asker) return { refused: 'NOT_THE_ASKER', because };
  if (role === 'performer' && by.agency !== performer) return { refused: 'NOT_THE_PERFORMER', because };
  return undefined;
}

/** Whoever was a moment too late is told so, rather than that the task has moved on. */
function againstNeed({ need, status, statusReason }: Task, event: TaskEvent): Refusal | undefined {
  if (event.type !== 'accepted' || need === undefined || status !== 'cancelled') return undefined;
  if (statusReason !== 'not-selected' && statusReason !== 'met-elsewhere') return undefined;
  return { refused: 'NEED_ALREADY_MET', because: { need, reason: statusReason } };
}

function againstSeen(task: Task, seen: TaskStatus | undefined): Refusal | undefined {
  if (seen === undefined || seen === task.status) return undefined;
  return { refused: 'OVERTAKEN', because: { seen, now: task.status } };
}

function againstStatus(task: Task, step: AllowedStep): Refusal | undefined {
  if (step.from.includes(task.status)) return undefined;
  if (isClosed(task)) return { refused: 'TASK_CLOSED', because: { status: task.status } };
  return { refused: 'NOT_IN_THIS_STATUS', because: { status: task.status, allowed: step.from } };
}

function againstContent(event: TaskEvent): Refusal | undefined {
  const at = instantOf(event.at);
  if (at === undefined) return { refused: 'NOT_A_TIME', because: { field: 'at' } };
  if (event.type === 'requested') return againstItself(event) ?? againstDecideBy(event, at);
  if (event.type === 'cancelled') return againstReason(event.reason, CANCEL_REASONS);
  if (event.type === 'recalled')
    return againstNothing(event.recalls) ?? againstReason(event.reason, RECALL_REASONS);
  if (event.type === 'acknowledged') return againstNothing(event.events);
  if (event.type === 'reviewed') return againstReason(event.finding, FINDINGS);
  return undefined;
}

function againstItself({ asker, performer }: Requested): Refusal | undefined {
  if (asker.agency !== performer.agency || asker.unit !== performer.unit) return undefined;
  return { refused: 'UNIT_TASKS_ITSELF', because: { agency: asker.agency, unit: asker.unit } };
}

function againstDecideBy({ at, decideBy }: Requested, requestedAt: number): Refusal | undefined {
  if (decideBy === undefined) return undefined;
  const until = instantOf(decideBy);
  if (until === undefined) return { refused: 'NOT_A_TIME', because: { field: 'decideBy' } };
  return until > requestedAt ? undefined : { refused: 'DECIDE_BY_IN_THE_PAST', because: { at, decideBy } };
}

function againstNothing(named: readonly unknown[]): Refusal | undefined {
  return named.length > 0 ? undefined : { refused: 'NOTHING_NAMED', because: {} };
}

function againstReason(reason: string, allowed: readonly string[]): Refusal | undefined {
  return allowed.includes(reason)
    ? undefined
    : { refused: 'REASON_NOT_ALLOWED', because: { reason, allowed } };
}

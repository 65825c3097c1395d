import type { Requested, TaskEvent } from './events.js';
import { againstLifecycle, ownerIn, STEPS } from './lifecycle.js';
import type { Refusal } from './refusals.js';
import type { Task } from './task.js';

/**
 * Why an event was not taken. `GAP`: earlier events of the task are missing, park it. `STALE`: an event with this
 * version was already taken, drop it. `AGAINST_LIFECYCLE`: it may not follow on this task, skip and report it.
 */
export type LifecycleCode = 'GAP' | 'STALE' | 'AGAINST_LIFECYCLE';

/** An event that does not follow on the task it was put to. The task stays as it was. */
export class LifecycleError extends Error {
  override readonly name = 'LifecycleError';

  /** `refusal` says which rule stood against it; it is there with the code `AGAINST_LIFECYCLE` only. */
  constructor(
    readonly code: LifecycleCode,
    message: string,
    readonly refusal?: Refusal,
  ) {
    super(message);
  }
}

/**
 * The task after one more event; `task` is undefined before the first. Changes nothing in place. Holds the signed event
 * to the same rules as `decide` does, except those that need the directory. Throws {@link LifecycleError}.
 */
export function evolve(task: Task | undefined, event: TaskEvent): Task {
  againstOrder(task, event);
  const refusal = againstLifecycle(task, event);
  if (refusal !== undefined) throw notAllowed(event, refusal);
  if (event.type === 'requested') return opened(event);
  if (task === undefined) throw notAllowed(event, { refused: 'TASK_UNKNOWN' });
  return moved(task, event);
}

function againstOrder(task: Task | undefined, event: TaskEvent): void {
  // The versions of two tasks have nothing to do with each other: the lifecycle refuses the event.
  if (task !== undefined && task.id !== event.taskId) return;
  const next = (task?.version ?? 0) + 1;
  if (event.version === next) return;
  const code = event.version > next ? 'GAP' : 'STALE';
  throw new LifecycleError(code, `version ${event.version} came where version ${next} was due`);
}

function notAllowed(event: TaskEvent, refusal: Refusal): LifecycleError {
  return new LifecycleError('AGAINST_LIFECYCLE', `${event.type} may not follow: ${refusal.refused}`, refusal);
}

function opened(event: Requested): Task {
  return {
    id: event.taskId,
    caseId: event.caseId,
    mode: event.mode,
    kind: event.kind,
    urgency: event.urgency,
    asker: event.asker,
    performer: event.performer,
    status: 'requested',
    owner: ownerIn('requested', event),
    version: event.version,
    requestedAt: event.at,
    ...(event.decideBy === undefined ? {} : { decideBy: event.decideBy }),
    ...(event.wanted === undefined ? {} : { wanted: event.wanted }),
    ...(event.grade === undefined ? {} : { grade: event.grade }),
    ...(event.purpose === undefined ? {} : { purpose: event.purpose }),
    ...(event.basis === undefined ? {} : { basis: event.basis }),
    ...(event.need === undefined ? {} : { need: event.need }),
  };
}

function moved(task: Task, event: Exclude<TaskEvent, Requested>): Task {
  const { to } = STEPS[event.type];
  const status = to === 'unchanged' ? task.status : to;
  return { ...task, status, owner: ownerIn(status, task), version: event.version, ...closingCodes(event) };
}

function closingCodes(event: Exclude<TaskEvent, Requested>): Pick<Task, 'statusReason' | 'outcome'> {
  switch (event.type) {
    case 'rejected':
    case 'failed':
    case 'cancelled':
      return { statusReason: event.reason };
    case 'completed':
      return { outcome: event.outcome };
    case 'received':
    case 'accepted':
    case 'started':
    case 'informed':
    case 'corrected':
    case 'recalled':
    case 'identified':
    case 'acknowledged':
    case 'reviewed':
      return {};
    default:
      return event satisfies never;
  }
}

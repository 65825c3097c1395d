import type { Requested, TaskEvent } from './events.js';
import { factsOf } from './event-facts.js';
import { againstLifecycle, ownerIn, STEPS } from './lifecycle.js';
import type { Refusal } from './refusals.js';
import { changesOf } from './task-changes.js';
import { isClosed, type Task, type TaskStatus } from './task.js';

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
 * The task after one more event; `task` is undefined before the first. `time` is the time of the task at the event: of
 * the ledger, or of the exercise (ISO 8601); without it the event's own time counts. Changes nothing in place. Holds the
 * signed event to the same rules as `decide` does, except those that need the directory. Throws {@link LifecycleError}.
 */
export function evolve(task: Task | undefined, event: TaskEvent, time: string = event.at): Task {
  againstOrder(task, event);
  const refusal = againstLifecycle(task, event, { time });
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
  const asked = factsOf('requested', event) as Omit<Requested, 'type' | 'taskId' | 'version' | 'by' | 'at'>;
  return {
    id: event.taskId,
    ...asked,
    status: 'requested',
    owner: ownerIn('requested', event),
    version: event.version,
    requestedAt: event.at,
    ...(event.responsibility === 'transfers' && { responsible: event.asker }),
  };
}

function moved(task: Task, event: Exclude<TaskEvent, Requested>): Task {
  const { to } = STEPS[event.type];
  const status = to === 'unchanged' ? task.status : to;
  const over = leftBehind(event, status);
  const stays = Object.fromEntries(
    Object.entries(task).filter(([name]) => !over.includes(name)),
  ) as unknown as Task;
  return {
    ...stays,
    status,
    owner: ownerIn(status, task),
    version: event.version,
    ...changesOf(task, event),
  };
}

/** What no longer holds of a task once it has moved on. */
function leftBehind(event: TaskEvent, status: TaskStatus): readonly string[] {
  if (event.type === 'counter-refused') return COUNTER;
  if (STEPS[event.type].to === 'unchanged') return HANDOVER_ENDS.includes(event.type) ? ['handover'] : [];
  return [...COUNTER, 'reviewAt', ...(isClosed({ status }) ? ['handover'] : [])];
}

const COUNTER = ['counter', 'businessStatus'];
const HANDOVER_ENDS: readonly string[] = ['handover-accepted', 'handover-refused', 'handover-lapsed'];

import { STAGES, type Direction, type Stage } from './agreements.js';
import type { TaskEvent } from './events.js';
import { roleOf } from './role.js';
import type { Party, Task, TaskStatus } from './task.js';

/** Who tells whom on which task, and how far that task has come. */
export interface Passage {
  readonly from: Party;
  readonly to: Party;
  readonly direction: Direction;
  readonly kind: string;
  readonly urgency: string;
  /** Codes of the items that the request asked for. */
  readonly wanted: readonly string[];
  /** Status of the task before the event with which the items go; undefined when it is only being requested. */
  readonly status: TaskStatus | undefined;
  /** When it is said: ms since 1970. */
  readonly at: number;
}

/**
 * The stages that a task has reached in this status; none when it is closed. An item that was asked for may be given
 * at any of them, so `on-request` is none.
 */
export function stagesReached(status: TaskStatus | undefined): readonly Stage[] {
  switch (status) {
    case undefined:
    case 'requested':
    case 'received':
      return ['offer'];
    case 'accepted':
    case 'on-hold':
      return ['offer', 'accepted'];
    case 'in-progress':
      return ['offer', 'accepted', 'attending'];
    case 'rejected':
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'entered-in-error':
      return [];
    default:
      return status satisfies never;
  }
}

/** The stages at which what was once told at this stage may be put right, however the task stands by then. */
export function stagesUpTo(stage: Stage): readonly Stage[] {
  return stage === 'on-request' ? ['offer', 'accepted'] : STAGES.slice(0, STAGES.indexOf(stage) + 1);
}

/**
 * Whose words an event's items are, and where they go; `task` is the task before the event. Undefined for an event
 * without a task. Throws nothing.
 */
export function passageOf(event: TaskEvent, task: Task | undefined, at: number): Passage | undefined {
  const about = event.type === 'requested' ? event : task;
  if (!about) return undefined;
  const { asker, performer, kind, urgency, wanted = [] } = about;
  const told = roleOf(about, event.by) === 'asker';
  return {
    ...(told
      ? { direction: 'to-performer', from: asker, to: performer }
      : { direction: 'to-asker', from: performer, to: asker }),
    kind,
    urgency,
    wanted,
    status: task?.status,
    at,
  };
}

import { mergeClocks } from './clock-merge.js';
import type { ClockState } from './clocks.js';
import { deadlineKey } from './deadlines.js';
import type { Requested, TaskEvent } from './events.js';
import { roleOf } from './role.js';
import { slotsAfter } from './slots.js';
import { NO_RESPONSE, type Party, type Task, type TaskPromise } from './task.js';

/** What an event that may follow changes of the task, beside its status, its owner and its version. */
export function changesOf(task: Task, event: Exclude<TaskEvent, Requested>): Partial<Task> {
  return ending(event) ?? standing(task, event);
}

/** Why and how a task ended; undefined for an event that ends none. */
function ending(event: Exclude<TaskEvent, Requested>): Partial<Task> | undefined {
  switch (event.type) {
    case 'rejected': {
      const { reviewAt } = event.facts ?? {};
      return { statusReason: event.reason, ...(reviewAt && { reviewAt }) };
    }
    case 'failed':
    case 'cancelled':
      return { statusReason: event.reason };
    case 'expired':
      return {
        statusReason: NO_RESPONSE,
        businessStatus: 'expired',
        ...(event.outcome && { outcome: event.outcome }),
      };
    default:
      return undefined;
  }
}

function standing(task: Task, event: Exclude<TaskEvent, Requested>): Partial<Task> {
  switch (event.type) {
    case 'completed':
      return { outcome: event.outcome, ...(event.clocks && told(task, event.clocks)) };
    case 'accepted':
      return {
        ...(event.promise && promised(task, event.by, event.promise)),
        ...(event.slots && { slots: slotsAfter(task.slots ?? [], event.slots) }),
        ...(event.occurredAt !== undefined && { acceptanceOccurredAt: event.occurredAt }),
      };
    case 'countered':
      return {
        businessStatus: 'counter-offered',
        counter: event.startBy === undefined ? {} : { startBy: event.startBy },
      };
    case 'held':
      return { reviewAt: event.reviewAt };
    case 'answered-late':
      return { lateAnswer: event.answer };
    case 'overdue':
      return { missed: [...(task.missed ?? []), deadlineKey(event)] };
    case 'escalated': {
      const { to, why, at } = event;
      return { escalations: [...(task.escalations ?? []), { to, why, at }] };
    }
    case 'handover-offered':
      return { handover: { offeredBy: sideOf(task, event.by), lapsesAt: event.lapsesAt } };
    case 'handover-accepted':
      return { responsible: sideOf(task, event.by) };
    case 'clock-told':
      return told(task, event.clocks);
    case 'slots-set':
      return { slots: slotsAfter(task.slots ?? [], event.slots) };
    case 'promised':
      return promised(task, event.by, event.promise);
    case 'promise-ended':
      return { promises: ended(task, event.promise, event.end) };
    default:
      return {};
  }
}

/** The party as it stands in the request, whichever of its units took the step. */
const sideOf = (task: Task, by: Party): Party => (roleOf(task, by) === 'asker' ? task.asker : task.performer);

const told = (task: Task, clocks: readonly ClockState[]): Partial<Task> => ({
  clocks: clocksAfter(task.clocks ?? [], clocks),
});

/** What is known of each clock when more is told, by code: however often, and in whatever order it is told. */
export function clocksAfter(
  known: readonly ClockState[],
  told: readonly ClockState[],
): readonly ClockState[] {
  const clocks = new Map<string, ClockState>();
  for (const clock of [...known, ...told]) {
    const before = clocks.get(clock.code);
    clocks.set(clock.code, mergeClocks(before ?? clock, clock));
  }
  return [...clocks.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

function promised(task: Task, by: Party, { id, dueBy }: { id: string; dueBy?: string }): Partial<Task> {
  const promise: TaskPromise = { id, by, state: 'open', ...(dueBy && { dueBy }) };
  return { promises: [...(task.promises ?? []), promise] };
}

const ended = (task: Task, id: string, state: TaskPromise['state']): readonly TaskPromise[] =>
  (task.promises ?? []).map((promise) => (promise.id === id ? { ...promise, state } : promise));

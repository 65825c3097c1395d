import { endClock, endsClock, type ClockState } from './clocks.js';
import type { TaskCommand } from './commands.js';
import { eventOf } from './commands.js';
import type { Completed, TaskEvent } from './events.js';
import { againstLifecycle } from './lifecycle.js';
import type { Refusal } from './refusals.js';
import { roleOf } from './role.js';
import type { TaskRules } from './rules.js';
import { againstDirectory } from './rules.js';
import type { Task } from './task.js';

/** Either the events that follow, in order, or why nothing does. */
export type Decision = { readonly events: readonly TaskEvent[] } | Refusal;

/**
 * What follows from a command on a task; `task` is undefined if there is none yet. `time` is the time of the task now, as
 * far as the caller knows it (ISO 8601). Never throws, and never gives an event that `evolve` would not take on the same
 * task at that time. A verdict on a task that has expired becomes `answered-late`. Every refusal code is listed in
 * `REFUSALS`.
 */
export function decide(
  command: TaskCommand,
  task: Task | undefined,
  rules: TaskRules,
  time: string = command.at,
): Decision {
  const { seenStatus, ...wanted } = tooLate(command, task) ?? command;
  const event = completed(eventOf(wanted, (task?.version ?? 0) + 1), task, rules);
  const refusal = againstLifecycle(task, event, { time, seenStatus }) ?? againstDirectory(task, event, rules);
  return refusal ?? { events: [event] };
}

/** A verdict of the performer that came after the task had expired; it is recorded whatever the performer saw. */
function tooLate(command: TaskCommand, task: Task | undefined): TaskCommand | undefined {
  if (task?.businessStatus !== 'expired' || roleOf(task, command.by) !== 'performer') return undefined;
  if (command.type !== 'accept' && command.type !== 'reject') return undefined;
  const { taskId, by, at } = command;
  return { type: 'answer-late', taskId, by, at, answer: command.type === 'accept' ? 'accepted' : 'rejected' };
}

/** What the directory adds to an event: the clocks that an outcome ends, and what the kind records of a silence. */
function completed(event: TaskEvent, task: Task | undefined, rules: TaskRules): TaskEvent {
  if (!task) return event;
  if (event.type === 'expired') {
    const outcome = rules.kind(task.kind)?.expiryOutcome;
    return outcome === undefined ? event : { ...event, outcome };
  }
  if (event.type !== 'completed') return event;
  const clocks = endedBy(event, task, rules);
  return clocks.length > 0 ? { ...event, clocks } : event;
}

/** The clocks of the task that this outcome ends, as they are then. */
function endedBy(
  { outcome, at }: Completed,
  { kind, clocks = [] }: Task,
  rules: TaskRules,
): readonly ClockState[] {
  return clocks.flatMap((clock) => {
    const rule = rules.clocks.find(({ code }) => code === clock.code);
    if (!rule || !endsClock(rule, kind, outcome)) return [];
    const ended = endClock(clock, { at, reason: outcome });
    return 'refused' in ended ? [] : [ended];
  });
}

import type { TaskCommand } from './commands.js';
import { eventOf } from './commands.js';
import type { TaskEvent } from './events.js';
import { againstLifecycle } from './lifecycle.js';
import type { Refusal } from './refusals.js';
import type { TaskRules } from './rules.js';
import { againstDirectory } from './rules.js';
import type { Task } from './task.js';

/** Either the events that follow, in order, or why nothing does. */
export type Decision = { readonly events: readonly TaskEvent[] } | Refusal;

/**
 * What follows from a command on a task; `task` is undefined if there is none yet. Never throws, and never gives an
 * event that `evolve` would not take on the same task. Every refusal code is listed in `REFUSALS`.
 */
export function decide(command: TaskCommand, task: Task | undefined, rules: TaskRules): Decision {
  const event = eventOf(command, (task?.version ?? 0) + 1);
  const refusal = againstLifecycle(task, event, command.seenStatus) ?? againstDirectory(task, event, rules);
  return refusal ?? { events: [event] };
}

import { decide, itemsThatCount, type SaidOfItem, type Task, type TaskCommand } from '#domain';
import type { Agency } from '../agency.js';
import { knownItems, showEvent } from './known-items.js';

/**
 * What was told on a task before of the items at which rules of law look when this step is taken; for most steps there are
 * none, and nothing is read. What was taken back, and what was not let in, does not count.
 */
export async function toldOnTask(
  agency: Agency,
  command: TaskCommand,
  task: Task,
): Promise<readonly SaidOfItem[]> {
  const { rules, lawRules } = agency.directory();
  const decision = decide(command, task, rules);
  const [event] = 'refused' in decision ? [] : decision.events;
  if (!event) return [];
  const count = itemsThatCount(lawRules, { kind: task.kind, step: event.type }, event.at);
  if (count.size === 0) return [];
  const events = await agency.store.records.events(task.id);
  return knownItems(events.map(showEvent))
    .filter(({ code, recalled, refused }) => count.has(code) && !recalled && !refused)
    .map(({ code, state, value }) => ({ code, state: state as SaidOfItem['state'], value }));
}

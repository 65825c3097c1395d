import type { Party, Task } from './task.js';

/** One text for one unit, such as `police/custody`. */
export const unitText = ({ agency, unit }: Party): string => `${agency}/${unit}`;

/**
 * The units that have to do with a task, each once: its two parties, and whoever was called in on it. A unit is never taken
 * off again, so whoever may see a task may see it from then on.
 */
export function unitsOn({
  asker,
  performer,
  escalations = [],
}: Pick<Task, 'asker' | 'performer' | 'escalations'>): readonly Party[] {
  const all = [asker, performer, ...escalations.flatMap(({ to }) => to)];
  return [...new Map(all.map(({ agency, unit }) => [unitText({ agency, unit }), { agency, unit }])).values()];
}

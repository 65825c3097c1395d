import type { Party, Task } from './task.js';

/**
 * Who may take a step. Between two agencies any unit of the agency that holds a task may take a step on it; between two
 * units of one agency the unit that asked is the asker, and every other one the performer.
 */
export type Role = 'asker' | 'performer' | 'either';

/** One of the two sides of a task. */
export type Side = Exclude<Role, 'either'>;

/** Whose step it would be: of the two parties, or undefined for anybody else. */
export function roleOf({ asker, performer }: Pick<Task, 'asker' | 'performer'>, by: Party): Side | undefined {
  if (asker.agency === performer.agency && by.agency === asker.agency)
    return by.unit === asker.unit ? 'asker' : 'performer';
  if (by.agency === asker.agency) return 'asker';
  return by.agency === performer.agency ? 'performer' : undefined;
}

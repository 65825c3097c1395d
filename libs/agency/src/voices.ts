import { roleOf, type Party, type Side, type Task } from '#domain';

/** A unit by which an agency speaks on a task, and the side for which it does. */
export interface Voice {
  readonly side: Side;
  readonly by: Party;
  /** False on a task between two units of one agency, which then has two voices. */
  readonly alone: boolean;
}

const SIDES = ['asker', 'performer'] as const;

/**
 * By whom an agency speaks on a task: by this unit, where one is named; else by the unit that has part in it, or by both
 * where the task is between two of its units. Nobody where it has no part.
 */
export function voicesOn(task: Task, agency: string, unit?: string): readonly Voice[] {
  const alone = task.asker.agency !== task.performer.agency;
  if (unit !== undefined) {
    const by = { agency, unit };
    const side = roleOf(task, by);
    return side ? [{ side, by, alone }] : [];
  }
  return SIDES.filter((side) => task[side].agency === agency).map((side) => ({
    side,
    by: task[side],
    alone,
  }));
}

/** Whether what this unit of the agency keeps on a task is kept for one of these voices; before its request, by its asker. */
export const isKeptBy = (
  task: Task | undefined,
  { unit, agency }: Party,
  voices: readonly Voice[],
): boolean => !task || voices.some(({ side }) => side === roleOf(task, { agency, unit }));

/** By what a voice is known to have spoken on this occasion, and in this part: two may on one task of one agency. */
export const keyOf = (occasion: string, taskId: string, part: number, { alone, side }: Voice): string =>
  [occasion, taskId, part, ...(alone ? [] : [side])].join(' ');

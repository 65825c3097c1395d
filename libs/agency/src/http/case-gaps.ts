import { roleOf, type InformationRequest, type Task, type WantedItem } from '#domain';
import type { Directory } from '#directory';
import type { TaskRow } from '#storage';
import { saidBy, type CaseStory, type SaidHere } from './case-story.js';

/**
 * What a case should have: the items that the kinds of its tasks need or expect, those that were asked for, and those of
 * which somebody spoke; each once, with the agencies that typically hold it.
 */
export function wantedIn(
  tasks: readonly TaskRow[],
  said: readonly SaidHere[],
  directory: Directory,
): readonly WantedItem[] {
  const ofTasks = tasks.flatMap(({ task }) => (task ? neededBy(task, directory) : []));
  const codes = new Set([...ofTasks, ...said.map(({ statement }) => statement.code)]);
  return [...codes].map((code) => ({ code, heldBy: directory.item(code)?.heldBy ?? [] }));
}

/** What a task needs to be known: what its kind requires or expects, and what was asked for; an item may come twice. */
export function neededBy({ kind: code, wanted = [] }: Task, directory: Directory): readonly string[] {
  const kind = directory.kind(code);
  if (!kind) return [];
  const { required, requiredOneOf, expected } = kind;
  return [...required, ...requiredOneOf.flat(), ...expected, ...wanted];
}

/** What this agency asked others for, oldest first, and on what they have said something. */
export function requestsIn(tasks: readonly TaskRow[], story: CaseStory): readonly InformationRequest[] {
  return tasks
    .flatMap(({ taskId, task }): InformationRequest[] => {
      if (!task || task.asker.agency !== story.agency || !task.wanted?.length) return [];
      const told = story.events
        .filter(({ event }) => event.subject === taskId)
        .flatMap(saidBy)
        .filter(({ from, unit }) => roleOf(task, { agency: from, unit }) === 'performer')
        .map(({ statement }) => statement.code);
      return [
        {
          taskId,
          to: task.performer.agency,
          items: task.wanted,
          askedAt: task.requestedAt,
          status: task.status,
          answered: task.wanted.filter((code) => told.includes(code)),
        },
      ];
    })
    .sort((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt));
}

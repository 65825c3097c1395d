import { roleOf, type Party } from '#domain';
import { senderOf, unitOf } from '#contracts';
import type { CaseFile, TaskRow } from '#storage';
import type { ShownEvent } from './known-items.js';

/** Who answers for the person of a case now, as far as this agency knows. */
export interface Answering {
  readonly party: Party;
  /** `handover`: it took over on this task. `first-request`: nobody took over from who asked first. `case-file`: nobody was asked. */
  readonly by: 'handover' | 'first-request' | 'case-file';
  /** ISO 8601, ledger time where a task says it. */
  readonly since: string;
  readonly taskId?: string;
}

const ACCEPTED = 'concordat.task.handover-accepted.v1';

/**
 * The party of the newest handover that was agreed, by the order of the ledger; without one, who asked first; without a
 * task, who opened the file. Tasks that should never have been count for nothing. Undefined where nothing is recorded yet.
 */
export function answeringFor(
  tasks: readonly TaskRow[],
  events: readonly Pick<ShownEvent, 'event' | 'recordedAt' | 'sequence'>[],
  file: Pick<CaseFile, 'openedBy' | 'openedAt'> | undefined,
): Answering | undefined {
  const counted = tasks.flatMap(({ task }) => (task && task.status !== 'entered-in-error' ? [task] : []));
  const handovers = events
    .filter(({ event }) => event.type === ACCEPTED)
    .sort((a, b) => b.sequence - a.sequence)
    .flatMap(({ event, recordedAt }): Answering[] => {
      const task = counted.find(({ id }) => id === event.subject);
      const side = task && roleOf(task, { agency: senderOf(event), unit: unitOf(event) });
      if (!task || !side) return [];
      return [{ party: task[side], by: 'handover', since: iso(recordedAt), taskId: task.id }];
    });
  const [first] = [...counted].sort((a, b) => Date.parse(a.requestedAt) - Date.parse(b.requestedAt));
  if (handovers[0]) return handovers[0];
  if (first)
    return { party: first.asker, by: 'first-request', since: iso(first.requestedAt), taskId: first.id };
  return file && { party: file.openedBy, by: 'case-file', since: iso(file.openedAt) };
}

const iso = (at: string | Date): string => new Date(at).toISOString();

import type { Task } from '#domain';
import type { Sql } from '../database.js';
import { ExerciseStore } from './exercise-store.js';
import type { LedgerEntry } from './ledger-entry.js';

/**
 * The time of a task at each entry of a batch, ISO 8601: in an exercise what its clock shows there, else the ledger's own.
 * Where the exercise has no clock yet, the ledger's. `tasks` are those of the entries as they stand, by id.
 */
export async function taskTimes(
  sql: Sql,
  entries: readonly LedgerEntry[],
  tasks: ReadonlyMap<string, { readonly task: Task | undefined }>,
): Promise<(entry: LedgerEntry) => string> {
  const opened = new Map(
    entries.flatMap(({ event }) =>
      event.type === 'concordat.task.requested.v1' ? [[event.subject, event.data.exercise]] : [],
    ) as [string, string | undefined][],
  );
  const exerciseOf = ({ event: { subject } }: LedgerEntry): string | undefined =>
    tasks.get(subject)?.task?.exercise ?? opened.get(subject);
  const places = entries.flatMap((entry) => {
    const exercise = exerciseOf(entry);
    return exercise === undefined ? [] : [{ exercise, sequence: entry.sequence, id: entry.event.id }];
  });
  const times = await ExerciseStore.readTimes(sql, places);
  const byEvent = new Map(places.map(({ id }, index) => [id, times[index]]));
  return ({ event, recordedAt }) => byEvent.get(event.id) ?? recordedAt;
}

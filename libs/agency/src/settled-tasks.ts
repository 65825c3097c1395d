import { setTimeout as pause } from 'node:timers/promises';
import type { RecordStore, Sight, TaskRow } from '#storage';

/** Longest that a person waits for an own step that is still on its way, in ms, and how often it is looked for. */
const EARLIER_STEP_MS = 5_000;
const LOOK_MS = 100;

/**
 * The tasks of a case within sight, apart from those on which an own step is still on its way: what it tells is not known here yet and
 * could be missed. A person waits a little for them (5 s at most); a reaction to the ledger must not, and comes again.
 */
export async function settledTasks(
  records: Pick<RecordStore, 'tasksOfCase'>,
  caseId: string,
  { mayWait, sight }: { readonly mayWait: boolean; readonly sight?: Sight },
): Promise<{ readonly tasks: readonly TaskRow[]; readonly busy: readonly TaskRow[] }> {
  const end = Date.now() + (mayWait ? EARLIER_STEP_MS : 0);
  for (;;) {
    const rows = await records.tasksOfCase(caseId, sight);
    const busy = rows.filter(({ pending }) => pending);
    if (busy.length === 0 || Date.now() >= end)
      return { tasks: rows.filter(({ task, pending }) => task && !pending), busy };
    await pause(LOOK_MS);
  }
}

import { clocksAfter, type ClockState } from '#domain';
import type { AgencyStore, TaskRow } from '#storage';

/** What this agency knows of the clocks of a case, by its own file and by every task of the case. */
export async function clocksOfCase(
  store: Pick<AgencyStore, 'clocks' | 'records'>,
  caseId: string,
): Promise<{ readonly clocks: readonly ClockState[]; readonly tasks: readonly TaskRow[] }> {
  const [filed, tasks] = await Promise.all([store.clocks.ofFile(caseId), store.records.tasksOfCase(caseId)]);
  const told = tasks.flatMap(({ task }) => task?.clocks ?? []);
  return { clocks: clocksAfter(filed, told), tasks };
}

import { isDeepStrictEqual } from 'node:util';
import {
  clocksAfter,
  coverOf,
  isCovered,
  isOpen,
  passageOf,
  type ClockState,
  type Party,
  type Task,
} from '#domain';
import type { Cast, LiveTask } from './cast.js';
import { STEP_MS } from './desk.js';

/** The item that says what a clock says: a clock is told to whom an agreement lets it be told. */
const SAYS_THE_SAME = 'mha-status';
const LOOK_MS = 200;

/**
 * Waits until what each agency knows of the clocks of a person has reached everybody who has an open task of the case with it,
 * as far as an agreement lets it. Gives a sentence for each task where it was not told in time.
 */
export async function clocksTravelled(cast: Cast): Promise<readonly string[]> {
  const end = Date.now() + STEP_MS;
  for (;;) {
    const silent = [...cast.tasks.values()].filter((live) => isUntold(cast, live));
    if (silent.length === 0) return [];
    if (Date.now() >= end)
      return silent.map(
        ({ local }) => `What is known of a clock was not told on ${local} within ${STEP_MS / 1000} s.`,
      );
    await cast.feeds.news(LOOK_MS);
  }
}

function isUntold(cast: Cast, live: LiveTask): boolean {
  const task = cast.state(live);
  if (!task || !isOpen(task)) return false;
  const before = task.clocks ?? [];
  // Within one agency its service speaks for the unit that asked.
  const speakers = live.asker.agency === live.performer.agency ? [live.asker] : [live.asker, live.performer];
  return speakers.some((party) => {
    const known = knownBy(cast, task, party.agency);
    return (
      !isDeepStrictEqual(clocksAfter([], before), clocksAfter(before, known)) && mayTell(cast, task, party)
    );
  });
}

/** What an agency knows of the clocks of the case: by its own file, and by each of its tasks. */
function knownBy(cast: Cast, { caseId }: Task, agency: string): readonly ClockState[] {
  const filed = cast.clocks.filter((one) => one.caseId === caseId && one.agency === agency);
  const told = [...cast.tasks.values()].flatMap((live) => {
    const task = cast.state(live, agency);
    return task?.caseId === caseId ? (task.clocks ?? []) : [];
  });
  return [...filed.map(({ clock }) => clock), ...told];
}

/** Whether an agreement lets this party tell the other one of a clock on the task as it stands. */
function mayTell(cast: Cast, task: Task, by: Party): boolean {
  const event = {
    type: 'clock-told',
    taskId: task.id,
    version: 0,
    by,
    at: task.requestedAt,
    clocks: [],
  } as const;
  const passage = passageOf(event, task, Date.now());
  return passage !== undefined && isCovered(coverOf(cast.agreements, passage, { code: SAYS_THE_SAME }));
}

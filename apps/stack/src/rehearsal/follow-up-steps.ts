import type { ItemStatement, Party } from '#domain';
import { actorFor, otherParty, type Cast, type LiveTask } from './cast.js';
import { STEP_MS, type Problem } from './desk.js';
import { statementsIn } from './feeds.js';
import type { Step } from './steps.js';
import type { Parcel } from './told.js';

/** What became of a word on things told before. */
export interface FollowedUp {
  readonly problem?: Problem;
  readonly parcels: readonly Parcel[];
  readonly failures: readonly string[];
}

interface TaskAnswer {
  readonly taskId: string;
  readonly eventId?: string;
  readonly refused?: string;
}

/**
 * Joins the alias of a case with a person, or puts right what was told: the agency's service tells each task of the case, or
 * the one that a correction names.
 * Waits until each of them has heard it.
 */
export async function followUp(
  cast: Cast,
  step: Step,
  by: Party,
  items: readonly ItemStatement[],
): Promise<FollowedUp> {
  const desk = cast.desk(by.agency);
  const body = { unit: by.unit, actor: actorFor(by, cast.run), items };
  const answer = await desk?.post(pathOf(cast, step, by), body);
  if (!answer) return { parcels: [], failures: [`The running system has no service of ${by.agency}.`] };
  if ('problem' in answer) return { problem: answer.problem, parcels: [], failures: [] };
  const parcels: Parcel[] = [];
  const failures: string[] = [];
  const { tasks = [answer.body] } = answer.body as { readonly tasks?: readonly unknown[] };
  for (const { taskId, eventId, refused } of tasks as readonly TaskAnswer[]) {
    const live = [...cast.tasks.values()].find(({ id }) => id === taskId);
    if (!live) continue;
    const parcel = eventId && (await arrived(cast, live, by, eventId));
    if (parcel) parcels.push(parcel);
    else failures.push(`${live.local} was not told${refused === undefined ? '' : ` (${refused})`}.`);
  }
  return { parcels, failures };
}

/** A correction that names a task is told on that task alone. */
function pathOf(cast: Cast, step: Step, by: Party): string {
  const live = cast.task(step.task ?? '', by);
  if (step.do === 'correct' && live) return `/tasks/${live.id}/correct`;
  const caseId = cast.caseId(cast.caseOf(step), by.agency) ?? '';
  return `/cases/${caseId}/${step.do === 'merge-identity' ? 'identity' : 'correct'}`;
}

async function arrived(cast: Cast, live: LiveTask, by: Party, eventId: string): Promise<Parcel | undefined> {
  const to = otherParty(live, by);
  const entry = await cast.feeds.until(to.agency, eventId, STEP_MS);
  if (!entry) return undefined;
  const items = statementsIn(entry);
  if (to.agency !== by.agency) cast.known(live.caseLocal).hears(to.agency, items);
  return {
    task: live.local,
    kind: live.kind,
    from: by,
    to,
    event: entry.event.type.split('.')[2] ?? '',
    items,
    wanted: [],
    left: [],
    notAllowed: [],
    lossy: [],
    unsaid: [],
    sequence: entry.sequence,
    eventId,
  };
}

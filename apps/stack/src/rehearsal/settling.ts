import { stagesReached, type TaskStatus } from '#domain';
import type { Cast, LiveTask } from './cast.js';
import { STEP_MS } from './desk.js';
import { needOf, offersClosed } from './need-steps.js';
import type { Step } from './steps.js';
import type { TaskSeen, Views } from './views.js';

const LOOK_MS = 100;

/** Steps after which an agency's service may send by itself what it kept. */
const MOVES_ON: readonly Step['do'][] = ['accept', 'set-off', 'arrive'];

/**
 * Waits until what the parties of the task kept for the stage that this step brought has gone by itself and has arrived.
 * Gives what did not go in time, each as a sentence.
 */
export async function keptItemsGone(cast: Cast, step: Step, views: Views): Promise<readonly string[]> {
  const live = cast.task(step.task ?? '', step.by);
  if (!live || !MOVES_ON.includes(step.do)) return [];
  const end = Date.now() + STEP_MS;
  for (;;) {
    const late = await notGone(cast, live, views);
    if (late.length === 0 || Date.now() >= end) return late;
    await cast.feeds.news(LOOK_MS);
  }
}

/** Waits until the other offers of a need are closed of which one was accepted; gives a sentence for each that is not. */
export async function othersClosed(cast: Cast, step: Step): Promise<readonly string[]> {
  const live = cast.task(step.task ?? '', step.by);
  const need = live && step.do === 'accept' ? needOf(cast, live.local) : undefined;
  if (!live || !need || !cast.isTaken(live)) return [];
  return offersClosed(cast, need);
}

async function notGone(cast: Cast, live: LiveTask, views: Views): Promise<readonly string[]> {
  const { asker, performer } = live;
  const late = [asker.agency, performer.agency].map(async (agency) => {
    const seen = await views.task(agency, live);
    const other = agency === asker.agency ? performer.agency : asker.agency;
    const heard = new Set(cast.feeds.ofTask(other, live.id).map(({ event }) => event.id));
    return [...waitingTooLong(seen, cast.state(live, agency)?.status), ...onTheirWay(seen, heard)].map(
      (item) => `${agency} kept ${item} of ${live.local} for this stage, and it has not gone by itself.`,
    );
  });
  return (await Promise.all(late)).flat();
}

/** Items that still wait although the task has come to their stage. */
export function waitingTooLong(
  { kept }: Pick<TaskSeen, 'kept'>,
  status: TaskStatus | undefined,
): readonly string[] {
  const reached: readonly string[] = stagesReached(status);
  return kept.flatMap(({ item, stage, ended }) =>
    ended === undefined && reached.includes(stage) ? [item] : [],
  );
}

const onTheirWay = ({ kept }: TaskSeen, heard: ReadonlySet<string>): readonly string[] =>
  kept.flatMap(({ item, sentWith }) => (sentWith !== undefined && !heard.has(sentWith) ? [item] : []));

import { isOpen, type Party } from '#domain';
import { isUnit, type Cast, type LiveTask } from './cast.js';
import { take, type Doing } from './doing.js';
import type { PassingTime } from './passing-time.js';
import { send } from './sending.js';
import type { StepOf } from './steps.js';

/** How long it may take until the services have called in whom a script names, in ms. */
const SETTLE_MS = 10_000;
const LOOK_MS = 200;

/** Lets the time to decide pass; the step does what it should when every open offer of the task has expired. */
export async function expire(
  cast: Cast,
  step: StepOf<'expire'>,
  { doing, time }: { readonly doing: Doing; readonly time: PassingTime },
): Promise<void> {
  const tasks = cast.allOf(step.task);
  const offers =
    tasks.length > 1 && step.by !== 'bus'
      ? [cast.task(step.task, step.by)].flatMap((one) => one ?? [])
      : tasks;
  if (offers.length === 0)
    return void doing.failures.push(`The task ${step.task} does not stand on the ledger.`);
  for (const live of offers) await letExpire(cast, live, { doing, time, at: step.at });
  const expired = offers.filter((live) => cast.state(live)?.businessStatus === 'expired');
  if (expired.length > 0) return;
  for (const live of offers)
    doing.failures.push(`${live.local} is ${cast.state(live)?.status ?? 'not there'}, and has not expired.`);
}

async function letExpire(
  cast: Cast,
  live: LiveTask,
  { doing, time, at }: { readonly doing: Doing; readonly time: PassingTime; readonly at: number },
): Promise<void> {
  const task = cast.state(live);
  if (!task?.decideBy || !isOpen(task)) return;
  const due = Date.parse(task.decideBy);
  const minute = cast.minuteOf(due);
  if (minute > at)
    doing.remarks.push(`The time to decide on ${live.local} ends at minute ${minute}: it passes now.`);
  doing.failures.push(...(await time.past(due)));
}

/**
 * Waits until the services have called in those that the script names. Whom no next level of the directory covers its owner
 * calls in by hand; that nobody called in the others is a failure.
 */
export async function escalatedByItself(
  cast: Cast,
  step: StepOf<'escalate'>,
  { doing, time }: { readonly doing: Doing; readonly time: PassingTime },
): Promise<void> {
  doing.failures.push(...(await time.past(Date.parse(cast.instant(step)))));
  const missing = await untilCalled(cast, step);
  if (missing.length === 0) return;
  const covered = missing.filter((party) => isCovered(cast, step, party));
  for (const { agency, unit } of covered)
    doing.failures.push(`Nobody called in ${agency}/${unit} on ${step.task} by itself.`);
  const beyond = missing.filter((party) => !covered.includes(party));
  const live = cast.task(step.task);
  const owner = live && cast.state(live)?.owner;
  if (!live || !owner || beyond.length === 0) return;
  const named = beyond.map(({ agency, unit }) => `${agency}/${unit}`).join(', ');
  doing.remarks.push(
    `The next level of the directory does not cover ${named}: ${owner.agency}, who owns the task, calls them in.`,
  );
  const dispatch = { by: owner, event: 'escalated', on: live, words: {}, says: { to: beyond } } as const;
  take(await send(cast, dispatch), doing);
}

/**
 * Those that a script names and nobody has called in, once nobody can be waited for any more; where it names nobody, the next
 * levels stand for anybody.
 */
async function untilCalled(cast: Cast, step: StepOf<'escalate'>): Promise<readonly Party[]> {
  const { task, to } = step;
  const end = Date.now() + SETTLE_MS;
  for (;;) {
    const called = cast.allOf(task).flatMap((live) => calledIn(cast, live));
    const wanted = to ?? (called.length > 0 ? [] : nextLevels(cast, task));
    const missing = wanted.filter((party) => !called.some((one) => isUnit(one, party)));
    const mayCome = missing.some((party) => isCovered(cast, step, party));
    if (!mayCome || Date.now() >= end) return missing;
    await cast.feeds.news(LOOK_MS);
  }
}

const calledIn = (cast: Cast, live: LiveTask): readonly Party[] =>
  (cast.state(live)?.escalations ?? []).flatMap(({ to }) => to);

/** The services call in the next level of either party, and ask again whoever declined for now. */
function isCovered(cast: Cast, { task }: StepOf<'escalate'>, party: Party): boolean {
  const performers = cast.allOf(task).map(({ performer }) => performer);
  return [...nextLevels(cast, task), ...performers].some((one) => isUnit(one, party));
}

function nextLevels(cast: Cast, task: string): readonly Party[] {
  const agencies = cast.allOf(task).flatMap(({ asker, performer }) => [asker.agency, performer.agency]);
  return [...new Set(agencies)].flatMap((agency) => cast.directory.nextLevel(agency) ?? []);
}

import type { Party } from '#domain';
import { delivered, type Recorded } from './arrival.js';
import { actorFor, type Cast, type LiveTask, type OfferedNeed } from './cast.js';
import { STEP_MS } from './desk.js';
import type { Dispatch } from './dispatch.js';
import { take, type Doing } from './doing.js';
import { noService, requestBody, sayWhatNobodyAsked, wordsIn } from './sending.js';
import type { Step } from './steps.js';

/** How the services answer a need that was opened, and an offer that joined one. */
interface ToldNeed {
  readonly need: string;
  readonly offers: readonly (Omit<Recorded, 'taskId'> & { readonly task: string; readonly to: Party })[];
}

type Opening = Dispatch & { readonly on: Omit<LiveTask, 'id'> };

const LOOK_MS = 200;

/** Offers one need to several at once, the best first; each offer is a task of its own. */
export async function offerToAll(
  cast: Cast,
  dispatch: Opening,
  targets: readonly Party[],
  doing: Doing,
): Promise<void> {
  const { by, on, words } = dispatch;
  const desk = cast.desk(by.agency);
  if (!desk) return void (doing.problem = noService(by.agency));
  for (const performer of targets)
    await sayWhatNobodyAsked(cast, desk, { ...dispatch, on: { ...on, performer } });
  const { to: _, ...asked } = requestBody(cast, dispatch);
  const body = { ...asked, ...wordsIn(words), to: targets, strategy: 'ranked-parallel' };
  const answer = await desk.post('/needs', body);
  if ('problem' in answer) return void (doing.problem = answer.problem);
  const told = answer.body as unknown as ToldNeed;
  const lives = told.offers.map(({ to }) => ({ ...on, performer: to, local: `${on.local}/${to.unit}` }));
  const { local, kind, caseLocal } = on;
  const offers = lives.map((live) => live.local);
  cast.offered({ id: told.need, local, kind, caseLocal, asker: by, offers, closed: false });
  for (const [index, offer] of told.offers.entries())
    await arrive(cast, { ...dispatch, on: lives[index] ?? on }, offer, doing);
}

/** One more request that joins a need which is still open. */
export async function joinNeed(
  cast: Cast,
  need: OfferedNeed,
  dispatch: Opening,
  doing: Doing,
): Promise<void> {
  const { by, on, words } = dispatch;
  const desk = cast.desk(by.agency);
  if (!desk) return void (doing.problem = noService(by.agency));
  await sayWhatNobodyAsked(cast, desk, dispatch);
  const answer = await desk.post(`/needs/${need.id}/offers`, {
    ...requestBody(cast, dispatch),
    ...wordsIn(words),
  });
  if ('problem' in answer) return void (doing.problem = answer.problem);
  doing.remarks.push(`It joins the need of ${need.local}: of all its offers one is accepted.`);
  need.offers.push(on.local);
  const [offer] = (answer.body as unknown as ToldNeed).offers;
  if (offer) await arrive(cast, dispatch, offer, doing);
  else doing.failures.push('The service took the offer, and does not name it.');
}

async function arrive(
  cast: Cast,
  dispatch: Opening,
  offer: ToldNeed['offers'][number],
  doing: Doing,
): Promise<void> {
  const { task: taskId, state, eventId } = offer;
  if (eventId === undefined) doing.failures.push(`${dispatch.on.local} was not made: ${state}.`);
  else take(await delivered(cast, dispatch, { ...offer, taskId }), doing);
}

/** The need that a later request of the same asker, kind and case joins: one of which nothing was accepted yet. */
export function openNeed(cast: Cast, { on }: Pick<Opening, 'on'>): OfferedNeed | undefined {
  return cast.needs.findLast(
    ({ kind, caseLocal, asker, offers, closed }) =>
      !closed &&
      kind === on.kind &&
      caseLocal === on.caseLocal &&
      asker.agency === on.asker.agency &&
      !offers.some((local) => wasAccepted(cast, local)),
  );
}

/** The need that a name of the script stands for, or that a task of it is an offer of. */
export const needOf = (cast: Cast, local: string): OfferedNeed | undefined =>
  cast.needs.find((need) => need.local === local || need.offers.includes(local));

/** Closes a need, and with it every open offer. */
export async function closeNeed(
  cast: Cast,
  need: OfferedNeed,
  {
    step,
    by,
    reason,
    doing,
  }: { readonly step: Step; readonly by: Party; readonly reason: string; readonly doing: Doing },
): Promise<void> {
  const desk = cast.desk(by.agency);
  if (!desk) return void (doing.problem = noService(by.agency));
  const body = { unit: by.unit, actor: actorFor(by, cast.run), reason };
  const answer = await desk.post(`/needs/${need.id}/close`, body);
  if ('problem' in answer) return void (doing.problem = answer.problem);
  need.closed = true;
  doing.remarks.push(
    `The need of ${step.task ?? need.local} is closed: the service withdraws its open offers.`,
  );
  doing.failures.push(...(await offersClosed(cast, need)));
}

/** Waits until the offers of a need are closed which can be accepted no more; gives a sentence for each that is not. */
export async function offersClosed(cast: Cast, need: OfferedNeed): Promise<readonly string[]> {
  const end = Date.now() + STEP_MS;
  for (;;) {
    const open = need.offers.filter((local) => isUnanswered(cast, local));
    if (open.length === 0) return [];
    if (Date.now() >= end)
      return open.map((local) => `The offer ${local} is still open, and can be accepted no more.`);
    await cast.feeds.news(LOOK_MS);
  }
}

const UNANSWERED: readonly (string | undefined)[] = ['requested', 'received'];

function isUnanswered(cast: Cast, local: string): boolean {
  const live = cast.tasks.get(local);
  return (
    live !== undefined &&
    [live.asker, live.performer].some(({ agency }) => UNANSWERED.includes(cast.state(live, agency)?.status))
  );
}

const ACCEPTANCES = ['concordat.task.accepted.v1', 'concordat.task.counter-accepted.v1'];

function wasAccepted(cast: Cast, local: string): boolean {
  const live = cast.tasks.get(local);
  const events = live ? cast.feeds.ofTask(live.asker.agency, live.id) : [];
  return events.some(({ event }) => ACCEPTANCES.includes(event.type));
}

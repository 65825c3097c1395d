import type { Fault } from '#domain';
import type { NewRefusal } from '#storage';
import type { Agency } from '../agency.js';
import { decideWish } from '../wish-decision.js';
import type { Actor } from '../wish.js';
import type { Caller } from './caller.js';
import type { RequestTaskBody } from './commands.dto.js';
import { placeOf } from './need.pipe.js';
import { Problem, refusalProblem } from './problem.js';
import type { PlannedRequest, TaskDesk } from './task-desk.js';
import type { RequestIds } from './wishes.js';

/** The offers of a need as they would be made, and who wants them. */
export interface PlannedNeed {
  readonly offers: readonly PlannedRequest[];
  readonly actor: Actor;
}

interface Failed {
  readonly rank: number;
  readonly problem: Problem;
  readonly attempt?: NewRefusal;
}

/**
 * Plans every offer of a need by its own agreement before anything is stored: all of them can be made, or none is. Throws
 * Problem OFFER_NOT_POSSIBLE that names each that cannot, or BAD_CONTENT where the requests themselves are at fault; that
 * somebody tried to tell what may not travel is noted.
 */
export async function planNeed(
  agency: Agency,
  tasks: TaskDesk,
  requests: readonly RequestTaskBody[],
  { ids, caller }: { readonly ids: RequestIds; readonly caller: Caller },
): Promise<PlannedNeed> {
  const offers: PlannedRequest[] = [];
  const failed: Failed[] = [];
  for (const [rank, request] of requests.entries()) {
    const planned = await planOne(agency, tasks, request, { ids, caller });
    if ('problem' in planned) failed.push({ rank, ...planned });
    else offers.push(planned);
  }
  if (failed.length > 0) {
    await agency.store.refusals.add(failed.flatMap(({ attempt }) => attempt ?? []));
    throw notPossible(failed, requests);
  }
  const [first] = offers;
  if (!first) throw new Error('a need without a candidate');
  return { offers, actor: first.wish.actor };
}

async function planOne(
  agency: Agency,
  tasks: TaskDesk,
  request: RequestTaskBody,
  { ids, caller }: { readonly ids: RequestIds; readonly caller: Caller },
): Promise<PlannedRequest | Omit<Failed, 'rank'>> {
  try {
    const planned = await tasks.planned(request, ids, caller);
    const ground = { task: undefined, directory: agency.directory(), modes: agency.config.modes };
    const decided = decideWish(planned.wish, ground);
    if (!('answer' in decided)) return planned;
    const { answer, attempt } = decided;
    return { problem: refusalProblem(answer), ...(attempt && { attempt }) };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

function notPossible(failed: readonly Failed[], requests: readonly RequestTaskBody[]): Problem {
  const faults = failed.flatMap((one) => faultsOf(one, requests));
  const places = faults.map(({ pointer }) => pointer);
  const once = faults.filter(({ pointer }, index) => places.indexOf(pointer) === index);
  const ofTheBody = failed.every(({ problem }) => problem.code === 'BAD_CONTENT');
  return new Problem(ofTheBody ? 'BAD_CONTENT' : 'OFFER_NOT_POSSIBLE', { faults: once });
}

/** What is wrong with the content is wrong at its own place; what may not be asked of one party, at that party's. */
function faultsOf({ rank, problem }: Failed, requests: readonly RequestTaskBody[]): readonly Fault[] {
  const { faults, title, because } = problem.body();
  if (problem.code === 'BAD_CONTENT')
    return faults.map((fault) => ({ ...fault, pointer: placeOf(fault, rank) }));
  const { agency, unit } = requests[rank]?.to ?? { agency: '', unit: '' };
  const facts = Object.entries(because ?? {}).map(([name, fact]) => `${name}: ${[fact].flat().join(', ')}`);
  const detail = [`${agency}/${unit}: ${title}`, ...facts].join(' ');
  return [{ pointer: `/to/${rank}`, code: problem.code, detail }];
}

import { isClosed, type CancelReason, type Mode, type Party, type Task, type TaskStatus } from './task.js';

/** How a need is offered: the next candidate only when the one before has ended, or all at once in their rank. */
export const NEED_STRATEGIES = ['one-after-another', 'ranked-parallel'] as const;

/** One of {@link NEED_STRATEGIES}. */
export type NeedStrategy = (typeof NEED_STRATEGIES)[number];

/** One who may be asked, in the place of their rank. */
export interface NeedCandidate {
  readonly performer: Party;
  /** Id of the task that is their offer, once their turn has come. */
  readonly task?: string;
  /** The offer could not even be made, or will never be on the ledger. */
  readonly notSent?: true;
}

/**
 * The one thing that stands on a need's subject: the claim of the performer who accepted, the asker's own closing, or
 * something that is neither, behind which no claim can stand any more.
 */
export type NeedVerdict =
  | { readonly is: 'claimed'; readonly task: string }
  | { readonly is: 'closed'; readonly reason: CancelReason }
  | { readonly is: 'spoilt' };

/** A need as its asker holds it. Nobody else knows more of it than their own offer and its id. */
export interface Need {
  readonly id: string;
  readonly asker: Party;
  readonly kind: string;
  readonly caseId: string;
  readonly mode: Mode;
  readonly strategy: NeedStrategy;
  /** Best first. */
  readonly candidates: readonly NeedCandidate[];
  readonly verdict?: NeedVerdict;
  /** Whether it was already declared unmet. */
  readonly declaredUnmet?: true;
}

/** `waiting`: made, and not on the ledger yet. `not-sent`: it never will be. */
export type OfferStatus = TaskStatus | 'waiting' | 'not-sent';

/** What a need has to know of the task of an offer; without a status it is not on the ledger yet. */
export type OfferTask = Partial<Pick<Task, 'status' | 'statusReason'>>;

/** One offer of a need. */
export interface Offer {
  readonly task: string;
  readonly performer: Party;
  readonly status: OfferStatus;
  readonly statusReason?: string;
}

/** Why nobody will do it: all said no or nothing, who had taken it gave it up, or its subject was spoilt. */
export type UnmetReason = 'nobody-took-it' | 'given-up' | 'spoilt';

/** A need with how it stands. */
export interface NeedState extends Omit<Need, 'candidates' | 'verdict' | 'declaredUnmet'> {
  readonly candidates: readonly Party[];
  readonly offers: readonly Offer[];
  readonly status: 'open' | 'met' | 'unmet' | 'closed';
  /** The task that was accepted. */
  readonly metBy?: string;
  readonly closedFor?: CancelReason;
  readonly unmetBecause?: UnmetReason;
}

/** What the asker must do now. `task` of an offer is there where its id was fixed before. */
export type NeedStep =
  | { readonly do: 'offer'; readonly rank: number; readonly to: Party; readonly task?: string }
  | { readonly do: 'cancel'; readonly task: string; readonly reason: CancelReason }
  /** Nobody will do it: a person has to be told. */
  | { readonly do: 'declare-unmet'; readonly because: UnmetReason };

/** How a need stands, by what its asker knows of the tasks (by id; those that were not made yet are not among them). */
export function needState(need: Need, tasks: ReadonlyMap<string, OfferTask>): NeedState {
  const { candidates, verdict, declaredUnmet: _declared, ...facts } = need;
  const offers = candidates.flatMap((candidate) => offerOf(candidate, tasks));
  return {
    ...facts,
    candidates: candidates.map(({ performer }) => performer),
    offers,
    ...standing(need, offers),
    ...(verdict?.is === 'claimed' && { metBy: verdict.task }),
  };
}

/** What follows for the asker: the same from the same, however often it is asked. */
export function nextSteps(need: Need, tasks: ReadonlyMap<string, OfferTask>): readonly NeedStep[] {
  const state = needState(need, tasks);
  switch (state.status) {
    case 'open':
      return offersToMake(need, tasks, state);
    case 'met':
      return cancelled(state, 'not-selected');
    case 'closed':
      return cancelled(state, state.closedFor ?? 'not-selected');
    case 'unmet': {
      const because = state.unmetBecause ?? 'nobody-took-it';
      const open = cancelled(state, because === 'spoilt' ? 'replaced' : 'not-selected');
      return need.declaredUnmet ? open : [...open, { do: 'declare-unmet', because }];
    }
    default:
      return state.status satisfies never;
  }
}

/** True when nothing can follow any more unless a person acts: neither an offer nor the work of who took it is open. */
export function isSettled(need: Need, tasks: ReadonlyMap<string, OfferTask>): boolean {
  const { status, offers } = needState(need, tasks);
  return status !== 'open' && !offers.some(isOpenOffer) && nextSteps(need, tasks).length === 0;
}

type Standing = Pick<NeedState, 'status' | 'closedFor' | 'unmetBecause'>;

function standing({ verdict, candidates }: Need, offers: readonly Offer[]): Standing {
  switch (verdict?.is) {
    case 'claimed':
      return afterClaim(offers.find(({ task }) => task === verdict.task));
    case 'closed':
      return { status: 'closed', closedFor: verdict.reason };
    case 'spoilt':
      return { status: 'unmet', unmetBecause: 'spoilt' };
    case undefined:
      return withoutVerdict(candidates, offers);
    default:
      return verdict satisfies never;
  }
}

/** The claim is used up by whoever made it: when they give the task back, no other offer can be accepted any more. */
function afterClaim(taken: Offer | undefined): Standing {
  switch (taken?.status) {
    case 'failed':
    case 'rejected':
      return { status: 'unmet', unmetBecause: 'given-up' };
    case 'cancelled':
      if (taken.statusReason === NO_RESPONSE) return { status: 'unmet', unmetBecause: 'given-up' };
      return { status: 'closed' };
    case 'entered-in-error':
      return { status: 'closed' };
    default:
      return { status: 'met' };
  }
}

function withoutVerdict(candidates: readonly NeedCandidate[], offers: readonly Offer[]): Standing {
  const isPossible = offers.length < candidates.length || offers.some((offer) => !hasEnded(offer));
  if (isPossible) return { status: 'open' };
  // Who withdraws every offer does not want it any more, and nobody has to be told.
  const withdrawn = offers.every(
    ({ status, statusReason }) => status === 'cancelled' && statusReason !== NO_RESPONSE,
  );
  return withdrawn ? { status: 'closed' } : { status: 'unmet', unmetBecause: 'nobody-took-it' };
}

const NO_RESPONSE = 'no-response';

function offerOf(
  { performer, task, notSent }: NeedCandidate,
  tasks: ReadonlyMap<string, OfferTask>,
): readonly Offer[] {
  if (task === undefined) return [];
  if (notSent) return [{ task, performer, status: 'not-sent' }];
  const known = tasks.get(task);
  if (known === undefined) return [];
  const { status = 'waiting', statusReason } = known;
  return [{ task, performer, status, ...(statusReason !== undefined && { statusReason }) }];
}

/** An offer that was completed is not over for its need: somebody did it, and their claim is on its way. */
const hasEnded = (offer: Offer): boolean => !isOpenOffer(offer) && offer.status !== 'completed';

const isOpenOffer = ({ status }: Offer): boolean =>
  status === 'waiting' || (status !== 'not-sent' && !isClosed({ status }));

function offersToMake(
  { strategy, candidates }: Need,
  tasks: ReadonlyMap<string, OfferTask>,
  { offers }: NeedState,
): readonly NeedStep[] {
  if (strategy === 'one-after-another' && offers.some((offer) => !hasEnded(offer))) return [];
  const due = candidates.flatMap((candidate, rank): NeedStep[] => {
    const { performer: to, task } = candidate;
    if (offerOf(candidate, tasks).length > 0) return [];
    return [{ do: 'offer', rank, to, ...(task !== undefined && { task }) }];
  });
  return strategy === 'one-after-another' ? due.slice(0, 1) : due;
}

function cancelled({ offers, metBy, status }: NeedState, reason: CancelReason): readonly NeedStep[] {
  return offers
    .filter((offer) => isOpenOffer(offer) && !(status === 'met' && offer.task === metBy))
    .map(({ task }) => ({ do: 'cancel', task, reason }));
}

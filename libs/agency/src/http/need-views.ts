import { needState, type NeedState, type Offer, type Party } from '#domain';
import type { NeedClosing, NeedRow } from '#storage';

/** One offer as it is shown. */
export interface OfferView extends Offer {
  readonly rank: number;
  /** Why it could not be made. */
  readonly refused?: string;
}

/** A need as it is shown: how it stands, and who was asked and who would be. */
export interface NeedView extends Omit<NeedState, 'id' | 'offers' | 'candidates'> {
  readonly need: string;
  readonly offers: readonly OfferView[];
  /** Candidates who were not asked yet, best first. */
  readonly notAsked: readonly Party[];
  /** Its asker wants it closed. */
  readonly closing?: NeedClosing['reason'];
  /** When it was found that nobody will do it: somebody has to look after it. */
  readonly unmetAt?: Date;
  readonly createdAt: Date;
}

/** How a need stands, for whoever asks. */
export function needView({ need, tasks, closing, unmetAt, createdAt, refused }: NeedRow): NeedView {
  const { id, offers, candidates, ...state } = needState(need, tasks);
  const rankOf = new Map(need.candidates.map(({ task }, rank) => [task, rank]));
  const shown = offers.map((offer): OfferView => {
    const rank = rankOf.get(offer.task) ?? 0;
    const why = refused.get(rank);
    return { rank, ...offer, ...(why !== undefined && { refused: why }) };
  });
  const asked = new Set(shown.map(({ rank }) => rank));
  return {
    need: id,
    ...state,
    offers: shown,
    notAsked: candidates.filter((_, rank) => !asked.has(rank)),
    ...(closing && { closing: closing.reason }),
    ...(unmetAt && { unmetAt }),
    createdAt,
  };
}

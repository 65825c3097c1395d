import type { RefusedItemReason } from './agreements.js';
import { isInForce, speaksOf, type AgreementIndex } from './agreement-index.js';
import { stagesReached, type Passage } from './passage.js';
import { coverBy, type Cover, type SharedItem } from './sharing.js';

/** Somebody's word that items must go now though no rule lets them. */
export interface Override {
  /** Code of the reason. */
  readonly reason: string;
  /** Opaque reference of the person who authorised it; only the agency can resolve it. */
  readonly authorisedBy: string;
  readonly authorisedRole: string;
  /** The last instant at which it counts: ms since 1970. */
  readonly until: number;
}

/** An item that goes under an override, and by when (minutes after it was used) a person must have looked at it. */
export interface OverrideCover extends Cover {
  readonly way: 'overridden';
  readonly reviewWithinMinutes: number;
}

const MINUTE = 60_000;

/**
 * The clause under which an item may go in an emergency, or why there is none. It covers the teller's own items alone,
 * until the time that its authoriser set, which is never later than the clause's own limit. A reader gives with
 * `recordedAt` the instant (ms) at which the ledger has it; a sender leaves it out.
 */
export function coverUnderOverride(
  index: AgreementIndex,
  passage: Passage,
  item: SharedItem,
  override: Pick<Override, 'authorisedRole' | 'until'> & { readonly recordedAt?: number },
): OverrideCover | { readonly why: RefusedItemReason } {
  if (item.originator !== undefined && item.originator !== passage.from.agency)
    return { why: 'not-the-originators' };
  const clauses = (index.clauses.get(item.code) ?? []).filter((clause) => speaksOf(clause, passage));
  const inForce = clauses.filter((clause) => isInForce(clause, passage.at));
  if (inForce.length === 0) return { why: clauses.length > 0 ? 'not-in-force' : 'override-not-allowed' };
  const { authorisedRole, until, recordedAt = passage.at } = override;
  const clause = inForce.find(
    ({ it }) => it.authorisedBy.includes(authorisedRole) && until <= passage.at + it.maxMinutes * MINUTE,
  );
  if (!clause) return { why: 'override-not-allowed' };
  if (recordedAt > until) return { why: 'override-too-late' };
  const { reviewWithinMinutes } = clause.it;
  return {
    ...coverBy(clause, stagesReached(passage.status).at(-1) ?? 'offer', 'overridden'),
    way: 'overridden',
    reviewWithinMinutes,
  };
}

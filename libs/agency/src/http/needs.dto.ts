import { CANCEL_REASONS, NEED_STRATEGIES, type CancelReason, type NeedStrategy } from '#domain';
import type { Words } from '#contracts';
import { AskBody, RequestTaskBody } from './commands.dto.js';
import { Digits, Id, Instant, OneOf, Part, Parts, Word } from './field-checks.js';
import { ActorBody, PartyBody } from './items.dto.js';

/** Most candidates of one need. */
export const MAX_CANDIDATES = 20;

/** Why an asker may close a need; that another offer was accepted is said by the acceptance. */
export const CLOSE_REASONS: readonly CancelReason[] = CANCEL_REASONS.filter((one) => one !== 'not-selected');

/** How a need stands. */
export const NEED_STATUSES = ['open', 'met', 'unmet', 'closed'] as const;

/** Offers one need to several: the same as a request, to a list of parties, best first. The first acceptance wins. */
export class NeedBody extends AskBody {
  /** Whoever could take it, as `POST /candidates` ranks them, when absent. */
  @Parts(() => PartyBody, MAX_CANDIDATES, { optional: true })
  to?: PartyBody[];

  @OneOf(NEED_STRATEGIES)
  strategy!: NeedStrategy;

  /** Filled in by the pipe, never by a caller: the request as it is made to each. */
  requests?: readonly RequestTaskBody[];
}

/** One more request that joins a need; case, mode and kind are those of the need. It is made at once. */
export class OfferBody extends RequestTaskBody {}

/** Says that a need is not to be met by any of its offers any more. */
export class CloseNeedBody {
  /** The unit that says so. */
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  @OneOf(CLOSE_REASONS)
  reason!: CancelReason;

  /** Filled in by the pipe, never by a caller. */
  words?: Words;
}

/** Which needs to list. */
export class NeedsQuery {
  @OneOf(NEED_STATUSES, { optional: true })
  status?: (typeof NEED_STATUSES)[number];

  @Id({ optional: true })
  case?: string;

  @Digits(3, { optional: true })
  limit?: string;
}

/** Of which span of time to report: `from` belongs to it, `to` does not; an end that is left out is open. */
export class SpanQuery {
  @Instant({ optional: true })
  from?: string;

  @Instant({ optional: true })
  to?: string;
}

import { PROMISE_ENDS, SLOT_STATES, type Slot } from '#domain';
import { StepBody } from './commands.dto.js';
import { Code, Id, Instant, OneOf, Part, Parts, Text, Whole } from './field-checks.js';
import { NOTE, UnitBody } from './items.dto.js';

/** Most slots, and most units that are called in at once. */
const MOST = 12;
/** Most minutes that the offer of a handover may stand: a day. */
const MAX_HANDOVER_MINUTES = 1_440;

/** An undertaking: the words travel sealed. */
export class UndertakingBody {
  @Text(NOTE)
  text!: string;

  /** Until when it is to be kept. */
  @Instant({ optional: true })
  dueBy?: string;
}

/** One of the people whom the task needs. */
export class SlotBody {
  @Code()
  slot!: string;

  @OneOf(SLOT_STATES)
  state!: Slot['state'];
}

/** Takes the task: perhaps on a condition or with a promise, and with the people who are there. */
export class AcceptBody extends StepBody {
  @Part(() => UndertakingBody, { optional: true })
  promise?: UndertakingBody;

  @Parts(() => SlotBody, MOST, { optional: true })
  slots?: SlotBody[];

  /** When it was agreed by telephone, at most seven days ago; it is recorded now. */
  @Instant({ optional: true })
  occurredAt?: string;
}

/** Offers to take the task on other terms: later, or on a condition in free words. */
export class CounterBody extends StepBody {
  @Instant({ optional: true })
  startBy?: string;

  /** The terms; they travel sealed. */
  @Text(NOTE, { optional: true })
  fact?: string;
}

/** Lets the work wait. */
export class HoldBody extends StepBody {
  @Instant()
  reviewAt!: string;
}

/** Calls in units of either party. */
export class EscalateBody extends StepBody {
  @Parts(() => UnitBody, MOST)
  to!: UnitBody[];
}

/** Offers the other party to answer for the person. */
export class OfferHandoverBody extends StepBody {
  /** How long the offer stands; by default as the kind says, else an hour. */
  @Whole(1, MAX_HANDOVER_MINUTES, { optional: true })
  lapsesWithinMinutes?: number;
}

/** Says which of the people whom the task needs are there. */
export class SlotsBody extends StepBody {
  @Parts(() => SlotBody, MOST)
  slots!: SlotBody[];
}

/** Undertakes something. */
export class PromiseBody extends StepBody {
  @Part(() => UndertakingBody)
  promise!: UndertakingBody;
}

/** Says how an undertaking ended. */
export class EndPromiseBody extends StepBody {
  @Id()
  promise!: string;

  @OneOf(PROMISE_ENDS)
  end!: (typeof PROMISE_ENDS)[number];
}

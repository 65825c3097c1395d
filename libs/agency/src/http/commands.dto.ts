import {
  CANCEL_REASONS,
  FINDINGS,
  MODES,
  RECALL_REASONS,
  RESPONSIBILITIES,
  TASK_STATUSES,
  type Finding,
  type Mode,
  type RecallReason,
  type Responsibility,
  type TaskStatus,
} from '#domain';
import type { Words } from '#contracts';
import {
  Code,
  Codes,
  Flag,
  Id,
  Ids,
  Instant,
  OneOf,
  Part,
  Parts,
  Text,
  Whole,
  Word,
} from './field-checks.js';
import { ActorBody, FactsBody, ItemBody, MAX_ITEMS, NOTE, OverrideBody, PartyBody } from './items.dto.js';

/** Most minutes that a request may wait for its answer: four weeks. */
const MAX_DECIDE_MINUTES = 40_320;
/** Most events that one acknowledgement names; a signed event holds no more. */
const MAX_EVENTS = 60;

/** What becomes of a command with items that may not travel. */
const IF_NOT_ALLOWED = ['refuse', 'leave-out'] as const;
type IfNotAllowed = (typeof IF_NOT_ALLOWED)[number];

/** What a request says, whomever it asks. */
export class AskBody {
  /** A case that this agency knows; a new one when absent. */
  @Id({ optional: true })
  caseId?: string;

  /** Its code, or this agency's own word for it; likewise every unit, urgency, reason and outcome. */
  @Word('taskKind')
  kind!: string;

  /** The unit that asks. */
  @Word('unit')
  unit!: string;

  @OneOf(MODES)
  mode!: Mode;

  /** A shared band, or a grade of this agency's own scale; the default of the kind when absent. */
  @Word('urgency', { optional: true })
  urgency?: string;

  /** Instead of `urgency`: the code of a grade, or this agency's own word for it. */
  @Word('grade', { optional: true })
  grade?: string;

  /** After this time the request is never sent; by default the minutes of the kind from now. */
  @Instant({ optional: true })
  decideBy?: string;

  /** Instead of `decideBy`. */
  @Whole(1, MAX_DECIDE_MINUTES, { optional: true })
  decideWithinMinutes?: number;

  /** When the work should have begun; by default the minutes of the grade, of the band or of the kind from now. */
  @Instant({ optional: true })
  startBy?: string;

  /** When it should be done; by default the minutes of the kind from now, if it has any. */
  @Instant({ optional: true })
  completeBy?: string;

  /** Whether the responsibility for the person passes by a handover; by default as the kind says. */
  @OneOf(RESPONSIBILITIES, { optional: true })
  responsibility?: Responsibility;

  /** The earlier task in whose place this one stands: it was declined, or nobody answered. */
  @Id({ optional: true })
  follows?: string;

  /** In the modes exercise and test: the exercise whose clock counts. */
  @Id({ optional: true })
  exercise?: string;

  /** Items that are asked for. */
  @Codes(MAX_ITEMS, { optional: true })
  wanted?: string[];

  /** What the wanted items are for, and on which lawful basis they are asked for; an information request needs both. */
  @Code({ optional: true })
  purpose?: string;

  @Code({ optional: true })
  basis?: string;

  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];

  /** Instead of `items`: what this agency's case file holds, and what others told it, as far as it may travel. */
  @Flag({ optional: true })
  fromCase?: boolean;

  /** Free words to the other party; they travel sealed. */
  @Text(NOTE, { optional: true })
  note?: string;

  /** Whether items that no agreement lets travel refuse the whole, as they do by default, or are left out. */
  @OneOf(IF_NOT_ALLOWED, { optional: true })
  ifNotAllowed?: IfNotAllowed;

  @Part(() => OverrideBody, { optional: true })
  override?: OverrideBody;

  @Part(() => ActorBody)
  actor!: ActorBody;

  /** Filled in by the pipe, never by a caller: the own words that stood in the place of codes; they travel sealed. */
  words?: Words;
}

/** Asks another agency, or another unit of one's own, to act. */
export class RequestTaskBody extends AskBody {
  @Part(() => PartyBody)
  to!: PartyBody;
}

/** The same as a request, to learn what would become of it. */
export class ExplainBody extends RequestTaskBody {}

/** A step on a task that needs nothing more: receive, accept, start. */
export class StepBody {
  /** The unit that takes the step. */
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  /** The status that the person saw when deciding; the step is refused when the task has moved on. */
  @OneOf(TASK_STATUSES, { optional: true })
  seenStatus?: TaskStatus;

  @Text(NOTE, { optional: true })
  note?: string;

  /** Filled in by the pipe, never by a caller. */
  words?: Words;
}

/** Says that a person has telephoned about what was not sent. */
export class TelephonedBody {
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;
}

/** Withdraws a request. */
export class CancelBody extends StepBody {
  @OneOf(CANCEL_REASONS)
  reason!: string;
}

/** Declines a task, or gives it up, with the fact that the reason demands. */
export class DeclineBody extends StepBody {
  @Word('declineReason')
  reason!: string;

  @Part(() => FactsBody, { optional: true })
  facts?: FactsBody;

  /** The fact in free words; they travel sealed. */
  @Text(NOTE, { optional: true })
  fact?: string;
}

/** Tells the other party something. */
export class InformBody extends StepBody {
  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];

  @OneOf(IF_NOT_ALLOWED, { optional: true })
  ifNotAllowed?: IfNotAllowed;

  @Part(() => OverrideBody, { optional: true })
  override?: OverrideBody;
}

/** Finishes a task. */
export class CompleteBody extends InformBody {
  @Word('outcome')
  outcome!: string;
}

/** What every later word on what was told says; possible however the task stands. */
class RemarkBody {
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  @Text(NOTE, { optional: true })
  note?: string;

  /** Filled in by the pipe, never by a caller. */
  words?: Words;
}

/** Puts right what this agency told before. */
export class CorrectBody extends RemarkBody {
  @Parts(() => ItemBody, MAX_ITEMS)
  items!: ItemBody[];
}

/** Says that what this agency told must no longer be used. */
export class RecallBody extends RemarkBody {
  /** Codes of the items; each is recalled wherever it was told. */
  @Codes(MAX_ITEMS)
  items!: string[];

  @OneOf(RECALL_REASONS)
  reason!: RecallReason;
}

/** Says that a person has seen these corrections, recalls or identity notices. */
export class AcknowledgeBody extends RemarkBody {
  @Ids(MAX_EVENTS)
  events!: string[];
}

/** Says what the review of an emergency override came to. */
export class ReviewBody extends RemarkBody {
  /** The event that told items under the override. */
  @Id()
  override!: string;

  @OneOf(FINDINGS)
  finding!: Finding;
}

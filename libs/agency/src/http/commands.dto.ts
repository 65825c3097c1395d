import { MODES, TASK_STATUSES, type ItemStatement, type Mode, type TaskStatus } from '#domain';
import { INDEX_KINDS, type IndexKind } from '#contracts';
import {
  Anything,
  Code,
  Codes,
  Digits,
  Flag,
  Id,
  Instant,
  OneOf,
  Part,
  Parts,
  Secret,
  Text,
  WebAddress,
  Whole,
  Words,
} from './field-checks.js';

/** Most items in one body; a signed event holds no more. */
export const MAX_ITEMS = 60;
/** Longest free words in one field, in characters. */
const NOTE = 4_000;
/** Most minutes that a request may wait for its answer: four weeks. */
const MAX_DECIDE_MINUTES = 40_320;

/** A unit of an agency. */
export class PartyBody {
  @Code()
  agency!: string;

  @Code()
  unit!: string;
}

/** Who acts. `ref` is the agency's own reference and is never sent on. */
export class ActorBody {
  @Text(200, { optional: true })
  ref?: string;

  @Code()
  role!: string;

  @OneOf(['person', 'system'])
  type!: 'person' | 'system';
}

/** What is known, or not, of one item: a value, or in `absent` the coded reason why there is none. */
export class ItemBody {
  @Text(64)
  code!: ItemStatement['code'];

  @Text(64)
  state!: ItemStatement['state'];

  @Anything()
  value?: unknown;

  @Text(64, { optional: true })
  absent?: NonNullable<ItemStatement['absent']>;

  @Text(64, { optional: true })
  sourceKind?: NonNullable<ItemStatement['sourceKind']>;

  @Text(500, { optional: true })
  source?: string;

  @Text(64, { optional: true })
  obtainedAt?: string;

  @Text(64, { optional: true })
  confidence?: NonNullable<ItemStatement['confidence']>;

  @Text(NOTE, { optional: true })
  note?: string;
}

/** Opens a case file. */
export class OpenCaseBody {
  @OneOf(MODES)
  mode!: Mode;

  @Code()
  unit!: string;

  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];
}

/** Adds what was learned, or a note, to a case file. */
export class CaseEntriesBody {
  @Code()
  unit!: string;

  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];

  @Text(NOTE, { optional: true })
  note?: string;
}

/** Closes a case file; how it ended stays within the agency. */
export class CloseCaseBody {
  @Code()
  unit!: string;

  @Text(500)
  outcome!: string;
}

/** Asks another agency, or another unit of one's own, to act. */
export class RequestTaskBody {
  /** A case that this agency knows; a new one when absent. */
  @Id({ optional: true })
  caseId?: string;

  @Code()
  kind!: string;

  @Part(() => PartyBody)
  to!: PartyBody;

  /** The unit that asks. */
  @Code()
  unit!: string;

  @OneOf(MODES)
  mode!: Mode;

  /** The default of the kind when absent. */
  @Code({ optional: true })
  urgency?: string;

  /** After this time the request is never sent; by default the minutes of the kind from now. */
  @Instant({ optional: true })
  decideBy?: string;

  /** Instead of `decideBy`. */
  @Whole(1, MAX_DECIDE_MINUTES, { optional: true })
  decideWithinMinutes?: number;

  /** Items that are asked for. */
  @Codes(MAX_ITEMS, { optional: true })
  wanted?: string[];

  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];

  /** Instead of `items`: what this agency's own case file holds and may travel now. */
  @Flag({ optional: true })
  fromCase?: boolean;

  /** Free words to the other party; they travel sealed. */
  @Text(NOTE, { optional: true })
  note?: string;

  /** The sender's own words for its codes; they travel sealed. */
  @Words(50, { optional: true })
  words?: Record<string, string>;

  @Part(() => ActorBody)
  actor!: ActorBody;
}

/** A step on a task that needs nothing more: receive, accept, start. */
export class StepBody {
  /** The unit that takes the step. */
  @Code()
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  /** The status that the person saw when deciding; the step is refused when the task has moved on. */
  @OneOf(TASK_STATUSES, { optional: true })
  seenStatus?: TaskStatus;

  @Text(NOTE, { optional: true })
  note?: string;
}

/** Withdraws a request. */
export class CancelBody extends StepBody {
  @Code()
  reason!: string;
}

/** Declines a task, or gives it up, with the useful fact: next free time, what would change the answer, who else to ask. */
export class DeclineBody extends StepBody {
  @Code()
  reason!: string;

  @Text(NOTE, { optional: true })
  fact?: string;
}

/** Tells the other party something. */
export class InformBody extends StepBody {
  @Parts(() => ItemBody, MAX_ITEMS, { optional: true })
  items?: ItemBody[];
}

/** Finishes a task. */
export class CompleteBody extends InformBody {
  @Code()
  outcome!: string;
}

/** An identifier for which the token is wanted under which an auditor finds it. */
export class IndexTokenBody {
  @OneOf(INDEX_KINDS)
  kind!: IndexKind;

  @Text(500)
  value!: string;
}

/** Registers a system that wants to be called. */
export class WebhookBody {
  @WebAddress()
  url!: string;

  /** Key of the signatures: `whsec_` and base64 as Standard Webhooks write it, or any text of 32 characters and more. */
  @Secret()
  secret!: string;
}

/** Which tasks to list. */
export class TasksQuery {
  @OneOf(TASK_STATUSES, { optional: true })
  status?: TaskStatus;

  @Id({ optional: true })
  case?: string;

  @OneOf(['true', 'false'], { optional: true })
  open?: 'true' | 'false';

  @Digits(3, { optional: true })
  limit?: string;
}

/** How long to wait, in seconds. */
export class WaitQuery {
  @Digits(2, { optional: true })
  wait?: string;
}

/** From where on to read the feed. */
export class FeedQuery {
  @Digits(15, { optional: true })
  after?: string;
}

/** How many rows to list. */
export class LimitQuery {
  @Digits(3, { optional: true })
  limit?: string;
}

/** Every body that a handler takes. */
export const BODIES = [
  OpenCaseBody,
  CaseEntriesBody,
  CloseCaseBody,
  RequestTaskBody,
  StepBody,
  CancelBody,
  DeclineBody,
  InformBody,
  CompleteBody,
  IndexTokenBody,
  WebhookBody,
] as const;

/** Every query that a handler takes. */
export const QUERIES = [TasksQuery, WaitQuery, FeedQuery, LimitQuery] as const;

import {
  CANCEL_REASONS,
  CONFIDENCES,
  FINDINGS,
  IDENTITY_STEPS,
  ITEM_STATES,
  RECALL_REASONS,
  RESPONSIBILITIES,
  SOURCE_KINDS,
  STAGES,
  WAYS,
} from '#domain';
import { Code, Count, Hash, Id, Nested, OneOf, Opaque, Time } from '../permanent.js';
import {
  ClockData,
  DeclineFactsData,
  EventData,
  PartyData,
  SlotData,
  UndertakingData,
} from './task-parts.js';

/** What may be said for ever about one information item that travels: never its value. */
export class ItemData {
  @Code('item')
  code!: string;

  @OneOf(ITEM_STATES)
  state!: string;

  /** Why there is no value; absent when there is one. FHIR data-absent-reason and three of our own. */
  @Code('absentReason', { optional: true })
  absent?: string;

  @OneOf(SOURCE_KINDS, { optional: true })
  sourcekind?: string;

  @Time({ optional: true })
  obtainedat?: string;

  @OneOf(CONFIDENCES, { optional: true })
  confidence?: string;

  /** The rule or override clause that lets it travel, as it stands in the event's directory version. */
  @Code('rule')
  rule!: string;

  /** Version of the sharing agreement that the rule is part of. */
  @Count()
  ruleversion!: number;

  @Code('basis')
  basis!: string;

  @OneOf(STAGES)
  stage!: string;

  /** Whether the sender came with it, was asked for it, or told it under an emergency override. */
  @OneOf(WAYS)
  way!: string;

  /** By when somebody will know more; with the absence `temp-unknown`. */
  @Time({ optional: true })
  expectedby?: string;

  /** Who is finding out; with the absence `temp-unknown`. */
  @Nested(() => PartyData, { optional: true })
  finder?: PartyData;

  /** When the system was searched; with the absence `searched-not-found`. */
  @Time({ optional: true })
  searchedat?: string;

  /** Which agency holds it; with the absence `masked`. */
  @Code('agency', { optional: true })
  heldby?: string;

  /** The agency whose item it is, where the sender passes it on. */
  @Code('agency', { optional: true })
  originator?: string;

  /** The event by which the sender was told it. */
  @Id({ optional: true })
  via?: string;

  /** The event that told the item which is put right here. */
  @Id({ optional: true })
  corrects?: string;

  /** SHA-256("concordat/item/v1" 0x00 salt32 JCS(value)). */
  @Hash()
  commitment!: string;
}

/** A person's word that items go in an emergency though no rule lets them. */
export class OverrideData {
  @Code('overrideReason')
  reason!: string;

  /** Who authorised it: only the agency can resolve it. */
  @Opaque()
  authorisedby!: string;

  @Code('actorRole')
  authorisedrole!: string;

  /** The last instant at which it counts, by ledger time. */
  @Time()
  until!: string;
}

class WithItems extends EventData {
  @Nested(() => ItemData, { list: true, optional: true, max: 60 })
  items?: ItemData[];

  @Nested(() => OverrideData, { optional: true })
  override?: OverrideData;
}

/** One agency asks another to act. */
export class RequestedData extends WithItems {
  @Nested(() => PartyData)
  asker!: PartyData;

  @Nested(() => PartyData)
  performer!: PartyData;

  @Code('taskKind')
  kind!: string;

  @Code('urgency')
  urgency!: string;

  /** After this time the request is never sent, and an answer is late. */
  @Time({ optional: true })
  decideby?: string;

  /** Items asked for, in an information request. */
  @Code('item', { list: true, optional: true, max: 60 })
  wanted?: string[];

  /** The asker's own grade `<scale>.<level>`; the urgency is what it sorts under. */
  @Code('grade', { optional: true })
  grade?: string;

  /** What the wanted items are for. */
  @Code('purpose', { optional: true })
  purpose?: string;

  /** The lawful basis on which they are asked for. */
  @Code('basis', { optional: true })
  basis?: string;

  /** The exercise whose clock counts for the deadlines. */
  @Id({ optional: true })
  exercise?: string;

  /** The earlier task in whose place this one stands. */
  @Id({ optional: true })
  follows?: string;

  /** The last instants that are in time: to consider it, to begin, and to be done. */
  @Time({ optional: true })
  acknowledgeby?: string;

  @Time({ optional: true })
  startby?: string;

  @Time({ optional: true })
  completeby?: string;

  /** Whether the responsibility for the person passes by a handover. */
  @OneOf(RESPONSIBILITIES, { optional: true })
  responsibility?: string;
  /** The need of which this request is an offer: only one of its offers can be accepted. */
  @Id({ optional: true })
  need?: string;

  /** When it was asked, where that was before it could be recorded: by telephone (FHIR `Provenance.occurred`). */
  @Time({ optional: true })
  occurredat?: string;
}

/** Someone at the performer is considering it; not an acceptance. */
export class ReceivedData extends EventData {}

/** The performer undertakes to do it, and owns it from here. */
export class AcceptedData extends EventData {
  /** What it promises with that; the words travel sealed. */
  @Nested(() => UndertakingData, { optional: true })
  promise?: UndertakingData;

  @Nested(() => SlotData, { list: true, optional: true, max: 12 })
  slots?: SlotData[];

  /** When it was agreed, where that was before it could be recorded. */
  @Time({ optional: true })
  occurredat?: string;
}

/** A reason, and the fact that makes it of use: as codes and times here, as free words sealed. */
class WithReason extends EventData {
  @Code('declineReason')
  reason!: string;

  @Nested(() => DeclineFactsData, { optional: true })
  facts?: DeclineFactsData;

  /** There are free words in the sealed part. */
  @OneOf([true], { optional: true })
  explained?: boolean;
}

/** The performer will not do it; the asker keeps it. */
export class RejectedData extends WithReason {}

/** Work has begun: mobilised, en route or with the person. */
export class StartedData extends EventData {}

/** One party tells the other something on the task; the task's status stays. */
export class InformedData extends WithItems {}

/** The performer has done it. */
export class CompletedData extends WithItems {
  @Code('outcome')
  outcome!: string;

  /** The clocks that the outcome ends. */
  @Nested(() => ClockData, { list: true, optional: true, max: 4 })
  clocks?: ClockData[];
}

/** The performer could not finish what it accepted. */
export class FailedData extends WithReason {}

/** The asker withdraws it. */
export class CancelledData extends EventData {
  @OneOf(CANCEL_REASONS)
  reason!: string;
}

/** A party puts right what it told before; each item names the event that told it. */
export class CorrectedData extends WithItems {}

/** An item that an earlier event of the task told. */
export class ToldItemData {
  @Id()
  event!: string;

  @Code('item')
  item!: string;
}

/** A party says that what it told must no longer be used. */
export class RecalledData extends EventData {
  @Nested(() => ToldItemData, { list: true, max: 60 })
  recalls!: ToldItemData[];

  @OneOf(RECALL_REASONS)
  reason!: string;
}

/** The person of the case was identified, or the identity was taken back. */
export class IdentifiedData extends WithItems {
  @OneOf(IDENTITY_STEPS)
  identity!: string;
}

/** A person has seen what these corrections, recalls or identity notices say. */
export class AcknowledgedData extends EventData {
  @Id({ list: true, max: 60 })
  events!: string[];
}

/** A named person looked at an override afterwards. */
export class ReviewedData extends EventData {
  /** The event that told items under the override. */
  @Id()
  override!: string;

  @OneOf(FINDINGS)
  finding!: string;
}

import { CANCEL_REASONS, CONFIDENCES, ITEM_STATES, SOURCE_KINDS, STAGES } from '#domain';
import { Code, Count, Hash, Id, Nested, OneOf, Time } from '../permanent.js';

/** What every event's data may carry: sender's numbers that will never come (DESIGN "Order and doubt"). */
export class EventData {
  /** Numbers of this sender that were given to events which the ledger never took in. */
  @Count({ list: true, optional: true })
  skipped?: number[];
}

/** An agency's unit, as codes. */
export class PartyData {
  @Code('agency')
  agency!: string;

  @Code('unit')
  unit!: string;
}

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

  /** The rule that lets it travel; its version is the event's directory version. */
  @Code('rule')
  rule!: string;

  @OneOf(STAGES)
  stage!: string;

  /** SHA-256("concordat/item/v1" 0x00 salt32 JCS(value)). */
  @Hash()
  commitment!: string;
}

class WithItems extends EventData {
  @Nested(() => ItemData, { list: true, optional: true, max: 60 })
  items?: ItemData[];
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
}

/** Someone at the performer is considering it; not an acceptance. */
export class ReceivedData extends EventData {}

/** The performer undertakes to do it, and owns it from here. */
export class AcceptedData extends EventData {}

/** The performer will not do it; the asker keeps it. The useful fact travels sealed. */
export class RejectedData extends EventData {
  @Code('declineReason')
  reason!: string;
}

/** Work has begun: mobilised, en route or with the person. */
export class StartedData extends EventData {}

/** One party tells the other something on the task; the task's status stays. */
export class InformedData extends WithItems {}

/** The performer has done it. */
export class CompletedData extends WithItems {
  @Code('outcome')
  outcome!: string;
}

/** The performer could not finish what it accepted. */
export class FailedData extends EventData {
  @Code('declineReason')
  reason!: string;
}

/** The asker withdraws it. */
export class CancelledData extends EventData {
  @OneOf(CANCEL_REASONS)
  reason!: string;
}

/** A directory was put in force: from this place of the ledger on its keys and codes count. */
export class DirectoryPublishedData extends EventData {
  @Count()
  version!: number;

  /** SHA-256 over the bundle that travels beside the event. */
  @Hash()
  bundlehash!: string;
}

/** Where one sender's events stand in a log. */
export class CoverageData {
  @Code('member')
  sender!: string;

  /** The highest number of this sender in the log. */
  @Count()
  through!: number;

  /** Lower numbers that are neither in the log nor named as skipped: asked for again. */
  @Count({ list: true, max: 1000 })
  missing!: number[];
}

/** How far a member has taken in one task. */
export class HoldsData {
  @Id()
  task!: string;

  /** Every event of the task up to this version lies in the member's database. */
  @Count()
  version!: number;
}

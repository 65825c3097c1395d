import { DEADLINES, ESCALATION_REASONS, PROMISE_ENDS } from '#domain';
import { Code, Count, Id, Nested, OneOf, Time } from '../permanent.js';
import { ClockData, EventData, PartyData, SlotData, UndertakingData } from './task-parts.js';

/** Nobody answered by the time to decide; the asker keeps the task. */
export class ExpiredData extends EventData {
  /** What the kind records of a silence. */
  @Code('outcome', { optional: true })
  outcome?: string;
}

/** The performer's verdict came after the task had expired: recorded, and of no effect. */
export class AnsweredLateData extends EventData {
  @OneOf(['accepted', 'rejected'])
  answer!: string;
}

/** A deadline passed. */
export class OverdueData extends EventData {
  @OneOf(DEADLINES)
  deadline!: string;

  /** With the deadline `promise`: which one. */
  @Id({ optional: true })
  promise?: string;

  /** With the deadline `clock`: which one, and how much of it is gone. */
  @Code('clock', { optional: true })
  clock?: string;

  @Count({ optional: true })
  percent?: number;
}

/** Units of either party were called in. */
export class EscalatedData extends EventData {
  @Nested(() => PartyData, { list: true, max: 12 })
  to!: PartyData[];

  @OneOf(ESCALATION_REASONS)
  why!: string;
}

/** The performer would take it on other terms; a condition travels sealed. */
export class CounteredData extends EventData {
  @Time({ optional: true })
  startby?: string;

  @OneOf([true], { optional: true })
  explained?: boolean;
}

/** The asker agrees to the performer's terms. */
export class CounterAcceptedData extends EventData {}

/** The asker does not agree to the performer's terms. */
export class CounterRefusedData extends EventData {}

/** The performer keeps the task and lets the work wait. */
export class HeldData extends EventData {
  @Time()
  reviewat!: string;
}

/** The work goes on. */
export class ResumedData extends EventData {}

/** The request should never have been made. */
export class EnteredInErrorData extends EventData {}

/** Who answers for the person offers the other party to take over. */
export class HandoverOfferedData extends EventData {
  /** The last instant at which it can be answered. */
  @Time()
  lapsesat!: string;
}

/** The other party answers for the person from here. */
export class HandoverAcceptedData extends EventData {}

/** The other party does not take over now. */
export class HandoverRefusedData extends EventData {}

/** Nobody answered the offer of a handover in time. */
export class HandoverLapsedData extends EventData {}

/** What is known of the clocks that run for the person. */
export class ClockToldData extends EventData {
  @Nested(() => ClockData, { list: true, max: 4 })
  clocks!: ClockData[];
}

/** Which of the people whom the task needs are there. */
export class SlotsSetData extends EventData {
  @Nested(() => SlotData, { list: true, max: 12 })
  slots!: SlotData[];
}

/** A party undertakes something; the words travel sealed. */
export class PromisedData extends EventData {
  @Nested(() => UndertakingData)
  promise!: UndertakingData;
}

/** How an undertaking ended. */
export class PromiseEndedData extends EventData {
  @Id()
  promise!: string;

  @OneOf(PROMISE_ENDS)
  end!: string;
}

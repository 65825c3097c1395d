import { SLOT_STATES } from '#domain';
import { Code, Count, Id, Nested, OneOf, Time } from '../permanent.js';

/** What every event's data may carry: sender's numbers that will never come (DESIGN "Order and doubt"). */
export class EventData {
  /** Numbers of this sender that were given to events which the ledger never took in. */
  @Count({ list: true, optional: true })
  skipped?: number[];

  /** The rules of law of which the bus warned whoever took the step; they stood in its way no more than this says. */
  @Code('lawRule', { list: true, optional: true, max: 20 })
  warnings?: string[];
}

/** An agency's unit, as codes. */
export class PartyData {
  @Code('agency')
  agency!: string;

  @Code('unit')
  unit!: string;
}

/** What a task's decline says beside its reason, as far as codes and times say it. */
export class DeclineFactsData {
  /** When there will be a worker, a vehicle or a space. */
  @Time({ optional: true })
  availableat?: string;

  /** When to ask again. */
  @Time({ optional: true })
  reviewat?: string;

  /** The items that are missing, or that would change the answer. */
  @Code('item', { list: true, optional: true, max: 60 })
  items?: string[];

  /** Who else to ask. */
  @Nested(() => PartyData, { optional: true })
  ask?: PartyData;

  /** The task by which the same work is under way. */
  @Id({ optional: true })
  reference?: string;
}

/** An undertaking; its words travel sealed. */
export class UndertakingData {
  @Id()
  id!: string;

  @Time({ optional: true })
  dueby?: string;
}

/** One of the people that a task needs. */
export class SlotData {
  @Code('slot')
  slot!: string;

  @OneOf(SLOT_STATES)
  state!: string;
}

/** When a clock started, and who said so. */
export class ClockStartData {
  @Time()
  at!: string;

  @Nested(() => PartyData)
  by!: PartyData;
}

/** A clock of the law that runs for a person, as far as the sender knows it. */
export class ClockData {
  @Code('clock')
  code!: string;

  /** It waits for its start since then. */
  @Time({ optional: true })
  waitingsince?: string;

  @Time({ optional: true })
  startedat?: string;

  @Nested(() => PartyData, { optional: true })
  startedby?: PartyData;

  @Time({ optional: true })
  dueat?: string;

  @Time({ optional: true })
  extendeduntil?: string;

  @Time({ optional: true })
  endedat?: string;

  /** The outcome that ended it. */
  @Code('outcome', { optional: true })
  endreason?: string;

  /** Every start that was told, where they differ; the earliest counts. */
  @Nested(() => ClockStartData, { list: true, optional: true, max: 4 })
  disputedstarts?: ClockStartData[];
}

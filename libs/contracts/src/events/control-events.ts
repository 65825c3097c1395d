import { REFUSED_ITEM_REASONS } from '#domain';
import { WIRE_FAULTS } from '../wire-error.js';
import { Code, Count, Hash, Id, LogName, Nested, OneOf, Signature, Time } from '../permanent.js';
import { EventData } from './task-parts.js';

/** What can be wrong with the broker; any of these makes a status bad. */
export const BROKER_FAULTS = [
  'server-too-old',
  'fsync-not-always',
  'stream-missing',
  'stream-settings-differ',
  'consumer-missing',
  'consumer-settings-differ',
  'broker-unreachable',
] as const;
/** One of `BROKER_FAULTS`. */
export type BrokerFault = (typeof BROKER_FAULTS)[number];

/** An epoch first recovers (old bytes only), then is open. */
export const EPOCH_STATES = ['recovering', 'open'] as const;
/** One of `EPOCH_STATES`. */
export type EpochState = (typeof EPOCH_STATES)[number];

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

/** The version of the broker, as numbers. */
export class ServerVersionData {
  @Count()
  major!: number;

  @Count()
  minor!: number;

  @Count()
  patch!: number;
}

/** The keeper's word on the broker: agencies cannot read its settings themselves. */
export class StatusReportedData extends EventData {
  @OneOf(EPOCH_STATES)
  state!: EpochState;

  @Nested(() => ServerVersionData)
  server!: ServerVersionData;

  /** When the keeper last looked at the broker. */
  @Time()
  checkedat!: string;

  /** The newest directory version on the ledger. */
  @Count()
  directory!: number;

  @OneOf(BROKER_FAULTS, { list: true })
  faults!: BrokerFault[];

  /** Agencies that have not yet signed "sent again" in a recovering epoch. */
  @Code('agency', { list: true })
  awaiting!: string[];

  /** True when a named operator opened the epoch without waiting for all. */
  @OneOf([true, false], { optional: true })
  overridden?: boolean;
}

/**
 * What time it is in an exercise from here on: for its tasks this stands in the place of ledger time. It never goes back; an
 * entry of the ledger counts at the last value before it in ledger order.
 */
export class ExerciseClockData extends EventData {
  @Id()
  exercise!: string;

  @Time()
  at!: string;
}

/** A signed checkpoint, with the leaf hashes that it adds, so that a witness can recompute its root. */
export class CheckpointSignedData extends EventData {
  @LogName()
  origin!: string;

  @Count()
  size!: number;

  @Hash()
  root!: string;

  /** Ed25519 over the checkpoint's note text (C2SP tlog-checkpoint) with the log's key. */
  @Signature()
  signature!: string;

  /** Size of the log before `leaves`. */
  @Count()
  from!: number;

  /** 800 of them leave 11 KB of `MAX_EVENT_BYTES` for the coverage. */
  @Hash({ list: true, max: 800 })
  leaves!: string[];

  @Nested(() => CoverageData, { list: true })
  coverage!: CoverageData[];

  /** How many links the chain had of what the audit service notes on its own word, and the digest of the last. */
  @Count({ optional: true })
  facts?: number;

  @Hash({ optional: true })
  factsdigest?: string;
}

/** A C2SP cosignature: this witness checked that the checkpoint extends the last one it accepted. */
export class CosignatureData {
  /** The log that it is over; in events of before that was said: the one that the reader knows. */
  @LogName({ optional: true })
  origin?: string;

  @Count()
  size!: number;

  @Hash()
  root!: string;

  /** POSIX seconds. */
  @Count()
  time!: number;

  @Signature()
  signature!: string;
}

/** In a new epoch: this member has sent again all it had recorded, up to its own number `through`. */
export class ResentData {
  @Count()
  epoch!: number;

  @Count()
  through!: number;
}

/** What a member witnesses: a checkpoint, what it holds, and that it has sent again. */
export class WitnessedData extends EventData {
  @Nested(() => CosignatureData, { optional: true })
  cosignature?: CosignatureData;

  /** Tasks whose events lie in the member's database: the addressee's half of what clears an outbox. */
  @Nested(() => HoldsData, { list: true, max: 500 })
  holds!: HoldsData[];

  @Nested(() => ResentData, { optional: true })
  resent?: ResentData;
}

/** One item that was not let through, and why: never its value. */
export class RefusedItemData {
  @Code('item')
  code!: string;

  @OneOf(REFUSED_ITEM_REASONS)
  why!: string;
}

/** An agency's report that it did not let items travel: its own attempt, or what another agency sent. A leaf of the log. */
export class DisclosureRefusedData extends EventData {
  /** `outgoing`: the agency wanted to tell the other. `incoming`: the other told it. */
  @OneOf(['outgoing', 'incoming'])
  direction!: 'outgoing' | 'incoming';

  @Code('agency')
  other!: string;

  @Code('taskKind', { optional: true })
  kind?: string;

  @Id({ optional: true })
  taskid?: string;

  @Id({ optional: true })
  caseid?: string;

  /** The event that brought the items, where they came in. */
  @Id({ optional: true })
  eventid?: string;

  @Nested(() => RefusedItemData, { list: true, max: 60 })
  items!: RefusedItemData[];
}

/**
 * The verdict of a need, the one message on its subject. It has no number and is no leaf: the acceptance that stands with
 * it is one.
 */
export class NeedClaimedData {
  @Id()
  need!: string;

  /** The offer that its performer accepts; absent where the asker closes its own need. */
  @Id({ optional: true })
  task?: string;
}

/** What a member could not take in, and why. */
export class DeadLetteredData extends EventData {
  /** Ledger sequence of the message. */
  @Count()
  sequence!: number;

  @OneOf(Object.keys(WIRE_FAULTS))
  reason!: string;

  @Id({ optional: true })
  eventid?: string;
}

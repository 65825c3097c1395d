import { Code, Count, Hash, Id, LogName, Nested, OneOf } from '../permanent.js';
import { EventData } from './task-parts.js';

/** What a reader can be given out of the log; each answer of one of these is a leaf before its first row is returned. */
export const READ_KINDS = [
  'search',
  'refusals',
  'overrides',
  'copies',
  'story',
  'event',
  'report',
  'export',
  'evidence',
  'readings',
  'erasures',
] as const;
/** One of `READ_KINDS`. */
export type ReadKind = (typeof READ_KINDS)[number];

/** The log was read (DICOM 110101 "Audit Log Used"): by the event's actor, before the first row left the service. */
export class ReadData extends EventData {
  @OneOf(READ_KINDS)
  kind!: ReadKind;

  /** Whose records officer read; absent for an auditor. */
  @Code('agency', { optional: true })
  agency?: string;

  /** Commitment to the question; the question itself and its salt are kept beside the log and can be erased. */
  @Hash()
  query!: string;

  /** How many leaves the answer names, the first and the last of them. */
  @Count()
  leaves!: number;

  @Count({ optional: true })
  first?: number;

  @Count({ optional: true })
  last?: number;

  /** SHA-256 over the ranges of their indexes as `from-to`, separated by commas. */
  @Hash()
  indexes!: string;
}

/** Why sealed values are opened with the custodian's key. */
export const OPENING_REASONS = [
  'subject-access-request',
  'complaint',
  'court-order',
  'coroner',
  'regulator',
  'safeguarding-review',
  'security-incident',
] as const;

/** Sealed values of one event were handed out to be opened by the custodian, who is the event's actor. */
export class ValuesOpenedData extends EventData {
  @Id()
  event!: string;

  @OneOf(OPENING_REASONS)
  reason!: (typeof OPENING_REASONS)[number];

  /** Commitment to the words of the reason. */
  @Hash()
  words!: string;
}

/** Why records of a person must not be erased for now (UK GDPR art. 17(3), 18). */
export const HOLD_GROUNDS = [
  'legal-claim',
  'coroner',
  'court-order',
  'regulator',
  'complaint',
  'police-investigation',
] as const;

/** A legal hold on cases: until it is released nothing of them is erased. */
export class HoldPlacedData extends EventData {
  @Id()
  hold!: string;

  @Id({ list: true, max: 200 })
  cases!: string[];

  @OneOf(HOLD_GROUNDS)
  ground!: (typeof HOLD_GROUNDS)[number];

  @Hash()
  words!: string;
}

/** A legal hold has ended. */
export class HoldReleasedData extends EventData {
  @Id()
  hold!: string;

  @Hash()
  words!: string;
}

/** Why a person's values were destroyed (UK GDPR art. 17(1), art. 5(1)(e)). */
export const ERASURE_GROUNDS = [
  'no-longer-necessary',
  'consent-withdrawn',
  'objection',
  'unlawfully-processed',
  'legal-obligation',
  'retention-ended',
] as const;

/** On whose word. */
export const ERASURE_AUTHORITIES = [
  'data-subject-request',
  'data-protection-officer',
  'court-order',
  'regulator',
  'retention-schedule',
] as const;

/**
 * The values of these cases were destroyed: keys, sealed parts, salts, index tokens, and the ledger's copies. What was
 * shared with whom under which rule stays; what it was does not.
 */
export class ErasedData extends EventData {
  @Id()
  erasure!: string;

  @Id({ list: true, max: 200 })
  cases!: string[];

  @OneOf(ERASURE_GROUNDS)
  ground!: (typeof ERASURE_GROUNDS)[number];

  @OneOf(ERASURE_AUTHORITIES)
  authority!: (typeof ERASURE_AUTHORITIES)[number];

  /** How many leaves had a sealed part. */
  @Count()
  leaves!: number;

  @Hash()
  words!: string;
}

/** An erasure was asked for and did not take place. */
export const ERASURE_REFUSALS = ['held', 'task-open'] as const;

/** Why an erasure was refused, so that the refusal can be looked into as well. */
export class ErasureRefusedData extends EventData {
  @Id({ list: true, max: 200 })
  cases!: string[];

  @OneOf(ERASURE_REFUSALS)
  reason!: (typeof ERASURE_REFUSALS)[number];

  /** The hold that stands in the way. */
  @Id({ optional: true })
  hold?: string;
}

/** The last checkpoint of a log that was closed. */
export class ClosedLogData {
  @LogName()
  origin!: string;

  @Count()
  size!: number;

  @Hash()
  root!: string;
}

/** First leaf of a log: it follows a closed one, whose last checkpoint it names, or none. */
export class LogOpenedData extends EventData {
  @LogName()
  origin!: string;

  @Nested(() => ClosedLogData, { optional: true })
  previous?: ClosedLogData;
}

/** What an agency did with its own copies: they are its own, and so is the decision. */
export const ERASURE_ANSWERS = ['erased', 'kept', 'nothing-held'] as const;
/** Why an agency keeps its copies (UK GDPR art. 17(3)). */
export const KEEPING_GROUNDS = [
  'health-record',
  'policing-purpose',
  'legal-claim',
  'public-task',
  'safeguarding',
] as const;

/** An agency's answer to an erasure. */
export class ErasureAnsweredData extends EventData {
  @Id()
  erasure!: string;

  @OneOf(ERASURE_ANSWERS)
  answer!: (typeof ERASURE_ANSWERS)[number];

  /** Only with `kept`. */
  @OneOf(KEEPING_GROUNDS, { optional: true })
  ground?: (typeof KEEPING_GROUNDS)[number];
}

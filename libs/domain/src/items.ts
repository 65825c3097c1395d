import type { AgencyCode, Party } from './task.js';

/** How well an item is known. */
export const ITEM_STATES = [
  'known',
  'reported-unconfirmed',
  'unknown',
  'withheld',
  'out-of-date',
  'conflicting',
] as const;

/** One of {@link ITEM_STATES}. */
export type ItemState = (typeof ITEM_STATES)[number];

/**
 * Why there is no value: the 15 codes of HL7 FHIR `data-absent-reason`, then three of our own. `searched-not-found`: a
 * named system was searched at a named time without a match. `record-unavailable`: the system was down or closed.
 * `conflicting`: sources differ, all are kept and none is chosen.
 */
export const ABSENT_REASONS = [
  'unknown',
  'asked-unknown',
  'temp-unknown',
  'not-asked',
  'asked-declined',
  'masked',
  'not-applicable',
  'unsupported',
  'as-text',
  'error',
  'not-a-number',
  'negative-infinity',
  'positive-infinity',
  'not-performed',
  'not-permitted',
  'searched-not-found',
  'record-unavailable',
  'conflicting',
] as const;

/** One of {@link ABSENT_REASONS}. */
export type AbsentReason = (typeof ABSENT_REASONS)[number];

/** The kinds of source an item can come from. The permanent record says the kind, never the name. */
export const SOURCE_KINDS = [
  'person',
  'caller',
  'family-or-friend',
  'other-public',
  'officer-or-clinician',
  'own-record',
  'other-agency',
  'document',
  'device',
] as const;

/** One of {@link SOURCE_KINDS}. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** How sure the sender is of a value. */
export const CONFIDENCES = ['low', 'medium', 'high'] as const;

/** One of {@link CONFIDENCES}. */
export type Confidence = (typeof CONFIDENCES)[number];

/**
 * What an agency says about one item. `source`, `note`, `searchedSystem` and `searchedFor` are free words and belong in
 * the sealed part only. Times are ISO 8601 with an offset.
 */
export interface ItemStatement {
  readonly code: string;
  readonly state: ItemState;
  readonly value?: unknown;
  readonly absent?: AbsentReason;
  readonly sourceKind?: SourceKind;
  /** When it was learned. */
  readonly obtainedAt?: string;
  readonly confidence?: Confidence;
  readonly source?: string;
  readonly note?: string;
  /** With `temp-unknown`: when it should be known. */
  readonly expectedBy?: string;
  /** With `temp-unknown`: who is finding out. */
  readonly finder?: Party;
  /** With `searched-not-found`: which system was searched. */
  readonly searchedSystem?: string;
  /** With `searched-not-found`: the spelling or description that was searched for. */
  readonly searchedFor?: string;
  /** With `searched-not-found`: when it was searched. */
  readonly searchedAt?: string;
  /** With `masked`: who holds the value. */
  readonly heldBy?: AgencyCode;
  /** Of an item that is passed on: the agency that it came from. */
  readonly originator?: AgencyCode;
  /** Of an item that is passed on: the id of the event that it came by. */
  readonly via?: string;
}

/** The codes of the faults that a statement can have. */
export const ITEM_FAULTS = [
  'NO_CODE',
  'UNKNOWN_STATE',
  'VALUE_OR_REASON_MISSING',
  'VALUE_AND_REASON',
  'BLANK_VALUE',
  'PLACEHOLDER_VALUE',
  'VALUE_NOT_FOR_THIS_STATE',
  'UNKNOWN_REASON',
  'REASON_NOT_FOR_THIS_STATE',
  'REASON_NEEDS_FIELD',
  'FIELD_NOT_FOR_THIS_REASON',
  'BLANK_FIELD',
  'UNKNOWN_SOURCE_KIND',
  'UNKNOWN_CONFIDENCE',
  'NOT_A_TIME',
] as const;

/** What is wrong, and where: `pointer` is a JSON pointer (RFC 6901) into the thing checked. `detail` quotes no value. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** A {@link Fault} of a statement. */
export interface ItemFault extends Fault {
  readonly code: (typeof ITEM_FAULTS)[number];
}

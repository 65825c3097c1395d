import type { AgencyCode } from './task.js';

/** At which point of a task an item travels: with the offer, on acceptance, to who attends, or when asked for. */
export const STAGES = ['offer', 'accepted', 'attending', 'on-request'] as const;

/** One of {@link STAGES}. */
export type Stage = (typeof STAGES)[number];

/** Which way items travel: the asker tells the performer, or the performer tells the asker. */
export const DIRECTIONS = ['to-performer', 'to-asker'] as const;

/** One of {@link DIRECTIONS}. */
export type Direction = (typeof DIRECTIONS)[number];

/** Why an item may not travel. */
export const REFUSED_ITEM_REASONS = [
  'no-agreement',
  'not-at-this-stage',
  'not-the-originators',
  'not-in-force',
  'override-not-allowed',
  'override-too-late',
] as const;

/** One of {@link REFUSED_ITEM_REASONS}. */
export type RefusedItemReason = (typeof REFUSED_ITEM_REASONS)[number];

/** One promise of an agreement: who may tell whom which items, on which tasks and from which stage on. */
export interface SharingRule {
  /** Unique in the directory; recorded with each disclosure. */
  readonly code: string;
  /** Who tells: `agency`, or `agency/unit` for one unit only. */
  readonly from: readonly string[];
  /** Who is told, written like `from`. */
  readonly to: readonly string[];
  readonly direction: Direction;
  /** Codes of task kinds. */
  readonly kinds: readonly string[];
  readonly stage: Stage;
  /** Urgency codes at which it holds; at every urgency when absent. */
  readonly urgencies?: readonly string[];
  readonly items: readonly string[];
  /** Agencies whose items the teller may pass on under this rule, beside its own. */
  readonly originators?: readonly AgencyCode[];
  /** Code of the lawful basis. */
  readonly basis: string;
}

/** Where an agreement lets one agency tell another more than its rules do, in an emergency and with a person's name to it. */
export interface OverrideClause {
  /** Unique in the directory, also among the rules; recorded with each disclosure. */
  readonly code: string;
  /** Who tells, written like {@link SharingRule.from}. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly items: readonly string[];
  readonly basis: string;
  /** Codes of the roles that may authorise it. */
  readonly authorisedBy: readonly string[];
  /** Codes of the roles that may review it afterwards. */
  readonly reviewedBy: readonly string[];
  /** The longest time that one override may last. */
  readonly maxMinutes: number;
  /** How long after it was used it must have been reviewed. */
  readonly reviewWithinMinutes: number;
}

/** A sharing agreement between agencies, as data (Data Sharing Code of the ICO: who, what, why, how long, which basis). */
export interface SharingAgreement {
  readonly code: string;
  readonly title: string;
  /** Counts up with each change; recorded with each disclosure. */
  readonly version: number;
  /** Codes of the agencies that signed it. */
  readonly parties: readonly AgencyCode[];
  readonly purpose: string;
  /** ISO 8601 with an offset; the first instant at which it holds. */
  readonly inForceFrom: string;
  /** ISO 8601 with an offset; the first instant at which it no longer holds. */
  readonly inForceUntil?: string;
  /** ISO 8601 date by which its parties must have looked at it again. */
  readonly reviewBy: string;
  readonly rules: readonly SharingRule[];
  readonly overrides: readonly OverrideClause[];
  readonly note?: string;
  readonly source?: string;
}

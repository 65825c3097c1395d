import type { ItemStatement, Party, Task } from '#domain';
import type { Step } from './steps.js';

/** One event that a step put on the ledger, as it arrived at the other agency. */
export interface Parcel {
  /** Local id of the task. */
  readonly task: string;
  readonly kind: string;
  readonly from: Party;
  readonly to: Party;
  /** The last word but one of the event's type, such as `requested`. */
  readonly event: string;
  readonly items: readonly ItemStatement[];
  readonly wanted: readonly string[];
  readonly note?: string;
  readonly fact?: string;
  readonly reason?: string;
  readonly outcome?: string;
  /** Items of the case that stay for a later stage. */
  readonly left: readonly string[];
  /** Items that the step named and no rule lets travel on this task. */
  readonly notAllowed: readonly string[];
  /** Items that this kind of task requires and of which nothing is said. */
  readonly unsaid: readonly string[];
  readonly sequence: number;
  readonly eventId: string;
}

/** What became of a step. */
export type Fate = 'played' | 'refused-as-expected' | 'failed' | 'not-played';

/** All that there is to tell of one step. */
export interface Told {
  readonly step: Step;
  readonly fate: Fate;
  readonly parcels: readonly Parcel[];
  /** Items that went into the speaker's own case file. */
  readonly kept: readonly ItemStatement[];
  /** Why it was refused or not played, in a sentence. */
  readonly because?: string;
  readonly remarks: readonly string[];
  /** What is not as it should be, in sentences. */
  readonly failures: readonly string[];
}

/** A task at the end. */
export interface TaskEnd {
  readonly local: string;
  readonly kind: string;
  readonly task: Task;
  readonly events: number;
}

/** What the audit service shows at the end. */
export interface Audited {
  /** Leaves that this rehearsal added. */
  readonly leaves: number;
  /** Disclosure rows that were compared with what was sent. */
  readonly disclosures: number;
  /** Size of the signed checkpoint that covers all of them, and how many witnesses cosigned it; undefined when none does. */
  readonly checkpoint: { readonly size: number; readonly cosignatures: number } | undefined;
}

/** A step that was not played, in full or in part. */
export interface NotPlayed {
  readonly minute: number;
  readonly what: string;
  readonly because: string;
}

/** What a rehearsal came to. */
export interface RehearsalResult {
  /** True when all that was played did what it should; when strict, also nothing was left unplayed. */
  readonly passed: boolean;
  readonly told: readonly Told[];
  readonly tasks: readonly TaskEnd[];
  readonly audited: Audited | undefined;
  readonly notPlayed: readonly NotPlayed[];
  readonly failures: readonly string[];
  /** How many assertions were judged. */
  readonly judged: number;
  /** What only people can judge: what was expected in words, and what was asserted of steps that were not played. */
  readonly questions: readonly string[];
}

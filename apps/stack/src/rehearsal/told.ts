import type { BothWords, ItemStatement, Party, Slot, Task } from '#domain';
import type { ItemsTold } from './compare.js';
import type { Step } from './steps.js';

/** What a step changed of the gaps of its case at one agency: item codes. */
export interface GapsMoved {
  readonly agency: string;
  readonly closed: readonly string[];
  /** How many are open now. */
  readonly open: number;
}

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
  /** What is undertaken. */
  readonly promise?: string;
  readonly slots?: readonly Slot[];
  readonly reason?: string;
  readonly outcome?: string;
  /** Items that stay at the sender for a later stage, and for which. */
  readonly left: ItemsTold['kept'];
  /** Items that no rule lets travel on this task now, and why. */
  readonly notAllowed: ItemsTold['leftOut'];
  /** The codes of the event whose meaning one of the two sides only has by a word that is not quite the same. */
  readonly lossy: readonly BothWords[];
  /** Items that this kind of task requires and of which nothing is said. */
  readonly unsaid: readonly string[];
  /** The rules of law of which the sender was warned, by code. */
  readonly warned?: readonly string[];
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
  /** The code with which the service refused the step. */
  readonly refusal?: string;
  /** The rules of law of which the service warned when it refused the step, by code. */
  readonly warned?: readonly string[];
  readonly remarks: readonly string[];
  /** What is not as it should be, in sentences. */
  readonly failures: readonly string[];
  /** The temporary name that a case file got which was opened. */
  readonly alias?: string;
  /** Gaps that the step closed, by agency. */
  readonly gaps?: readonly GapsMoved[];
  /** How many assertions of the step were judged, and those that could not be, as sentences. */
  readonly judged?: number;
  readonly unjudged?: readonly string[];
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
  /** Where its report lies. */
  readonly report?: string | undefined;
}

import type { Mode } from '#domain';

export type { RequiredSkills } from '#domain';

/** A code with its label, and what it means where the label does not say it all. */
export interface Labelled {
  readonly code: string;
  readonly label: string;
  readonly meaning?: string;
}

/** What a worker must be able and allowed to do. */
export interface Skill {
  readonly code: string;
  readonly label: string;
  /** Codes of agencies and of outside employers; may be empty in a smaller directory. */
  readonly employers: readonly string[];
  /** Where the workers sit, when that is not their employer. */
  readonly hostedBy?: string;
  readonly registration?: string;
  /** True where in law only this role may do it. */
  readonly legal: boolean;
  /** Task kinds for which it qualifies. */
  readonly kinds: readonly string[];
  /** Legal powers in which it has a part. */
  readonly powers: readonly string[];
  /** Acts for which it qualifies, in words, where the codes do not say it all. */
  readonly acts: readonly string[];
  /** Acts for which it does not qualify. */
  readonly not?: readonly string[];
  readonly note?: string;
  readonly source?: string;
}

/** How a legal time may be made longer, by whom and for which reason only. */
export interface Extension {
  readonly minutes: number;
  readonly by: string;
  readonly onlyBecause?: string;
  readonly neverBecause?: readonly string[];
}

/** A power or duty in law (England). Roles are codes of skills or of `otherRoles`; the rest is for people. */
export interface LegalPower {
  readonly code: string;
  readonly does: string;
  /** The first day of the power in any form, `1983-09-30`. */
  readonly inForceFrom: string;
  /** The first day without it; absent where no end is known. */
  readonly inForceUntil?: string;
  readonly holderRoles?: readonly string[];
  readonly applicantRoles?: readonly string[];
  readonly executorRoles?: readonly string[];
  readonly executorAccompaniedBy?: readonly string[];
  readonly mustConsultIfPracticable?: readonly string[];
  readonly conditions?: readonly string[];
  readonly needs?: string;
  readonly needsAuthorisation?: string;
  readonly hardBar?: string;
  /** Code of the agency that must act. */
  readonly dutyOn?: string;
  readonly appliesWhere?: string;
  readonly maxMinutes?: number;
  readonly maxDays?: number;
  readonly renewable?: boolean;
  /** The event at which the time starts, for a person removed and for one kept. */
  readonly clockStarts?: { readonly removed: string; readonly kept: string };
  readonly clockStartDisputed?: string;
  readonly clockCarries?: string;
  readonly mayWaitForBed?: string;
  readonly edMayNotSimplyRefuse?: string;
  readonly extension?: Extension;
  readonly ends?: readonly string[];
  readonly blockedBy?: string;
  readonly changePending?: string;
  readonly note?: string;
  readonly source?: string;
}

/** When police attend a health call at all (Right Care, Right Person). */
export interface AttendanceThreshold {
  readonly threshold: readonly string[];
  readonly covers: readonly string[];
  readonly notTheSameAs: string;
  readonly handoverGoalMinutes: number;
  readonly phases: readonly string[];
  readonly disputed: string;
  readonly source: string;
}

/** A change of the law that is on its way. */
export interface PendingLaw {
  readonly fact: string;
  readonly source: string;
}

/** Who sets a clock: the law, or an agreed aim. */
export const CLOCK_KINDS = ['law', 'goal'] as const;

/** A time that runs beside the urgency of a task. */
export interface LegalClock {
  readonly code: string;
  readonly minutes: number;
  readonly extensionMinutes?: number;
  readonly kind: (typeof CLOCK_KINDS)[number];
  /** Code of the legal power whose time it is. */
  readonly power?: string;
  readonly note?: string;
  readonly source?: string;
}

/** On which basis items travel: data-protection law and the duty of confidence are two questions. */
export interface LawfulBasis {
  readonly code: string;
  readonly label: string;
  /** Condition of UK GDPR art. 6. */
  readonly gdpr6: string;
  /** Condition of UK GDPR art. 9, without which it carries no special category data. */
  readonly gdpr9?: string;
  /** Condition of Schedule 1 of the Data Protection Act 2018. */
  readonly schedule1?: string;
  /** Condition for criminal offence data (UK GDPR art. 10), without which it carries none. */
  readonly article10?: string;
  /** The route by which the duty of confidence is met. */
  readonly confidence: string;
  /** When it fits. */
  readonly when: string;
  readonly note?: string;
  readonly source?: string;
}

/** How long a class of records is kept. */
export interface Retention {
  readonly code: string;
  /** Codes of the agencies that keep such records; of every agency when empty. */
  readonly agencies: readonly string[];
  /** Modes whose records are of this class whoever keeps them, such as those of an exercise; of real work when absent. */
  readonly modes?: readonly Mode[];
  /** Null where the rule gives no number. */
  readonly years: number | null;
  /** The event from which the years count. */
  readonly from: string;
  readonly note?: string;
  readonly source?: string;
}

import type { ClockRule, LawRule } from '#domain';

/** Since when something counts, and from where that is known. Dates are days, `2017-12-11`, in England. */
export interface InForce {
  readonly inForceFrom: string;
  /** The first day on which it no longer counts; absent where no end is known. */
  readonly inForceUntil?: string;
  readonly note?: string;
  readonly source: string;
}

/** A clock of the law as the directory keeps it. */
export interface ClockEntry extends ClockRule, InForce {
  readonly label: string;
}

/** A rule of law as the directory keeps it; `note` says what is not known, such as a day. */
export interface LawRuleEntry extends LawRule, InForce {}

/** What is read of the report on a person, as the audit service gives it. */
export interface PersonReport {
  readonly cases: readonly string[];
  readonly rows: readonly PersonRow[];
  readonly refused: readonly RefusalLine[];
  readonly overrides: readonly OverrideLine[];
  readonly toReview: number;
}

/** A party, in words. */
export interface Named {
  readonly name: string;
}

/** One thing that was told about the person. */
export interface PersonRow {
  readonly leafIndex: number;
  readonly taskId: string;
  readonly mode: string;
  readonly at: string;
  /** When it was agreed, where that was before it was recorded. */
  readonly occurredAt: string | null;
  readonly task: string;
  readonly from: Named;
  readonly to: Named;
  readonly item: Named;
  readonly told: 'value' | 'missing' | 'withheld';
  readonly role: string;
  readonly because: string | null;
  readonly passedOnFrom: Named | null;
  readonly correction: boolean;
  readonly later: readonly Later[];
  readonly review: string | null;
  readonly ground: {
    readonly rule: string;
    readonly agreement: string | null;
    readonly law: string | null;
    readonly way: string | null;
  };
}

/** What became of it. */
export interface Later {
  readonly what: 'corrected' | 'taken-back' | 'not-let-in';
  readonly why: string | null;
  readonly at: string;
  readonly seen: boolean;
  readonly leafIndex: number;
}

/** Something that was not let through. */
export interface RefusalLine {
  readonly leafIndex: number;
  readonly at: string;
  readonly from: Named;
  readonly to: Named;
  readonly stopped: 'before-it-left' | 'when-it-came';
  readonly item: Named;
  readonly because: string;
  readonly task: string | null;
}

/** Something that was told under an emergency override. */
export interface OverrideLine {
  readonly leafIndex: number;
  readonly taskId: string;
  readonly at: string;
  readonly occurredAt: string | null;
  readonly from: Named;
  readonly to: Named;
  readonly items: readonly Named[];
  readonly reason: string;
  readonly authorisedBy: string;
  readonly state: 'reviewed' | 'overdue' | 'due' | 'no-time-said';
  readonly dueBy: string | null;
  readonly reviewers: readonly string[];
  readonly review: { readonly finding: string; readonly by: string; readonly at: string } | null;
}

/** An item that an earlier event told. */
export interface ToldItem {
  readonly eventId: string;
  readonly item: string;
}

/** What a task event says about events before it. */
export type Remark =
  | { readonly is: 'recalled'; readonly reason: string; readonly told: readonly ToldItem[] }
  | { readonly is: 'acknowledged'; readonly events: readonly string[] }
  | { readonly is: 'reviewed'; readonly override: string; readonly finding: string }
  | { readonly is: 'identified'; readonly identity: string };

/** A person's word under which items of an event travelled, and what the clauses that they name ask for afterwards. */
export interface OverrideFacts {
  readonly reason: string;
  /** Opaque reference: only the agency can resolve it. */
  readonly authorisedBy: string;
  readonly authorisedRole: string;
  readonly until: string;
  /** The earliest time by which a clause wants it reviewed; absent when it names no clause. */
  readonly dueBy?: string;
  /** Codes of the roles that every clause lets review it. */
  readonly reviewers: readonly string[];
}

/** Items that an agency reports as not let through. */
export interface RefusedDisclosures {
  readonly direction: 'outgoing' | 'incoming';
  readonly other: string;
  readonly kind?: string;
  readonly taskId?: string;
  readonly caseId?: string;
  /** The event that brought the items, where they came in. */
  readonly toldBy?: string;
  readonly mode?: string;
  readonly items: readonly { readonly item: string; readonly why: string }[];
}

/** What an agency says it did with its own copies after an erasure: codes. */
export interface AnsweredErasure {
  readonly erasure: string;
  readonly answer: string;
  /** Why it keeps them. */
  readonly ground?: string;
}

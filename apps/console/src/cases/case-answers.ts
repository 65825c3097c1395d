import type { ClockState, Gap, IdentityHistory, ItemStatement, Party, StandingItem, Task } from '#domain';

/** What the codes of an answer are called, as an agency's service tells it. */
export interface CaseNames {
  readonly items: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly clocks: Readonly<Record<string, string>>;
  readonly agencies: Readonly<Record<string, string>>;
  /** By `agency/unit`. */
  readonly units: Readonly<Record<string, string>>;
}

/** One statement on an item, with who said it. */
export interface Stated {
  readonly statement: ItemStatement;
  readonly from: string;
  readonly unit: string;
  readonly at: string;
  readonly taskId?: string;
  readonly inWords?: {
    readonly label: string;
    readonly sender: { readonly word: string };
    readonly sentence: string;
  };
}

/** A clock of the law, with the whole minutes that are left while it runs. */
export type RunningClock = ClockState & { readonly remainingMinutes?: number };

/** A task of the case as lists have it; `task` is absent while the request is not recorded yet. */
export interface CaseTask {
  readonly taskId: string;
  readonly task?: Task;
  readonly updatedAt: string;
}

/** What is known or not in the agency's own file, or a note. */
export interface FileEntry {
  readonly at: string;
  readonly by: Party;
  readonly item?: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** What an agency's service answers to GET /cases/:id. */
export interface CaseAnswer {
  readonly caseId: string;
  readonly file?: {
    readonly mode: string;
    readonly openedBy: Party;
    readonly openedAt: string;
    readonly closedAt?: string;
    readonly outcome?: string;
  };
  readonly alias?: string;
  readonly identity: IdentityHistory;
  readonly answering?: {
    readonly party: Party;
    readonly by: 'handover' | 'first-request' | 'case-file';
    readonly since: string;
    readonly taskId?: string;
  };
  readonly agePrecaution: 'treat-as-child' | 'none';
  readonly standing: readonly StandingItem<Stated>[];
  readonly entries: readonly FileEntry[];
  readonly clocks: readonly RunningClock[];
  readonly tasks: readonly CaseTask[];
  readonly names: CaseNames;
}

/** What an agency's service answers to GET /cases/:id/gaps. */
export interface GapsAnswer {
  readonly gaps: readonly Gap[];
  /** Codes of the agencies that one's own may ask for items. */
  readonly mayBeAsked: readonly string[];
  readonly names: CaseNames;
}

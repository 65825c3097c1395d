/** A code with what the own agency calls it. */
export interface Named {
  readonly code: string;
  readonly label: string;
}

/** A unit with the name that its own agency gives it. */
export interface NamedUnit {
  readonly agency: string;
  readonly unit: string;
  readonly name: string;
}

/** Why a task needs a person. */
export interface Pressing {
  readonly reason: string;
  readonly level: Level;
  readonly dueAt?: string;
  readonly what?: string;
  readonly count?: number;
}

/** How much a task needs a person, the most first. */
export const LEVELS = ['telephone', 'now', 'soon', 'watch', 'none'] as const;
/** One of `LEVELS`. */
export type Level = (typeof LEVELS)[number];

/** One task of an agency's board. */
export interface TaskRow {
  readonly taskId: string;
  readonly caseId: string;
  readonly level: Level;
  readonly pressing: readonly Pressing[];
  readonly dueAt?: string;
  readonly kind: Named;
  readonly urgency: Named;
  readonly grade?: Named & { readonly minutes: number | null };
  readonly mode: string;
  readonly asker: NamedUnit;
  readonly performer: NamedUnit;
  readonly sides: readonly ('asker' | 'performer')[];
  readonly status: string;
  readonly businessStatus?: string;
  readonly owner?: NamedUnit;
  /** The time by which its deadlines count. */
  readonly now: string;
  readonly exercise?: string;
  readonly requestedAt: string;
  readonly changedAt: string;
  readonly version: number;
  readonly unsent: readonly {
    readonly eventId: string;
    readonly type: string;
    readonly state: string;
    readonly since: string;
  }[];
  readonly telephone?: string;
}

/** What an agency's service answers to GET /board. */
export interface BoardAnswer {
  readonly agency: string;
  readonly now: string;
  readonly brokerUp: boolean;
  readonly alarm: string | null;
  readonly deadLetters: number;
  readonly rows: readonly TaskRow[];
  readonly counts: Readonly<Record<Level, number>>;
}

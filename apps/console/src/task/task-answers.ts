import type { TaskStatus } from '#domain';
import type { NamedUnit } from '../board/board-answer.js';

/** A party of a task by its codes. */
export interface Party {
  readonly agency: string;
  readonly unit: string;
}

/** What is known of one item, or why not. */
export interface ItemAnswer {
  readonly code: string;
  readonly label: string;
  readonly state: string;
  readonly agency: string;
  readonly unit: string;
  readonly value?: unknown;
  readonly absent?: string;
  readonly source?: string;
  readonly sourcekind?: string;
  readonly note?: string;
  readonly confidence?: string;
  readonly obtainedat?: string;
  readonly searchedSystem?: string;
  readonly searchedFor?: string;
  readonly searchedat?: string;
  readonly heldby?: string;
  readonly finder?: Party;
  readonly expectedby?: string;
  readonly refused?: string;
  readonly recalled?: string;
  readonly rule?: string;
  readonly stage?: string;
  readonly recordedAt: string;
  readonly inWords?: WordPair;
}

/** A code in the words of both sides. */
export interface WordPair {
  readonly code: string;
  readonly label: string;
  readonly sender: { readonly word: string };
  readonly receiver: { readonly word: string };
  readonly lossy: boolean;
  readonly sentence: string;
}

/** A notice of a task. */
export interface NoticeAnswer {
  readonly eventId: string;
  readonly kind: string;
  readonly to: string;
  readonly dueBy?: string;
  readonly closedAt?: string;
  readonly at: string;
}

/** What an agency's service answers to GET /tasks/:id, as far as the page reads it. */
export interface TaskAnswer {
  readonly taskId: string;
  readonly caseId: string;
  readonly pending?: string;
  readonly task?: {
    readonly kind: string;
    readonly mode: string;
    readonly status: TaskStatus;
    readonly businessStatus?: string;
    readonly asker: Party;
    readonly performer: Party;
    readonly owner: Party;
    readonly responsible?: Party;
    readonly responsibility?: string;
    readonly version: number;
    readonly requestedAt: string;
    /** When it was agreed by telephone, where that was before it was recorded. */
    readonly occurredAt?: string;
    readonly acceptanceOccurredAt?: string;
    readonly acknowledgeBy?: string;
    readonly decideBy?: string;
    readonly startBy?: string;
    readonly completeBy?: string;
    readonly reviewAt?: string;
    readonly handover?: { readonly offeredBy: Party; readonly lapsesAt: string };
    readonly counter?: { readonly startBy?: string };
    readonly slots?: readonly { readonly slot: string; readonly state: string }[];
    readonly clocks?: readonly {
      readonly code: string;
      readonly dueAt?: string;
      readonly extendedUntil?: string;
      readonly endedAt?: string;
    }[];
    readonly promises?: readonly {
      readonly id: string;
      readonly by: Party;
      readonly dueBy?: string;
      readonly state: string;
    }[];
  };
  readonly items: readonly ItemAnswer[];
  readonly words: {
    readonly kind?: WordPair;
    readonly reason?: WordPair;
    readonly outcome?: WordPair;
    readonly unit?: NamedUnit;
    readonly to?: NamedUnit;
    readonly urgency?: {
      readonly band: { readonly label: string };
      readonly grade?: {
        readonly word: string;
        readonly scale: string;
        readonly minutes: number | null;
        readonly clockTo: string;
      };
    };
  };
  readonly kept: readonly { readonly item: string; readonly stage: string; readonly ended?: string }[];
  readonly notices: readonly NoticeAnswer[];
  /** What the task needs and nobody has told on it; `mayTell` are agencies that typically hold it and may be asked. */
  readonly gaps: readonly {
    readonly code: string;
    readonly label: string;
    readonly mayTell: readonly { readonly agency: string; readonly name: string }[];
  }[];
}

/** One event of the task. */
export interface EventAnswer {
  readonly eventId: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly sender: string;
  readonly event: {
    readonly type: string;
    readonly time: string;
    readonly actorrole: string;
    readonly actortype: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly content: { readonly note?: string; readonly fact?: string; readonly promise?: string };
  readonly words: { readonly unit?: NamedUnit; readonly reason?: WordPair; readonly outcome?: WordPair };
  readonly warnings?: readonly { readonly sentence?: string }[];
}

/** A code that a step may name. */
export interface ChoiceAnswer {
  readonly code: string;
  readonly label: string;
  readonly meaning?: string;
  readonly needs?: readonly (readonly string[])[];
  readonly missing?: readonly (readonly string[])[];
}

/** A step that can be taken now. */
export interface StepAnswer {
  readonly step: string;
  readonly path: string;
  readonly reasons?: readonly ChoiceAnswer[];
  readonly outcomes?: readonly ChoiceAnswer[];
  readonly slots?: readonly { readonly slot: string; readonly state: string }[];
  readonly promises?: readonly { readonly id: string; readonly by: NamedUnit; readonly own: boolean }[];
  readonly units?: readonly NamedUnit[];
}

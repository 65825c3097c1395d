import type { Party } from '#domain';

/** How tasks kept one of their times. */
export interface Kept {
  readonly promised: number;
  readonly inTime: number;
  readonly late: number;
  readonly waiting: number;
}

/** Minutes from the request to a step. */
export interface Minutes {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
}

/** What one agency and another did on one kind of task. */
export interface TaskFigures {
  readonly mode: string;
  readonly kind: string;
  readonly other: string;
  readonly side: 'performer' | 'asker';
  readonly open: Readonly<Record<string, number>>;
  readonly overdue: number;
  readonly asked: number;
  readonly acknowledge: Kept;
  readonly answer: Kept;
  readonly start: Kept;
  readonly complete: Kept;
  readonly minutesToAnswer?: Minutes;
  readonly minutesToStart?: Minutes;
}

/** What an agency's service answers to GET /lead/tasks. */
export interface LeadAnswer {
  readonly figures: readonly TaskFigures[];
  readonly names: {
    readonly agencies: Readonly<Record<string, string>>;
    readonly kinds: Readonly<Record<string, string>>;
  };
}

/** What an agency's service answers to GET /reports/unmet. */
export interface UnmetAnswer {
  readonly tasks: readonly {
    readonly mode: string;
    readonly kind: string;
    readonly to: Party;
    readonly status: string;
    readonly reason: string;
    readonly count: number;
  }[];
  readonly needs: readonly {
    readonly mode: string;
    readonly kind: string;
    readonly from: Party;
    readonly because: string;
    readonly count: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  }[];
}

/** What one agency's service told, or why it told nothing. */
export type AgencyTold = { readonly agency: string } & (
  | { readonly figures: LeadAnswer; readonly unmet: UnmetAnswer; readonly silent?: undefined }
  | { readonly silent: string }
);

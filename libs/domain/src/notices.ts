import type { OverrideClause } from './agreements.js';
import { ALERT_KINDS, alertsOf, listeners, type Addressee } from './alerts.js';
import type { TaskEvent } from './events.js';
import type { Way } from './sharing.js';
import type { Task } from './task.js';

/**
 * What a person must look at: items told under an override, put right, taken back, or an identity that changed; and what
 * gives a task back or calls somebody in.
 */
export const NOTICE_KINDS = ['overridden', 'corrected', 'recalled', 'identified', ...ALERT_KINDS] as const;

/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What rides beside an event, as far as a notice says it: codes only. */
export interface Beside {
  readonly items: readonly {
    readonly code: string;
    readonly way: Way;
    /** Code of the rule, or of the override clause. */
    readonly rule: string;
    /** Id of the event that told the item which is put right. */
    readonly corrects?: string;
  }[];
  readonly override?: { readonly reason: string; readonly authorisedRole: string };
}

/** What an agreement wants of an override afterwards. */
export interface ReviewTerms {
  /** By when it must have been reviewed: ms since 1970. */
  readonly dueBy: number;
  /** Codes of the roles that may review it. */
  readonly reviewers: readonly string[];
}

/** Somebody has to look at the event: of each addressee a person. `detail` holds codes, ids and numbers. */
export interface NoticeOpened {
  readonly change: 'opened';
  readonly kind: NoticeKind;
  readonly to: readonly Addressee[];
  readonly detail: Readonly<Record<string, unknown>>;
  /** For `overridden` only. */
  readonly review?: ReviewTerms;
}

/** What an event changes of the notices of its task. */
export type NoticeChange =
  | NoticeOpened
  | { readonly change: 'seen'; readonly events: readonly string[] }
  | { readonly change: 'reviewed'; readonly event: string; readonly finding: string };

/** By what an override is judged that stands on the ledger since `recordedAt` (ms). */
export interface Overriding {
  /** The override clauses of the directory version that the event names. */
  readonly clauses: readonly OverrideClause[];
  readonly recordedAt: number;
}

/**
 * What an event changes of the notices of its task; `task` is the task after it. An override that names none of the clauses
 * opens nothing, since no receiver lets its items in. Throws nothing.
 */
export function noticesOf(
  event: TaskEvent,
  task: Task,
  beside: Beside,
  overriding: Overriding,
): readonly NoticeChange[] {
  const to = listeners(task, event.by);
  return [
    ...overridden(beside, overriding).map((opened) => ({ ...opened, to })),
    ...remarked(event, beside).map((change) => (change.change === 'opened' ? { ...change, to } : change)),
    ...alertsOf(event, task).map((alert): NoticeOpened => ({ change: 'opened', ...alert })),
  ];
}

type Unaddressed = Omit<NoticeOpened, 'to'>;

/**
 * When and by whom an override must be reviewed that was recorded at `recordedAt` (ms) and let items travel under these
 * clauses: by the earliest of their times, by a role that all of them list. Undefined without a clause.
 */
export function reviewTerms(clauses: readonly OverrideClause[], recordedAt: number): ReviewTerms | undefined {
  const [first, ...others] = clauses;
  if (!first) return undefined;
  const minutes = Math.min(...clauses.map(({ reviewWithinMinutes }) => reviewWithinMinutes));
  return {
    dueBy: recordedAt + minutes * MINUTE,
    reviewers: first.reviewedBy.filter((role) => others.every(({ reviewedBy }) => reviewedBy.includes(role))),
  };
}

const MINUTE = 60_000;

function overridden(
  { items, override }: Beside,
  { clauses, recordedAt }: Overriding,
): readonly Unaddressed[] {
  const told = items.filter(({ way }) => way === 'overridden');
  const named = clauses.filter(({ code }) => told.some(({ rule }) => rule === code));
  const review = reviewTerms(named, recordedAt);
  if (!override || !review) return [];
  const { reason, authorisedRole } = override;
  const detail = { items: told.map(({ code }) => ({ item: code })), reason, authorisedRole };
  return [{ change: 'opened', kind: 'overridden', detail, review }];
}

function remarked(
  event: TaskEvent,
  { items }: Beside,
): readonly (Unaddressed | Exclude<NoticeChange, NoticeOpened>)[] {
  switch (event.type) {
    case 'corrected': {
      const corrected = items.map(({ code, corrects }) => ({
        item: code,
        ...(corrects && { event: corrects }),
      }));
      return [{ change: 'opened', kind: 'corrected', detail: { items: corrected } }];
    }
    case 'recalled': {
      const { recalls, reason } = event;
      return [{ change: 'opened', kind: 'recalled', detail: { items: recalls, reason } }];
    }
    case 'identified': {
      const told = items.map(({ code }) => ({ item: code }));
      return [{ change: 'opened', kind: 'identified', detail: { identity: event.identity, items: told } }];
    }
    case 'acknowledged':
      return [{ change: 'seen', events: event.events }];
    case 'reviewed':
      return [{ change: 'reviewed', event: event.override, finding: event.finding }];
    default:
      return [];
  }
}

import type { ClockState } from './clocks.js';
import type { AgencyCode, Party } from './party.js';
import type { Slot } from './slots.js';

export type { AgencyCode, Party };

/** What an event is for. Only `actual` tasks a real crew. */
export const MODES = ['actual', 'exercise', 'test'] as const;

/** One of {@link MODES}. */
export type Mode = (typeof MODES)[number];

/** The codes of FHIR R4 `Task.status` that agencies use between each other. */
export const TASK_STATUSES = [
  'requested',
  'received',
  'accepted',
  'rejected',
  'in-progress',
  'on-hold',
  'completed',
  'failed',
  'cancelled',
  'entered-in-error',
] as const;

/** One of {@link TASK_STATUSES}. */
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The closed list of reasons for which an asker may cancel. */
export const CANCEL_REASONS = [
  'no-longer-needed',
  'duplicate',
  'met-elsewhere',
  'not-selected',
  'replaced',
] as const;

/** One of {@link CANCEL_REASONS}. */
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** What a status alone does not say (FHIR R4 `Task.businessStatus`). */
export const BUSINESS_STATUSES = ['expired', 'counter-offered'] as const;

/** One of {@link BUSINESS_STATUSES}. */
export type BusinessStatus = (typeof BUSINESS_STATUSES)[number];

/** Whether the responsibility for the person passes to the performer by a handover, or stays with the asker. */
export const RESPONSIBILITIES = ['transfers', 'retained'] as const;

/** One of {@link RESPONSIBILITIES}. */
export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** Why nobody answered: the reason of a task that ended by silence. */
export const NO_RESPONSE = 'no-response';

/** An undertaking with an owner, made on a task; its words travel sealed. */
export interface TaskPromise {
  readonly id: string;
  readonly by: Party;
  /** Until when it is to be kept. */
  readonly dueBy?: string;
  readonly state: 'open' | 'kept' | 'broken' | 'released';
}

/** Somebody was called in: which units, why and when. */
export interface Escalation {
  readonly to: readonly Party[];
  readonly why: string;
  readonly at: string;
}

/**
 * One agency's request to another, as every reader of its events sees it.
 *
 * `owner` is the one party that is accountable for the task now. `responsible` is there when the responsibility for the
 * person `transfers`: the one party that answers for the person now. `version` counts the task's events from 1. Times
 * are ISO 8601 strings with an offset. `statusReason` is set when the task was rejected, failed or was cancelled;
 * `outcome` when it was completed. `missed` names each deadline that passed, once. Whether a task is closed is derived:
 * {@link isClosed}.
 */
export interface Task {
  readonly id: string;
  readonly caseId: string;
  readonly mode: Mode;
  readonly kind: string;
  readonly urgency: string;
  readonly asker: Party;
  readonly performer: Party;
  readonly status: TaskStatus;
  readonly businessStatus?: BusinessStatus;
  readonly statusReason?: string;
  readonly outcome?: string;
  readonly owner: Party;
  readonly version: number;
  readonly requestedAt: string;
  readonly decideBy?: string;
  readonly wanted?: readonly string[];
  readonly grade?: string;
  readonly purpose?: string;
  readonly basis?: string;
  /** The exercise whose clock counts for it; else ledger time does. */
  readonly exercise?: string;
  /** The earlier task in whose place it stands. */
  readonly follows?: string;
  readonly acknowledgeBy?: string;
  readonly startBy?: string;
  readonly completeBy?: string;
  readonly missed?: readonly string[];
  readonly responsibility?: Responsibility;
  readonly responsible?: Party;
  /** A handover that was offered and not answered yet. */
  readonly handover?: { readonly offeredBy: Party; readonly lapsesAt: string };
  /** When the performer could begin, in a counter-offer that the asker has not answered yet. */
  readonly counter?: { readonly startBy?: string };
  /** When a task on hold, or one declined for now, is to be looked at again. */
  readonly reviewAt?: string;
  /** The verdict of the performer that came after the task had expired: recorded, and of no effect. */
  readonly lateAnswer?: 'accepted' | 'rejected';
  readonly slots?: readonly Slot[];
  readonly clocks?: readonly ClockState[];
  readonly promises?: readonly TaskPromise[];
  readonly escalations?: readonly Escalation[];
  /** The need of which this task is an offer: of all its offers only one can be accepted. */
  readonly need?: string;
  /** When it was asked, and when it was accepted, where that was before it could be recorded: by telephone. */
  readonly occurredAt?: string;
  readonly acceptanceOccurredAt?: string;
}

const CLOSED: ReadonlySet<TaskStatus> = new Set([
  'rejected',
  'completed',
  'failed',
  'cancelled',
  'entered-in-error',
]);

/** The statuses in which a step may still follow. */
export const OPEN_STATUSES: readonly TaskStatus[] = TASK_STATUSES.filter((status) => !CLOSED.has(status));

/** True when no step may follow any more. A closed task never opens again. */
export function isClosed(task: Pick<Task, 'status'>): boolean {
  return CLOSED.has(task.status);
}

/** True while a step may still follow, also when the task is on hold. */
export function isOpen(task: Pick<Task, 'status'>): boolean {
  return !isClosed(task);
}

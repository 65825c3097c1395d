/** The code of an agency in the directory, such as `police`. */
export type AgencyCode = string;

/** One unit of one agency. Both are codes of the directory, never names or free words. */
export interface Party {
  readonly agency: AgencyCode;
  readonly unit: string;
}

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
  'replaced',
  'entered-in-error',
  'not-selected',
] as const;

/** One of {@link CANCEL_REASONS}. */
export type CancelReason = (typeof CANCEL_REASONS)[number];

/**
 * One agency's request to another, as every reader of its events sees it.
 *
 * `owner` is the one party that is accountable now. `version` counts the task's events from 1. Times are ISO 8601
 * strings with an offset. `statusReason` is set when the task was rejected, failed or was cancelled; `outcome` when it
 * was completed. Whether a task is closed is derived: {@link isClosed}.
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
  /** The need of which this task is an offer: of all its offers only one can be accepted. */
  readonly need?: string;
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

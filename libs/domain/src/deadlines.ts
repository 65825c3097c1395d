import type { ClockState } from './clocks.js';
import type { Deadline, EscalationReason } from './events.js';
import { isOpen, type Task, type TaskStatus } from './task.js';

/** A deadline of a task: what it is for, and the last instant that is still in time. */
export interface DueDeadline {
  readonly deadline: Deadline | 'decide' | 'handover';
  readonly dueAt: string;
  readonly promise?: string;
  readonly clock?: string;
  readonly percent?: number;
}

/** How much of a clock is gone, in per cent, when it warns; at 100 its time is over. */
export const CLOCK_PERCENTS = [75, 90, 100] as const;

/** True when the time is after the last instant that is in time: the limit itself is not late. */
export const isPast = (dueAt: string, time: string): boolean => Date.parse(time) > Date.parse(dueAt);

/** One name for a deadline of a task, such as `start` or `clock s136-detention 75`. */
export const deadlineKey = ({ deadline, promise, clock, percent }: Omit<DueDeadline, 'dueAt'>): string =>
  [deadline, promise, clock, percent].filter((part) => part !== undefined).join(' ');

/** Every deadline that still counts for a task as it stands, whether it has passed or not; the earliest first. */
export function deadlinesOf(task: Task): readonly DueDeadline[] {
  const { handover, promises = [], clocks = [], reviewAt } = task;
  const found: readonly (DueDeadline | undefined)[] = [
    inStatus(task, ['requested'], { deadline: 'acknowledge', dueAt: task.acknowledgeBy }),
    inStatus(task, ['requested', 'received'], { deadline: 'decide', dueAt: task.decideBy }),
    inStatus(task, ['requested', 'received', 'accepted'], { deadline: 'start', dueAt: task.startBy }),
    inStatus(task, ALL_THE_WAY, { deadline: 'complete', dueAt: task.completeBy }),
    inStatus(task, ['on-hold'], { deadline: 'review', dueAt: reviewAt }),
    inStatus(task, ALL_THE_WAY, { deadline: 'handover', dueAt: handover?.lapsesAt }),
    ...promises.map(({ id, state, dueBy }) =>
      state === 'open'
        ? inStatus(task, ALL_THE_WAY, { deadline: 'promise', dueAt: dueBy, promise: id })
        : undefined,
    ),
    ...clocks.flatMap((clock) => clockDeadlines(task, clock)),
  ];
  const due = found.filter((one) => one !== undefined);
  return [...due].sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
}

/** Those of the deadlines of which nothing was said yet; the earliest first. */
export const unreportedDeadlines = (task: Task): readonly DueDeadline[] =>
  deadlinesOf(task).filter((one) => !task.missed?.includes(deadlineKey(one)));

const ALL_THE_WAY: readonly TaskStatus[] = ['requested', 'received', 'accepted', 'in-progress', 'on-hold'];

type Wanted = Omit<DueDeadline, 'dueAt'> & { readonly dueAt: string | undefined };

function inStatus(
  task: Task,
  statuses: readonly TaskStatus[],
  { dueAt, ...rest }: Wanted,
): DueDeadline | undefined {
  return dueAt !== undefined && statuses.includes(task.status) ? { ...rest, dueAt } : undefined;
}

function clockDeadlines(task: Task, clock: ClockState): readonly (DueDeadline | undefined)[] {
  const { code, startedAt, endedAt } = clock;
  const dueAt = clock.extendedUntil ?? clock.dueAt;
  if (startedAt === undefined || dueAt === undefined || endedAt !== undefined) return [];
  const [from, until] = [Date.parse(startedAt), Date.parse(dueAt)];
  return CLOCK_PERCENTS.map((percent) => {
    const at = new Date(from + ((until - from) * percent) / 100).toISOString();
    return inStatus(task, ALL_THE_WAY, { deadline: 'clock', dueAt: at, clock: code, percent });
  });
}

/** Somebody has to be called in: why, and since when. */
export interface OwedEscalation {
  readonly why: EscalationReason;
  readonly since: string;
}

/**
 * Whom nobody has called in yet though the task needs it: after silence, when the work was late or a clock is nearly over,
 * and when a task that was declined for now or is on hold is to be looked at again. Each reason calls once.
 */
export function owedEscalation(task: Task): OwedEscalation | undefined {
  const called = new Set((task.escalations ?? []).map(({ why }) => why));
  return owed(task).find(({ why }) => !called.has(why));
}

/** When the task next needs somebody, or a word that a time has passed: ISO 8601; undefined when it needs neither. */
export function nextDue(task: Task): string | undefined {
  const times = [unreportedDeadlines(task)[0]?.dueAt, owedEscalation(task)?.since];
  const due = times.filter((time) => time !== undefined).map((time) => Date.parse(time));
  return due.length === 0 ? undefined : new Date(Math.min(...due)).toISOString();
}

function owed(task: Task): readonly OwedEscalation[] {
  const { businessStatus, decideBy, status, reviewAt, missed = [] } = task;
  const passed = (keys: readonly string[]): boolean => keys.some((key) => missed.includes(key));
  const clock = missed.find((key) => /^clock .* (90|100)$/.test(key));
  const since = task.requestedAt;
  return [
    ...(businessStatus === 'expired' ? [{ why: 'no-response', since: decideBy ?? since } as const] : []),
    ...(status === 'rejected' && reviewAt ? [{ why: 'review-due', since: reviewAt } as const] : []),
    ...(isOpen(task) && passed(['review']) ? [{ why: 'review-due', since } as const] : []),
    ...(isOpen(task) && passed(['start', 'complete']) ? [{ why: 'overdue', since } as const] : []),
    ...(isOpen(task) && clock ? [{ why: 'clock', since } as const] : []),
  ];
}

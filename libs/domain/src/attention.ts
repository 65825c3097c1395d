import { deadlinesOf, isPast, type DueDeadline } from './deadlines.js';
import type { NoticeKind } from './notices.js';
import { roleOf, type Side } from './role.js';
import type { Mode, Party, Task } from './task.js';

/** How much a task needs a person, the most first. `telephone`: the other agency does not have what was said to it. */
export const ATTENTION_LEVELS = ['telephone', 'now', 'soon', 'watch', 'none'] as const;

/** One of {@link ATTENTION_LEVELS}. */
export type AttentionLevel = (typeof ATTENTION_LEVELS)[number];

/** Why a task needs a person, the more pressing first within a level. */
export const ATTENTION_REASONS = [
  'not-sent',
  'not-recorded',
  'overdue',
  'unanswered',
  'clock',
  'handover-offered',
  'counter-offered',
  'slots-open',
  'notice',
  'due',
  'gaps',
] as const;

/** One of {@link ATTENTION_REASONS}. */
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** One reason why a task needs a person. Times are ISO 8601 in UTC. */
export interface Pressing {
  readonly reason: AttentionReason;
  readonly level: AttentionLevel;
  /** Until when, where there is a time; it may have passed. */
  readonly dueAt?: string;
  /** What exactly: the deadline, the clock, the kind of a notice. */
  readonly what?: string;
  /** How many slots, items, notices. */
  readonly count?: number;
}

/** What beside the task itself says that it needs a person. */
export interface AttentionFacts {
  /** The agency that looks, and the units for which it does. */
  readonly reader: { readonly agency: string; readonly units?: readonly string[] };
  /** Own word that will never be sent, or that is not on the ledger yet. */
  readonly unsent?: 'expired-unsent' | 'refused' | 'queued';
  /** Notices that nobody of the reader has seen. */
  readonly notices: readonly { readonly kind: NoticeKind; readonly dueAt?: string }[];
  /** Items that the task needs and of which no value is known. */
  readonly gaps: number;
  /** The time of the task, ISO 8601. */
  readonly now: string;
}

/** What a task asks of the people who look at it. */
export interface Attention {
  readonly level: AttentionLevel;
  /** The most pressing first; empty when nobody has to do anything. */
  readonly pressing: readonly Pressing[];
  /** The earliest time of the most pressing ones. */
  readonly dueAt?: string;
}

/** Part of the time for an answer that is left when it becomes pressing, and the least that is, in ms. */
const NEAR_PART = 0.25;
const NEAR_LEAST_MS = 5 * 60_000;

/**
 * What of a task needs a person of the reader now: the one order in which every board shows tasks. `task` is undefined while
 * the request itself is not on the ledger.
 */
export function attentionOf(task: Task | undefined, facts: AttentionFacts): Attention {
  const found = [
    ...unsentNeeds(facts),
    ...(task ? taskNeeds(task, facts) : []),
    ...noticeNeeds(facts.notices),
  ];
  const pressing = [...found].sort(byPressure);
  const level = pressing[0]?.level ?? 'none';
  const [dueAt] = pressing.flatMap((need) => (need.level === level && need.dueAt ? [need.dueAt] : [])).sort();
  return { level, pressing, ...(dueAt !== undefined && { dueAt }) };
}

/** A task as a board puts it in order; `urgency` is the code of its band, `since` when it was asked for. */
export interface RankedTask extends Attention {
  readonly mode: Mode;
  readonly urgency: string;
  readonly since: string;
}

/** Which of two tasks comes first: the more pressing, then a real one, then the more urgent, then the earlier due, then the older. */
export function compareAttention(a: RankedTask, b: RankedTask): number {
  return (
    rankOf(a.level) - rankOf(b.level) ||
    Number(a.mode !== 'actual') - Number(b.mode !== 'actual') ||
    a.urgency.localeCompare(b.urgency) ||
    timeOf(a.dueAt) - timeOf(b.dueAt) ||
    Date.parse(a.since) - Date.parse(b.since)
  );
}

const rankOf = (level: AttentionLevel): number => ATTENTION_LEVELS.indexOf(level);
const timeOf = (dueAt: string | undefined): number =>
  dueAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt);

const byPressure = (a: Pressing, b: Pressing): number =>
  rankOf(a.level) - rankOf(b.level) ||
  timeOf(a.dueAt) - timeOf(b.dueAt) ||
  ATTENTION_REASONS.indexOf(a.reason) - ATTENTION_REASONS.indexOf(b.reason);

function unsentNeeds({ unsent }: AttentionFacts): readonly Pressing[] {
  if (unsent === undefined) return [];
  return [{ reason: unsent === 'queued' ? 'not-recorded' : 'not-sent', level: 'telephone', what: unsent }];
}

/** Notices of one kind are one reason, until the earliest of their times. */
function noticeNeeds(notices: AttentionFacts['notices']): readonly Pressing[] {
  return [...new Set(notices.map(({ kind }) => kind))].map((what) => {
    const same = notices.filter(({ kind }) => kind === what);
    const [dueAt] = same.flatMap((notice) => notice.dueAt ?? []).sort();
    return {
      reason: 'notice',
      level: 'now',
      what,
      count: same.length,
      ...(dueAt !== undefined && { dueAt }),
    };
  });
}

function taskNeeds(task: Task, facts: AttentionFacts): readonly Pressing[] {
  const sides = sidesOf(task, facts.reader);
  const all = deadlinesOf(task);
  const deadlines = all.map((due) => deadlineNeed(task, due, { sides, all, now: facts.now }));
  const open = (task.slots ?? []).filter(({ state }) => state !== 'filled').length;
  const isHeld = ['accepted', 'in-progress', 'on-hold'].includes(task.status);
  return [
    ...deadlines.filter((need) => need !== undefined),
    ...offers(task, sides),
    ...(open > 0 && isHeld
      ? [{ reason: 'slots-open', level: sides.has('performer') ? 'now' : 'watch', count: open } as const]
      : []),
    ...(facts.gaps > 0 && isHeld ? [{ reason: 'gaps', level: 'watch', count: facts.gaps } as const] : []),
  ];
}

type Sides = ReadonlySet<Side>;

/** Which sides of the task are the reader's: both, within one agency. */
function sidesOf(task: Task, { agency, units }: AttentionFacts['reader']): Sides {
  const isOurs = (party: Party): boolean =>
    party.agency === agency &&
    (units === undefined || task.asker.agency !== task.performer.agency || units.includes(party.unit));
  return new Set((['asker', 'performer'] as const).filter((side) => isOurs(task[side])));
}

interface Look {
  readonly sides: Sides;
  /** Every deadline of the task. */
  readonly all: readonly DueDeadline[];
  readonly now: string;
}

function deadlineNeed(task: Task, due: DueDeadline, look: Look): Pressing | undefined {
  const { deadline, dueAt } = due;
  switch (deadline) {
    case 'acknowledge':
    case 'decide':
      return { reason: 'unanswered', level: answerLevel(task, dueAt, look), dueAt, what: deadline };
    case 'clock':
      return clockNeed(due, look);
    case 'handover':
      return undefined;
    default:
      if (isPast(dueAt, look.now)) return { reason: 'overdue', level: 'now', dueAt, what: deadline };
      return {
        reason: 'due',
        level: isNear(task.requestedAt, dueAt, look.now) ? 'soon' : 'watch',
        dueAt,
        what: deadline,
      };
  }
}

/** Who is asked has to answer at once; who asked has to chase an answer when its time is nearly over. */
function answerLevel(task: Task, dueAt: string, { sides, now }: Look): AttentionLevel {
  const near = isNear(task.requestedAt, dueAt, now);
  if (sides.has('performer')) return near || task.status === 'requested' ? 'now' : 'soon';
  return isPast(dueAt, now) ? 'now' : near ? 'soon' : 'watch';
}

/** The last two points at which a clock warns say how near its end is; only the end is told. */
function clockNeed({ dueAt, clock, percent }: DueDeadline, { all, now }: Look): Pressing | undefined {
  if (percent !== 100) return undefined;
  const passed = all.filter((one) => one.clock === clock && isPast(one.dueAt, now)).map((one) => one.percent);
  const level = passed.includes(90) ? 'now' : passed.includes(75) ? 'soon' : 'watch';
  return { reason: 'clock', level, dueAt, ...(clock !== undefined && { what: clock }) };
}

function offers(task: Task, sides: Sides): readonly Pressing[] {
  const { handover, counter } = task;
  const offeredBy = handover && roleOf(task, handover.offeredBy);
  const answers = handover !== undefined && [...sides].some((side) => side !== offeredBy);
  return [
    ...(handover
      ? [{ reason: 'handover-offered', level: answers ? 'now' : 'watch', dueAt: handover.lapsesAt } as const]
      : []),
    ...(counter ? [{ reason: 'counter-offered', level: sides.has('asker') ? 'now' : 'watch' } as const] : []),
  ];
}

function isNear(from: string, dueAt: string, now: string): boolean {
  const [begun, due] = [Date.parse(from), Date.parse(dueAt)];
  return due - Date.parse(now) <= Math.max((due - begun) * NEAR_PART, NEAR_LEAST_MS);
}

import { knownInstant } from './instant.js';
import type { Party } from './party.js';

/** How long a clock of the law runs, when it warns and what ends it. Codes of the directory, and minutes. */
export interface ClockRule {
  readonly code: string;
  /** The legal power whose time it is. */
  readonly power: string;
  readonly maxMinutes: number;
  /** How much longer it may be made, once, and for which reasons; `never` are reasons that the law rules out. */
  readonly extension?: {
    readonly minutes: number;
    readonly reasons: readonly string[];
    readonly never: readonly string[];
  };
  /** Parts of the whole time at which people are warned, in percent, smallest first. */
  readonly warnAtPercent: readonly number[];
  /** Outcomes that end it, by task kind. */
  readonly endsWith: Readonly<Record<string, readonly string[]>>;
}

/** When a clock started, and who said so. */
export interface ClockStart {
  /** ISO 8601 with an offset. */
  readonly at: string;
  readonly by: Party;
}

/**
 * A clock of one person, as far as it is known. Times are ISO 8601; those that the functions here make are in UTC. While
 * `startedAt` is absent it waits, and has no due time. Once started it never starts again.
 */
export interface ClockState {
  readonly code: string;
  readonly waitingSince?: string;
  readonly startedAt?: string;
  readonly startedBy?: Party;
  /** The end of the time that the law gives without an extension. */
  readonly dueAt?: string;
  /** The end of the time with the extension. */
  readonly extendedUntil?: string;
  readonly endedAt?: string;
  /** Code of what ended it. */
  readonly endReason?: string;
  /** Where parties say different things: every start that was told, earliest first. The earliest counts. */
  readonly disputedStarts?: readonly ClockStart[];
}

/** Every code with which a step of a clock can be refused, and what it means. */
export const CLOCK_REFUSALS = {
  CLOCK_RUNNING: 'The clock runs already, and a clock never starts twice.',
  CLOCK_NOT_RUNNING: 'The clock does not run at this time.',
  CLOCK_ENDED: 'The clock has ended, and a clock never starts again.',
  CLOCK_RUN_OUT: 'The time of the clock is over, and nothing makes it longer afterwards.',
  CLOCK_EXTENDED_ALREADY: 'The time of the clock was made longer before, which is possible once.',
  EXTENSION_REASON_NOT_ALLOWED: 'The time of the clock is not made longer for this reason.',
  EXTENSION_LENGTH_NOT_ALLOWED: 'The time of the clock is not made longer by this number of minutes.',
} as const;

/** One of the codes of {@link CLOCK_REFUSALS}. */
export type ClockRefusalCode = keyof typeof CLOCK_REFUSALS;

/** Why a step of a clock is not possible; `because` holds codes, times and minutes. */
export interface ClockRefusal {
  readonly refused: ClockRefusalCode;
  readonly because: Readonly<Record<string, string | number | readonly string[]>>;
}

/** An instant at which a part of the time is over. 100 is the whole. */
export interface ClockMark {
  readonly percent: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** A clock that will start later, such as on arrival. One that waits already keeps the time since when it waits. */
export function awaitClock(
  clock: ClockState | undefined,
  rule: ClockRule,
  { at }: { readonly at: string },
): ClockState | ClockRefusal {
  if (clock === undefined) return { code: rule.code, waitingSince: inUtc(at) };
  return cannotStart(clock) ?? clock;
}

/** The clock started at this time. Refused while it runs, saying since when, and after it has ended. */
export function startClock(
  clock: ClockState | undefined,
  rule: ClockRule,
  { at, by }: ClockStart,
): ClockState | ClockRefusal {
  const refusal = cannotStart(clock);
  if (refusal) return refusal;
  const dueAt = inUtc(knownInstant(at) + rule.maxMinutes * MINUTE);
  return { ...clock, code: rule.code, startedAt: inUtc(at), startedBy: by, dueAt };
}

/**
 * The clock with a longer time, counted from the end of its first. Without `minutes` it is made longer by all that its rule
 * allows. At its due time it may still be made longer, after it not.
 */
export function extendClock(
  clock: ClockState | undefined,
  { extension }: ClockRule,
  { at, reason, minutes }: { readonly at: string; readonly reason: string; readonly minutes?: number },
): ClockState | ClockRefusal {
  const refusal = notRunning(clock, at);
  if (refusal) return refusal;
  const { dueAt = '', extendedUntil } = clock as ClockState;
  if (extendedUntil !== undefined) return { refused: 'CLOCK_EXTENDED_ALREADY', because: { extendedUntil } };
  if (knownInstant(at) > knownInstant(dueAt)) return { refused: 'CLOCK_RUN_OUT', because: { at, dueAt } };
  const { reasons: allowed = [], minutes: most = 0 } = extension ?? {};
  if (!allowed.includes(reason)) {
    return { refused: 'EXTENSION_REASON_NOT_ALLOWED', because: { reason, allowed } };
  }
  const more = minutes ?? most;
  if (more < 1 || more > most) {
    return { refused: 'EXTENSION_LENGTH_NOT_ALLOWED', because: { minutes: more, most } };
  }
  return { ...(clock as ClockState), extendedUntil: inUtc(knownInstant(dueAt) + more * MINUTE) };
}

/** The clock ended at this time, for this reason. One that waits may end as well: then it never starts. */
export function endClock(
  clock: ClockState | undefined,
  { at, reason }: { readonly at: string; readonly reason: string },
): ClockState | ClockRefusal {
  const waits = clock !== undefined && clock.startedAt === undefined && clock.endedAt === undefined;
  const refusal = waits ? undefined : notRunning(clock, at);
  return refusal ?? { ...(clock as ClockState), endedAt: inUtc(at), endReason: reason };
}

/** Whether this outcome of a task of this kind ends the clock. */
export function endsClock(rule: ClockRule, kind: string, outcome: string): boolean {
  return Object.hasOwn(rule.endsWith, kind) && (rule.endsWith[kind] ?? []).includes(outcome);
}

/**
 * The instants at which people are warned, and the last one of the time, earliest first. None while the clock waits, and
 * none after it has ended. An extension moves all of them, since they are parts of the whole time.
 */
export function marksOf(clock: ClockState, { warnAtPercent }: ClockRule): readonly ClockMark[] {
  const { startedAt, endedAt } = clock;
  const until = lastInstant(clock);
  if (startedAt === undefined || until === undefined) return [];
  const start = knownInstant(startedAt);
  return [...warnAtPercent, 100]
    .map((percent) => ({ percent, at: inUtc(start + Math.floor(((until - start) * percent) / 100)) }))
    .filter(({ at }) => endedAt === undefined || knownInstant(at) <= knownInstant(endedAt));
}

/**
 * Whole minutes that are left at this time, below 0 when the time is over; of a clock that has ended, those that were left
 * then. Undefined while it waits.
 */
export function remainingMinutes(clock: ClockState, at: string): number | undefined {
  const until = lastInstant(clock);
  if (until === undefined) return undefined;
  const asked = knownInstant(at);
  const seen = clock.endedAt === undefined ? asked : Math.min(asked, knownInstant(clock.endedAt));
  return Math.floor((until - seen) / MINUTE);
}

const MINUTE = 60_000;

const lastInstant = ({ startedAt, dueAt, extendedUntil }: ClockState): number | undefined =>
  startedAt === undefined || dueAt === undefined ? undefined : knownInstant(extendedUntil ?? dueAt);

function cannotStart(clock: ClockState | undefined): ClockRefusal | undefined {
  if (clock?.endedAt !== undefined) return { refused: 'CLOCK_ENDED', because: { endedAt: clock.endedAt } };
  if (clock?.startedAt === undefined) return undefined;
  return { refused: 'CLOCK_RUNNING', because: { startedAt: clock.startedAt } };
}

function notRunning(clock: ClockState | undefined, at: string): ClockRefusal | undefined {
  if (clock?.endedAt !== undefined) return { refused: 'CLOCK_ENDED', because: { endedAt: clock.endedAt } };
  if (clock?.startedAt === undefined) return { refused: 'CLOCK_NOT_RUNNING', because: { at } };
  const { startedAt } = clock;
  return knownInstant(at) < knownInstant(startedAt)
    ? { refused: 'CLOCK_NOT_RUNNING', because: { at, startedAt } }
    : undefined;
}

const inUtc = (at: string | number): string =>
  new Date(typeof at === 'string' ? knownInstant(at) : at).toISOString();

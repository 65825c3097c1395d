import type { ClockStart, ClockState } from './clocks.js';
import { knownInstant } from './instant.js';

/**
 * One clock of what two readers know of it: associative, commutative, and a clock merged with itself is the same, so
 * that the order in which tasks of a case tell it does not count. The earliest start wins, and differing starts are kept
 * as disputed; the longest extension wins, counted from the earliest due time; the earliest end wins. Throws on two codes.
 */
export function mergeClocks(a: ClockState, b: ClockState): ClockState {
  if (a.code !== b.code) throw new Error(`two clocks: ${a.code} and ${b.code}`);
  const starts = startsOf(a, b);
  const [start] = starts;
  const waitingSince = earliest([a.waitingSince, b.waitingSince]);
  const end = [...endOf(a), ...endOf(b)].sort(byTime)[0];
  return {
    code: a.code,
    ...(waitingSince !== undefined && { waitingSince }),
    ...(start && { startedAt: start.at, startedBy: start.by }),
    ...dueOf(a, b),
    ...(end && { endedAt: end.at, endReason: end.reason }),
    ...(starts.length > 1 && { disputedStarts: starts }),
  };
}

/** Every start that either knows, earliest first; of those at one instant one is enough. */
function startsOf(...clocks: readonly ClockState[]): readonly ClockStart[] {
  const told = clocks.flatMap(({ startedAt: at, startedBy: by, disputedStarts = [] }) =>
    at === undefined || by === undefined ? disputedStarts : [{ at, by }, ...disputedStarts],
  );
  const sorted = [...told].sort(byTime);
  return sorted.filter(({ at }, i) => {
    const before = sorted[i - 1];
    return before === undefined || knownInstant(before.at) !== knownInstant(at);
  });
}

/** A later start would end the time later, and its extension too: only the length of the extension is taken from it. */
function dueOf(a: ClockState, b: ClockState): Pick<ClockState, 'dueAt' | 'extendedUntil'> {
  const dueAt = earliest([a.dueAt, b.dueAt]);
  if (dueAt === undefined) return {};
  const longer = Math.max(extensionOf(a), extensionOf(b));
  if (longer < 0) return { dueAt };
  return { dueAt, extendedUntil: new Date(knownInstant(dueAt) + longer).toISOString() };
}

/** Milliseconds, or -1 where there is none. */
const extensionOf = ({ dueAt, extendedUntil }: ClockState): number =>
  dueAt === undefined || extendedUntil === undefined ? -1 : knownInstant(extendedUntil) - knownInstant(dueAt);

const endOf = ({ endedAt: at, endReason: reason = '' }: ClockState) =>
  at === undefined ? [] : [{ at, reason }];

const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times
    .filter((time) => time !== undefined)
    .sort((a, b) => knownInstant(a) - knownInstant(b) || inOrder(a, b))[0];

// Equals are told apart by all that they say, so that no order of merging can choose another of them.
const byTime = (a: { readonly at: string }, b: { readonly at: string }): number =>
  knownInstant(a.at) - knownInstant(b.at) || inOrder(JSON.stringify(a), JSON.stringify(b));

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

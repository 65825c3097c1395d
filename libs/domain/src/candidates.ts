import { isUnit, type CandidateNeed, type CandidateWorld } from './candidate-world.js';
import { instantOf } from './instant.js';
import { ROSTER_STATES, type RosterState } from './roster.js';
import { hardnessOf, shortfallsOf, type Shortfall, type ShortfallCode } from './shortfalls.js';
import { staffingOf, workersFor } from './staffing.js';
import type { Party } from './task.js';
import type { KnownUnit } from './unit-facts.js';

/** A unit as somebody who could take a need. */
export interface Candidate {
  readonly unit: Party;
  /** True where it lacks nothing. */
  readonly fits: boolean;
  /** True where it fits, and where all that it lacks is a roster, or a fresh one: then it can still be asked. */
  readonly isAskable: boolean;
  /** What it lacks, the hardest first, each code once; empty where it fits. */
  readonly shortfalls: readonly Shortfall[];
  readonly roster: RosterState;
  /** Until when its agency's roster counts, ISO 8601; absent where there is none. */
  readonly leaseUntil?: string;
  /** Workers on shift with a needed skill, the age group and the language. */
  readonly onShift: number;
  /** Free places, where it says how many. */
  readonly free?: number;
  /** Skills of the set that the kind needs which its agency does not employ, and which are not on shift there. */
  readonly elsewhere: readonly string[];
}

/**
 * Every unit of the directory but the one that asks, as somebody who could take the need, the best first: those that fit;
 * then by what they lack, where the hardest shortfall counts first and one outweighs any number of softer ones (the order of
 * SHORTFALLS); then fresh rosters before stale ones and those before none, a lease that ended later first; then more workers
 * on shift; then by code. The order of units, rosters and shifts in the input does not matter. Throws nothing.
 */
export function rankCandidates(need: CandidateNeed, world: CandidateWorld): readonly Candidate[] {
  return world.directory.units
    .filter((unit) => !isUnit(unit, need.asker))
    .map((unit) => candidateOf(unit, need, world))
    .sort(inOrder);
}

const WITHOUT_A_WORD: readonly ShortfallCode[] = ['roster-unknown', 'roster-stale'];

function candidateOf(unit: KnownUnit, need: CandidateNeed, world: CandidateWorld): Candidate {
  const kind = world.directory.kind(need.kind);
  const staffing = kind && staffingOf(unit, kind, world);
  const shortfalls = shortfallsOf({ unit, kind, staffing }, need, world);
  return {
    unit: { agency: unit.agency, unit: unit.unit },
    fits: shortfalls.length === 0,
    isAskable: shortfalls.every(({ code }) => WITHOUT_A_WORD.includes(code)),
    shortfalls,
    roster: staffing?.state ?? 'unknown',
    ...(staffing?.leaseUntil !== undefined && { leaseUntil: staffing.leaseUntil }),
    onShift: staffing ? workersFor(staffing, need) : 0,
    ...(staffing?.free !== undefined && { free: staffing.free }),
    elsewhere: staffing?.elsewhere ?? [],
  };
}

function inOrder(one: Candidate, other: Candidate): number {
  return (
    hardnessOf(one.shortfalls) - hardnessOf(other.shortfalls) ||
    ROSTER_STATES.indexOf(one.roster) - ROSTER_STATES.indexOf(other.roster) ||
    (one.roster === 'stale' ? leaseOf(other) - leaseOf(one) : 0) ||
    other.onShift - one.onShift ||
    byText(one.unit.agency, other.unit.agency) ||
    byText(one.unit.unit, other.unit.unit)
  );
}

const leaseOf = ({ leaseUntil }: Candidate): number =>
  (leaseUntil === undefined ? undefined : instantOf(leaseUntil)) ?? 0;

// Not by a locale: every reader has to come to the same order.
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

import { instantOf } from './instant.js';
import type { AgencyCode, Party } from './task.js';

/** Age groups in which services and their workers are told apart. */
export const AGE_GROUPS = ['under-18', '18-64', '65-and-over'] as const;

/** One of {@link AGE_GROUPS}. */
export type AgeGroup = (typeof AGE_GROUPS)[number];

/** Workers of one unit who are alike in all that matters to a task: how many, never who. */
export interface Shift {
  readonly unit: string;
  readonly skill: string;
  readonly count: number;
  /** The age groups that they work with; every group when absent. */
  readonly ageGroups?: readonly AgeGroup[];
  /** ISO 639 codes of what they speak, or sign, beside English. */
  readonly languages?: readonly string[];
  /** Who employs them, where that is not the agency of the unit. */
  readonly employer?: string;
  /** ISO 8601 with an offset; the first instant at which they are there. They are there already when it is absent. */
  readonly from?: string;
  /** ISO 8601 with an offset; the first instant at which they are no longer there. */
  readonly until: string;
}

/** How many more people a unit can take in. */
export interface FreePlaces {
  readonly unit: string;
  readonly free: number;
}

/** Who is on shift at one agency, as it published it last. */
export interface Roster {
  readonly agency: AgencyCode;
  /** Ledger time of the publication, ISO 8601. */
  readonly publishedAt: string;
  /** The last instant at which it counts without being published again, ISO 8601. */
  readonly leaseUntil: string;
  /** Units that say who is on shift: one of them without shifts has nobody there. Of other units nothing is known. */
  readonly units: readonly string[];
  readonly shifts: readonly Shift[];
  readonly places: readonly FreePlaces[];
}

/** `stale`: the lease has passed, so its publisher may be dead. `unknown`: nothing was published. */
export const ROSTER_STATES = ['fresh', 'stale', 'unknown'] as const;

/** One of {@link ROSTER_STATES}. */
export type RosterState = (typeof ROSTER_STATES)[number];

/** Whether a roster counts at an instant (ms since 1970). The last instant of the lease is still in time. */
export function rosterState(roster: Pick<Roster, 'leaseUntil'> | undefined, at: number): RosterState {
  if (!roster) return 'unknown';
  return at <= msOf(roster.leaseUntil) ? 'fresh' : 'stale';
}

/** The shifts that run at an instant (ms since 1970). Where one ends another begins, so the end itself counts no more. */
export const runningAt = (shifts: readonly Shift[], at: number): readonly Shift[] =>
  notEndedAt(shifts, at).filter(({ from }) => from === undefined || msOf(from) <= at);

/** The shifts that run at an instant (ms since 1970) or will: what has ended is nobody's business any more. */
export const notEndedAt = (shifts: readonly Shift[], at: number): readonly Shift[] =>
  shifts.filter(({ until }) => at < msOf(until));

/** What is known of one unit's staff at an instant. */
export interface OnShift {
  readonly state: RosterState;
  /** Empty where nothing is known. */
  readonly shifts: readonly Shift[];
  /** How many more people it can take in; undefined where it does not say. */
  readonly free: number | undefined;
  /** Until when the roster counts; undefined where there is none. */
  readonly leaseUntil: string | undefined;
}

const NOTHING_KNOWN: OnShift = { state: 'unknown', shifts: [], free: undefined, leaseUntil: undefined };

/**
 * Who of a unit is on shift at an instant (ms since 1970), by the newest roster of its agency. `leasesAt` is the ledger
 * time by which the lease is judged: another one than `at` where somebody plans ahead, or in an exercise with a clock of its
 * own.
 */
export function onShift(
  rosters: readonly Roster[],
  { agency, unit }: Party,
  at: number,
  leasesAt: number = at,
): OnShift {
  const roster = newestOf(rosters, agency);
  if (!roster?.units.includes(unit)) return NOTHING_KNOWN;
  const ofUnit = roster.shifts.filter((shift) => shift.unit === unit);
  return {
    state: rosterState(roster, leasesAt),
    shifts: runningAt(ofUnit, at),
    free: roster.places.find((places) => places.unit === unit)?.free,
    leaseUntil: roster.leaseUntil,
  };
}

function newestOf(rosters: readonly Roster[], agency: AgencyCode): Roster | undefined {
  const own = rosters.filter((roster) => roster.agency === agency);
  return own.reduce<Roster | undefined>(
    (newest, roster) => (newest && msOf(newest.publishedAt) >= msOf(roster.publishedAt) ? newest : roster),
    undefined,
  );
}

// What is no time compares as false with every instant: nobody is taken to be there because of it.
const msOf = (time: string): number => instantOf(time) ?? Number.NaN;

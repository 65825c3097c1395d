import type { Retention } from '#directory';
import type { CaseStanding } from '#storage';

/** Until when values of a case are kept, and by which class of records. */
export interface KeptUntil {
  readonly class: string;
  readonly until: Date;
}

/**
 * The classes of records that a case is of, the longest first: those of its mode where the schedule has such, else those of the
 * agencies that took part. A class without a number of years counts for none. When a person was born is not known here, so a
 * class that counts from birth is kept as if the last event was the birth: never too short.
 */
export function classesOf(
  { mode, agencies }: Pick<CaseStanding, 'mode' | 'agencies'>,
  schedule: readonly Retention[],
): readonly Retention[] {
  const ofMode = schedule.filter(({ modes }) => modes?.some((one) => one === mode));
  const ofParties = schedule.filter(
    (row) => row.modes === undefined && row.agencies.some((agency) => agencies.includes(agency)),
  );
  return (ofMode.length > 0 ? ofMode : ofParties)
    .filter(({ years }) => years !== null)
    .sort((a, b) => Number(b.years) - Number(a.years));
}

/** Until when a case is kept: the longest class counts, from the last event on. Undefined where the schedule says nothing. */
export function keptUntil(
  standing: Pick<CaseStanding, 'mode' | 'agencies' | 'lastAt'>,
  schedule: readonly Retention[],
): KeptUntil | undefined {
  const [longest] = classesOf(standing, schedule);
  if (!longest) return undefined;
  const until = new Date(standing.lastAt);
  until.setUTCFullYear(until.getUTCFullYear() + Number(longest.years));
  return { class: longest.code, until };
}

/** The latest last event of a case that can be due at `now`: the shortest period of the schedule before it. */
export function earliestDue(schedule: readonly Retention[], now: Date): Date {
  const years = schedule.flatMap((row) => row.years ?? []);
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - Math.min(...years, 1_000));
  return before;
}

import { AGE_GROUPS, type AgeGroup } from '#domain';
import { Code, Count, Nested, OneOf, Time } from '../permanent.js';
import { EventData } from './task-parts.js';

/** Most shifts that one roster holds, however long its codes are: all of it fits into one event. */
export const MAX_SHIFTS = 120;
/** Most languages of one shift. */
export const MAX_LANGUAGES = 8;
/** Most units of an agency that say who is on shift. */
const MAX_UNITS = 50;

/** Workers of one unit who are alike: a count and never a name. */
export class ShiftData {
  @Code('unit')
  unit!: string;

  @Code('skill')
  skill!: string;

  @Count()
  count!: number;

  /** Every age group when absent. */
  @OneOf(AGE_GROUPS, { list: true, optional: true, max: AGE_GROUPS.length })
  agegroups?: AgeGroup[];

  /** Beside English. */
  @Code('language', { list: true, optional: true, max: MAX_LANGUAGES })
  languages?: string[];

  /** Who employs them, where that is not the agency of the unit: an agency or an outside employer. */
  @Code('employer', { optional: true })
  employer?: string;

  /** They are there already when absent. */
  @Time({ optional: true })
  from?: string;

  @Time()
  until!: string;
}

/** How many more people a unit can take in. */
export class FreePlacesData {
  @Code('unit')
  unit!: string;

  @Count()
  free!: number;
}

/** Who is on shift at the agency that says it, in counts. It stands in the place of the one before it, and is no leaf. */
export class RosterPublishedData extends EventData {
  /** Units that say who is on shift; one of them without shifts has nobody there. */
  @Code('unit', { list: true, max: MAX_UNITS })
  units!: string[];

  @Nested(() => ShiftData, { list: true, max: MAX_SHIFTS })
  shifts!: ShiftData[];

  @Nested(() => FreePlacesData, { list: true, optional: true, max: MAX_UNITS })
  places?: FreePlacesData[];

  /** The last instant at which it counts; it is said again before. */
  @Time()
  leaseuntil!: string;
}

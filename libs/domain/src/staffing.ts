import {
  employs,
  isUnit,
  surroundingUnit,
  type CandidateNeed,
  type CandidateWorld,
} from './candidate-world.js';
import { onShift, type OnShift, type Shift } from './roster.js';
import type { TaskKind } from './rules.js';
import type { KnownUnit } from './unit-facts.js';

/** One thing that somebody on shift must be able to do, and who is. */
export interface Requirement {
  /** Codes of skills of which one is enough; empty where anybody will do. */
  readonly skills: readonly string[];
  readonly found: readonly Shift[];
}

/** Who of a unit could do a kind of task. */
export interface Staffing extends Pick<OnShift, 'state' | 'free' | 'leaseUntil'> {
  /** Every shift that runs, whatever its skill. */
  readonly shifts: readonly Shift[];
  readonly requirements: readonly Requirement[];
  /** Skills of a set that the agency does not employ: they come from somewhere else, as a doctor does to an AMHP. */
  readonly elsewhere: readonly string[];
}

/** Who of a unit could do a kind of task; a unit within another has its staff too. */
export function staffingOf(unit: KnownUnit, kind: TaskKind, world: CandidateWorld): Staffing {
  const { state, shifts, free, leaseUntil } = staffOf(unit, world);
  const { anyOf = [], allOf = [] } = kind.requiredSkills ?? {};
  const own = allOf.filter((skill) => employs(unit.agency, skill, world));
  const expected = own.length > 0 ? own : allOf;
  const sets = [...(anyOf.length > 0 ? [anyOf] : []), ...expected.map((skill) => [skill])];
  return {
    state,
    shifts,
    free,
    leaseUntil,
    requirements: (sets.length > 0 ? sets : [[]]).map((skills) => ({
      skills,
      found: having(skills, shifts),
    })),
    elsewhere: allOf.filter((skill) => !expected.includes(skill) && having([skill], shifts).length === 0),
  };
}

/** How many of the workers on shift could be sent to this need. */
export function workersFor({ requirements }: Staffing, need: CandidateNeed): number {
  const fitting = new Set(
    requirements.flatMap(({ found }) => found).filter((shift) => speaksFor(shift, need)),
  );
  return [...fitting].reduce((sum, { count }) => sum + count, 0);
}

/** Whether these workers work with the age group of the need. */
export const worksWith = ({ ageGroups }: Shift, { ageGroup }: CandidateNeed): boolean =>
  ageGroup === undefined || ageGroups === undefined || ageGroups.includes(ageGroup);

/** Whether these workers work with the age group, and one of the languages is theirs. */
export const speaksFor = (shift: Shift, need: CandidateNeed): boolean => {
  const { languages = [] } = need;
  const spoken = languages.length === 0 || languages.some((one) => shift.languages?.includes(one));
  return spoken && worksWith(shift, need);
};

const having = (skills: readonly string[], shifts: readonly Shift[]): readonly Shift[] =>
  shifts.filter(({ skill, count }) => count > 0 && (skills.length === 0 || skills.includes(skill)));

function staffOf(unit: KnownUnit, world: CandidateWorld): OnShift {
  const { directory, rosters, at, leasesAt = at } = world;
  const own = onShift(rosters, unit, at, leasesAt);
  const around = surroundingUnit(unit, directory.units);
  const free = own.free ?? freeWithin(unit, world);
  if (!around) return { ...own, free };
  const shared = onShift(rosters, around, at, leasesAt);
  const known = own.state === 'unknown' ? shared : own;
  return { ...known, shifts: [...own.shifts, ...shared.shifts], free };
}

/** What all units that lie in it say together; undefined unless each of them says something. */
function freeWithin(unit: KnownUnit, { directory, rosters, at }: CandidateWorld): number | undefined {
  const inside = directory.units.filter((one) => {
    const around = surroundingUnit(one, directory.units);
    return around !== undefined && isUnit(around, unit);
  });
  const told = inside.flatMap((one) => onShift(rosters, one, at).free ?? []);
  return inside.length > 0 && told.length === inside.length
    ? told.reduce((sum, free) => sum + free, 0)
    : undefined;
}

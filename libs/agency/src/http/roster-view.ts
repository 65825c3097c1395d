import { onShift, rosterState, type Roster, type RosterState, type Shift } from '#domain';
import type { Directory } from '#directory';
import { shownUnit } from './shown-words.js';

/** A shift with its codes in plain words. */
export interface ShownShift extends Omit<Shift, 'unit'> {
  /** What the skill is called. */
  readonly label: string;
  readonly speaks?: readonly string[];
  readonly employedBy?: string;
}

/** What a unit says of its staff. */
export interface ShownUnitRoster {
  readonly unit: string;
  /** What its agency calls it. */
  readonly name: string;
  /** Workers who are there now. */
  readonly onShift: number;
  readonly free?: number;
  /** Every shift that was published, also one that begins later. */
  readonly shifts: readonly ShownShift[];
}

/** An agency's newest roster, and whether it still counts. */
export interface ShownRoster {
  readonly agency: string;
  readonly name: string;
  readonly state: RosterState;
  /** Ledger time. */
  readonly publishedAt: string;
  readonly leaseUntil: string;
  readonly units: readonly ShownUnitRoster[];
}

/** A roster as people read it, at an instant (ms since 1970). */
export function shownRoster(roster: Roster, directory: Directory, at: number): ShownRoster {
  const { agency, publishedAt, leaseUntil } = roster;
  return {
    agency,
    name: directory.agency(agency)?.name ?? agency,
    state: rosterState(roster, at),
    publishedAt,
    leaseUntil,
    units: roster.units.map((unit) => shownUnitRoster({ roster, unit }, directory, at)),
  };
}

function shownUnitRoster(
  { roster, unit }: { readonly roster: Roster; readonly unit: string },
  directory: Directory,
  at: number,
): ShownUnitRoster {
  const party = { agency: roster.agency, unit };
  const { shifts, free } = onShift([roster], party, at);
  return {
    unit,
    name: shownUnit(party, { directory }).name,
    onShift: shifts.reduce((sum, { count }) => sum + count, 0),
    ...(free !== undefined && { free }),
    shifts: roster.shifts.filter((shift) => shift.unit === unit).map((shift) => shownShift(shift, directory)),
  };
}

/** A shift with its codes in plain words. */
export function shownShift({ unit: _unit, ...shift }: Shift, directory: Directory): ShownShift {
  const { skill, languages, employer } = shift;
  return {
    ...shift,
    label: directory.skill(skill)?.label ?? skill,
    ...(languages && { speaks: languages.map((code) => languageLabel(code, directory)) }),
    ...(employer !== undefined && { employedBy: employerLabel(employer, directory) }),
  };
}

/** What a language is called. */
export const languageLabel = (code: string, { bundle }: Directory): string =>
  bundle.data.languages?.find((language) => language.code === code)?.label ?? code;

const employerLabel = (code: string, directory: Directory): string =>
  directory.agency(code)?.name ??
  directory.bundle.data.outsideEmployers.find((employer) => employer.code === code)?.label ??
  code;

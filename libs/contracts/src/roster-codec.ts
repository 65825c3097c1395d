import type { Roster, Shift } from '#domain';
import type { LedgerEvent } from './event.js';
import { senderOf } from './event.js';
import type { RosterPublishedData, ShiftData } from './events/roster-events.js';

/** A roster as it is signed. Its fields stand in one order, so that equal rosters have equal texts. */
export function toRosterData(roster: Omit<Roster, 'agency' | 'publishedAt'>): RosterPublishedData {
  const { units, shifts, places, leaseUntil } = roster;
  return {
    units: [...units],
    shifts: shifts.map(toShiftData),
    ...(places.length > 0 && { places: places.map(({ unit, free }) => ({ unit, free })) }),
    leaseuntil: leaseUntil,
  };
}

/** The roster that an event published, as the domain reads it; `publishedAt` is the ledger's time of it. */
export function fromRosterEvent(
  event: LedgerEvent<'concordat.roster.published.v1'>,
  publishedAt: string,
): Roster {
  const { units, shifts, places = [], leaseuntil } = event.data;
  return {
    agency: senderOf(event),
    publishedAt,
    leaseUntil: leaseuntil,
    units,
    shifts: shifts.map(fromShiftData),
    places,
  };
}

function toShiftData({ unit, skill, count, ageGroups, languages, ...rest }: Shift): ShiftData {
  const { employer, from, until } = rest;
  return {
    unit,
    skill,
    count,
    ...(ageGroups && { agegroups: [...ageGroups] }),
    ...(languages && { languages: [...languages] }),
    ...(employer && { employer }),
    ...(from && { from }),
    until,
  };
}

const fromShiftData = ({ agegroups, ...shift }: ShiftData): Shift => ({
  ...shift,
  ...(agegroups && { ageGroups: agegroups }),
});

import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import type { Shift } from '#domain';
import { MAX_SHIFTS } from '#contracts';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe } from './checked.pipe.js';
import { Problem } from './problem.js';
import { UnitRosterBody } from './roster.dto.js';
import { shownRoster, shownShift, type ShownRoster, type ShownUnitRoster } from './roster-view.js';
import { shownUnit } from './shown-words.js';
import { codeOfWord } from './speaking.js';
import { Wishes } from './wishes.js';

/** Every roster that this agency has heard of, its own too. */
interface Rosters {
  readonly directoryVersion: number;
  readonly rosters: readonly ShownRoster[];
  /** Agencies that have published none. */
  readonly silent: readonly string[];
}

/** Who is on shift: here, to be published, and at every agency as it was published. */
@Controller('roster')
export class RosterController {
  private readonly wishes: Wishes;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.wishes = new Wishes(agency);
  }

  /** The newest roster of each agency as the ledger has it: fresh, or stale when its lease has passed. */
  @Get()
  async all(): Promise<Rosters> {
    const directory = this.agency.directory();
    const published = await this.agency.store.rosters.published();
    const known = new Set(published.map(({ agency }) => agency));
    return {
      directoryVersion: directory.version,
      rosters: published.map((roster) => shownRoster(roster, directory, Date.now())),
      silent: directory.agencyCodes.filter((code) => !known.has(code)),
    };
  }

  /**
   * Puts who is on shift in this unit, by its code or the agency's own name for it, in the place of all that was said of it
   * before. It is published soon, and again for as long as this service runs.
   */
  @Put(':unit')
  async set(
    @Param('unit') given: string,
    @Body(CheckedPipe) body: UnitRosterBody,
    @FromCaller() caller: Caller,
  ): Promise<Omit<ShownUnitRoster, 'onShift'>> {
    const directory = this.agency.directory();
    const unit = this.unitOf(given);
    const shifts = body.shifts.map((shift) => shiftOf(unit, shift));
    const { free } = body;
    const roster = { unit, shifts, ...(free !== undefined && { free }) };
    const { rosters } = this.agency.store;
    if (!(await rosters.set(roster, this.wishes.actor(body.actor, caller), MAX_SHIFTS))) throw tooMany();
    return {
      unit,
      name: shownUnit({ agency: this.agency.profile.code, unit }, { directory }).name,
      ...(free !== undefined && { free }),
      shifts: shifts.map((shift) => shownShift(shift, directory)),
    };
  }

  private unitOf(given: string): string {
    const agency = this.agency.profile.code;
    const spoken = codeOfWord('unit', given, { directory: this.agency.directory(), agency, pointer: '' });
    if ('fault' in spoken) throw new Problem('BAD_CONTENT', { faults: [spoken.fault] });
    return spoken.code;
  }
}

/** Times are kept in UTC, as they are signed. */
function shiftOf(unit: string, shift: UnitRosterBody['shifts'][number]): Shift {
  const { skill, count, ageGroups, languages, employer, from, until } = shift;
  return {
    unit,
    skill,
    count,
    ...(ageGroups && { ageGroups }),
    ...(languages && { languages }),
    ...(employer !== undefined && { employer }),
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    until: new Date(until).toISOString(),
  };
}

function tooMany(): Problem {
  const detail = `the units of an agency have at most ${MAX_SHIFTS} shifts together that have not ended`;
  return new Problem('BAD_CONTENT', { faults: [{ pointer: '/shifts', code: 'TOO_MANY_SHIFTS', detail }] });
}

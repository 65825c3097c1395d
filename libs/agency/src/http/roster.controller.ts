import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { AGE_GROUPS, type AgeGroup, type Shift } from '#domain';
import { MAX_SHIFTS } from '#contracts';
import type { UnitRoster } from '#storage';
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
  /** What the units of this agency said last, also what is not published yet. */
  readonly own: readonly Omit<ShownUnitRoster, 'onShift'>[];
  readonly rosters: readonly ShownRoster[];
  /** Agencies that have published none. */
  readonly silent: readonly string[];
}

/** What may be said of a unit's shifts: the codes, and what they are called. */
interface RosterChoices {
  readonly units: readonly Choice[];
  /** `legal`: a role that the law gives to some only; `employers` are those who have such workers. */
  readonly skills: readonly (Choice & { readonly legal: boolean; readonly employers: readonly string[] })[];
  readonly ageGroups: readonly AgeGroup[];
  readonly languages: readonly Choice[];
  readonly employers: readonly Choice[];
}

interface Choice {
  readonly code: string;
  readonly label: string;
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
    const { rosters } = this.agency.store;
    const [published, own] = await Promise.all([rosters.published(), rosters.own()]);
    const known = new Set(published.map(({ agency }) => agency));
    return {
      directoryVersion: directory.version,
      own: own.map((roster) => this.shown(roster)),
      rosters: published.map((roster) => shownRoster(roster, directory, Date.now())),
      silent: directory.agencyCodes.filter((code) => !known.has(code)),
    };
  }

  /** What the form of a roster may choose from, by the directory in force. */
  @Get('choices')
  choices(): RosterChoices {
    const directory = this.agency.directory();
    const { code: agency } = this.agency.profile;
    const { languages = [], skills, agencies, outsideEmployers } = directory.bundle.data;
    const units = directory.agency(agency)?.units ?? [];
    return {
      units: units.map((unit) => ({ code: unit, label: shownUnit({ agency, unit }, { directory }).name })),
      skills: skills.map(({ code, label, legal, employers }) => ({ code, label, legal, employers })),
      ageGroups: AGE_GROUPS,
      languages,
      employers: [...agencies.map(({ code, name }) => ({ code, label: name })), ...outsideEmployers],
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
    const unit = this.unitOf(given);
    const shifts = body.shifts.map((shift) => shiftOf(unit, shift));
    const { free } = body;
    const roster = { unit, shifts, ...(free !== undefined && { free }) };
    const { rosters } = this.agency.store;
    if (!(await rosters.set(roster, this.wishes.actor(body.actor, caller), MAX_SHIFTS))) throw tooMany();
    return this.shown(roster);
  }

  private shown({ unit, shifts, free }: UnitRoster): Omit<ShownUnitRoster, 'onShift'> {
    const directory = this.agency.directory();
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

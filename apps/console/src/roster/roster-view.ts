import type { AgeGroup } from '#domain';
import type { Person } from '#access';
import type { StatusTag } from '../page/code-words.js';
import { leftText, whenText } from '../page/when.js';
import type { ChoicesAnswer, RosterShift, RostersAnswer } from './roster-answers.js';

/** Who is on shift at all agencies, as its template shows it. */
export interface RosterView {
  readonly title: string;
  readonly agencies: readonly ShownAgency[];
  /** The units for which the person may publish; none for who may not. */
  readonly publishing: readonly { readonly name: string; readonly href: string }[];
  /** The unit that was just published, if any. */
  readonly published: string | undefined;
  readonly [name: string]: unknown;
}

interface ShownAgency {
  readonly code: string;
  readonly name: string;
  readonly isOwn: boolean;
  readonly tag: StatusTag;
  readonly freshness: string;
  readonly units: readonly {
    readonly name: string;
    readonly onShift: number;
    readonly free: string;
    readonly shifts: readonly ShownShift[];
  }[];
}

interface ShownShift {
  readonly count: number;
  readonly skill: string;
  /** "Role in law" where only such workers may do it. */
  readonly legal: boolean;
  readonly ages: string;
  readonly languages: string;
  readonly employer: string;
  readonly until: string;
}

/** What an age group is called. */
export const AGE_WORDS: Readonly<Record<AgeGroup, string>> = {
  'under-18': 'under 18',
  '18-64': '18 to 64',
  '65-and-over': '65 and over',
};

/** What the page needs to know beside the answers. */
export interface RosterLook {
  readonly person: Pick<Person, 'agency' | 'role' | 'units'>;
  /** Code of the unit that was just published. */
  readonly published: string | undefined;
  /** ms since 1970. */
  readonly now: number;
}

/** Every agency with how long its roster still counts: the own one first, then the others by name, the silent ones last. */
export function rosterView(
  { rosters, silent }: RostersAnswer,
  choices: ChoicesAnswer,
  { person, published, now }: RosterLook,
): RosterView {
  const legal = new Set(choices.skills.filter((skill) => skill.legal).map(({ code }) => code));
  const shown = rosters.map(({ agency, name, state, publishedAt, leaseUntil, units }): ShownAgency => {
    const isFresh = state === 'fresh';
    const since = `published ${whenText(publishedAt)}`;
    return {
      code: agency,
      name,
      isOwn: agency === person.agency,
      tag: isFresh ? tag('Counts', 'green') : tag('Out of date', 'red'),
      freshness: isFresh
        ? `${leftText(leaseUntil, now)} unless it is published again; ${since}`
        : `Nobody renewed it since ${whenText(leaseUntil)}: telephone before you rely on it; ${since}`,
      units: units.map((unit) => ({
        name: unit.name,
        onShift: unit.onShift,
        free: unit.free === undefined ? 'Not said' : String(unit.free),
        shifts: unit.shifts.map((shift) => shownShift(shift, legal)),
      })),
    };
  });
  const names = new Map(choices.employers.map(({ code, label }) => [code, label]));
  const nothing = silent.map((code): ShownAgency => ({
    code,
    name: names.get(code) ?? code,
    isOwn: code === person.agency,
    tag: tag('Nothing published', 'grey'),
    freshness: 'Nobody knows who is on shift there: telephone.',
    units: [],
  }));
  const all = [...shown.sort((a, b) => a.name.localeCompare(b.name)), ...nothing];
  return {
    title: 'Duty roster',
    agencies: [...all.filter(({ isOwn }) => isOwn), ...all.filter(({ isOwn }) => !isOwn)],
    publishing: unitsToPublish(choices, person),
    published: choices.units.find(({ code }) => code === published)?.label,
  };
}

/** The units of the agency for which a duty manager may publish: those to which they are bound, else all. */
function unitsToPublish(
  { units }: ChoicesAnswer,
  { role, units: bound }: RosterLook['person'],
): RosterView['publishing'] {
  if (role !== 'duty-manager') return [];
  return units
    .filter(({ code }) => !bound || bound.includes(code))
    .map(({ code, label }) => ({ name: label, href: `/roster/${code}` }));
}

function shownShift(shift: RosterShift, legal: ReadonlySet<string>): ShownShift {
  const { count, label, ageGroups, speaks, employedBy, from, until } = shift;
  return {
    count,
    skill: label,
    legal: legal.has(shift.skill),
    ages: ageGroups ? ageGroups.map((group) => AGE_WORDS[group]).join(', ') : 'every age',
    languages: speaks ? ['English', ...speaks].join(', ') : 'English',
    employer: employedBy ?? 'this agency',
    until: from === undefined ? whenText(until) : `${whenText(from)} to ${whenText(until)}`,
  };
}

const tag = (text: string, colour: string): StatusTag => ({
  text,
  classes: `govuk-tag--${colour} concordat-tag`,
});

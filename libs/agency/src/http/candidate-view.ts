import { SHORTFALLS, type Candidate, type Shortfall } from '#domain';
import type { Directory } from '#directory';
import { languageLabel } from './roster-view.js';
import { shownUnit, type ShownUnit } from './shown-words.js';

/** A code with what it is called. */
export interface LabelledCode {
  readonly code: string;
  readonly label: string;
}

/** A candidate with its codes in plain words. */
export interface ShownCandidate extends Omit<Candidate, 'unit' | 'shortfalls' | 'elsewhere'> {
  readonly unit: ShownUnit;
  /** What the agency is called. */
  readonly name: string;
  /** The agency at whose place its staff work, where that is another one. */
  readonly hostedBy?: string;
  /** Each with what it means here. */
  readonly shortfalls: readonly (Shortfall & { readonly label: string })[];
  readonly elsewhere: readonly LabelledCode[];
}

/** A candidate as people read it, by the directory by which it was ranked. */
export function shownCandidate(candidate: Candidate, directory: Directory): ShownCandidate {
  const { unit, shortfalls, elsewhere, ...rest } = candidate;
  const facts = directory.units.find((one) => one.agency === unit.agency && one.unit === unit.unit);
  return {
    unit: shownUnit(unit, { directory }),
    name: directory.agency(unit.agency)?.name ?? unit.agency,
    ...(facts?.hostedBy !== undefined && { hostedBy: facts.hostedBy }),
    ...rest,
    shortfalls: shortfalls.map((one) => ({ ...one, label: shortfallLabel(one, directory) })),
    elsewhere: elsewhere.map((code) => ({ code, label: skillLabel(code, directory) })),
  };
}

/** What a unit lacks, in one or two plain sentences. */
export function shortfallLabel(shortfall: Shortfall, directory: Directory): string {
  const facts = factsOf(shortfall, directory);
  return facts === undefined ? SHORTFALLS[shortfall.code] : `${SHORTFALLS[shortfall.code]} ${facts}`;
}

/** The facts of a shortfall in words; undefined where the code says it all. */
function factsOf(shortfall: Shortfall, directory: Directory): string | undefined {
  const { code, skills = [], areas = [], items = [], languages = [] } = shortfall;
  switch (code) {
    case 'no-skill-on-shift':
      return skills.length > 0 ? `Needed: ${skillList(skills, directory)}.` : undefined;
    case 'no-legal-power':
      return `Needed: ${skillList(skills, directory)}${powerText(shortfall.power, directory)}.`;
    case 'language':
      return `Asked for: ${languages.map((one) => languageLabel(one, directory)).join(' or ')}.`;
    case 'age-group':
      return `Asked for: ${shortfall.ageGroup ?? ''}.`;
    case 'outside-area':
      return `It serves ${areas.map((one) => areaLabel(one, directory)).join(', ')}.`;
    case 'closed':
      return `Its hours are ${shortfall.opens ?? ''} to ${shortfall.closes ?? ''}.`;
    case 'no-agreement':
      return `That is: ${items.map((one) => directory.item(one)?.label ?? one).join(', ')}.`;
    case 'roster-stale':
      return `Its word counted until ${shortfall.leaseUntil ?? ''}.`;
    case 'not-asked-for-this':
      return askingText(shortfall, directory);
    case 'full':
    case 'roster-unknown':
      return undefined;
    default:
      return code satisfies never;
  }
}

function askingText({ mayBeAsked, mayBeRequestedBy }: Shortfall, directory: Directory): string | undefined {
  const names = (agencies: readonly string[]): string =>
    agencies.map((agency) => directory.agency(agency)?.name ?? agency).join(', ');
  const said = [
    ...(mayBeAsked ? [`May be asked: ${names(mayBeAsked)}.`] : []),
    ...(mayBeRequestedBy ? [`May ask: ${names(mayBeRequestedBy)}.`] : []),
  ];
  return said.length > 0 ? said.join(' ') : undefined;
}

const powerText = (power: string | undefined, directory: Directory): string => {
  const does = power === undefined ? undefined : directory.legalPower(power)?.does;
  return does === undefined ? '' : `, for the power to: ${does}`;
};

const skillList = (skills: readonly string[], directory: Directory): string =>
  skills.map((skill) => skillLabel(skill, directory)).join(' or ');

const skillLabel = (code: string, directory: Directory): string => directory.skill(code)?.label ?? code;

const areaLabel = (code: string, { bundle }: Directory): string =>
  bundle.data.areas?.find((area) => area.code === code)?.label ?? code;

import { surroundingUnit, type CandidateNeed, type CandidateWorld } from './candidate-world.js';
import { explainItems } from './explain.js';
import type { AgeGroup } from './roster.js';
import type { TaskKind } from './rules.js';
import { speaksFor, worksWith, type Requirement, type Staffing } from './staffing.js';
import type { AgencyCode } from './task.js';
import { isOpenAt, type KnownUnit } from './unit-facts.js';

/** Everything that a unit can lack for a need, and what that means. The softest stands first, see {@link hardnessOf}. */
export const SHORTFALLS = {
  'roster-stale': 'The agency has not renewed what it said of its shifts: its service may be down.',
  'roster-unknown': 'Nobody has said who is on shift there.',
  full: 'It has no free place.',
  language: 'Nobody on shift with the skill speaks the language.',
  'age-group': 'Nobody on shift with the skill works with this age group.',
  'no-skill-on-shift': 'Nobody with a skill that the task needs is on shift.',
  closed: 'It is not open at that time.',
  'outside-area': 'It does not serve the area.',
  'no-legal-power': 'Nobody on shift there has the role that the law asks for.',
  'no-agreement': 'No agreement lets the asker tell it anything of what it would have to know.',
  'not-asked-for-this': 'It may not be asked for this kind of task, or not by this agency.',
} as const;

/** One of the codes of {@link SHORTFALLS}. */
export type ShortfallCode = keyof typeof SHORTFALLS;

/** What a unit lacks for a need, with the codes, times and numbers that show why. */
export interface Shortfall {
  readonly code: ShortfallCode;
  /** Skills, of which none is on shift. */
  readonly skills?: readonly string[];
  /** The legal power for which somebody in one of the roles `skills` would have to be there. */
  readonly power?: string;
  readonly kind?: string;
  /** The agencies that may be asked for the kind, or that may ask for it. */
  readonly mayBeAsked?: readonly AgencyCode[];
  readonly mayBeRequestedBy?: readonly AgencyCode[];
  readonly ageGroup?: AgeGroup;
  readonly languages?: readonly string[];
  /** Items of which none may travel. */
  readonly items?: readonly string[];
  readonly area?: string;
  /** The areas that it does serve. */
  readonly areas?: readonly string[];
  /** Its hours, in Europe/London. */
  readonly opens?: string;
  readonly closes?: string;
  /** When the lease of the roster ended. */
  readonly leaseUntil?: string;
}

/** A unit, and the kind of task that is needed; undefined where the directory has no such kind. */
export interface Asked {
  readonly unit: KnownUnit;
  readonly kind: TaskKind | undefined;
  /** Undefined with the kind. */
  readonly staffing: Staffing | undefined;
}

const CODES = Object.keys(SHORTFALLS) as readonly ShortfallCode[];

/**
 * How hard shortfalls weigh together. The hardest counts first: one outweighs any number of softer ones, and of two lists
 * with the same hardest one the rest decides.
 */
export const hardnessOf = (shortfalls: readonly Shortfall[]): number =>
  shortfalls.reduce((sum, { code }) => sum + 2 ** CODES.indexOf(code), 0);

/** What the unit lacks for the need, the hardest first, each code once. Where its staff is not known, staff is not judged. */
export function shortfallsOf(asked: Asked, need: CandidateNeed, world: CandidateWorld): readonly Shortfall[] {
  const found = [
    ...askingShortfalls(asked, need),
    ...agreementShortfalls(asked, need, world),
    ...placeShortfalls(asked, need, world),
    ...rosterShortfalls(asked, need, world),
  ];
  return found.sort((one, other) => CODES.indexOf(other.code) - CODES.indexOf(one.code));
}

function askingShortfalls({ unit, kind }: Asked, need: CandidateNeed): readonly Shortfall[] {
  const code = 'not-asked-for-this';
  if (!kind) return [{ code, kind: need.kind }];
  const { mayBeAsked, mayBeRequestedBy } = kind;
  const facts = {
    ...(!mayBeAsked.includes(unit.agency) && { mayBeAsked }),
    ...(!mayBeRequestedBy.includes(need.asker.agency) && { mayBeRequestedBy }),
  };
  return Object.keys(facts).length > 0 ? [{ code, kind: kind.code, ...facts }] : [];
}

function agreementShortfalls(
  { unit, kind }: Asked,
  need: CandidateNeed,
  { agreements, at }: CandidateWorld,
): readonly Shortfall[] {
  if (!kind) return [];
  const items = need.itemsKnown ?? [...new Set([...kind.required, ...kind.requiredOneOf.flat()])];
  const passage = {
    from: need.asker,
    to: { agency: unit.agency, unit: unit.unit },
    direction: 'to-performer',
    kind: kind.code,
    urgency: need.urgency ?? kind.defaultUrgency,
    wanted: [],
    status: undefined,
    at,
  } as const;
  const explained = explainItems(
    agreements,
    passage,
    items.map((code) => ({ code })),
  );
  // What goes only on request is never told to whoever is asked.
  const travels = explained.some(({ when }) => when !== 'never' && when !== 'on-request');
  return items.length === 0 || travels ? [] : [{ code: 'no-agreement', items }];
}

function placeShortfalls(
  { unit }: Asked,
  { area }: CandidateNeed,
  { directory, at }: CandidateWorld,
): readonly Shortfall[] {
  const around = surroundingUnit(unit, directory.units);
  const areas = unit.areas ?? around?.areas;
  const shut = [unit, ...(around ? [around] : [])].find((one) => !isOpenAt(one, at));
  return [
    ...(area !== undefined && areas !== undefined && !areas.includes(area)
      ? [{ code: 'outside-area' as const, area, areas }]
      : []),
    ...(shut?.opens !== undefined && shut.closes !== undefined
      ? [{ code: 'closed' as const, opens: shut.opens, closes: shut.closes }]
      : []),
  ];
}

function rosterShortfalls(
  { kind, staffing }: Asked,
  need: CandidateNeed,
  world: CandidateWorld,
): readonly Shortfall[] {
  if (!kind || !staffing) return [];
  const { state, free, leaseUntil } = staffing;
  if (state === 'unknown') return [{ code: 'roster-unknown' }];
  return [
    ...(state === 'stale' && leaseUntil !== undefined ? [{ code: 'roster-stale' as const, leaseUntil }] : []),
    ...(free === 0 ? [{ code: 'full' as const }] : []),
    ...staffShortfalls(staffing, need),
    ...skillShortfalls(kind, staffing, world),
  ];
}

/** Where nobody has the skill, nobody has it and speaks the language either: a worker more can only take shortfalls away. */
function staffShortfalls({ requirements }: Staffing, need: CandidateNeed): readonly Shortfall[] {
  const { ageGroup, languages = [] } = need;
  const isCovered = requirements.every(({ found }) => found.some((shift) => worksWith(shift, need)));
  const isSpoken = requirements.some(({ found }) => found.some((shift) => speaksFor(shift, need)));
  return [
    ...(ageGroup !== undefined && !isCovered ? [{ code: 'age-group' as const, ageGroup }] : []),
    ...(languages.length > 0 && !isSpoken ? [{ code: 'language' as const, languages }] : []),
  ];
}

function skillShortfalls(kind: TaskKind, staffing: Staffing, world: CandidateWorld): readonly Shortfall[] {
  const lacking = staffing.requirements.filter(({ found }) => found.length === 0);
  // Where one of several skills is enough, the law asks for a role only if each of them is one.
  const isLegal = ({ skills }: Requirement): boolean =>
    skills.length > 0 && skills.every((skill) => world.directory.skill(skill)?.legal);
  const roles = lacking.filter(isLegal).flatMap(({ skills }) => skills);
  const skills = lacking.filter((one) => !isLegal(one)).flatMap((one) => one.skills);
  const gate = gateShortfall(kind, staffing, world);
  const power = gate?.power === undefined ? {} : { power: gate.power };
  const all = [...new Set([...roles, ...(gate?.skills ?? [])])];
  return [
    ...(lacking.some((one) => !isLegal(one)) ? [{ code: 'no-skill-on-shift' as const, skills }] : []),
    ...(all.length > 0 ? [{ code: 'no-legal-power' as const, skills: all, ...power }] : []),
  ];
}

/**
 * The power behind a kind asks something of the performer where one of the skills that the kind needs is a role of it; else the
 * kind serves a power that somebody else uses, as a suite serves section 136. A role that is no skill stands on no
 * roster, so where such a role would do nothing is said.
 */
function gateShortfall(
  { legalGate, requiredSkills }: TaskKind,
  { shifts }: Staffing,
  { directory }: CandidateWorld,
): Pick<Shortfall, 'power' | 'skills'> | undefined {
  const power = legalGate === undefined ? undefined : directory.legalPower(legalGate);
  if (!power || !requiredSkills || legalGate === undefined) return undefined;
  const { holderRoles = [], applicantRoles = [], executorRoles = [] } = power;
  const roles = [...holderRoles, ...applicantRoles, ...executorRoles];
  const used = [...requiredSkills.anyOf, ...requiredSkills.allOf].filter((skill) => roles.includes(skill));
  const isShown = roles.every((role) => directory.skill(role) !== undefined);
  const isThere = shifts.some(({ skill, count }) => count > 0 && used.includes(skill));
  return used.length === 0 || !isShown || isThere ? undefined : { power: legalGate, skills: used };
}

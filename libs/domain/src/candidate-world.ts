import type { AgreementIndex } from './agreement-index.js';
import type { AgeGroup, Roster } from './roster.js';
import type { TaskKind } from './rules.js';
import type { AgencyCode, Party } from './task.js';
import type { KnownUnit } from './unit-facts.js';

/** What somebody needs done, as far as it says who could do it. All codes are of one directory. */
export interface CandidateNeed {
  /** Code of the task kind. */
  readonly kind: string;
  readonly asker: Party;
  /** The default of the kind when absent. */
  readonly urgency?: string;
  /** Not looked at when absent. */
  readonly ageGroup?: AgeGroup;
  /** ISO 639 codes of languages in which one can speak with the person; one of them is enough. Not looked at when empty. */
  readonly languages?: readonly string[];
  /** Code of the area where it is needed. Not looked at when absent. */
  readonly area?: string;
  /** Codes of the items that the asker could tell; those that the kind requires when absent. */
  readonly itemsKnown?: readonly string[];
}

/** What the directory says of a skill, as far as it matters here. */
export interface SkillFacts {
  /** True where in law only this role may do it. */
  readonly legal: boolean;
  /** Codes of agencies and of outside employers. */
  readonly employers: readonly string[];
}

/** Who has a part in a legal power, as codes of skills and of other roles in law. */
export interface PowerRoles {
  readonly holderRoles?: readonly string[];
  readonly applicantRoles?: readonly string[];
  readonly executorRoles?: readonly string[];
}

/** What a directory says of units, kinds, skills and powers; all of it from one version. */
export interface StaffingDirectory {
  /** Every unit of every agency. */
  readonly units: readonly KnownUnit[];
  kind(code: string): TaskKind | undefined;
  skill(code: string): SkillFacts | undefined;
  legalPower(code: string): PowerRoles | undefined;
}

/** All that a need is held against. */
export interface CandidateWorld {
  readonly directory: StaffingDirectory;
  /** Those of the same directory. */
  readonly agreements: AgreementIndex;
  /** The newest roster of each agency that has published one. */
  readonly rosters: readonly Roster[];
  /** When it is to be done: ms since 1970. */
  readonly at: number;
  /** The ledger time by which leases are judged, in ms since 1970; `at` when absent. */
  readonly leasesAt?: number;
}

/** The unit in which another one lies; undefined where it lies in none. */
export const surroundingUnit = (
  { agency, within }: KnownUnit,
  units: readonly KnownUnit[],
): KnownUnit | undefined =>
  within === undefined ? undefined : units.find((one) => isUnit(one, { agency, unit: within }));

/** Whether two parties are the same unit of the same agency. */
export const isUnit = (one: Party, other: Party): boolean =>
  one.agency === other.agency && one.unit === other.unit;

/** Whether the agency itself employs workers with the skill. */
export const employs = (agency: AgencyCode, skill: string, { directory }: CandidateWorld): boolean =>
  directory.skill(skill)?.employers.includes(agency) ?? false;

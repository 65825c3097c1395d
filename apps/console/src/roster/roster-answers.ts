import type { AgeGroup } from '#domain';

/** Workers of a unit who are alike: how many, never who. */
export interface RosterShift {
  readonly skill: string;
  readonly label: string;
  readonly count: number;
  readonly ageGroups?: readonly AgeGroup[];
  readonly languages?: readonly string[];
  readonly speaks?: readonly string[];
  readonly employer?: string;
  readonly employedBy?: string;
  readonly from?: string;
  readonly until: string;
}

/** What a unit says of its staff. */
export interface UnitShifts {
  readonly unit: string;
  readonly name: string;
  readonly free?: number;
  readonly shifts: readonly RosterShift[];
}

/** What an agency's service answers to GET /roster. */
export interface RostersAnswer {
  readonly own: readonly UnitShifts[];
  readonly rosters: readonly {
    readonly agency: string;
    readonly name: string;
    readonly state: 'fresh' | 'stale' | 'unknown';
    readonly publishedAt: string;
    readonly leaseUntil: string;
    readonly units: readonly (UnitShifts & { readonly onShift: number })[];
  }[];
  readonly silent: readonly string[];
}

/** A code with its name. */
export interface Choice {
  readonly code: string;
  readonly label: string;
}

/** What an agency's service answers to GET /roster/choices. */
export interface ChoicesAnswer {
  readonly units: readonly Choice[];
  readonly skills: readonly (Choice & { readonly legal: boolean; readonly employers: readonly string[] })[];
  readonly ageGroups: readonly AgeGroup[];
  readonly languages: readonly Choice[];
  readonly employers: readonly Choice[];
}

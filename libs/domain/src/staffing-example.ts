import { indexAgreements } from './agreement-index.js';
import type { CandidateNeed, CandidateWorld, PowerRoles, SkillFacts } from './candidate-world.js';
import type { Roster, Shift } from './roster.js';
import type { TaskKind } from './rules.js';
import { examples, examplePassage } from './sharing-example.js';
import type { KnownUnit } from './unit-facts.js';
import { welfareCheck } from './worked-example.js';

// A small made-up world of units, skills and rosters for the specs. No index names it.

/** Noon of a day on which the example agreement is in force. */
export const NOON = examplePassage.at + 11 * 3_600_000;

/** An instant so many hours after noon. */
export const hours = (count: number): string => new Date(NOON + count * 3_600_000).toISOString();

/** The units, in no order: one of each thing that can be said of a unit. */
export const units: readonly KnownUnit[] = [
  { agency: 'police', unit: 'control-room' },
  { agency: 'mh-trust', unit: 'crisis-team', areas: ['north'] },
  { agency: 'mh-trust', unit: 'night-team', opens: '20:00', closes: '08:00' },
  { agency: 'mh-trust', unit: 'place-of-safety' },
  { agency: 'mh-trust', unit: 'suite-1', within: 'place-of-safety' },
  { agency: 'mh-trust', unit: 'suite-2', within: 'place-of-safety' },
  { agency: 'ambulance', unit: 'crew' },
];

/** Asked of the trust; a nurse or a social worker does it. */
export const visit: TaskKind = {
  ...welfareCheck,
  mayBeAsked: ['mh-trust'],
  mayBeRequestedBy: ['police'],
  requiredSkills: { anyOf: ['nurse', 'worker'], allOf: [] },
};

/** Needs a set: an approved professional of the trust, and a doctor, whom it does not employ. */
export const assessment: TaskKind = {
  ...visit,
  code: 'assessment',
  requiredSkills: { anyOf: [], allOf: ['approved', 'doctor'] },
};

/** Somebody with a power in law must do it; a worker may help. */
export const entry: TaskKind = {
  ...visit,
  code: 'entry',
  requiredSkills: { anyOf: ['approved', 'worker'], allOf: [] },
  legalGate: 'power-of-entry',
};

const KINDS = new Map([visit, assessment, entry].map((kind) => [kind.code, kind]));

const SKILLS: Readonly<Record<string, SkillFacts>> = {
  nurse: { legal: true, employers: ['mh-trust'] },
  worker: { legal: false, employers: ['mh-trust'] },
  approved: { legal: true, employers: ['mh-trust'] },
  doctor: { legal: true, employers: ['hospital'] },
};

const POWERS: Readonly<Record<string, PowerRoles>> = { 'power-of-entry': { holderRoles: ['approved'] } };

/** A shift of the trust's crisis team that runs at noon. */
export const shiftOf = (change: Partial<Shift> = {}): Shift => ({
  unit: 'crisis-team',
  skill: 'nurse',
  count: 1,
  until: hours(8),
  ...change,
});

/** A roster of the trust that counts at noon; each unit with a shift says who is there. */
export const rosterOf = (shifts: readonly Shift[], change: Partial<Roster> = {}): Roster => ({
  agency: 'mh-trust',
  publishedAt: hours(-1),
  leaseUntil: hours(1),
  units: [...new Set(['crisis-team', ...shifts.map(({ unit }) => unit)])],
  shifts,
  places: [],
  ...change,
});

/** What police need: a visit, and they can tell where. */
export const need: CandidateNeed = {
  kind: visit.code,
  asker: { agency: 'police', unit: 'control-room' },
  itemsKnown: ['area'],
};

/** That world at noon, with these rosters. */
export const worldWith = (
  rosters: readonly Roster[],
  change: Partial<CandidateWorld> = {},
): CandidateWorld => ({
  directory: {
    units,
    kind: (code) => KINDS.get(code),
    skill: (code) => SKILLS[code],
    legalPower: (code) => POWERS[code],
  },
  agreements: indexAgreements(examples),
  rosters,
  at: NOON,
  ...change,
});

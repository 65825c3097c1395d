import { MODES, type OutcomeNeed, type SlotRule } from '#domain';
import {
  code,
  date,
  flag,
  list,
  oneOf,
  optional,
  orNull,
  record,
  text,
  wholeNumber,
  type Check,
} from './check.js';
import {
  CLOCK_KINDS,
  type AttendanceThreshold,
  type Extension,
  type Labelled,
  type LawfulBasis,
  type LegalClock,
  type LegalPower,
  type PendingLaw,
  type RequiredSkills,
  type Retention,
  type Skill,
} from './law-data.js';
import type { References } from './references.js';

/** Checks a code with its label. */
export const labelled = record<Labelled>({ code, label: text, meaning: optional(text) });

/** Checks one skill. */
export const skill = ({ employer, kind, power }: References): Check<Skill> =>
  record<Skill>({
    code,
    label: text,
    employers: list(employer),
    hostedBy: optional(text),
    registration: optional(text),
    legal: flag,
    kinds: list(kind),
    powers: list(power),
    acts: list(text),
    not: optional(list(text)),
    note: optional(text),
    source: optional(text),
  });

/** Checks the skills that a kind needs. */
export const requiredSkills = ({ skill: known }: References): Check<RequiredSkills> =>
  record<RequiredSkills>({ anyOf: list(known), allOf: list(known) });

/** Checks a place for one person in a task. */
export const slot = ({ skill: known }: References): Check<SlotRule> =>
  record<SlotRule>({ code, skills: list(known, 'nobody could fill a slot without a skill') });

/** Checks what an outcome needs; whether the kind has the slots is judged with its other parts. */
export const outcomeNeed = record<OutcomeNeed>({
  outcome: code,
  all: optional(list(code)),
  anyOf: optional(list(code)),
});

const extension = record<Extension>({
  minutes: wholeNumber(1),
  by: text,
  onlyBecause: optional(text),
  neverBecause: optional(list(text)),
});

/** Checks one legal power or duty. */
export const legalPower = ({ agency, legalRole }: References): Check<LegalPower> =>
  record<LegalPower>({
    code,
    does: text,
    inForceFrom: date,
    inForceUntil: optional(date),
    holderRoles: optional(list(legalRole)),
    applicantRoles: optional(list(legalRole)),
    executorRoles: optional(list(legalRole)),
    executorAccompaniedBy: optional(list(legalRole)),
    mustConsultIfPracticable: optional(list(legalRole)),
    conditions: optional(list(text)),
    needs: optional(text),
    needsAuthorisation: optional(text),
    hardBar: optional(code),
    dutyOn: optional(agency),
    appliesWhere: optional(text),
    maxMinutes: optional(wholeNumber(1)),
    maxDays: optional(wholeNumber(1)),
    renewable: optional(flag),
    clockStarts: optional(record({ removed: text, kept: text })),
    clockStartDisputed: optional(text),
    clockCarries: optional(text),
    mayWaitForBed: optional(text),
    edMayNotSimplyRefuse: optional(text),
    extension: optional(extension),
    ends: optional(list(code)),
    blockedBy: optional(text),
    changePending: optional(text),
    note: optional(text),
    source: optional(text),
  });

/** Checks when police attend a health call. */
export const attendanceThreshold = record<AttendanceThreshold>({
  threshold: list(text),
  covers: list(text),
  notTheSameAs: text,
  handoverGoalMinutes: wholeNumber(1),
  phases: list(text),
  disputed: text,
  source: text,
});

/** Checks one change of the law. */
export const pendingLaw = record<PendingLaw>({ fact: text, source: text });

/** Checks one clock of the law or of an agreed aim. */
export const legalClock = ({ power }: References): Check<LegalClock> =>
  record<LegalClock>({
    code,
    minutes: wholeNumber(1),
    extensionMinutes: optional(wholeNumber(1)),
    kind: oneOf(CLOCK_KINDS),
    power: optional(power),
    note: optional(text),
    source: optional(text),
  });

/** Checks one lawful basis. */
export const lawfulBasis = record<LawfulBasis>({
  code,
  label: text,
  gdpr6: text,
  gdpr9: optional(text),
  schedule1: optional(text),
  article10: optional(text),
  confidence: text,
  when: text,
  note: optional(text),
  source: optional(text),
});

/** Checks how long one class of records is kept. */
export const retention = ({ agency }: References): Check<Retention> =>
  record<Retention>({
    code,
    agencies: list(agency),
    modes: optional(list(oneOf(MODES))),
    years: orNull(wholeNumber(1)),
    from: text,
    note: optional(text),
    source: optional(text),
  });

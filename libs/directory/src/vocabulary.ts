import type { DirectoryData } from './data.js';

/** The closed lists from which the signed, permanent part of an event takes its codes. */
export type CodeSet =
  | 'agency'
  | 'unit'
  | 'taskKind'
  | 'item'
  | 'urgency'
  | 'declineReason'
  | 'absentReason'
  | 'outcome'
  | 'actorRole'
  | 'rule'
  | 'basis'
  | 'purpose'
  | 'overrideReason'
  | 'grade'
  | 'lawRule'
  | 'slot'
  | 'clock'
  | 'clockReason'
  | 'skill'
  | 'language'
  | 'employer';

/** Every code that the signed part may hold, by list. */
export type Vocabulary = Readonly<Record<CodeSet, ReadonlySet<string>>>;

/** The stages of a task at which items travel; with the kind's code they make the rule that a disclosure names. */
export const RULE_STAGES = ['offer', 'accepted', 'answer'] as const;

/** One of the stages at which items travel. */
export type RuleStage = (typeof RULE_STAGES)[number];

/** The rule code of a kind at a stage, such as `welfare-check.offer`. */
export const ruleCode = (kind: string, stage: RuleStage): string => `${kind}.${stage}`;

/** The grade of a level, such as `ambulance-arp.c2`. */
export const gradeCode = (scale: string, level: string): string => `${scale}.${level}`;

/** The closed lists of a directory. Units, outcomes and slots are those of all agencies and kinds together. */
export function vocabularyOf(data: DirectoryData): Vocabulary {
  const kinds = data.taskKinds.map(({ code }) => code);
  return {
    agency: codes(data.agencies),
    unit: new Set(data.agencies.flatMap(({ units }) => units)),
    taskKind: new Set(kinds),
    item: codes(data.items),
    urgency: codes(data.urgencies),
    declineReason: codes(data.declineReasons),
    absentReason: codes(data.absentReasons),
    // What a kind records of a silence is an outcome too, though nobody may give it as one.
    outcome: new Set(
      data.taskKinds.flatMap(({ outcomes, expiryOutcome }) => [
        ...outcomes,
        ...(expiryOutcome ? [expiryOutcome] : []),
      ]),
    ),
    actorRole: codes(data.actorRoles),
    rule: new Set([
      ...data.agreements.flatMap(({ rules, overrides }) => [...rules, ...overrides].map(({ code }) => code)),
      ...kinds.flatMap((kind) => RULE_STAGES.map((stage) => ruleCode(kind, stage))),
    ]),
    basis: codes(data.lawfulBases),
    purpose: codes(data.purposes),
    overrideReason: codes(data.overrideReasons),
    grade: new Set(
      data.scales.flatMap(({ code, levels }) => levels.map((level) => gradeCode(code, level.code))),
    ),
    lawRule: codes(data.lawRules),
    slot: new Set(data.taskKinds.flatMap(({ slots = [] }) => slots.map(({ code }) => code))),
    clock: codes(data.clocks),
    clockReason: codes(data.clockReasons),
    skill: codes(data.skills),
    language: codes(data.languages ?? []),
    employer: codes([...data.agencies, ...data.outsideEmployers]),
  };
}

const codes = (entries: readonly { readonly code: string }[]): ReadonlySet<string> =>
  new Set(entries.map(({ code }) => code));

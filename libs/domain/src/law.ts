import { ageStandingOf, type AgeStanding } from './age.js';
import { comparable } from './comparable.js';
import { knownInstant } from './instant.js';
import type { ItemStatement } from './items.js';
import { STEPS } from './lifecycle.js';
import type { Slot } from './slots.js';
import type { Party } from './task.js';

/** The steps that a rule can speak of: what happens to a task, and a clock of the law that is made longer. */
export const LAW_STEPS: readonly string[] = [...new Set([...Object.keys(STEPS), 'clock-extended'])];

/**
 * When a rule warns: when everything holds that is named here. Lists hold codes, of which one has to fit. A party is an
 * agency, or an agency and its unit as in `police/custody`.
 */
export interface LawCondition {
  readonly kinds?: readonly string[];
  /** Some of {@link LAW_STEPS}. */
  readonly steps?: readonly string[];
  readonly outcomes?: readonly string[];
  /** Why a task was declined, given up or cancelled. */
  readonly reasons?: readonly string[];
  readonly extensionReasons?: readonly string[];
  readonly askers?: readonly string[];
  readonly performers?: readonly string[];
  /** Holds when the actor has none of these roles. */
  readonly actorRolesNot?: readonly string[];
  readonly ages?: readonly AgeStanding[];
  /** Items with one of these values, each of them. A value is never read as text: it is one of the list, or it is not. */
  readonly items?: readonly { readonly code: string; readonly in: readonly string[] }[];
  /** Items of which nothing was said, neither a value nor why there is none. */
  readonly itemsUnsaid?: readonly string[];
  /** Holds when one of these slots is not filled. */
  readonly slotsNotFilled?: readonly string[];
}

/** One rule of law, or of an agreed practice. It warns and explains; it never says that something is or is not lawful. */
export interface LawRule {
  readonly code: string;
  /** The legal power or duty it is about; absent for an agreed practice. */
  readonly power?: string;
  /** One plain sentence for a person. */
  readonly says: string;
  readonly when: LawCondition;
  /** The first day on which it counts, `2017-12-11`; days begin at midnight UTC. */
  readonly inForceFrom: string;
  /** The first day on which it no longer counts. */
  readonly inForceUntil?: string;
  readonly source: string;
}

/** What is said of an item, as far as rules look at it. */
export type SaidOfItem = Pick<ItemStatement, 'code' | 'state' | 'value'>;

/** A step on a task, as far as rules look at it. */
export interface LawSituation {
  readonly kind: string;
  /** One of {@link LAW_STEPS}. */
  readonly step: string;
  readonly asker: Party;
  readonly performer: Party;
  readonly actorRole: string;
  readonly items: readonly SaidOfItem[];
  readonly outcome?: string;
  readonly reason?: string;
  readonly extensionReason?: string;
  readonly slots?: readonly Slot[];
}

/** What a person is told of a rule that fits. */
export type LawWarning = Pick<LawRule, 'code' | 'power' | 'says' | 'source'>;

/**
 * What the rules say of a step that is taken at this time (ISO 8601 with an offset), in the order of the rules. It never
 * stands in the way of the step. The order of the facts does not count.
 */
export function warningsOf(
  rules: readonly LawRule[],
  situation: LawSituation,
  at: string,
): readonly LawWarning[] {
  return rules
    .filter((rule) => isLawAt(rule, at) && fits(rule.when, situation, at))
    .map(({ code, power, says, source }) => ({ code, ...(power !== undefined && { power }), says, source }));
}

/** Whether a rule is in force at this time: from the start of its first day until the start of the day of its end. */
export function isLawAt(
  { inForceFrom, inForceUntil }: Pick<LawRule, 'inForceFrom' | 'inForceUntil'>,
  at: string,
): boolean {
  const now = knownInstant(at);
  return startOf(inForceFrom) <= now && (inForceUntil === undefined || now < startOf(inForceUntil));
}

/**
 * The items that count for a step of a kind: those that a rule in force looks at. Whoever wants the warnings of a later step
 * gives what was told of these before.
 */
export function itemsThatCount(
  rules: readonly LawRule[],
  { kind, step }: Pick<LawSituation, 'kind' | 'step'>,
  at: string,
): ReadonlySet<string> {
  const asked = rules.filter(
    (rule) => isLawAt(rule, at) && isOneOf(rule.when.kinds, kind) && isOneOf(rule.when.steps, step),
  );
  return new Set(
    asked.flatMap(({ when: { items = [], itemsUnsaid = [], ages } }) => [
      ...items.map(({ code }) => code),
      ...itemsUnsaid,
      ...(ages === undefined ? [] : AGE_ITEMS),
    ]),
  );
}

const AGE_ITEMS = ['age-band', 'date-of-birth'];

const startOf = (day: string): number => knownInstant(`${day}T00:00:00Z`);

function fits(when: LawCondition, situation: LawSituation, at: string): boolean {
  const { kind, step, outcome, reason, extensionReason, asker, performer, actorRole, items } = situation;
  return (
    isOneOf(when.kinds, kind) &&
    isOneOf(when.steps, step) &&
    isOneOf(when.outcomes, outcome) &&
    isOneOf(when.reasons, reason) &&
    isOneOf(when.extensionReasons, extensionReason) &&
    isParty(when.askers, asker) &&
    isParty(when.performers, performer) &&
    !(when.actorRolesNot?.includes(actorRole) ?? false) &&
    (when.ages === undefined || when.ages.includes(ageStandingOf(items, at))) &&
    (when.items ?? []).every((wanted) => items.some((item) => hasValue(item, wanted))) &&
    (when.itemsUnsaid ?? []).every((code) => items.every((item) => item.code !== code)) &&
    hasOpenSlot(when.slotsNotFilled, situation.slots ?? [])
  );
}

const isOneOf = (codes: readonly string[] | undefined, code: string | undefined): boolean =>
  codes === undefined || (code !== undefined && codes.includes(code));

const isParty = (parties: readonly string[] | undefined, { agency, unit }: Party): boolean =>
  parties === undefined || parties.includes(agency) || parties.includes(`${agency}/${unit}`);

/** What is out of date does not say how it is now. */
function hasValue(
  { code, state, value }: SaidOfItem,
  wanted: { readonly code: string; readonly in: readonly string[] },
): boolean {
  if (code !== wanted.code || state === 'out-of-date' || value === undefined) return false;
  const said = comparable(value);
  return wanted.in.some((one) => comparable(one) === said);
}

function hasOpenSlot(named: readonly string[] | undefined, slots: readonly Slot[]): boolean {
  if (named === undefined) return true;
  return named.some((code) => !slots.some(({ slot, state }) => slot === code && state === 'filled'));
}

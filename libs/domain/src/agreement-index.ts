import {
  STAGES,
  type Direction,
  type OverrideClause,
  type SharingAgreement,
  type SharingRule,
  type Stage,
} from './agreements.js';
import { instantOf } from './instant.js';
import type { Passage } from './passage.js';
import type { Party } from './task.js';

/** A rule or clause with its agreement, ready to be asked. */
export interface InAgreement<T extends SharingRule | OverrideClause> {
  readonly it: T;
  readonly agreement: SharingAgreement;
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
  /** In force from this instant and before that one, in ms. */
  readonly since: number;
  readonly before: number;
}

/** The agreements of one directory, by what a passage asks of them. Made by {@link indexAgreements}. */
export interface AgreementIndex {
  readonly rules: ReadonlyMap<string, readonly InAgreement<SharingRule>[]>;
  /** Rules by which an item is given when it is asked for, by item alone. */
  readonly onRequest: ReadonlyMap<string, readonly InAgreement<SharingRule>[]>;
  readonly clauses: ReadonlyMap<string, readonly InAgreement<OverrideClause>[]>;
}

/** Sorts agreements so that a passage finds its rules without reading them all. */
export function indexAgreements(agreements: readonly SharingAgreement[]): AgreementIndex {
  const rules = new Map<string, InAgreement<SharingRule>[]>();
  const onRequest = new Map<string, InAgreement<SharingRule>[]>();
  const clauses = new Map<string, InAgreement<OverrideClause>[]>();
  for (const agreement of agreements) {
    for (const rule of agreement.rules) {
      const entry = inAgreement(rule, agreement);
      if (rule.stage === 'on-request') rule.items.forEach((item) => add(onRequest, item, entry));
      for (const place of placesOf(rule)) add(rules, place, entry);
    }
    for (const clause of agreement.overrides) {
      for (const item of clause.items) add(clauses, item, inAgreement(clause, agreement));
    }
  }
  for (const found of rules.values()) found.sort((a, b) => order(a.it.stage) - order(b.it.stage));
  return { rules, onRequest, clauses };
}

/** Where the rules for an item of a kind stand, by direction. */
export const placeOf = (direction: Direction, kind: string, item: string): string =>
  `${direction} ${kind} ${item}`;

const placesOf = ({ direction, kinds, items }: SharingRule): string[] =>
  kinds.flatMap((kind) => items.map((item) => placeOf(direction, kind, item)));

/** Whether the rule or clause speaks of these two parties. */
export function speaksOf(
  rule: { readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> },
  { from, to }: Pick<Passage, 'from' | 'to'>,
): boolean {
  return names(rule.from, from) && names(rule.to, to);
}

/** Whether the agreement held at this instant (ms). */
export function isInForce(
  { since, before }: { readonly since: number; readonly before: number },
  at: number,
): boolean {
  return since <= at && at < before;
}

const names = (parties: ReadonlySet<string>, { agency, unit }: Party): boolean =>
  parties.has(agency) || parties.has(`${agency}/${unit}`);

const order = (stage: Stage): number => STAGES.indexOf(stage);

function inAgreement<T extends SharingRule | OverrideClause>(
  it: T,
  agreement: SharingAgreement,
): InAgreement<T> {
  const { inForceFrom, inForceUntil } = agreement;
  return {
    it,
    agreement,
    from: new Set(it.from),
    to: new Set(it.to),
    // A time that cannot be read opens nothing.
    since: instantOf(inForceFrom) ?? Infinity,
    before: inForceUntil === undefined ? Infinity : (instantOf(inForceUntil) ?? -Infinity),
  };
}

function add<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

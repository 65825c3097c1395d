import { comparable } from './comparable.js';
import type { ItemState, ItemStatement } from './items.js';
import type { AgencyCode } from './task.js';

/** A statement as a case holds it. */
export interface Said {
  readonly statement: ItemStatement;
  /** The agency that said it; of an item that was passed on, the one that passed it on. */
  readonly from: AgencyCode;
  /** When it was recorded. What was said in one breath has one time. */
  readonly at: string;
  /** The event that it came by, if it came from outside. */
  readonly eventId?: string;
  /** The event whose statement on this item it corrects. */
  readonly corrects?: string;
}

/** What stands on one item of a case: nothing is chosen between the statements. */
export interface StandingItem<T extends Said = Said> {
  readonly code: string;
  /** How well the item is known by all that stands; `conflicting` when values differ. */
  readonly state: ItemState;
  /** Oldest first. */
  readonly statements: readonly T[];
}

/**
 * What stands of everything that was said in one case and not recalled, oldest first, by item in the order in which items were first
 * spoken of. A source's newest statement takes the place of its earlier ones, where a source is one kind of source of one
 * agency; a statement that names no kind of source speaks for its agency, and takes the place of all that it said before.
 * A reason why there is no value falls when its agency has a value later. Statements of different sources stay side by
 * side, also when they differ.
 */
export function standing<T extends Said>(all: readonly T[]): readonly StandingItem<T>[] {
  const byItem = new Map<string, readonly T[]>();
  for (const said of all) {
    const { code } = said.statement;
    byItem.set(code, [...remaining(byItem.get(code) ?? [], said), said]);
  }
  return [...byItem].map(([code, statements]) => ({ code, state: stateOf(statements), statements }));
}

function remaining<T extends Said>(before: readonly T[], said: T): readonly T[] {
  return before.filter((one) => {
    if (one.from !== said.from || originOf(one) !== originOf(said)) return true;
    if (said.corrects !== undefined && one.eventId === said.corrects) return false;
    if (together(one, said)) return true;
    if (hasValue(said) && !hasValue(one)) return false;
    const { sourceKind } = said.statement;
    return sourceKind !== undefined && sourceKind !== one.statement.sourceKind;
  });
}

const originOf = ({ statement, from }: Said): AgencyCode => statement.originator ?? from;

const hasValue = ({ statement }: Said): boolean => statement.value !== undefined;

// Sources that one agency found to differ are told in one breath.
const together = (one: Said, other: Said): boolean =>
  one.at === other.at && one.statement.state === 'conflicting' && other.statement.state === 'conflicting';

const BEST_FIRST = ['known', 'reported-unconfirmed', 'out-of-date', 'withheld', 'unknown'] as const;

function stateOf(statements: readonly Said[]): ItemState {
  const states = new Set(statements.map(({ statement }) => statement.state));
  if (states.has('conflicting') || differ(statements)) return 'conflicting';
  const withValue = new Set(statements.filter(hasValue).map(({ statement }) => statement.state));
  const counted = withValue.size > 0 ? withValue : states;
  return BEST_FIRST.find((state) => counted.has(state)) ?? 'unknown';
}

// What is said to be out of date is expected to differ.
function differ(statements: readonly Said[]): boolean {
  const current = statements.filter((one) => hasValue(one) && one.statement.state !== 'out-of-date');
  return new Set(current.map(({ statement }) => comparable(statement.value))).size > 1;
}

import type { OverrideClause } from '#domain';
import { partiesMeet, type PromiseRow } from './agreement-rows.js';
import type { Finding } from './check.js';

type ClauseRow = PromiseRow<OverrideClause>;

/**
 * Two override clauses in force at the same time that speak of the same item between the same parties: which of them
 * counts, with its own limit and its own roles, would hang on their order. One finding for each two clauses, at the first
 * item, in the clause that is written later.
 */
export const clauseClashFindings = (clauses: readonly ClauseRow[]): readonly Finding[] =>
  clauses.flatMap((later, i) => clauses.slice(0, i).flatMap((earlier) => clash(earlier, later)));

function clash(earlier: ClauseRow, { at, it, of }: ClauseRow): readonly Finding[] {
  if (earlier.of.before <= of.since || of.before <= earlier.of.since) return [];
  if (!listsMeet(earlier.it.from, it.from) || !listsMeet(earlier.it.to, it.to)) return [];
  const twice = it.items.filter((item) => earlier.it.items.includes(item));
  const [first, ...more] = twice;
  if (first === undefined) return [];
  const rest = more.length === 0 ? '' : `; and ${more.length} more`;
  const detail = `"${earlier.it.code}" lets the same parties override for "${first}" too${rest}`;
  return [{ at: [...at, 'items', it.items.indexOf(first)], detail }];
}

const listsMeet = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((party) => other.some((another) => partiesMeet(party, another)));

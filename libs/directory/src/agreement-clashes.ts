import { STAGES, type SharingRule } from '#domain';
import { possiblePairs, type KindFacts, type Pair } from './agreement-kinds.js';
import { agencyOf, partiesMeet, type PromiseRow } from './agreement-rows.js';
import type { Finding } from './check.js';

type RuleRow = PromiseRow<SharingRule>;

/** One item that one rule takes from one party to another on one kind. */
interface Passage extends Pair {
  readonly row: RuleRow;
  readonly kind: string;
  readonly item: string;
}

/**
 * Two rules in force at the same time that speak of the same passage: the same again at the same stage, on two bases, or
 * at two stages. A rule for one unit or some urgencies may give earlier what a wider rule gives later. One finding for
 * each two rules, at the first item, in the rule that is written later.
 */
export function clashFindings(
  rules: readonly RuleRow[],
  kinds: ReadonlyMap<string, KindFacts>,
): readonly Finding[] {
  const found = new Map<string, { readonly finding: Finding; more: number }>();
  for (const together of byPlace(rules, kinds).values()) {
    together.forEach((later, i) => {
      for (const earlier of together.slice(0, i)) {
        const clash = clashOf(earlier, later);
        if (clash === undefined) continue;
        const key = `${earlier.row.at.join('.')} ${later.row.at.join('.')} ${clash}`;
        const before = found.get(key);
        if (before) before.more += 1;
        else found.set(key, { finding: findingOf(earlier, later, clash), more: 0 });
      }
    });
  }
  return [...found.values()].map(({ finding: { at, detail }, more }) => ({
    at,
    detail: more === 0 ? detail : `${detail}; and ${more} more`,
  }));
}

function byPlace(
  rules: readonly RuleRow[],
  kinds: ReadonlyMap<string, KindFacts>,
): ReadonlyMap<string, readonly Passage[]> {
  const places = new Map<string, Passage[]>();
  for (const passage of rules.flatMap((row) => passagesOf(row, kinds))) {
    const { row, kind, item, from, to } = passage;
    const place = `${row.it.direction} ${kind} ${item} ${agencyOf(from)} ${agencyOf(to)}`;
    const there = places.get(place);
    if (there) there.push(passage);
    else places.set(place, [passage]);
  }
  return places;
}

const passagesOf = (row: RuleRow, kinds: ReadonlyMap<string, KindFacts>): readonly Passage[] =>
  row.it.kinds.flatMap((kind) => {
    const facts = kinds.get(kind);
    const pairs = facts ? possiblePairs(row.it, facts) : [];
    return pairs.flatMap((pair) => row.it.items.map((item) => ({ row, kind, item, ...pair })));
  });

/** What is wrong with the two, in words, or undefined. */
function clashOf(one: Passage, other: Passage): string | undefined {
  const { it: a, of: inA } = one.row;
  const { it: b, of: inB } = other.row;
  if (inA.before <= inB.since || inB.before <= inA.since) return undefined;
  if (!meet(one, other) || !urgenciesMeet(a, b)) return undefined;
  if (a.stage === b.stage) {
    return a.basis === b.basis
      ? `again at the stage ${a.stage}`
      : `on the basis "${b.basis}", there on the basis "${a.basis}"`;
  }
  const [early, late] = STAGES.indexOf(a.stage) < STAGES.indexOf(b.stage) ? [one, other] : [other, one];
  return isNarrower(early, late) ? undefined : `at the stage ${b.stage}, there at the stage ${a.stage}`;
}

const findingOf = (earlier: Passage, { row, kind, item, from, to }: Passage, clash: string): Finding => ({
  at: [...row.at, 'items', row.it.items.indexOf(item)],
  detail: `"${earlier.row.it.code}" takes "${item}" from "${from}" to "${to}" on "${kind}" too: here ${clash}`,
});

const meet = (one: Pair, other: Pair): boolean =>
  partiesMeet(one.from, other.from) && partiesMeet(one.to, other.to);

const urgenciesMeet = (a: SharingRule, b: SharingRule): boolean =>
  !a.urgencies || !b.urgencies || a.urgencies.some((urgency) => b.urgencies?.includes(urgency));

/** Whether the first speaks of fewer urgencies or units than the other, and of nothing that the other does not. */
function isNarrower(one: Passage, other: Passage): boolean {
  const [mine, theirs] = [one.row.it.urgencies, other.row.it.urgencies];
  const urgenciesWithin = !theirs || (mine?.every((urgency) => theirs.includes(urgency)) ?? false);
  const within = (a: string, b: string): boolean => a === b || agencyOf(a) === b;
  const isWithin = urgenciesWithin && within(one.from, other.from) && within(one.to, other.to);
  const isLess =
    (mine !== undefined && (!theirs || mine.length < theirs.length)) ||
    one.from !== other.from ||
    one.to !== other.to;
  return isWithin && isLess;
}

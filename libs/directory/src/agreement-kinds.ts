import type { SharingRule } from '#domain';
import { agencyOf, isTexts, objectsIn } from './agreement-rows.js';
import type { Path } from './check.js';

/** What a rule needs to know of a task kind: who may ask whom, which items it wants or never needs, why one may decline. */
export interface KindFacts {
  readonly at: Path;
  readonly code: string;
  readonly askers: readonly string[];
  readonly performers: readonly string[];
  readonly required: readonly string[];
  readonly choices: readonly (readonly string[])[];
  readonly declineReasons: readonly string[];
  readonly notNeeded: ReadonlySet<string>;
}

/** The task kinds of data of any shape, by code. */
export function kindFacts(data: unknown): ReadonlyMap<string, KindFacts> {
  const facts = objectsIn(data, 'taskKinds').map(({ row, at }): KindFacts => {
    const texts = (list: string): readonly string[] => (isTexts(row[list]) ? row[list] : []);
    const choices = row['requiredOneOf'];
    return {
      at,
      code: String(row['code']),
      askers: texts('mayBeRequestedBy'),
      performers: texts('mayBeAsked'),
      required: texts('required'),
      choices: Array.isArray(choices) ? choices.filter(isTexts) : [],
      declineReasons: texts('allowedDeclineReasons'),
      notNeeded: new Set(texts('notNeeded')),
    };
  });
  return new Map(facts.map((kind) => [kind.code, kind]));
}

/** A teller and a hearer of a rule, each as the rule writes it. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** The pairs of a rule of which one may ask the other for this kind, in the direction of the rule. */
export function possiblePairs(
  { from, to, direction }: Pick<SharingRule, 'from' | 'to' | 'direction'>,
  { askers, performers }: Pick<KindFacts, 'askers' | 'performers'>,
): readonly Pair[] {
  const [tellers, hearers] = direction === 'to-performer' ? [askers, performers] : [performers, askers];
  const those = to.filter((party) => hearers.includes(agencyOf(party)));
  return from
    .filter((party) => tellers.includes(agencyOf(party)))
    .flatMap((teller) => those.map((hearer) => ({ from: teller, to: hearer })));
}

import type { SharingRule } from '#domain';
import type { KindFacts } from './agreement-kinds.js';
import type { PromiseRow } from './agreement-rows.js';
import type { Finding } from './check.js';

type RuleRow = PromiseRow<SharingRule>;
type Kinds = ReadonlyMap<string, KindFacts>;

/**
 * Who may ask must be able to say what the kind demands: a finding for each required item, and each choice of items,
 * that some asker may at no stage tell some performer. What holds for one unit or one urgency only does not count.
 */
export function coverageFindings(rules: readonly RuleRow[], kinds: Kinds): readonly Finding[] {
  const told = passagesOf(rules.filter(({ it }) => it.stage !== 'on-request'));
  return [...kinds.values()].flatMap((kind) => {
    const finding = (at: Finding['at'], items: readonly string[]): readonly Finding[] => {
      const pairs = untold(kind, items, told);
      const names = items.map((item) => `"${item}"`).join(' or ');
      return pairs === '' ? [] : [{ at, detail: `no rule of an agreement takes ${names} from ${pairs}` }];
    };
    return [
      ...kind.required.flatMap((item, i) => finding([...kind.at, 'required', i], [item])),
      ...kind.choices.flatMap((items, i) => finding([...kind.at, 'requiredOneOf', i], items)),
    ];
  });
}

/**
 * Who may decline for a reason must be able to see at the offer what it is judged by: a finding for each reason whose
 * fact some asker may not tell some performer with the request. `judges` gives the item of each reason that has one.
 */
export function declineFactFindings(
  rules: readonly RuleRow[],
  kinds: Kinds,
  judges: ReadonlyMap<string, string>,
): readonly Finding[] {
  const told = passagesOf(rules.filter(({ it }) => it.stage === 'offer'));
  return [...kinds.values()].flatMap((kind) =>
    kind.declineReasons.flatMap((reason, i): readonly Finding[] => {
      const item = judges.get(reason);
      const pairs = item === undefined ? '' : untold(kind, [item], told);
      if (pairs === '') return [];
      const detail = `"${reason}" is judged by "${item}", which no rule takes at the offer from ${pairs}`;
      return [{ at: [...kind.at, 'allowedDeclineReasons', i], detail }];
    }),
  );
}

/** The pairs of asker and performer, as text, between which none of the items is told. */
function untold(kind: KindFacts, items: readonly string[], told: ReadonlySet<string>): string {
  const isTold = (asker: string, performer: string): boolean =>
    items.some((item) => told.has(place(kind.code, item, asker, performer)));
  return kind.askers
    .flatMap((asker) =>
      kind.performers
        .filter((performer) => !isTold(asker, performer))
        .map((performer) => `"${asker}" to "${performer}"`),
    )
    .join(', ');
}

function passagesOf(rules: readonly RuleRow[]): ReadonlySet<string> {
  const counted = rules.map(({ it }) => it).filter((it) => it.direction === 'to-performer' && !it.urgencies);
  return new Set(
    counted.flatMap(({ kinds, items, from, to }) => {
      const pairs = from.flatMap((asker) => to.map((performer) => [asker, performer] as const));
      return kinds.flatMap((kind) =>
        items.flatMap((item) => pairs.map(([asker, performer]) => place(kind, item, asker, performer))),
      );
    }),
  );
}

const place = (kind: string, item: string, from: string, to: string): string =>
  `${kind} ${item} ${from} ${to}`;

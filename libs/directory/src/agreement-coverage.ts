import type { SharingRule } from '#domain';
import type { KindFacts } from './agreement-kinds.js';
import type { PromiseRow } from './agreement-rows.js';
import type { Finding } from './check.js';

/**
 * Who may ask must be able to say what the kind demands: a finding for each required item, and each choice of items,
 * that some asker may at no stage tell some performer. What holds for one unit or one urgency only does not count.
 */
export function coverageFindings(
  rules: readonly PromiseRow<SharingRule>[],
  kinds: ReadonlyMap<string, KindFacts>,
): readonly Finding[] {
  const told = passagesOf(rules);
  return [...kinds.values()].flatMap((kind) => {
    const uncovered = (items: readonly string[]): string =>
      kind.askers
        .flatMap((asker) =>
          kind.performers
            .filter((performer) => !items.some((item) => told.has(place(kind.code, item, asker, performer))))
            .map((performer) => `"${asker}" to "${performer}"`),
        )
        .join(', ');
    const finding = (at: Finding['at'], items: readonly string[]): readonly Finding[] => {
      const pairs = uncovered(items);
      const names = items.map((item) => `"${item}"`).join(' or ');
      return pairs === '' ? [] : [{ at, detail: `no rule of an agreement takes ${names} from ${pairs}` }];
    };
    return [
      ...kind.required.flatMap((item, i) => finding([...kind.at, 'required', i], [item])),
      ...kind.choices.flatMap((items, i) => finding([...kind.at, 'requiredOneOf', i], items)),
    ];
  });
}

function passagesOf(rules: readonly PromiseRow<SharingRule>[]): ReadonlySet<string> {
  const counted = rules
    .map(({ it }) => it)
    .filter((it) => it.direction === 'to-performer' && it.stage !== 'on-request' && !it.urgencies);
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

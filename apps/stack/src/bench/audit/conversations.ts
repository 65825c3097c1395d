import type { SharingRule, Stage } from '#domain';
import type { DirectoryData } from '#directory';

/** Items that one agency may tell another on a kind of task, and the rule that lets it. */
export interface Telling {
  readonly rule: string;
  readonly version: number;
  readonly basis: string;
  readonly stage: Stage;
  readonly items: readonly string[];
}

/** What two agencies say to each other on one kind of task: with the offer, once it is accepted, and back. */
export interface Conversation {
  readonly asker: string;
  readonly performer: string;
  readonly kind: string;
  readonly offer: Telling;
  readonly accepted?: Telling;
  readonly back?: Telling;
}

type Promised = SharingRule & { readonly version: number };

const agenciesOf = (places: readonly string[]): readonly string[] => [
  ...new Set(places.map((place) => place.split('/')[0] ?? '')),
];

/** Every conversation that the agreements of a directory allow, in their order. */
export function conversationsOf({ agreements }: DirectoryData): readonly Conversation[] {
  const rules = agreements.flatMap(({ rules: own, version }) => own.map((rule) => ({ ...rule, version })));
  const offers = rules.filter(({ direction, stage }) => direction === 'to-performer' && stage === 'offer');
  return offers.flatMap((offer) =>
    agenciesOf(offer.from).flatMap((asker) =>
      agenciesOf(offer.to)
        .filter((performer) => performer !== asker)
        .flatMap((performer) =>
          offer.kinds.map((kind) => ({
            asker,
            performer,
            kind,
            offer: tellingOf(offer),
            ...also('accepted', findRule(rules, 'to-performer', { from: asker, to: performer, kind })),
            ...also('back', findRule(rules, 'to-asker', { from: performer, to: asker, kind })),
          })),
        ),
    ),
  );
}

function findRule(
  rules: readonly Promised[],
  direction: SharingRule['direction'],
  { from, to, kind }: { readonly from: string; readonly to: string; readonly kind: string },
): Promised | undefined {
  return rules.find(
    (rule) =>
      rule.direction === direction &&
      rule.stage === 'accepted' &&
      rule.kinds.includes(kind) &&
      agenciesOf(rule.from).includes(from) &&
      agenciesOf(rule.to).includes(to),
  );
}

const also = (name: 'accepted' | 'back', rule: Promised | undefined): Partial<Conversation> =>
  rule ? { [name]: tellingOf(rule) } : {};

const tellingOf = ({ code, version, basis, stage, items }: Promised): Telling => ({
  rule: code,
  version,
  basis,
  stage,
  items,
});

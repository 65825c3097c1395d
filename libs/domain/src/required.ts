import type { Fault, ItemStatement } from './items.js';
import { IMMEDIATE, type TaskKind } from './rules.js';

/** Items of which a kind needs at least one, and of which nothing was said. */
export interface MissingItems {
  /** One code, or several where one of them is enough. */
  readonly items: readonly string[];
  /** Whether the request is refused for it; an immediate one never is. */
  readonly blocks: boolean;
}

/** What a request lacks of the items that its kind needs. */
export interface Missing {
  readonly missing: readonly MissingItems[];
  /** One fault for each that blocks: pointer `/items`, code `REQUIRED_ITEM_MISSING`. */
  readonly faults: readonly Fault[];
}

/**
 * Which items that the kind needs have neither a value nor a coded reason why there is none, all at once. They block a
 * request, except at the urgency at which life is at risk now: there they are only listed.
 */
export function missingItems(
  kind: Pick<TaskKind, 'code' | 'required' | 'requiredOneOf'>,
  statements: readonly Pick<ItemStatement, 'code' | 'value' | 'absent'>[],
  { urgency }: { readonly urgency: string },
): Missing {
  const said = new Set(
    statements
      .filter(({ value, absent }) => value !== undefined || absent !== undefined)
      .map(({ code }) => code),
  );
  const blocks = urgency !== IMMEDIATE;
  const missing = requiredChoices(kind)
    .filter((items) => items.length > 0 && !items.some((item) => said.has(item)))
    .map((items) => ({ items, blocks }));
  return { missing, faults: missing.filter((one) => one.blocks).map((one) => faultOf(kind.code, one)) };
}

/** What a kind needs, each as the items of which one is enough. */
export const requiredChoices = ({
  required,
  requiredOneOf,
}: Pick<TaskKind, 'required' | 'requiredOneOf'>): readonly (readonly string[])[] => [
  ...required.map((item) => [item]),
  ...requiredOneOf,
];

function faultOf(kind: string, { items }: MissingItems): Fault {
  const what = items.length === 1 ? items.join() : `one of ${items.join(', ')}`;
  return {
    pointer: '/items',
    code: 'REQUIRED_ITEM_MISSING',
    detail: `${kind} needs ${what}: give a value, or the reason why there is none`,
  };
}

import { saidOf, type FieldFault, type Refusal } from '../services/refusal.js';
import type { SaidItem } from './said-item.js';

/** The fields of a statement as the service names them, and those of the question. */
const FIELDS: Readonly<Record<string, string>> = {
  '/value': 'value',
  '/absent': 'said',
  '/finder': 'finder',
  '/finder/agency': 'finder',
  '/finder/unit': 'finder',
  '/heldBy': 'heldBy',
  '/searchedSystem': 'searchedSystem',
  '/searchedFor': 'searchedFor',
  '/searchedAt': 'searchedAt-day',
  '/expectedBy': 'expectedBy-day',
};

/** An item as it was sent. */
export interface SentItem {
  readonly said: SaidItem;
  /** Before the names of its fields; empty where it stands alone. */
  readonly prefix: string;
}

/** The faults of a refusal: those of the items each at its field, and those of anything else as they came. */
export interface ItemFaults {
  readonly ofItems: readonly FieldFault[];
  readonly others: readonly FieldFault[];
}

/** Puts what the service finds wrong with items at the fields of their questions; `sent` are the items in the order of the body. */
export function itemFaults(
  refusal: Pick<Refusal, 'title' | 'faults' | 'because'>,
  sent: readonly SentItem[],
): ItemFaults {
  const placed = refusal.faults.map((found) => {
    const [, index, part = ''] = /^\/items\/(\d+)(\/.*)?$/.exec(found.field) ?? [];
    const item = index === undefined ? undefined : sent[Number(index)];
    return item ? { ofItem: atField(found, part, item, refusal) } : { other: found };
  });
  return {
    ofItems: placed.flatMap(({ ofItem }) => (ofItem ? [ofItem] : [])),
    others: placed.flatMap(({ other }) => (other ? [other] : [])),
  };
}

function atField(
  found: FieldFault,
  part: string,
  { said, prefix }: SentItem,
  refusal: Pick<Refusal, 'title' | 'because'>,
): FieldFault {
  const usual = said.absent === undefined && said.via === undefined ? 'value' : 'said';
  const field = `${prefix}${FIELDS[part] ?? (part === '' ? 'said' : usual)}`;
  // The service names fields of its own where a value is none; what it says of an own word is for people.
  const text =
    part === '/value' && typeof said.value === 'string'
      ? 'This does not say what is known: select why you do not know it instead.'
      : saidOf(found, refusal);
  return { field, text };
}

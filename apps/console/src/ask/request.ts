import { kindOf, type Catalogue, type Kind, type Party } from '../page/catalogue.js';
import type { Draft } from './draft.js';
import type { SaidItem } from '../item/said-item.js';

/** A request as the service takes it, without whom it asks. */
export interface Asked {
  readonly [field: string]: unknown;
  readonly items: readonly (SaidItem & { readonly code: string })[];
}

/** Codes of the items that a kind asks for, what it needs first, each once. */
export const itemsOf = ({ needs, expects }: Pick<Kind, 'needs' | 'expects'>): readonly string[] => [
  ...new Set([...needs.flat(), ...expects]),
];

/** What a draft says, in the words of the service. Only what the kind asks for is told; the rest stays here. */
export function askedOf({ unit, caseId, content }: Draft, catalogue: Catalogue): Asked {
  const { mode, kind, wanted, purpose, basis, grade, urgency, note, occurredAt, items = {} } = content;
  const known = kindOf(catalogue, kind);
  const asked = known ? itemsOf(known) : [];
  return {
    unit,
    mode,
    kind,
    ...(caseId !== undefined && { caseId }),
    ...(grade !== undefined ? { grade } : urgency !== undefined && { urgency }),
    ...(known?.asksForItems && { wanted, purpose, basis }),
    items: asked.flatMap((code) => (items[code] ? [{ code, ...items[code] }] : [])),
    ...(note && { note }),
    ...(occurredAt !== undefined && { occurredAt }),
    ifNotAllowed: 'leave-out',
  };
}

/** The request to one unit. */
export const requestTo = (asked: Asked, { agency, unit }: Party): Asked => ({
  ...asked,
  to: { agency, unit },
});

/** What the kind needs and of which nothing is said yet, each as the codes of which one is enough. */
export const unsaidOf = (
  { needs }: Pick<Kind, 'needs'>,
  items: Readonly<Record<string, SaidItem>> = {},
): readonly (readonly string[])[] => needs.filter((choice) => !choice.some((code) => items[code]));

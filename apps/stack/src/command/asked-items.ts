import { IMMEDIATE } from '#domain';
import type { Directory, TaskKindEntry } from '#directory';
import type { ExplainCall } from './explain-call.js';

/**
 * Codes of the items that a dry run is about: those that the call names, or every one of the directory, or all that the
 * kind needs, expects or shows, at the urgency that is given.
 */
export function askedItems(
  { items, everyItem }: Pick<ExplainCall, 'items' | 'everyItem'>,
  {
    kind,
    urgency,
    directory,
  }: { readonly kind: TaskKindEntry; readonly urgency: string; readonly directory: Directory },
): readonly string[] {
  const { data } = directory.bundle;
  if (items.length > 0) return items;
  if (everyItem) return data.items.map(({ code }) => code);
  const { required, requiredOneOf, expected, notNeeded, discloseAtOffer, discloseAfterAcceptance } = kind;
  const added = data.u1OfferAdds.filter((code) => !notNeeded.includes(code));
  const atRisk = urgency === IMMEDIATE ? added : [];
  const wanted = [
    ...required,
    ...requiredOneOf.flat(),
    ...expected,
    ...discloseAtOffer,
    ...discloseAfterAcceptance,
  ];
  return [...new Set([...wanted, ...atRisk])];
}

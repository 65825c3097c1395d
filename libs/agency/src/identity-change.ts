import type { IdentityHistory, IdentityStep, ItemStatement } from '#domain';

/** What an event changed of who the person is, as far as others have to hear of it. */
export interface IdentityChange {
  readonly identity: IdentityStep;
  readonly items: readonly ItemStatement[];
}

/**
 * What those whom this agency told of the person have to hear after another agency's word on the identity: that it was
 * confirmed or taken back where this is news, and what it adds. Undefined where it changes nothing, so a word that goes
 * round between agencies comes to an end.
 */
export function identityChange(
  before: IdentityHistory,
  after: IdentityHistory,
  told: readonly ItemStatement[],
): IdentityChange | undefined {
  if (isConfirmed(after)) {
    const known = new Set(
      before.identities
        .filter(({ until }) => until === undefined)
        .flatMap(({ items }) => items.map(({ code }) => code)),
    );
    const news = told.filter(({ code, value }) => value !== undefined && !known.has(code));
    return isConfirmed(before) && news.length === 0 ? undefined : { identity: 'confirmed', items: told };
  }
  return isConfirmed(before) ? { identity: 'reversed', items: [] } : undefined;
}

const isConfirmed = ({ status }: IdentityHistory): boolean =>
  status === 'confirmed' || status === 'conflicting';

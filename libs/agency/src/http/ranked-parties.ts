import type { Party } from '#domain';
import type { Agency } from '../agency.js';
import { candidatesAt } from '../candidates.js';
import { NeedBody, MAX_CANDIDATES } from './needs.dto.js';
import { Problem } from './problem.js';
import { translateBody } from './translate.js';

/**
 * The parties that could be asked for what a body of a need wants, the best first, as `POST /candidates` ranks them;
 * undefined where the body does not say clearly what it wants. Throws Problem NOBODY_TO_ASK where there is none.
 */
export async function rankedParties(
  agency: Agency,
  given: Readonly<Record<string, unknown>>,
): Promise<readonly Party[] | undefined> {
  const directory = agency.directory();
  const { body } = translateBody(NeedBody, given, { directory, agency: agency.profile.code });
  const { kind, unit, urgency, items } = body as Readonly<Record<string, unknown>>;
  if (typeof kind !== 'string' || typeof unit !== 'string' || !directory.kind(kind)) return undefined;
  const need = {
    kind,
    asker: { agency: agency.profile.code, unit },
    ...(typeof urgency === 'string' && { urgency }),
    ...(Array.isArray(items) && { itemsKnown: codesIn(items) }),
  };
  const ranked = await candidatesAt(agency, need, Date.now());
  const parties = ranked.filter(({ isAskable }) => isAskable).map((candidate) => candidate.unit);
  if (parties.length === 0) throw new Problem('NOBODY_TO_ASK', { because: { kind } });
  return parties
    .slice(0, MAX_CANDIDATES)
    .map(({ agency: code, unit: name }) => ({ agency: code, unit: name }));
}

const codesIn = (items: readonly unknown[]): string[] =>
  items.flatMap((item) => {
    const code = typeof item === 'object' && item !== null ? (item as { code?: unknown }).code : undefined;
    return typeof code === 'string' ? [code] : [];
  });

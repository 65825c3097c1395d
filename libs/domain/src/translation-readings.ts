import { normaliseWord } from './nearest.js';
import type { AgencyCode } from './task.js';
import { wordPlace, type Lexicon } from './terms-lexicon.js';
import type { FalseFriend, TermMapping, TermSet } from './terms.js';

/** An own word of an agency, in the set of codes that its place demands. */
export interface SpokenWord {
  readonly set: TermSet;
  readonly agency: AgencyCode;
  readonly word: string;
  /** Who will read it; any agency that knows the word where this is absent. */
  readonly addressee?: AgencyCode;
}

/** What an agency would take a word for; null is something that has no code. */
export interface Reading {
  readonly agency: AgencyCode;
  readonly code: string | null;
}

/** The agency's entries for the word. */
export const mappingsOf = (
  lexicon: Lexicon,
  { agency, set, word }: Omit<SpokenWord, 'addressee'>,
): readonly TermMapping[] => lexicon.byWord.get(wordPlace(agency, set, word)) ?? [];

/** The false friend that the word is, where the directory lists it as one. */
export const falseFriendOf = (lexicon: Lexicon, word: string): FalseFriend | undefined =>
  lexicon.falseFriends.get(normaliseWord(word));

/** What the agency takes a false friend for; undefined where the list does not say. */
export const meaningOf = (friend: FalseFriend | undefined, agency: AgencyCode): string | null | undefined =>
  friend && Object.hasOwn(friend.means, agency) ? friend.means[agency] : undefined;

/** True where the agency also uses the word for something that is not related to the code. */
export const isAlsoUnrelated = (mappings: readonly TermMapping[], code: string): boolean =>
  mappings.some((one) => one.code === code && one.relationship === 'not-related-to');

/**
 * Who of those that may read the word takes it for something else than the sender means. A listed false friend must mean
 * the same to both; any other word is a misreading only where the two meanings have nothing in common, or where the reader
 * is known not to mean what the sender does. The names of units are each agency's own, and nobody else's to misread.
 */
export function misreadings(lexicon: Lexicon, spoken: SpokenWord): readonly Reading[] {
  const friend = falseFriendOf(lexicon, spoken.word);
  const { agency: sender, set, addressee } = spoken;
  // False friends are listed by concept; what is said in another set is also compared there.
  const isCompared = set !== 'unit' && !(friend && set === 'concept');
  return (addressee === undefined ? lexicon.agencies : [addressee])
    .filter((reader) => reader !== sender)
    .flatMap((reader) => [
      ...(friend ? asListed(lexicon, friend, spoken, reader) : []),
      ...(isCompared ? asMapped(lexicon, spoken, reader) : []),
    ]);
}

/** Two meanings without a code are not known to be the same. */
function asListed(
  lexicon: Lexicon,
  friend: FalseFriend,
  { agency: sender, word }: SpokenWord,
  agency: AgencyCode,
): readonly Reading[] {
  const own = meanings(lexicon, friend, { agency: sender, word });
  const theirs = meanings(lexicon, friend, { agency, word });
  const isSame =
    !own.includes(null) && own.length === theirs.length && own.every((code) => theirs.includes(code));
  return isSame ? [] : theirs.map((code) => ({ agency, code }));
}

/** Empty where the agency does not know the word. */
function meanings(
  lexicon: Lexicon,
  friend: FalseFriend,
  { agency, word }: { readonly agency: AgencyCode; readonly word: string },
): readonly (string | null)[] {
  const listed = meaningOf(friend, agency);
  if (listed !== undefined) return [listed];
  const mappings = mappingsOf(lexicon, { set: 'concept', agency, word });
  const codes = relatedCodes(mappings);
  return codes.length === 0 && mappings.length > 0 ? [null] : codes;
}

function asMapped(lexicon: Lexicon, spoken: SpokenWord, agency: AgencyCode): readonly Reading[] {
  const own = relatedCodes(mappingsOf(lexicon, spoken));
  const mappings = mappingsOf(lexicon, { ...spoken, agency });
  const theirs = relatedCodes(mappings);
  if (own.length === 0 || theirs.some((code) => own.includes(code))) return [];
  if (theirs.length > 0) return theirs.map((code) => ({ agency, code }));
  return mappings.some(({ code }) => own.includes(code)) ? [{ agency, code: null }] : [];
}

const relatedCodes = (mappings: readonly TermMapping[]): readonly string[] => [
  ...new Set(mappings.flatMap(({ code, relationship }) => (relationship === 'not-related-to' ? [] : code))),
];

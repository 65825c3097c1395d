import { nearest } from './nearest.js';
import type { AgencyCode } from './task.js';
import { codePlace, setPlace, type Lexicon } from './terms-lexicon.js';
import type { Relationship, TermMapping, TermSet } from './terms.js';
import {
  falseFriendOf,
  isAlsoUnrelated,
  mappingsOf,
  meaningOf,
  misreadings,
  type Reading,
  type SpokenWord,
} from './translation-readings.js';

/** A word that became a shared code. */
export interface Coded {
  readonly code: string;
  /** The sender's word as the directory spells it, to travel beside the code; absent where the code itself was given. */
  readonly word?: string;
  /** SOURCE is the word, TARGET the code. */
  readonly relationship: Relationship;
}

/** Every code with which a word can be refused, and what it means. */
export const WORD_REFUSALS = {
  UNKNOWN_WORD: 'The agency has no such word; the nearest known ones are named, and none is chosen.',
  AMBIGUOUS_WORD: 'The word may mean several things; give the code that is meant.',
  FALSE_FRIEND: 'Another agency would take the word for something else.',
  NO_SHARED_CODE: 'What the agency means by the word has no shared code.',
  NOT_RELATED: 'The word is listed only to say that it does not mean the code for which it would be taken.',
} as const;

/** One of the codes of {@link WORD_REFUSALS}. */
export type WordRefusalCode = keyof typeof WORD_REFUSALS;

/** A word that became no code, and what the sender needs to choose another one. */
export type WordRefusal =
  | { readonly refused: 'UNKNOWN_WORD'; readonly word: string; readonly nearest: readonly string[] }
  | { readonly refused: 'AMBIGUOUS_WORD'; readonly word: string; readonly mayMean: readonly string[] }
  | {
      readonly refused: 'FALSE_FRIEND';
      readonly word: string;
      readonly takenFor: readonly Reading[];
      readonly ask: string;
    }
  | { readonly refused: 'NO_SHARED_CODE'; readonly word: string; readonly ask: string }
  | {
      readonly refused: 'NOT_RELATED';
      readonly word: string;
      /** Codes for which the word would be taken. */
      readonly takenFor: readonly string[];
      readonly nearest: readonly string[];
    };

/** An agency's words for a code. */
export interface OwnWords {
  readonly code: string;
  /** The shared label; the code itself where the lexicon does not know it. */
  readonly label: string;
  /** The agency's best word; the label where it has none. */
  readonly word: string;
  /** SOURCE is the word, TARGET the code; absent where the agency has no word: `unmatched` in FHIR R4. */
  readonly relationship?: Relationship;
  readonly others: readonly { readonly word: string; readonly relationship: Relationship }[];
  /** True where the directory says that the agency has no word, false where it says nothing. */
  readonly isWordless: boolean;
}

const RANKS: readonly (readonly Relationship[])[] = [
  ['equivalent'],
  ['source-is-narrower-than-target', 'source-is-broader-than-target'],
  ['related-to'],
];

const ANOTHER_WORD = 'Give the shared code, or another word of yours.';

/**
 * The shared code of an agency's own word, or why there is none: nothing is guessed. A shared code given as it is spelled
 * is always taken, also where the same letters are a word that would be refused.
 */
export function toCode(lexicon: Lexicon, spoken: SpokenWord): Coded | WordRefusal {
  const { set, agency, word } = spoken;
  if (lexicon.codes.has(codePlace(agency, set, word))) return { code: word, relationship: 'equivalent' };
  const friend = falseFriendOf(lexicon, word);
  const takenFor = misreadings(lexicon, spoken);
  if (takenFor.length > 0)
    return { refused: 'FALSE_FRIEND', word, takenFor, ask: friend?.ask ?? ANOTHER_WORD };
  const listed = meaningOf(friend, agency);
  if (listed === null) return { refused: 'NO_SHARED_CODE', word, ask: friend?.ask ?? ANOTHER_WORD };
  return codeOf(lexicon, spoken, set === 'concept' ? listed : undefined);
}

function codeOf(lexicon: Lexicon, spoken: SpokenWord, listed: string | undefined): Coded | WordRefusal {
  const { set, agency, word } = spoken;
  const mappings = mappingsOf(lexicon, spoken);
  const related = inOrder(mappings.filter(isRelated));
  const codes = [...new Set([...related.map(({ code }) => code), ...(listed === undefined ? [] : [listed])])];
  const [code] = codes;
  if (code === undefined) {
    const near = nearest(word, lexicon.known.get(setPlace(agency, set)) ?? []);
    return mappings.length === 0
      ? { refused: 'UNKNOWN_WORD', word, nearest: near }
      : { refused: 'NOT_RELATED', word, takenFor: codesIn(mappings), nearest: near.filter(isNot(mappings)) };
  }
  if (codes.length > 1 || isAlsoUnrelated(mappings, code))
    return { refused: 'AMBIGUOUS_WORD', word, mayMean: codes };
  // A false friend that has a meaning and no entry: that the two belong together is all that is known.
  const { term = word, relationship = 'related-to' } = related[0] ?? {};
  return { code, word: term, relationship };
}

/**
 * The agency's own words for a code, the best first: equivalent before narrower and broader before related, and a word
 * that leads back to the code before one that does not. A word that the agency itself takes for something else is left out.
 */
export function toWords(
  lexicon: Lexicon,
  { set, agency, code }: { readonly set: TermSet; readonly agency: AgencyCode; readonly code: string },
): OwnWords {
  const place = codePlace(agency, set, code);
  const label = lexicon.labels.get(set)?.get(code) ?? code;
  const usable = (lexicon.byCode.get(place) ?? []).filter(
    (one) => isRelated(one) && isOwnMeaning(lexicon, one),
  );
  const words = inOrder(usable, lexicon).map(({ term, relationship }) => ({ word: term, relationship }));
  const [best, ...others] = words;
  const isWordless = lexicon.wordless.has(place);
  return best
    ? { code, label, ...best, others, isWordless }
    : { code, label, word: label, others, isWordless };
}

function isOwnMeaning(lexicon: Lexicon, { set, agency, term, code }: TermMapping): boolean {
  const listed = set === 'concept' ? meaningOf(falseFriendOf(lexicon, term), agency) : undefined;
  const isAnotherCode = term !== code && lexicon.codes.has(codePlace(agency, set, term));
  if (isAnotherCode || (listed !== undefined && listed !== code)) return false;
  return !isAlsoUnrelated(mappingsOf(lexicon, { set, agency, word: term }), code);
}

const isRelated = ({ relationship }: TermMapping): boolean => relationship !== 'not-related-to';

function inOrder(mappings: readonly TermMapping[], lexicon?: Lexicon): readonly TermMapping[] {
  const rank = (one: TermMapping): number => {
    const strays = lexicon && !('code' in toCode(lexicon, { ...one, word: one.term }));
    return RANKS.findIndex((equals) => equals.includes(one.relationship)) + (strays ? 0.5 : 0);
  };
  return mappings
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

const codesIn = (mappings: readonly TermMapping[]): readonly string[] => [
  ...new Set(mappings.map(({ code }) => code)),
];

const isNot =
  (mappings: readonly TermMapping[]) =>
  (word: string): boolean =>
    !mappings.some(({ term }) => term === word);

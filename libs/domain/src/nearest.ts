/** From this likeness on, a known word is worth naming beside one that is not known. */
const ALIKE = 0.3;
/** Most words that are named. */
const NAMED = 5;

const HIDDEN = /\p{Cf}/gu;
const APOSTROPHES = /[\u2018\u2019\u201B\u02BC\u0060\u00B4\u2032]/gu;
const DASHES = /[\u2010-\u2015\u2212]/gu;

/**
 * The same text for two spellings of one word: Unicode NFKC, lower case, plain apostrophes and dashes, single blanks and
 * none outside. Characters that nobody sees are left out.
 */
export const normaliseWord = (word: string): string =>
  word
    .replace(APOSTROPHES, "'")
    .normalize('NFKC')
    .replace(APOSTROPHES, "'")
    .replace(HIDDEN, '')
    .replace(DASHES, '-')
    .toLowerCase()
    .normalize('NFKC')
    .trim()
    .replace(/\s+/gu, ' ');

/** The known words, those most like the given one first; none is left out, and equals keep their order. */
export function byLikeness(given: string, known: readonly string[]): readonly string[] {
  return ranked(given, known).map(({ word }) => word);
}

/**
 * The known words that are like the given one, the most alike first, 5 at most. They are for a person to choose from: an
 * empty answer means that nothing is alike, and a first one does not mean that it was meant.
 */
export function nearest(given: string, known: readonly string[]): readonly string[] {
  return ranked(given, [...new Set(known)])
    .filter(({ likeness }) => likeness >= ALIKE)
    .slice(0, NAMED)
    .map(({ word }) => word);
}

const ranked = (given: string, known: readonly string[]): { word: string; likeness: number }[] => {
  const pairs = pairsOf(given);
  return known
    .map((word) => ({ word, likeness: likeness(pairs, pairsOf(word)) }))
    .sort((a, b) => b.likeness - a.likeness);
};

/** Neighbouring letters, blanks at both ends included so that short words have some. A dash in a code reads as a blank. */
function pairsOf(word: string): readonly string[] {
  const letters = [...` ${normaliseWord(word.replaceAll('-', ' '))} `];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** Sorensen and Dice: twice the shared pairs by all pairs; 1 for the same word, 0 for nothing in common. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  const shared = a.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (a.length + b.length);
}

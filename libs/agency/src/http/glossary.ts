import {
  r4Equivalence,
  toWords,
  type AgencyCode,
  type R4Equivalence,
  type Relationship,
  type TermSet,
} from '#domain';
import type { Directory, Scale } from '#directory';
import type { Speaking } from './speaking.js';

/** One word of the agency. */
export interface GlossaryTerm {
  readonly set: TermSet;
  readonly word: string;
  readonly code: string;
  readonly label: string;
  /** From the word to the code: R5 and R4. */
  readonly relationship: Relationship;
  readonly equivalence: R4Equivalence;
  readonly note?: string;
}

/** A word that other agencies take for something else. */
export interface Trap {
  readonly words: readonly string[];
  /** What each agency takes them for; null is something that has no shared code. */
  readonly means: Readonly<Record<AgencyCode, string | null>>;
  /** What to ask instead. */
  readonly ask: string;
}

/** Everything that an agency may say in its own words. */
export interface Glossary {
  readonly agency: AgencyCode;
  readonly directoryVersion: number;
  readonly terms: readonly GlossaryTerm[];
  /** Its urgency scales, each with its own minutes, the event that they run to, and how others misread it. */
  readonly scales: readonly Scale[];
  readonly falseFriends: readonly Trap[];
}

/** A code in the words of one agency, the best word first. */
export interface CodeInWords {
  readonly set: TermSet;
  readonly agency: AgencyCode;
  readonly code: string;
  readonly label: string;
  /** Empty where the agency has no word, or none is known. */
  readonly words: readonly {
    readonly word: string;
    readonly relationship: Relationship;
    readonly equivalence: R4Equivalence;
  }[];
  /** True where the directory says that the agency has no word for it. */
  readonly isWordless: boolean;
}

/** The words of one agency in these sets, with what belongs to them. */
export function glossaryOf({ directory, agency }: Speaking, sets: readonly TermSet[]): Glossary {
  const own = directory.terms.filter((term) => term.agency === agency && sets.includes(term.set));
  return {
    agency,
    directoryVersion: directory.version,
    terms: own.map(({ set, term, code, relationship, note }) => ({
      set,
      word: term,
      code,
      label: labelOf(directory, set, code),
      relationship,
      equivalence: r4Equivalence(relationship),
      ...(note !== undefined && { note }),
    })),
    scales: directory.bundle.data.scales.filter(({ owner }) => owner === agency),
    falseFriends: directory.falseFriends,
  };
}

/** What the agency calls a code, and what its listener does; nothing for a code that the set does not have. */
export function wordsForCode(
  set: TermSet,
  code: string,
  { directory, agency, listener }: Speaking,
): readonly CodeInWords[] {
  if (!directory.lexicon.labels.get(set)?.has(code)) return [];
  return [agency, ...(listener === undefined ? [] : [listener])].map((one) => {
    const { label, word, relationship, others, isWordless } = toWords(directory.lexicon, {
      set,
      agency: one,
      code,
    });
    const words = relationship === undefined ? [] : [{ word, relationship }, ...others];
    const shown = words.map((each) => ({ ...each, equivalence: r4Equivalence(each.relationship) }));
    return { set, agency: one, code, label, words: shown, isWordless };
  });
}

/** The words that somebody takes for this concept, and somebody else for another one or for none. */
export const trapsFor = (concept: string, { falseFriends }: Directory): readonly Trap[] =>
  falseFriends.filter(({ means }) => Object.values(means).includes(concept));

const labelOf = (directory: Directory, set: TermSet, code: string): string =>
  directory.lexicon.labels.get(set)?.get(code) ?? code;

import { TERM_SETS, r4Equivalence, type R4Equivalence, type Relationship, type TermSet } from '#domain';
import { codeOfGrade, codeOfWord, type Speaking, type Spoken, type SpokenGrade } from './speaking.js';

/** What a word would become in one set of codes, or why it would be refused there. */
export interface Reading {
  readonly set: TermSet | 'grade';
  readonly code?: string;
  readonly label?: string;
  /** From the word to the code, or from the grade to its band: R5 and R4. */
  readonly relationship?: Relationship;
  readonly equivalence?: R4Equivalence;
  /** Of a grade: the band that it is sorted under. */
  readonly urgency?: string;
  readonly refused?: { readonly code: string; readonly detail: string };
}

/**
 * What a word would become in this set, or in every set where none is named: then only what the agency knows as a word is
 * answered, and grades too. A word that is known nowhere is answered with all refusals.
 */
export function readingsOf(word: string, set: TermSet | undefined, speaking: Speaking): readonly Reading[] {
  const at = { ...speaking, pointer: '/word' };
  if (set) return [shownWord(set, codeOfWord(set, word, at), speaking)];
  const all = [
    ...TERM_SETS.map((one) => shownWord(one, codeOfWord(one, word, at), speaking)),
    shownWord('grade', codeOfGrade(word, at), speaking),
  ];
  const meant = all.filter(({ refused }) => refused === undefined || !UNKNOWN.includes(refused.code));
  return meant.length > 0 ? meant : all;
}

const UNKNOWN: readonly string[] = ['UNKNOWN_WORD', 'UNKNOWN_GRADE'];

function shownWord(set: TermSet | 'grade', spoken: Spoken | SpokenGrade, { directory }: Speaking): Reading {
  if ('fault' in spoken) return { set, refused: { code: spoken.fault.code, detail: spoken.fault.detail } };
  const { code, relationship } = spoken;
  const label =
    set === 'grade' ? directory.grade(code)?.level.label : directory.lexicon.labels.get(set)?.get(code);
  return {
    set,
    code,
    ...(label !== undefined && { label }),
    relationship,
    equivalence: r4Equivalence(relationship),
    ...('urgency' in spoken && { urgency: spoken.urgency }),
  };
}

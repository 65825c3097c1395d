import { r4Equivalence, type R4Equivalence, type Relationship, type TermSet } from '#domain';
import type { Speaking, Spoken, SpokenGrade } from './speaking.js';

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

/** A word as it would be read. */
export function shownWord(
  set: TermSet | 'grade',
  spoken: Spoken | SpokenGrade,
  { directory }: Speaking,
): Reading {
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

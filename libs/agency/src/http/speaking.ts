import {
  gradeFor,
  toCode,
  urgencyOf,
  type Fault,
  type Relationship,
  type TermSet,
  type WordRefusal,
} from '#domain';
import type { Directory } from '#directory';

/** Whose words are spoken, by which directory, and to whom. */
export interface Speaking {
  readonly directory: Directory;
  /** The agency whose words they are. */
  readonly agency: string;
  /** Who will read them; every agency that knows the word where this is absent. */
  readonly listener?: string;
}

/** A {@link Speaking} with the place of the word: a JSON pointer (RFC 6901) into the body. */
export interface SpeakingAt extends Speaking {
  readonly pointer: string;
}

/** The code of a word, with the word as the directory spells it where one was given; or why there is none. */
export type Spoken =
  | { readonly code: string; readonly word?: string; readonly relationship: Relationship }
  | { readonly fault: Fault };

/** The code of a grade with the band that it is sorted under; or why there is none. */
export type SpokenGrade =
  | {
      readonly code: string;
      readonly word?: string;
      readonly urgency: string;
      /** SOURCE is the grade, TARGET the band. */
      readonly relationship: Relationship;
    }
  | { readonly fault: Fault };

/** The shared code that an agency means by a text, which may be the code itself. Nothing is guessed, and nothing quoted. */
export function codeOfWord(set: TermSet, text: string, speaking: SpeakingAt): Spoken {
  const { directory, agency, listener, pointer } = speaking;
  const spoken = { set, agency, word: text, ...(listener !== undefined && { addressee: listener }) };
  const found = toCode(directory.lexicon, spoken);
  if ('code' in found) return found;
  return { fault: { pointer, code: found.refused, detail: whyNot(found, set, directory) } };
}

/** The grade that an agency means on its own scales. A grade without a band measures something else than a response. */
export function codeOfGrade(text: string, { directory, agency, pointer }: SpeakingAt): SpokenGrade {
  const { scales, crosswalk } = directory.bundle.data;
  const graded = gradeFor(scales, { agency, word: text });
  if ('refused' in graded) {
    const detail =
      graded.refused === 'UNKNOWN_GRADE'
        ? `there is no such grade or urgency; ${nearestOf(graded.nearest)}`
        : `several scales have a level of this name; give one of: ${graded.grades.join(', ')}`;
    return { fault: { pointer, code: graded.refused, detail } };
  }
  const { grade, word } = graded;
  const band = urgencyOf(crosswalk, grade);
  if ('refused' in band) {
    const loss = 'loss' in band && band.loss !== undefined ? `: ${band.loss}` : '';
    const detail = `this grade measures something else than how fast to respond${loss}; give a grade that does`;
    return { fault: { pointer, code: band.refused, detail } };
  }
  const { urgency, relationship } = band;
  return { code: grade, ...(word !== undefined && { word }), urgency, relationship };
}

function whyNot(refusal: WordRefusal, set: TermSet, directory: Directory): string {
  switch (refusal.refused) {
    case 'UNKNOWN_WORD':
      return `this agency has no such word, and there is no such code; ${nearestOf(refusal.nearest)}`;
    case 'AMBIGUOUS_WORD':
      return `the word may mean ${labelled(refusal.mayMean, set, directory)}; give the code that is meant`;
    case 'FALSE_FRIEND':
      return `${takenFor(refusal.takenFor, set, directory)}. ${refusal.ask}`;
    case 'NO_SHARED_CODE':
      return `what this agency means by the word has no shared code. ${refusal.ask}`;
    case 'NOT_RELATED':
      return `the word does not mean ${labelled(refusal.takenFor, set, directory)}; ${nearestOf(refusal.nearest)}`;
    default:
      return refusal satisfies never;
  }
}

function takenFor(
  readings: Extract<WordRefusal, { refused: 'FALSE_FRIEND' }>['takenFor'],
  set: TermSet,
  directory: Directory,
): string {
  const said = readings.map(({ agency, code }) => {
    const meaning = code === null ? 'something that has no shared code' : labelled([code], set, directory);
    return `${directory.agency(agency)?.name ?? agency} would take it for ${meaning}`;
  });
  return [...new Set(said)].join('; ');
}

// What a false friend is taken for is listed by concept, also where the word was given for something else.
const labelled = (codes: readonly string[], set: TermSet, { lexicon }: Directory): string => {
  const label = (code: string): string =>
    lexicon.labels.get(set)?.get(code) ?? lexicon.labels.get('concept')?.get(code) ?? code;
  return codes.map((code) => `${code} (${label(code)})`).join(' or ');
};

const nearestOf = (near: readonly string[]): string =>
  near.length > 0 ? `the nearest known are: ${near.join(', ')}` : 'nothing known is like it';

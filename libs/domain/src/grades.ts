import { nearest, normaliseWord } from './nearest.js';
import type { AgencyCode } from './task.js';
import type { Relationship } from './terms.js';

/** One step of an urgency scale. */
export interface ScaleLevel {
  /** Unique in its scale; `<scale>.<level>` is the grade that travels. */
  readonly code: string;
  /** What the agency itself writes. */
  readonly word: string;
  readonly label?: string;
  /** The scale's own minutes to its `clockTo`; null where it promises none. */
  readonly minutes: number | null;
}

/** One agency's urgency scale, most urgent level first. */
export interface Scale {
  readonly code: string;
  readonly label: string;
  /** The agency that grades by it. */
  readonly owner: AgencyCode;
  /** The event to which its minutes run; each scale names another one. */
  readonly clockTo: string;
  readonly levels: readonly ScaleLevel[];
  /** How a reader from another agency gets it wrong. */
  readonly trap?: string;
}

/** The shared band under which a grade is sorted; both null for a grade that measures something else than a response. */
export interface CrosswalkRow {
  readonly grade: string;
  readonly urgency: string | null;
  /** SOURCE is the grade, TARGET the band. */
  readonly relationship: Relationship | null;
  /** What the band no longer says. */
  readonly loss?: string;
}

/** Every code with which a grade can be refused, and what it means. */
export const GRADE_REFUSALS = {
  UNKNOWN_GRADE: 'There is no such grade; the nearest known ones are named, and none is chosen.',
  AMBIGUOUS_GRADE: 'Several scales have a level of this name; give the grade with its scale.',
  NOT_A_RESPONSE_TIME: 'The grade measures something else than a response, so no band sorts it.',
} as const;

/** One of the codes of {@link GRADE_REFUSALS}. */
export type GradeRefusalCode = keyof typeof GRADE_REFUSALS;

/** A word or code that is no grade. */
export interface UnknownGrade {
  readonly refused: 'UNKNOWN_GRADE';
  readonly word: string;
  readonly nearest: readonly string[];
}

/** A word that is a level of several scales. */
export interface AmbiguousGrade {
  readonly refused: 'AMBIGUOUS_GRADE';
  readonly word: string;
  readonly grades: readonly string[];
}

/** A grade that no band sorts. */
export interface NotAResponseTime {
  readonly refused: 'NOT_A_RESPONSE_TIME';
  readonly grade: string;
  /** What it measures instead. */
  readonly loss?: string;
}

/** A grade, with the agency's own word where one was given in place of the code. */
export interface Graded {
  readonly grade: string;
  readonly word?: string;
}

/** Where a grade is sorted. It says nothing of minutes: those are the grade's own. */
export interface Banded {
  readonly urgency: string;
  /** SOURCE is the grade, TARGET the band. */
  readonly relationship: Relationship;
  /** What the band no longer says. */
  readonly loss?: string;
}

/** A grade's own promise: minutes, null where it makes none, and the event to which they run. */
export interface Clock {
  readonly minutes: number | null;
  readonly clockTo: string;
}

interface Level {
  readonly grade: string;
  readonly scale: Scale;
  readonly level: ScaleLevel;
}

/** The levels of all scales with the code of their grade. */
const levelsOf = (scales: readonly Scale[]): readonly Level[] =>
  scales.flatMap((scale) =>
    scale.levels.map((level) => ({ grade: `${scale.code}.${level.code}`, scale, level })),
  );

/**
 * The grade that is meant by a word of a level, by its code or by the code of the grade, on the scales of the agency, or of
 * all agencies where none is given. Labels do not count: many scales call a level urgent, each with other minutes.
 */
export function gradeFor(
  scales: readonly Scale[],
  { agency, word }: { readonly agency?: AgencyCode; readonly word: string },
): Graded | UnknownGrade | AmbiguousGrade {
  const key = normaliseWord(word);
  const levels = levelsOf(scales).filter(({ scale }) => agency === undefined || scale.owner === agency);
  if (levels.some(({ grade }) => grade === key)) return { grade: key };
  const found = levels.filter(({ level }) => [level.word, level.code].map(normaliseWord).includes(key));
  const [first, ...more] = found;
  if (!first) return unknown(word, levels);
  if (more.length > 0) return { refused: 'AMBIGUOUS_GRADE', word, grades: found.map(({ grade }) => grade) };
  return { grade: first.grade, word: first.level.word };
}

/** The shared band under which a grade is sorted, or why there is none. A band leads to no grade of another scale. */
export function urgencyOf(
  crosswalk: readonly CrosswalkRow[],
  grade: string,
): Banded | NotAResponseTime | UnknownGrade {
  const row = crosswalk.find((one) => one.grade === grade);
  if (!row) {
    const known = crosswalk.map((one) => one.grade);
    return { refused: 'UNKNOWN_GRADE', word: grade, nearest: nearest(grade, known) };
  }
  const { urgency, relationship, loss } = row;
  const lost = loss === undefined ? {} : { loss };
  if (urgency === null || relationship === null) return { refused: 'NOT_A_RESPONSE_TIME', grade, ...lost };
  return { urgency, relationship, ...lost };
}

/** The clock of a grade: its scale's own minutes to its scale's own event. A band has none, and is refused as unknown. */
export function clockOf(scales: readonly Scale[], grade: string): Clock | UnknownGrade {
  const levels = levelsOf(scales);
  const found = levels.find((one) => one.grade === grade);
  return found ? { minutes: found.level.minutes, clockTo: found.scale.clockTo } : unknown(grade, levels);
}

const unknown = (word: string, levels: readonly Level[]): UnknownGrade => ({
  refused: 'UNKNOWN_GRADE',
  word,
  nearest: nearest(
    word,
    levels.flatMap(({ level, grade }) => [level.word, grade]),
  ),
});

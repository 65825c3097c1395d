import type { Relationship, TermMapping } from '#domain';
import type { DirectoryData } from './data.js';
import type { Scale, ScaleLevel } from './language-data.js';
import { gradeCode } from './vocabulary.js';

/** A level of a scale as it travels, with the band under which it is sorted. */
export interface Grade {
  /** `<scale>.<level>`. */
  readonly code: string;
  readonly scale: Scale;
  readonly level: ScaleLevel;
  /** Code of the shared band; null where the grade measures something else than a response. */
  readonly urgency: string | null;
  /** SOURCE is the grade, TARGET the band; null with it. */
  readonly relationship: Relationship | null;
  /** What the band no longer says. */
  readonly loss?: string;
}

/** Every word of the agencies: those for concepts, then those for the codes of tasks. */
export const termsOf = ({ concepts, words }: DirectoryData): readonly TermMapping[] => [
  ...concepts.flatMap(({ code, terms }) =>
    Object.entries(terms).flatMap(([agency, list]) =>
      list.flatMap(({ term, relationship, note }): readonly TermMapping[] =>
        term === null || relationship === null
          ? []
          : [{ set: 'concept', code, agency, term, relationship, ...(note === undefined ? {} : { note }) }],
      ),
    ),
  ),
  ...words,
];

/** Where the directory says that an agency has no word for a concept, as keys of {@link wordlessKey}. */
export const wordlessOf = ({ concepts }: DirectoryData): ReadonlySet<string> =>
  new Set(
    concepts.flatMap(({ code, terms }) =>
      Object.entries(terms)
        .filter(([, list]) => list.some(({ term }) => term === null))
        .map(([agency]) => wordlessKey(agency, code)),
    ),
  );

/** One agency and one concept, as a key. */
export const wordlessKey = (agency: string, concept: string): string => `${agency} ${concept}`;

/** Every grade by its code. */
export function gradesOf({ scales, crosswalk }: DirectoryData): ReadonlyMap<string, Grade> {
  const rows = new Map(crosswalk.map((row) => [row.grade, row]));
  const grades = scales.flatMap((scale) =>
    scale.levels.map((level): Grade => {
      const code = gradeCode(scale.code, level.code);
      const { urgency = null, relationship = null, loss } = rows.get(code) ?? {};
      return { code, scale, level, urgency, relationship, ...(loss === undefined ? {} : { loss }) };
    }),
  );
  return new Map(grades.map((grade) => [grade.code, grade]));
}

import type { Scale as GradeScale, ScaleLevel as GradeLevel, Relationship } from '#domain';

/** An agency's word for a concept; a null term, with a null relationship, says that the agency has no word for it. */
export interface ConceptTerm {
  readonly term: string | null;
  readonly relationship: Relationship | null;
  readonly note?: string;
}

/** How the agencies clash over a concept: several words for one thing, or one word for several things. */
export const CLASHES = ['synonyms', 'homonyms'] as const;

/** One shared concept of crisis care, with each agency's words for it. */
export interface Concept {
  readonly code: string;
  readonly label: string;
  readonly definition: string;
  readonly clash: (typeof CLASHES)[number];
  /** By agency code, every agency of the directory: nothing is left unsaid. */
  readonly terms: Readonly<Record<string, readonly ConceptTerm[]>>;
  readonly note?: string;
  /** Where the definition or the clash was read; it does not cover each word. */
  readonly source?: string;
}

/** A step of an urgency scale as the directory keeps it: what the rules on grades read, and what people need beside it. */
export interface ScaleLevel extends GradeLevel {
  /** The standard as a mean over all calls, in minutes. */
  readonly meanMinutes?: number;
  /** The standard as a 90th centile over all calls, in minutes. */
  readonly p90Minutes?: number;
  /** Minutes outside towns. */
  readonly ruralMinutes?: number;
  readonly response?: string;
  readonly typical?: string;
  readonly hours?: string;
  readonly note?: string;
  readonly source?: string;
}

/** One agency's urgency scale, most urgent level first. It has no levels where it is only an aid to decisions. */
export interface Scale extends GradeScale {
  readonly levels: readonly ScaleLevel[];
  readonly note?: string;
  readonly source?: string;
}

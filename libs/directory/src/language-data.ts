import type { Relationship } from '#domain';

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

/** One step of an urgency scale. */
export interface ScaleLevel {
  /** Unique in its scale; `<scale>.<level>` is the grade that travels. */
  readonly code: string;
  /** What the agency itself writes. */
  readonly word: string;
  readonly label?: string;
  /** The scale's own minutes to its `clockTo`; null where it promises none. */
  readonly minutes: number | null;
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

/** One agency's urgency scale, most urgent level first. */
export interface Scale {
  readonly code: string;
  readonly label: string;
  /** Code of the agency that grades by it. */
  readonly owner: string;
  /** The event to which its minutes run. */
  readonly clockTo: string;
  /** Empty for an aid to decisions that has no levels of its own. */
  readonly levels: readonly ScaleLevel[];
  /** How a reader from another agency gets it wrong. */
  readonly trap?: string;
  readonly note?: string;
  readonly source?: string;
}

/** The shared band under which a grade is sorted; both null for a grade that measures something else than a response. */
export interface CrosswalkRow {
  /** `<scale>.<level>`. */
  readonly grade: string;
  readonly urgency: string | null;
  /** SOURCE is the grade, TARGET the band. */
  readonly relationship: Relationship | null;
  /** What the band no longer says. */
  readonly loss?: string;
}

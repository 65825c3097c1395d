import type { AgencyCode } from './task.js';

/** How a word relates to a shared code: the SOURCE is the agency's word, the TARGET the shared code (FHIR R5 ConceptMap). */
export const RELATIONSHIPS = [
  'equivalent',
  'source-is-narrower-than-target',
  'source-is-broader-than-target',
  'related-to',
  'not-related-to',
] as const;

/** One of {@link RELATIONSHIPS}. */
export type Relationship = (typeof RELATIONSHIPS)[number];

/** The closed lists whose codes have words in the agencies' own languages. */
export const TERM_SETS = ['concept', 'taskKind', 'unit', 'declineReason', 'outcome', 'item'] as const;

/** One of {@link TERM_SETS}. */
export type TermSet = (typeof TERM_SETS)[number];

/** One word of one agency for one shared code. An agency may have several words for a code, and one word for several codes. */
export interface TermMapping {
  readonly set: TermSet;
  readonly code: string;
  readonly agency: AgencyCode;
  readonly term: string;
  readonly relationship: Relationship;
  readonly note?: string;
}

/** Words that sound the same and mean something else in another agency. */
export interface FalseFriend {
  readonly words: readonly string[];
  /** What each agency takes the words for: a concept's code, or null where it means nothing that has a code. */
  readonly means: Readonly<Record<AgencyCode, string | null>>;
  /** What to ask the sender instead. */
  readonly ask: string;
}

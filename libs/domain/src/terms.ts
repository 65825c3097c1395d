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

/** The codes of FHIR R4 `ConceptMap.equivalence` (http://hl7.org/fhir/concept-map-equivalence). They speak of the TARGET. */
export const R4_EQUIVALENCES = [
  'relatedto',
  'equivalent',
  'equal',
  'wider',
  'subsumes',
  'narrower',
  'specializes',
  'inexact',
  'unmatched',
  'disjoint',
] as const;

/** One of {@link R4_EQUIVALENCES}. */
export type R4Equivalence = (typeof R4_EQUIVALENCES)[number];

const TO_R4: Readonly<Record<Relationship, R4Equivalence>> = {
  equivalent: 'equivalent',
  'source-is-narrower-than-target': 'wider',
  'source-is-broader-than-target': 'narrower',
  'related-to': 'inexact',
  'not-related-to': 'disjoint',
};

const TO_R5: Readonly<Record<R4Equivalence, Relationship | undefined>> = {
  relatedto: 'related-to',
  equivalent: 'equivalent',
  equal: 'equivalent',
  wider: 'source-is-narrower-than-target',
  subsumes: 'source-is-narrower-than-target',
  narrower: 'source-is-broader-than-target',
  specializes: 'source-is-broader-than-target',
  inexact: 'related-to',
  unmatched: undefined,
  disjoint: 'not-related-to',
};

/**
 * The R4 name of a relationship, for the edge; `unmatched` for none. R4 says what the TARGET is, R5 what the SOURCE is: a
 * source that is narrower has a target that is `wider`.
 */
export const r4Equivalence = (relationship: Relationship | undefined): R4Equivalence =>
  relationship === undefined ? 'unmatched' : TO_R4[relationship];

/** The R5 name of an R4 equivalence; undefined for `unmatched`. Where R4 has two names for one relationship, both are read. */
export const r5Relationship = (equivalence: R4Equivalence): Relationship | undefined => TO_R5[equivalence];

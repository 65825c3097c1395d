import { isBlank, meantBy } from './absence-words.js';
import type { Party } from './task.js';

/**
 * The facts that make a decline of use. `available-at`: the earliest time; `review-at`: when to ask again; `items`: which
 * are needed; `ask`: which unit to ask instead; `reference`: of the work that is under way; `text`: in words.
 */
export const DECLINE_FACTS = ['available-at', 'review-at', 'items', 'ask', 'reference', 'text'] as const;

/** One of {@link DECLINE_FACTS}. */
export type DeclineFact = (typeof DECLINE_FACTS)[number];

/** What a reason demands: of each inner list at least one fact. */
export type FactNeeds = readonly (readonly DeclineFact[])[];

/** What somebody gave beside a reason. Times are ISO 8601; `reference` and `text` are words and travel sealed. */
export interface GivenFacts {
  readonly availableAt?: string;
  readonly reviewAt?: string;
  readonly items?: readonly string[];
  readonly ask?: Party;
  readonly reference?: string;
  readonly text?: string;
}

/** Which facts were given. A blank, a dash and a placeholder such as `tbc` say nothing, nor does a list of no items. */
export function factsGiven(given: GivenFacts): readonly DeclineFact[] {
  return DECLINE_FACTS.filter((fact) => {
    const said = given[FIELDS[fact]];
    return typeof said === 'string' ? says(said) : Array.isArray(said) ? said.length > 0 : said !== undefined;
  });
}

/** The needs of which nothing was given, each with its alternatives; empty when the decline is complete. */
export const missingFacts = (needs: FactNeeds, given: readonly DeclineFact[]): FactNeeds =>
  needs.filter((alternatives) => !alternatives.some((fact) => given.includes(fact)));

const FIELDS: Readonly<Record<DeclineFact, keyof GivenFacts>> = {
  'available-at': 'availableAt',
  'review-at': 'reviewAt',
  items: 'items',
  ask: 'ask',
  reference: 'reference',
  text: 'text',
};

const says = (text: string): boolean => !isBlank(text) && meantBy(text, '') === undefined;

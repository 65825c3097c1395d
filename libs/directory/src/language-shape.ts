import { RELATIONSHIPS, TERM_SETS, type CrosswalkRow, type FalseFriend, type TermMapping } from '#domain';
import {
  code,
  keyed,
  list,
  mapOf,
  oneOf,
  optional,
  orNull,
  record,
  text,
  wholeNumber,
  type Check,
  type Fields,
} from './check.js';
import { CLASHES, type Concept, type ConceptTerm, type Scale, type ScaleLevel } from './language-data.js';
import type { References } from './references.js';

const relationship = oneOf(RELATIONSHIPS);

const conceptTerm = record<ConceptTerm>({
  term: orNull(text),
  relationship: orNull(relationship),
  note: optional(text),
});

/** Checks one shared concept. */
export const concept = ({ agency }: References): Check<Concept> =>
  record<Concept>({
    code,
    label: text,
    definition: text,
    clash: oneOf(CLASHES),
    terms: mapOf(agency, list(conceptTerm, 'say with a term of null that there is no word')),
    note: optional(text),
    source: optional(text),
  });

/** Checks one false friend. */
export const falseFriend = ({ agency, concept: known }: References): Check<FalseFriend> =>
  record<FalseFriend>({
    words: list(text, 'a false friend needs at least one word'),
    means: mapOf(agency, orNull(known)),
    ask: text,
  });

/** Checks one word of an agency; whether its code exists in its set is judged in term-relations.ts. */
export const word = ({ agency }: References): Check<TermMapping> =>
  record<TermMapping>({
    set: oneOf(TERM_SETS),
    agency,
    code,
    term: text,
    relationship,
    note: optional(text),
  });

const minutes = wholeNumber(0);

const levelFields: Fields<ScaleLevel> = {
  code,
  word: text,
  label: optional(text),
  minutes: orNull(minutes),
  meanMinutes: optional(minutes),
  p90Minutes: optional(minutes),
  ruralMinutes: optional(minutes),
  response: optional(text),
  typical: optional(text),
  hours: optional(text),
  note: optional(text),
  source: optional(text),
};

/** Checks one urgency scale. */
export const scale = ({ agency }: References): Check<Scale> =>
  record<Scale>({
    code,
    label: text,
    owner: agency,
    clockTo: text,
    levels: keyed('code', record(levelFields), null),
    trap: optional(text),
    note: optional(text),
    source: optional(text),
  });

/** Checks one row from a grade to its band. */
export const crosswalkRow = ({ grade, urgency }: References): Check<CrosswalkRow> =>
  record<CrosswalkRow>({
    grade,
    urgency: orNull(urgency),
    relationship: orNull(relationship),
    loss: optional(text),
  });

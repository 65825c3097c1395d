import type { Choice } from '../text-field.js';
import { textIn, textsIn, type Fields } from '../text-field.js';
import { queryOf } from '../audit-service.js';
import { readQuestion, searchQuery } from '../search/search-question.js';

/** What somebody may be known by: the kinds of identifier of which an agency makes index tokens. */
export const IDENTIFIER_KINDS = [
  ['full-name', 'Full name'],
  ['alias', 'Alias, such as the name that a crew gave an unknown person'],
  ['date-of-birth', 'Date of birth'],
  ['nhs-number', 'NHS number'],
  ['phone', 'Telephone number'],
] as const;

/** Where a person is looked for. */
export const FIND_FOR = ['search', 'story', 'report', 'hold', 'erase'] as const;
/** One of {@link FIND_FOR}. */
export type FindFor = (typeof FIND_FOR)[number];

/** The form that takes an identifier. It is sent in the body of a POST, never in an address. */
export interface FindPersonForm {
  readonly purpose: FindFor;
  /** What is asked already, as an address has it. */
  readonly query: string;
  readonly kinds: readonly Choice[];
  readonly value: string;
  readonly besides: Readonly<Record<string, { readonly text: string }>>;
}

/** The form, empty or with what was typed and what is wrong with it. */
export function findPersonForm(
  purpose: FindFor,
  query: string,
  typed: { readonly kind: string; readonly value: string } = { kind: 'full-name', value: '' },
  besides: FindPersonForm['besides'] = {},
): FindPersonForm {
  const kinds = IDENTIFIER_KINDS.map(([value, text]) => ({ value, text, selected: value === typed.kind }));
  return { purpose, query, kinds, value: typed.value, besides };
}

/** What came with the form. */
export interface PersonSent {
  readonly purpose: FindFor;
  readonly query: string;
  readonly kind: string;
  readonly value: string;
}

/** Reads the form; an unknown purpose is a search. */
export function readPerson(fields: Fields): PersonSent {
  const purpose = FIND_FOR.find((known) => known === textIn(fields, 'purpose')) ?? 'search';
  const [query, kind, value] = ['query', 'kind', 'value'].map((name) => textIn(fields, name)) as [
    string,
    string,
    string,
  ];
  return { purpose, query, kind, value };
}

const PAGES: Readonly<Record<Exclude<FindFor, 'search'>, string>> = {
  story: '/audit/people',
  report: '/audit/reports/person',
  hold: '/audit/holds/new',
  erase: '/audit/erasures/plan',
};
/** What such a page may be asked beside the person. */
const KEPT = ['case', 'from', 'to', 'mode'] as const;

/** The page that goes on with the token in place of the identifier: all that was asked before, and one name more. */
export function addressWith(
  token: string,
  { purpose, query }: Pick<PersonSent, 'purpose' | 'query'>,
): string {
  const fields = Object.fromEntries(new URLSearchParams(query));
  const tokens = [...textsIn(fields, 'token'), token];
  if (purpose === 'search') {
    const question = readQuestion(fields);
    return `/audit/search?${searchQuery(question, { token: [...question.tokens, token] })}`;
  }
  const kept = Object.fromEntries(KEPT.map((name) => [name, textIn(fields, name)]));
  return `${PAGES[purpose]}?${queryOf({ ...kept, token: tokens })}`;
}

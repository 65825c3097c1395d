import type { Person } from '#access';
import type { Refusal } from '../../services/refusal.js';
import { findPersonForm, type FindPersonForm } from '../person/find-person.js';
import { readingNote, type ReadingNote } from '../reading-note.js';
import type { Read } from '../audit-service.js';
import type { Words } from '../words.js';
import { disclosureLine, type Disclosure, type DisclosureLine } from './disclosure-rows.js';
import { filledForm, withName, type FilledForm } from './search-fields.js';
import { searchQuery, type SearchQuestion } from './search-question.js';

/** One page of a search, as the audit service gives it. */
export interface DisclosurePage {
  readonly rows: readonly Disclosure[];
  readonly next?: string;
}

/** What a search came to: its rows, why there are none, or nothing while nothing was asked. */
export type SearchOutcome =
  | { readonly found: Read<DisclosurePage>; readonly refusal?: undefined }
  | { readonly refusal: Pick<Refusal, 'title' | 'faults'>; readonly found?: undefined }
  | undefined;

/** The rows of a search, and where they lead. */
export interface SearchResults {
  readonly rows: readonly DisclosureLine[];
  readonly summary: string;
  readonly first?: string;
  readonly next?: string;
  readonly exports: readonly { readonly text: string; readonly href: string; readonly file: string }[];
  /** The story of the person who is searched for. */
  readonly story?: string;
}

/** The search page as its template shows it. */
export interface SearchView {
  readonly title: string;
  readonly form: FilledForm;
  readonly person: FindPersonForm;
  /** How many identifiers of a person the search has, and the same search without them. */
  readonly tokens: { readonly count: number; readonly values: string; readonly without: string };
  readonly errors: readonly { readonly text: string; readonly href?: string }[];
  readonly results?: SearchResults;
  readonly reading?: ReadingNote | undefined;
  /** What the page's script keeps searches under, and what it would keep: no person, no place in the results. */
  readonly saving: { readonly subject: string; readonly query: string };
  readonly scripts: readonly string[];
  readonly [name: string]: unknown;
}

/** The form with what stands in it, and what was found. */
export function searchView(
  question: SearchQuestion,
  outcome: SearchOutcome,
  { words, person }: { readonly words: Words; readonly person: Pick<Person, 'role' | 'subject'> },
): SearchView {
  const faults = [...question.faults, ...(outcome?.refusal?.faults ?? []).map(withName)];
  const errors = faults.map(({ field, text }) => ({
    text,
    ...(field !== 'token' && { href: `#${field}` }),
  }));
  const title = outcome?.refusal && faults.length === 0 ? [{ text: outcome.refusal.title }] : [];
  return {
    title: 'Search the log',
    form: filledForm(words, question.given, faults),
    person: findPersonForm('search', searchQuery(question)),
    tokens: {
      count: question.tokens.length,
      values: question.tokens.join(','),
      without: `/audit/search?${searchQuery(question, { token: [] })}`,
    },
    errors: [...title, ...errors],
    ...(outcome?.found && { results: resultsOf(outcome.found.body, question, words) }),
    reading: readingNote(outcome?.found?.leaf, person),
    saving: { subject: person.subject, query: searchQuery(question, { token: [] }) },
    scripts: ['audit-saved-searches.js', 'audit-export.js'],
  };
}

const FORMATS = [
  ['csv', 'Table for a spreadsheet (CSV)', 'disclosures.csv'],
  ['ndjson', 'Rows for programs (NDJSON)', 'disclosures.ndjson'],
  ['fhir', 'FHIR AuditEvent resources (NDJSON)', 'disclosures.fhir.ndjson'],
] as const;

function resultsOf({ rows, next }: DisclosurePage, question: SearchQuestion, words: Words): SearchResults {
  const here = (other: Readonly<Record<string, string>>): string =>
    `/audit/search?${searchQuery(question, other)}`;
  const [token, ...others] = question.tokens;
  return {
    rows: rows.map((row) => disclosureLine(row, words)),
    summary: summaryOf(rows.length, question.after !== '', next !== undefined),
    ...(question.after !== '' && { first: here({}) }),
    ...(next !== undefined && { next: here({ after: next }) }),
    exports: FORMATS.map(([format, text, file]) => ({
      text,
      file,
      href: `/audit/exports/disclosures?${searchQuery(question, { format })}`,
    })),
    ...(token !== undefined && { story: `/audit/people?token=${[token, ...others].join(',')}` }),
  };
}

function summaryOf(count: number, isLater: boolean, isMore: boolean): string {
  if (count === 0) return isLater ? 'Nothing more fits' : 'Nothing in the log fits';
  const rows = count === 1 ? '1 row' : `${count} rows`;
  return isMore || isLater ? `${rows} on this page${isMore ? ', and more on the next' : ''}` : rows;
}

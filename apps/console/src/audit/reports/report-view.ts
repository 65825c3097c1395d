import type { Person } from '#access';
import type { FieldFault, Refusal } from '../../services/refusal.js';
import { queryOf, type Asked, type Read } from '../audit-service.js';
import { findPersonForm, type FindPersonForm } from '../person/find-person.js';
import { readingNote } from '../reading-note.js';
import { textIn, textsIn, type Choice, type Fields } from '../text-field.js';
import { readTime, TIME_HINT } from '../times.js';
import { capital } from '../../page/code-words.js';
import type { Label, Words } from '../words.js';
import { withName, type SearchField } from '../search/search-fields.js';
import type { ReportKind } from './report-kinds.js';
import type { ReportTable } from './report-table.js';

/** A report as an address asks for it. */
export interface ReportQuestion {
  readonly given: Readonly<Record<string, string>>;
  readonly tokens: readonly string[];
  readonly asked: Asked;
  readonly faults: readonly FieldFault[];
  /** Whether it is to be made: each is recorded, so none is before it is asked for. */
  readonly isAsked: boolean;
}

const NAMES = ['from', 'to', 'mode', 'one', 'other', 'agency', 'item'] as const;

/** Reads what an address asks of a report. */
export function readReport({ takes }: ReportKind, fields: Fields): ReportQuestion {
  const given = Object.fromEntries(NAMES.map((name) => [name, textIn(fields, name)]));
  const text = (name: (typeof NAMES)[number]): string => given[name] ?? '';
  const tokens = takes.includes('token') ? textsIn(fields, 'token') : [];
  const times = (['from', 'to'] as const).filter((name) => text(name) !== '' && !readTime(text(name)));
  const isPair = text('one') !== '' && text('other') !== '' && text('one') !== text('other');
  const isAsked = textIn(fields, 'run') !== '' || tokens.length > 0;
  const pairFault = takes.includes('between') && isAsked && !isPair;
  return {
    given,
    tokens,
    asked: {
      mode: text('mode'),
      from: readTime(text('from')),
      to: readTime(text('to')),
      ...(takes.includes('between') && isPair && { between: [text('one'), text('other')] }),
      ...(takes.includes('agency') && { agency: text('agency') }),
      ...(takes.includes('item') && { item: text('item') }),
      ...(tokens.length > 0 && { token: tokens }),
    },
    faults: [
      ...times.map((field) => ({ field, text: `Enter a day or a time, such as ${TIME_HINT}` })),
      ...(pairFault ? [{ field: 'other', text: 'Choose two agencies that are not the same' }] : []),
    ],
    isAsked: isAsked && (!takes.includes('token') || tokens.length > 0),
  };
}

/** A report that was made, or why it was not. */
export interface MadeReport {
  readonly made?: Read<unknown>;
  readonly refusal?: Pick<Refusal, 'title' | 'faults'>;
}

/** A report's page as its template shows it. */
export interface ReportView {
  readonly title: string;
  readonly tells: string;
  readonly name: string;
  readonly fields: readonly SearchField[];
  readonly token: string;
  readonly person?: FindPersonForm;
  readonly tables?: readonly ReportTable[];
  readonly csv: string;
  readonly errors: readonly { readonly text: string; readonly href?: string }[];
  readonly [name: string]: unknown;
}

/** The form of a report, and its tables once it was made. */
export function reportView(
  kind: ReportKind,
  question: ReportQuestion,
  { made, refusal }: MadeReport,
  { words, person }: { readonly words: Words; readonly person: Pick<Person, 'role'> },
): ReportView {
  const faults = [...question.faults, ...(refusal?.faults ?? []).map(withName)];
  const query = queryOf({ ...question.given, token: question.tokens, run: '1' });
  return {
    title: kind.title,
    tells: kind.tells,
    name: kind.name,
    fields: fieldsOf(kind, question, words, faults),
    token: question.tokens.join(','),
    ...(kind.takes.includes('token') && { person: findPersonForm('report', query) }),
    ...(made && { tables: kind.tables(made.body) }),
    csv: `/audit/reports/${kind.name}/csv?${query}`,
    errors: [
      ...(refusal && faults.length === 0 ? [{ text: refusal.title }] : []),
      ...faults.map(({ field, text }) => ({ text, href: `#${field}` })),
    ],
    reading: readingNote(made?.leaf, person),
    scripts: ['audit-print.js'],
  };
}

const MODES = ['actual', 'exercise', 'test'].map((code) => ({ code, label: capital(code) }));

function fieldsOf(
  { takes }: ReportKind,
  { given }: ReportQuestion,
  { labels }: Words,
  faults: readonly FieldFault[],
): readonly SearchField[] {
  const field = (
    name: string,
    label: string,
    more: { hint?: string; labels?: readonly Label[] },
  ): SearchField => {
    const fault = faults.find((one) => one.field === name);
    const value = given[name] ?? '';
    return {
      name,
      label,
      value,
      ...(more.hint !== undefined && { hint: more.hint }),
      ...(more.labels && { items: choices(more.labels, value) }),
      ...(fault && { error: { text: fault.text } }),
    };
  };
  const { agencies, items } = labels;
  return [
    ...(takes.includes('between')
      ? [
          field('one', 'One agency', { labels: agencies }),
          field('other', 'The other agency', { labels: agencies }),
        ]
      : []),
    ...(takes.includes('agency') ? [field('agency', 'Agency', { labels: agencies })] : []),
    ...(takes.includes('item') ? [field('item', 'Item of information', { labels: items })] : []),
    field('from', 'From', { hint: `For example, ${TIME_HINT}` }),
    field('to', 'Before', { hint: 'This time itself is not included' }),
    field('mode', 'Mode', { labels: MODES }),
  ];
}

const choices = (labels: readonly Label[], value: string): readonly Choice[] =>
  [{ code: '', label: 'Any' }, ...labels].map(({ code, label }) => ({
    value: code,
    text: label,
    selected: code === value,
  }));

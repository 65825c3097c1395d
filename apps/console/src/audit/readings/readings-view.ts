import type { Person } from '#access';
import type { Read } from '../audit-service.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { shownSecond, shownTime, type ShownTime } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { Words } from '../words.js';

/** What is read of a reading, as the audit service gives it. */
export interface ReadingRow {
  readonly leafIndex: number;
  readonly at: string;
  readonly reader: string;
  readonly role: string;
  readonly agency: string | null;
  readonly kind: string;
  readonly query: unknown;
  /** A multirange such as `{[3,5),[9,10)}`. */
  readonly leaves: string;
}

/** A reading as a row of its page. */
export interface ReadingLine {
  readonly leaf: number;
  readonly proof: string;
  readonly at: ShownTime;
  readonly reader: string;
  readonly isOwn: boolean;
  readonly role: string;
  readonly kind: string;
  readonly asked: readonly { readonly name: string; readonly text: string }[];
  /** A person whom the question named was erased. */
  readonly isErased: boolean;
  readonly named: string;
}

/** The page of readings as its template shows it. */
export interface ReadingsView {
  readonly title: string;
  readonly rows: readonly ReadingLine[];
  readonly next?: string;
  readonly [name: string]: unknown;
}

/** Readings as they are recorded, the newest first, the reader's own marked. */
export function readingsView(
  { body, leaf }: Read<{ readonly rows: readonly ReadingRow[]; readonly next?: string }>,
  { words, person }: { readonly words: Words; readonly person: Pick<Person, 'role' | 'subject'> },
): ReadingsView {
  return {
    title: 'Who has read the log',
    rows: body.rows.map((row) => lineOf(row, person.subject, words)),
    ...(body.next !== undefined && { next: `/audit/readings?before=${body.next}` }),
    reading: readingNote(leaf, person),
  };
}

function lineOf(row: ReadingRow, subject: string, words: Words): ReadingLine {
  return {
    leaf: row.leafIndex,
    proof: leafAddress(row.leafIndex),
    at: shownSecond(row.at),
    reader: row.reader,
    isOwn: row.reader === subject,
    role: capital(
      row.agency === null ? plain(row.role) : `${plain(row.role)} of ${words.agency(row.agency)}`,
    ),
    kind: capital(plain(row.kind)),
    asked: partsOf(row.query, words).map(({ name, text }) => ({ name: capital(name), text })),
    isErased: row.query === null,
    named: namedText(row.leaves),
  };
}

/** What was asked, part by part; whom it named stays behind a token, which says nothing to people. */
function partsOf(query: unknown, words: Words): ReadingLine['asked'] {
  if (typeof query !== 'object' || query === null) return [];
  return Object.entries(query).flatMap(([name, value]) => {
    if (name === 'format') return [];
    if (/^tokens?$/.test(name)) return isNothing(value) ? [] : [{ name: 'person', text: 'by token' }];
    if (Array.isArray(value))
      return isNothing(value) ? [] : [{ name, text: value.map((one) => textOf(one, words)).join(', ') }];
    if (typeof value !== 'object' || value === null) return [{ name, text: textOf(value, words) }];
    const parts = partsOf(value, words);
    return parts.length === 0
      ? [{ name, text: 'all' }]
      : parts.map((part) => ({ ...part, name: `${name}, ${part.name}` }));
  });
}

const TIME = /^\d{4}-\d\d-\d\dT/;

/** What codes are called; ids, numbers and unknown codes as they are. */
function textOf(value: unknown, words: Words): string {
  const text = String(value);
  if (text === 'true' || text === 'false') return text === 'true' ? 'yes' : 'no';
  if (TIME.test(text)) return shownTime(text).text;
  return text
    .split(',')
    .map((one) => words.known(one) ?? one)
    .join(', ');
}

const isNothing = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** How many leaves an answer named, from a multirange whose upper ends are excluded. */
function namedText(leaves: string): string {
  const ranges = [...leaves.matchAll(/\[(\d+),(\d+)\)/g)].map(
    ([, from, to]) => [Number(from), Number(to)] as const,
  );
  const total = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  if (total === 0) return 'None';
  const spans = ranges
    .slice(0, 5)
    .map(([from, to]) => (to - from === 1 ? `${from}` : `${from} to ${to - 1}`));
  return `${total}: ${spans.join(', ')}${ranges.length > 5 ? ' and more' : ''}`;
}

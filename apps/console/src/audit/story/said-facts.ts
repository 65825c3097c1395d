import { shownTime } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { Words } from '../words.js';

/** One thing that an event says of itself. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** What an event says of itself, in words: codes, times and numbers. Its commitments and ids say nothing to people. */
export function factsIn(says: Readonly<Record<string, unknown>>, words: Words): readonly Fact[] {
  return Object.entries(says).flatMap(([name, value]) => {
    const text = textOf(value, words);
    return text === undefined ? [] : [{ name: capital(nameOf(name)), text }];
  });
}

const NAMES: Readonly<Record<string, string>> = {
  decideby: 'answer wanted by',
  acknowledgeby: 'to be acknowledged by',
  startby: 'to begin by',
  dueby: 'to be done by',
  authorisedby: 'authorised by',
  authorisedrole: 'authorised in the role of',
};
const nameOf = (name: string): string => NAMES[name] ?? plain(name);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const OPAQUE = /^[A-Za-z0-9_-]{43}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function textOf(value: unknown, words: Words): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return codeText(value, words);
  if (Array.isArray(value))
    return joined(
      value.map((one: unknown) => textOf(one, words)),
      ', ',
    );
  if (typeof value !== 'object' || value === null) return undefined;
  const parts = Object.entries(value).map(([name, part]) => {
    const text = textOf(part, words);
    return text === undefined ? undefined : `${nameOf(name)}: ${text}`;
  });
  return joined(parts, '; ');
}

const joined = (texts: readonly (string | undefined)[], by: string): string | undefined => {
  const known = texts.filter((text) => text !== undefined);
  return known.length === 0 ? undefined : known.join(by);
};

/** Codes of the events themselves, which no directory calls anything. */
const CODES: Readonly<Record<string, string>> = {
  transfers: 'passes by a handover',
  retained: 'stays with who asks',
};

function codeText(text: string, words: Words): string | undefined {
  if (TIME.test(text)) return shownTime(text).text;
  return OPAQUE.test(text) ? undefined : (CODES[text] ?? words.any(text));
}

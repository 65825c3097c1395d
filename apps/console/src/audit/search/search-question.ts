import type { FieldFault } from '../../services/refusal.js';
import { queryOf, type Asked } from '../audit-service.js';
import { textIn, textsIn, type Fields } from '../text-field.js';
import { readTime, TIME_HINT } from '../times.js';

/** Parameters of a search that are one text each, named as the audit service names them. */
export const SEARCH_TEXTS = [
  'task',
  'case',
  'agency',
  'unit',
  'asker',
  'performer',
  'item',
  'category',
  'state',
  'absent',
  'rule',
  'way',
  'originator',
  'override',
  'mode',
] as const;
const TIMES = ['from', 'to'] as const;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A search as an address asks for it. */
export interface SearchQuestion {
  /** What stands in the fields, as it was typed. */
  readonly given: Readonly<Record<string, string>>;
  /** Index tokens of a person, of which any may fit. */
  readonly tokens: readonly string[];
  /** What the audit service is asked. */
  readonly asked: Asked;
  readonly faults: readonly FieldFault[];
  /** Whether anything is asked at all: a search is recorded, so nothing is searched before. */
  readonly isAsked: boolean;
  /** Where the page before ended. */
  readonly after: string;
}

/** The search that an address asks for; what is no time or no token is a fault, all else is for the audit service to judge. */
export function readQuestion(fields: Fields): SearchQuestion {
  const names = [...SEARCH_TEXTS, ...TIMES];
  const given = Object.fromEntries(names.map((name) => [name, textIn(fields, name)]));
  const found = textsIn(fields, 'token');
  const tokens = found.filter((token) => TOKEN.test(token));
  const times = TIMES.map((name) => [name, given[name] ?? ''] as const);
  const faults = times
    .filter(([, text]) => text !== '' && readTime(text) === undefined)
    .map(([field]) => ({ field, text: `Enter a day or a time, such as ${TIME_HINT}` }));
  const noToken = { field: 'token', text: 'The address names a person by something that is no token' };
  const asked = {
    ...Object.fromEntries(SEARCH_TEXTS.map((name) => [name, given[name] ?? ''])),
    ...Object.fromEntries(times.map(([name, text]) => [name, readTime(text)])),
    token: tokens,
  };
  return {
    given,
    tokens,
    asked,
    faults: [...faults, ...(tokens.length < found.length ? [noToken] : [])],
    isAsked: textIn(fields, 'search') !== '' || queryOf({ ...given, token: found }) !== '',
    after: textIn(fields, 'after'),
  };
}

/** The address of a search without what is empty, so that it can be kept and compared; with other parameters in place of its own. */
export function searchQuery({ given, tokens }: SearchQuestion, other: Asked = {}): string {
  const query = queryOf({ ...given, token: tokens, ...other });
  return query === '' ? 'search=1' : query;
}

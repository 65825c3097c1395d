import { MODES, REFUSED_ITEM_REASONS, WAYS, instantOf } from '#domain';
import type { DisclosureCursor, DisclosureFilter, OverrideFilter, RefusedFilter } from '#storage';
import { Problem, type ParameterFault } from './problem.js';

/** Query parameters as Fastify reads them: a name that stands twice gives a list. */
export type Query = Readonly<Record<string, unknown>>;

/** A search as a caller asks for it: at most `limit` rows behind `after`. */
export interface Search<Filter, Cursor = DisclosureCursor> {
  readonly filter: Filter;
  readonly limit: number;
  readonly after?: Cursor;
}

/** What a parameter's text must look like, and how to say so. */
interface Form {
  readonly fits: (text: string) => boolean;
  readonly is: string;
}

const matches = (pattern: RegExp, is: string): Form => ({ fits: (text) => pattern.test(text), is });
const oneOf = (words: readonly string[]): Form => ({
  fits: (text) => words.includes(text),
  is: `one of ${words.join(', ')}`,
});
const UUID = matches(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');
const CODE = matches(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, 'a code');
const COUNT: Form = {
  fits: (text) => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)),
  is: 'a whole number',
};
const TIME: Form = {
  fits: (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    instantOf(text) !== undefined,
  is: 'a time such as 2026-11-22T10:00:00Z',
};
const MOST_ROWS = 500;
const ROWS = 100;

/** Parts of a filter that a caller may give; how far they may see is not theirs to say. */
type Asked<Filter> = Exclude<keyof Filter, 'within'>;

/** What every search of things that were told knows. */
const SHARED = {
  task: UUID,
  case: UUID,
  agency: CODE,
  from: TIME,
  to: TIME,
  mode: oneOf(MODES),
};
const DISCLOSURE_FILTERS: Readonly<Record<Asked<DisclosureFilter>, Form>> = {
  ...SHARED,
  asker: CODE,
  performer: CODE,
  item: CODE,
  token: matches(/^[A-Za-z0-9_-]{43}$/, 'an index token of 43 characters'),
  state: CODE,
  absent: CODE,
  rule: CODE,
  way: oneOf(WAYS),
  originator: CODE,
};
const REFUSED_FILTERS: Readonly<Record<Asked<RefusedFilter>, Form>> = {
  ...SHARED,
  reporter: CODE,
  direction: oneOf(['outgoing', 'incoming']),
  item: CODE,
  why: oneOf(REFUSED_ITEM_REASONS),
};
const OVERRIDE_FILTERS: Readonly<Record<Asked<OverrideFilter>, Form>> = {
  ...SHARED,
  reviewed: oneOf(['true', 'false']),
};
const LIMIT: Form = {
  fits: (text) => COUNT.fits(text) && Number(text) >= 1 && Number(text) <= MOST_ROWS,
  is: `a whole number from 1 to ${MOST_ROWS}`,
};
const AFTER: Form = {
  fits: (text) => /^\d{1,16}\.\d{1,4}$/.test(text) && COUNT.fits(text.split('.')[0] ?? ''),
  is: 'the "next" of an earlier answer',
};

const PAGE = { limit: LIMIT, after: AFTER };

/** The texts that were given for these parameters. Throws Problem 400 with every fault, unknown names included. */
function read<Name extends string>(
  query: Query,
  forms: Readonly<Record<Name, Form>>,
): Partial<Record<Name, string>> {
  const faults: ParameterFault[] = [];
  const found: Partial<Record<Name, string>> = {};
  for (const [parameter, given] of Object.entries(query)) {
    const form = Object.hasOwn(forms, parameter) ? forms[parameter as Name] : undefined;
    if (!form) faults.push({ parameter, detail: 'is not known here' });
    else if (typeof given !== 'string') faults.push({ parameter, detail: 'may stand only once' });
    else if (!form.fits(given)) faults.push({ parameter, detail: `must be ${form.is}` });
    else found[parameter as Name] = given;
  }
  if (faults.length > 0) throw new Problem(400, 'The parameters are not right', faults);
  return found;
}

/** The search for disclosures that a query asks for. Throws Problem 400 that lists every bad parameter. */
export const readSearch = (query: Query): Search<DisclosureFilter> =>
  searchIn<DisclosureFilter>(query, DISCLOSURE_FILTERS);

/** The search for refused disclosures that a query asks for. Throws Problem 400 that lists every bad parameter. */
export const readRefusedSearch = (query: Query): Search<RefusedFilter> =>
  searchIn<RefusedFilter>(query, REFUSED_FILTERS);

/** The search for overrides that a query asks for. Throws Problem 400 that lists every bad parameter. */
export function readOverrideSearch(query: Query): Search<OverrideFilter, number> {
  const { limit, after, ...filter } = read(query, { ...OVERRIDE_FILTERS, limit: LIMIT, after: COUNT });
  return {
    filter,
    limit: Number(limit ?? ROWS),
    ...(after === undefined ? {} : { after: Number(after) }),
  };
}

function searchIn<Filter>(
  query: Query,
  forms: Readonly<Record<Asked<Filter> & string, Form>>,
): Search<Filter> {
  const { limit, after, ...filter } = read(query, { ...(forms as Record<string, Form>), ...PAGE });
  const [leafIndex, place] = (after ?? '').split('.').map(Number);
  return {
    filter: filter as Filter,
    limit: Number(limit ?? ROWS),
    ...(leafIndex === undefined || place === undefined ? {} : { after: { leafIndex, place } }),
  };
}

/** The newest rows of a list, below `before`. Throws Problem 400 that lists every bad parameter. */
export function readNewest(query: Query): { readonly limit: number; readonly before?: number } {
  const { limit, before } = read(query, { limit: LIMIT, before: COUNT });
  return { limit: Number(limit ?? ROWS), ...(before === undefined ? {} : { before: Number(before) }) };
}

/** Whose leaves are wanted as evidence; nothing for the whole log. Throws Problem 400 that lists every bad parameter. */
export function readEvidence(query: Query): { task?: string; case?: string; event?: string } {
  const found = read(query, { task: UUID, case: UUID, event: UUID });
  const [first, second] = Object.keys(found);
  if (second === undefined) return found;
  const detail = `cannot stand beside ${first}`;
  throw new Problem(400, 'The parameters are not right', [{ parameter: second, detail }]);
}

/** Which holds to list: the newest below `before`, released ones only with `all`. Throws Problem 400 that lists every bad parameter. */
export function readHolds(query: Query): {
  readonly all: boolean;
  readonly limit: number;
  readonly before?: number;
} {
  const { all, ...rest } = query;
  const { all: given } = read({ ...(all !== undefined && { all }) }, { all: oneOf(['true', 'false']) });
  return { all: given === 'true', ...readNewest(rest) };
}

/** Whole numbers that must all be given. Throws Problem 400 that lists every fault. */
export function readCounts<Name extends string>(query: Query, names: readonly Name[]): Record<Name, number> {
  const missing = names.filter((name) => query[name] === undefined);
  const found = readOptionalCounts(query, names);
  if (missing.length > 0) {
    throw new Problem(
      400,
      'The parameters are not right',
      missing.map((parameter) => ({ parameter, detail: 'is missing' })),
    );
  }
  return found as Record<Name, number>;
}

/** Whole numbers that may be given. Throws Problem 400 that lists every fault. */
export function readOptionalCounts<Name extends string>(
  query: Query,
  names: readonly Name[],
): Partial<Record<Name, number>> {
  const forms = Object.fromEntries(names.map((name) => [name, COUNT])) as Record<Name, Form>;
  const found = Object.entries(read(query, forms)).map(([name, text]) => [name, Number(text)]);
  return Object.fromEntries(found) as Partial<Record<Name, number>>;
}

/** An id in the path. Throws Problem 400. */
export const readId = (parameter: string, text: string): string =>
  read({ [parameter]: text }, { [parameter]: UUID })[parameter] ?? '';

/** An event and one of its items in the path. Throws Problem 400 with every fault. */
export function readTold(told: { readonly id: string; readonly item: string }): typeof told {
  const { id = '', item = '' } = read(told, { id: UUID, item: CODE });
  return { id, item };
}

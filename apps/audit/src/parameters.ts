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
export interface Form {
  readonly fits: (text: string) => boolean;
  readonly is: string;
  /** May stand several times, or hold several texts between commas; they come as a list. */
  readonly many?: true;
}

/** A text of this pattern. */
export const matches = (pattern: RegExp, is: string): Form => ({ fits: (text) => pattern.test(text), is });
/** One of these words. */
export const oneOf = (words: readonly string[]): Form => ({
  fits: (text) => words.includes(text),
  is: `one of ${words.join(', ')}`,
});
const UUID = matches(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');
/** A code of the directory. */
export const CODE = matches(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, 'a code');
const UNIT = matches(
  /^[a-z0-9][a-z0-9.-]{0,63}\/[a-z0-9][a-z0-9.-]{0,63}$/,
  'a unit such as police/control-room',
);
const COUNT: Form = {
  fits: (text) => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)),
  is: 'a whole number',
};
/** A time with an offset. */
export const TIME: Form = {
  fits: (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    instantOf(text) !== undefined,
  is: 'a time such as 2026-11-22T10:00:00Z',
};
const TOKEN = matches(/^[A-Za-z0-9_-]{43}$/, 'an index token of 43 characters');
/** Index tokens, of which any may lead to what is looked for. */
export const TOKENS = { ...TOKEN, many: true } as const satisfies Form;
const MOST_ROWS = 500;
const ROWS = 100;
/** How often a parameter may stand that may stand several times. */
const MOST_TEXTS = 20;

/** Parts of a filter that a caller may give; how far they may see is not theirs to say. */
type Asked<Filter> = Exclude<keyof Filter, 'within' | 'cases'>;

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
  unit: UNIT,
  item: CODE,
  category: oneOf(['value', 'absent', 'withheld']),
  override: { ...CODE, is: 'yes, no or the code of a reason' },
  token: TOKENS,
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

/** The text of each parameter; a list of them where it may stand several times. */
type Read<Forms extends Readonly<Record<string, Form>>> = {
  [Name in keyof Forms]?: Forms[Name] extends { readonly many: true } ? readonly string[] : string;
};

/** The texts that were given for these parameters. Throws Problem 400 with every fault, unknown names included. */
export function read<Forms extends Readonly<Record<string, Form>>>(query: Query, forms: Forms): Read<Forms> {
  const faults: ParameterFault[] = [];
  const found: Record<string, unknown> = {};
  for (const [parameter, given] of Object.entries(query)) {
    const form = Object.hasOwn(forms, parameter) ? forms[parameter] : undefined;
    const texts = form?.many ? [given].flat().flatMap(partsOf) : [given].flat();
    if (!form) faults.push({ parameter, detail: 'is not known here' });
    else if (texts.length > 1 && !form.many) faults.push({ parameter, detail: 'may stand only once' });
    else if (texts.length > MOST_TEXTS) faults.push({ parameter, detail: `may stand ${MOST_TEXTS} times` });
    else if (!texts.every((text) => typeof text === 'string' && form.fits(text)))
      faults.push({ parameter, detail: `must be ${form.is}` });
    else found[parameter] = form.many ? texts : given;
  }
  if (faults.length > 0) throw new Problem(400, 'The parameters are not right', faults);
  return found as Read<Forms>;
}

const partsOf = (given: unknown): readonly unknown[] =>
  typeof given === 'string' ? given.split(',') : [given];

/** The search for disclosures that a query asks for. Throws Problem 400 that lists every bad parameter. */
export const readSearch = (query: Query): Search<DisclosureFilter> =>
  searchIn<DisclosureFilter>(query, DISCLOSURE_FILTERS);

/** The forms in which disclosures are exported. */
export const EXPORT_FORMATS = ['csv', 'ndjson', 'fhir'] as const;
/** One of `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The export of disclosures that a query asks for. Throws Problem 400 that lists every bad parameter. */
export function readExport(query: Query): {
  readonly filter: DisclosureFilter;
  readonly format: ExportFormat;
} {
  const forms: Record<string, Form> = { ...DISCLOSURE_FILTERS, format: oneOf(EXPORT_FORMATS) };
  const { format = 'ndjson', ...filter } = read(query, forms);
  return { filter, format: format as ExportFormat };
}

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

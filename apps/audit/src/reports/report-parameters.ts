import { MODES } from '#domain';
import type { GapFilter, ReportFilter } from '#storage';
import { CODE, TIME, TOKENS, oneOf, read, type Form, type Query } from '../parameters.js';
import { Problem } from '../problem.js';

/** In which forms a report is given. */
export const FORMATS = ['json', 'text', 'csv'] as const;
/** One of {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];

const SPAN = { from: TIME, to: TIME, mode: oneOf(MODES), format: oneOf(FORMATS) };
const PAIR: Form = {
  fits: (text) => {
    const [a, b, ...others] = text.split(',');
    return others.length === 0 && a !== b && [a, b].every((code) => code !== undefined && CODE.fits(code));
  },
  is: 'two agencies such as police,ambulance',
};

/** What a query asks a report for. */
export interface Asked<Filter> {
  readonly filter: Filter;
  readonly format: Format | undefined;
}

/** What a query asks on a person. Throws Problem 400 that lists every bad parameter. */
export function readPerson(query: Query): Asked<ReportFilter> & { readonly tokens: readonly string[] } {
  const { token, format, ...filter } = read(query, { token: TOKENS, ...SPAN });
  return { tokens: needed('token', token), format: format as Format | undefined, filter };
}

/** What a query asks on two agencies. Throws Problem 400 that lists every bad parameter. */
export function readAccounting(
  query: Query,
): Asked<ReportFilter> & { readonly between: readonly [string, string] } {
  const { between, format, ...filter } = read(query, { between: PAIR, ...SPAN });
  const [a = '', b = ''] = needed('between', between).split(',');
  return { between: [a, b], format: format as Format | undefined, filter };
}

/** What a query asks on gaps. Throws Problem 400 that lists every bad parameter. */
export function readGaps(query: Query): Asked<GapFilter> {
  const { format, ...filter } = read(query, { ...SPAN, agency: CODE, item: CODE });
  return { filter, format: format as Format | undefined };
}

/** What a query asks on refused disclosures, overrides or unmet needs. Throws Problem 400 that lists every bad parameter. */
export function readSpan(query: Query): Asked<ReportFilter> {
  const { format, ...filter } = read(query, SPAN);
  return { filter, format: format as Format | undefined };
}

/** The value of a parameter that must stand. Throws Problem 400. */
function needed<Value>(parameter: string, value: Value | undefined): Value {
  if (value === undefined)
    throw new Problem(400, 'The parameters are not right', [{ parameter, detail: 'is missing' }]);
  return value;
}

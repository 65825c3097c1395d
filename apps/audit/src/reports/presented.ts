import type { IndexRange } from '../index-ranges.js';
import type { Format } from './report-parameters.js';

/** A report in every form in which it can be given. */
export interface Presentable {
  readonly name: string;
  readonly body: { readonly leaves: readonly IndexRange[] };
  readonly text: () => readonly string[];
  readonly csv: () => string;
}

/** What goes to the caller. */
export interface Presented {
  readonly type: string;
  /** Suggested file name, for what is saved rather than read. */
  readonly file?: string;
  readonly content: string;
}

const MEDIA: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'text/plain': 'text',
  'text/csv': 'csv',
};

/** The form that is wanted: by the parameter, else by the first known type of the Accept header, else JSON. */
export function wantedFormat(asked: Format | undefined, accept = ''): Format {
  if (asked !== undefined) return asked;
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const known = types.find((type) => Object.hasOwn(MEDIA, type));
  return (known !== undefined && MEDIA[known]) || 'json';
}

/** The report in that form. */
export function presented({ name, body, text, csv }: Presentable, format: Format): Presented {
  switch (format) {
    case 'json':
      return { type: 'application/json; charset=utf-8', content: JSON.stringify({ report: name, ...body }) };
    case 'text':
      return { type: 'text/plain; charset=utf-8', content: `${text().join('\n').trimEnd()}\n` };
    case 'csv':
      return { type: 'text/csv; charset=utf-8; header=present', file: `${name}.csv`, content: csv() };
    default:
      return format satisfies never;
  }
}

import { isObject, type JsonObject, type Path } from './check.js';

/** An entry of a section that has a code, at its true position. */
export interface Row {
  readonly row: JsonObject;
  readonly at: Path;
  readonly code: string;
}

/** One text of a list, at its true position. */
export interface TextAt {
  readonly value: string;
  readonly i: number;
}

/** The entries of a section of data of any shape that have a code. */
export function entries(data: unknown, section: string): readonly Row[] {
  const rows: unknown = isObject(data) ? data[section] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown, i) =>
    isObject(row) && typeof row['code'] === 'string' ? [{ row, at: [section, i], code: row['code'] }] : [],
  );
}

/** The texts of a list in an entry. */
export function texts(row: JsonObject, list: string): readonly TextAt[] {
  const values: unknown = row[list];
  if (!Array.isArray(values)) return [];
  return values.flatMap((value: unknown, i) => (typeof value === 'string' ? [{ value, i }] : []));
}

/** The texts of a list in an entry, as a set. */
export const textSet = (row: JsonObject, list: string): ReadonlySet<string> =>
  new Set(texts(row, list).map(({ value }) => value));

/** For each entry of a section, by its code, the texts of one of its lists. */
export const namesByCode = (
  data: unknown,
  section: string,
  list: string,
): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(entries(data, section).map(({ row, code }) => [code, textSet(row, list)]));

/** The codes of a section. */
export const codesIn = (data: unknown, section: string): ReadonlySet<string> =>
  new Set(entries(data, section).map(({ code }) => code));

/** All that is in any of the sets. */
export const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

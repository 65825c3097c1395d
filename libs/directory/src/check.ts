import { instantOf } from '#domain';

/** The way to a place in nested data: keys and positions. */
export type Path = readonly (string | number)[];

/** Something wrong at one place of the data. */
export interface Finding {
  readonly at: Path;
  readonly detail: string;
}

/** Says whether a value has the type, and adds a finding for each place where it has not. */
export type Check<T> = (value: unknown, at: Path, findings: Finding[]) => value is T;

/** A field that may be left out. */
export interface Optional<T> {
  readonly optional: Check<T>;
}

/** One check for each key of T: optional keys take an optional check, so that a type and its check cannot drift apart. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Check<T[K]>;
};

/** A plain JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a plain object: not null, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds a finding and answers false. */
export function refuse(findings: Finding[], at: Path, detail: string): false {
  findings.push({ at, detail });
  return false;
}

/** Writes a path as people read it: `taskKinds[3].mayBeAsked[0]`. */
export const pathText = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');

/** Marks a field that may be left out. */
export const optional = <T>(check: Check<T>): Optional<T> => ({ optional: check });

/** Text with at least one visible character. */
export const text: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && value.trim() !== '') ||
  refuse(findings, at, `must be text, not ${shown(value)}`);

/** A telephone number as it is dialled: digits, with blanks between groups and perhaps a plus before them. */
export const telephone: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && /^\+?\d(?: ?\d){2,17}$/.test(value)) ||
  refuse(findings, at, `must be a telephone number in quotes, as in '01632 960101', not ${shown(value)}`);

/** True or false. */
export const flag: Check<boolean> = (value, at, findings): value is boolean =>
  typeof value === 'boolean' || refuse(findings, at, `must be true or false, not ${shown(value)}`);

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A code: lower-case words and digits joined by single hyphens, so that it is safe inside a subject or a path. */
export const code: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && CODE.test(value)) ||
  refuse(findings, at, `must be a code in lower-case-kebab, not ${shown(value)}`);

/** A code that may stand in the signed part of an event: codes joined by dots, at most 64 characters. */
export const dottedCode: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && value.length <= 64 && value.split('.').every((part) => CODE.test(part))) ||
  refuse(findings, at, `must be codes joined by dots, at most 64 characters, not ${shown(value)}`);

/** A date of the calendar, `2026-11-22`. */
export const date: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(value) &&
    instantOf(`${value}T00:00:00Z`) !== undefined) ||
  refuse(findings, at, `must be a date as in 2026-11-22, not ${shown(value)}`);

/** A point in time, ISO 8601 with an offset. */
export const time: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && instantOf(value) !== undefined) ||
  refuse(findings, at, `must be a time as in 2026-11-22T09:00:00Z, not ${shown(value)}`);

/** A whole number, not smaller than `least`. */
export const wholeNumber =
  (least: number): Check<number> =>
  (value, at, findings): value is number =>
    (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) ||
    refuse(findings, at, `must be a whole number from ${least}, not ${shown(value)}`);

/** One of a closed list of words. */
export const oneOf =
  <T extends string>(words: readonly T[]): Check<T> =>
  (value, at, findings): value is T =>
    words.some((word) => word === value) ||
    refuse(findings, at, `must be one of ${words.join(', ')}, not ${shown(value)}`);

/** A code that exists elsewhere in the directory; `noun` says what it names. */
export const reference =
  (known: ReadonlySet<string>, noun: string): Check<string> =>
  (value, at, findings): value is string =>
    (typeof value === 'string' && known.has(value)) ||
    refuse(findings, at, `unknown ${noun} ${shown(value)}`);

/** The checked type, or null. */
export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, at, findings): value is T | null =>
    value === null || check(value, at, findings);

/** A list in which no text stands twice; `whenEmpty` is the finding for an empty one, which is otherwise allowed. */
export const list =
  <T>(check: Check<T>, whenEmpty?: string): Check<readonly T[]> =>
  (value, at, findings): value is readonly T[] => {
    if (!Array.isArray(value)) return refuse(findings, at, `must be a list, not ${shown(value)}`);
    const before = findings.length;
    if (value.length === 0 && whenEmpty !== undefined) refuse(findings, at, whenEmpty);
    value.forEach((entry: unknown, i) => {
      check(entry, [...at, i], findings);
      if (typeof entry === 'string' && value.indexOf(entry) < i) {
        refuse(findings, [...at, i], `duplicate ${shown(entry)}`);
      }
    });
    return findings.length === before;
  };

/** A list of records in which no two have the same value of `key`; a finding if empty, unless `whenEmpty` is null. */
export const keyed =
  <T extends object>(
    key: string & keyof T,
    check: Check<T>,
    whenEmpty: string | null = 'must not be empty',
  ): Check<readonly T[]> =>
  (value, at, findings): value is readonly T[] => {
    const before = findings.length;
    list(check, whenEmpty ?? undefined)(value, at, findings);
    if (!Array.isArray(value)) return false;
    const seen = new Set<unknown>();
    value.forEach((entry: unknown, i) => {
      if (!isObject(entry) || typeof entry[key] !== 'string') return;
      if (seen.has(entry[key])) refuse(findings, [...at, i, key], `duplicate ${key} ${shown(entry[key])}`);
      seen.add(entry[key]);
    });
    return findings.length === before;
  };

/** An object whose every key and value pass; the keys are data, not names of fields. */
export const mapOf =
  <T>(key: Check<string>, check: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value, at, findings): value is Readonly<Record<string, T>> => {
    if (!isObject(value)) return refuse(findings, at, `must be a set of named fields, not ${shown(value)}`);
    const before = findings.length;
    for (const [name, entry] of Object.entries(value)) {
      if (key(name, [...at, name], findings)) check(entry, [...at, name], findings);
    }
    return findings.length === before;
  };

/** An object with exactly these fields: a missing one and an unknown one are both findings. */
export const record =
  <T extends object>(fields: Fields<T>): Check<T> =>
  (value, at, findings): value is T => {
    if (!isObject(value)) return refuse(findings, at, `must be a set of named fields, not ${shown(value)}`);
    const before = findings.length;
    const expected = Object.entries<Check<unknown> | Optional<unknown>>(fields);
    for (const [name, field] of expected) {
      const mayLack = typeof field !== 'function';
      if (Object.hasOwn(value, name))
        (mayLack ? field.optional : field)(value[name], [...at, name], findings);
      else if (!mayLack) refuse(findings, at, `lacks "${name}"`);
    }
    const names = new Set(expected.map(([name]) => name));
    for (const name of Object.keys(value)) {
      if (!names.has(name)) refuse(findings, [...at, name], `unknown key "${name}"`);
    }
    return findings.length === before;
  };

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a set of named fields';
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 57)}...` : written;
}

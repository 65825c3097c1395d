/** A place in a parsed YAML file: keys and list indexes from the top. */
export type Path = readonly (string | number)[];

/** What stood wrong at a place, as what was expected there. */
export interface Finding {
  readonly path: Path;
  readonly expected: string;
}

/** Reads one value at its place; undefined when it is not what was expected, which is then noted. */
export type Read<T> = (value: unknown, path: Path, check: Checker) => T | undefined;

type Fields = Readonly<Record<string, unknown>>;

/** Walks over parsed YAML and notes every fault instead of stopping at the first. */
export class Checker {
  readonly findings: Finding[] = [];

  /** Notes a fault. */
  expected(path: Path, expected: string): undefined {
    this.findings.push({ path, expected });
    return undefined;
  }

  /** The fields of a map. Unknown keys, and needed keys that lack, are faults; `known` undefined takes any key. */
  fields(
    value: unknown,
    path: Path,
    keys: { readonly known?: readonly string[]; readonly needed?: readonly string[] },
  ): Fields | undefined {
    if (!isMap(value)) return this.expected(path, 'a map of keys and values');
    const { known, needed = [] } = keys;
    for (const key of Object.keys(value)) {
      if (known && !known.includes(key)) {
        this.expected([...path, key], `a known key instead of "${key}"; known here are: ${known.join(', ')}`);
      }
    }
    for (const key of needed) {
      if (value[key] === undefined) this.expected(path, `the key "${key}"`);
    }
    return value;
  }
}

/** True for a YAML map as plain JavaScript. */
export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text with at least one character that is not space. */
export const text: Read<string> = (value, path, check) =>
  typeof value === 'string' && value.trim() !== '' ? value : check.expected(path, 'a text');

/** True or false. */
export const flag: Read<boolean> = (value, path, check) =>
  typeof value === 'boolean' ? value : check.expected(path, 'true or false');

/** Whole minutes from the first contact on. */
export const minutes: Read<number> = (value, path, check) =>
  Number.isInteger(value) && (value as number) >= 0
    ? (value as number)
    : check.expected(path, 'whole minutes since the first contact, 0 or more');

/** How many there are. */
export const count: Read<number> = (value, path, check) =>
  Number.isInteger(value) && (value as number) >= 0
    ? (value as number)
    : check.expected(path, 'a whole number, 0 or more');

/** One text of a closed list. */
export function oneOf<T extends string>(list: readonly T[]): Read<T> {
  return (value, path, check) =>
    list.find((known) => known === value) ?? check.expected(path, `one of: ${list.join(', ')}`);
}

/** A list, each entry read alike. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value, path, check) => {
    if (!Array.isArray(value)) return check.expected(path, 'a list');
    return (value as unknown[]).flatMap((entry, index) => read(entry, [...path, index], check) ?? []);
  };
}

/** One thing or a list of such. */
export function oneOrMore<T>(read: Read<T>): Read<readonly T[]> {
  const list = listOf(read);
  return (value, path, check) => {
    if (Array.isArray(value)) return list(value, path, check);
    const one = read(value, path, check);
    return one === undefined ? undefined : [one];
  };
}

/** How each part of a filter reads as SQL, given the placeholder of its value. */
export type Conditions<Filter> = Readonly<Record<keyof Filter, (value: string) => string>>;

/** The values of a statement as it grows, and the conditions that its rows must meet. */
export interface Selection {
  readonly values: unknown[];
  /** Adds a value and gives its placeholder. */
  readonly bind: (value: unknown) => string;
  readonly conditions: string[];
}

/** The conditions for every part that a filter gives. */
export function selectionOf<Filter extends object>(parts: Conditions<Filter>, filter: Filter): Selection {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = (Object.keys(parts) as (keyof Filter)[]).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [parts[name](bind(value))];
  });
  return { values, bind, conditions };
}

/** The WHERE clause of these conditions; empty without any. */
export const whereOf = ({ conditions }: Pick<Selection, 'conditions'>): string =>
  conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';

/** Fields of a form or an address as they come: a name that stands twice gives a list. */
export type Fields = Readonly<Record<string, unknown>>;

/** The text of a field, trimmed; empty where it is missing or no single text. */
export const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** All texts of a field, also those between commas, each once. */
export const textsIn = (fields: Fields, name: string): readonly string[] => {
  const all = [fields[name]].flat().filter((one) => typeof one === 'string');
  return [...new Set(all.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== ''))];
};

/** One choice of a select or of radios. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected?: boolean;
  readonly checked?: boolean;
}

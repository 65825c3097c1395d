/** U+0000 cannot be stored in jsonb; a lone surrogate is no text (RFC 8785 §3.2.2.2 refuses it). */
const UNFIT_TEXT = /[\0\p{Surrogate}]/u;

/**
 * True for a value that every reader can hold alike: nested at most `levels` deep, numbers finite, texts without
 * U+0000 and lone surrogates, no key `__proto__`. Never throws, however deep the value is.
 */
export function isPlainJson(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return !UNFIT_TEXT.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  return Object.entries(value).every(
    ([key, held]) => key !== '__proto__' && !UNFIT_TEXT.test(key) && isPlainJson(held, levels - 1),
  );
}

/** The value of a JSON text; undefined when it is no JSON or not plain in the sense of `isPlainJson`. */
export function readJson(text: string, levels: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isPlainJson(value, levels) ? value : undefined;
}

/** True for a JSON object: not null, not a list. */
export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

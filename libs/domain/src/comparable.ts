/**
 * A value as it is compared with another: two values are the same when these texts are. Case, spaces and the order of
 * fields do not count, nor do the words that agencies have for one concept.
 */
export function comparable(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim());
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(comparable).join()}]`;
  if ('concept' in value && typeof value.concept === 'string') return `concept ${value.concept}`;
  const fields = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}:${comparable(part)}`);
  return `{${fields.sort().join()}}`;
}

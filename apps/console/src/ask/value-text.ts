/** A value as a person reads it: lists with commas, parts of a value with their names. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([name]) => name !== 'relationship')
      .map(([, part]) => valueText(part))
      .join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

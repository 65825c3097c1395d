const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date and time, or undefined if it is none. A time without an offset is none:
 * two readers in two time zones would read it differently.
 */
export function instantOf(text: string): number | undefined {
  if (!ISO_WITH_OFFSET.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

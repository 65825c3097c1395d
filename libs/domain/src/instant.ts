const ISO_WITH_OFFSET = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Events carry times of the years 1900 to 2999, in UTC. */
const [FIRST, AFTER] = [Date.UTC(1900, 0), Date.UTC(3000, 0)];

/**
 * Milliseconds since 1970 of an ISO 8601 date and time, or undefined if it is none. A time without an offset is none:
 * two readers in two time zones would read it differently. Nor is 30 February, which is not the second of March, nor a
 * time that no event can carry.
 */
export function instantOf(text: string): number | undefined {
  const [, year, month, day] = (ISO_WITH_OFFSET.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const instant = Date.parse(text);
  return instant >= FIRST && instant < AFTER ? instant : undefined;
}

/** The instant of a time that was checked before, in ms since 1970. Anything else is a defect, and thrown. */
export function knownInstant(time: string): number {
  const at = instantOf(time);
  if (at === undefined) throw new Error(`not a time: ${time}`);
  return at;
}

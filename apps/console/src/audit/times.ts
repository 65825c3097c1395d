/** A time for a page: as people of the United Kingdom read it, and as machines do. */
export interface ShownTime {
  /** "26 November 2026, 3.48 am". */
  readonly text: string;
  readonly iso: string;
}

const PARTS = {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
} as const;
const SHOWN = new Intl.DateTimeFormat('en-GB', PARTS);
const WITH_SECONDS = new Intl.DateTimeFormat('en-GB', { ...PARTS, second: '2-digit' });
const ZONED = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
  hourCycle: 'h23',
});

const partsOf = (format: Intl.DateTimeFormat, at: Date): ReadonlyMap<string, string> =>
  new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));

/** A time of the log by the clock in the United Kingdom, to the minute. */
export const shownTime = (iso: string): ShownTime => shown(SHOWN, iso);

/** The same to the second: for what follows closely upon something else. */
export const shownSecond = (iso: string): ShownTime => shown(WITH_SECONDS, iso);

function shown(format: Intl.DateTimeFormat, iso: string): ShownTime {
  const parts = partsOf(format, new Date(iso));
  const of = (name: string): string => parts.get(name) ?? '';
  const clock = [of('hour'), of('minute'), of('second')].filter((part) => part !== '').join('.');
  return { text: `${of('day')} ${of('month')} ${of('year')}, ${clock} ${of('dayPeriod')}`, iso };
}

/** What a field for a time takes, for its hint and its fault. */
export const TIME_HINT = '26/11/2026 or 26/11/2026 14:30';

/** A time that somebody typed, by the clock in the United Kingdom, as ISO 8601 in UTC; a day means its beginning. Undefined for any other text. */
export function readTime(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = new Date(text);
    return /(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
  }
  const [, day, month, year, hour = '0', minute = '0'] =
    /^(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})(?:[ ,]+(\d{1,2})[:.](\d\d))?$/.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const [y, mo, d, h, mi] = [year, month, day, hour, minute].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const utc = new Date(Date.UTC(y, mo - 1, d, h, mi));
  const isDate = utc.getUTCMonth() === mo - 1 && utc.getUTCDate() === d && h < 24 && mi < 60;
  if (!isDate) return undefined;
  return new Date(utc.getTime() - aheadOfUtc(utc)).toISOString();
}

/** How far the clock in the United Kingdom is ahead of UTC, in ms. */
function aheadOfUtc(at: Date): number {
  const parts = partsOf(ZONED, at);
  const of = (name: string): number => Number(parts.get(name));
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - at.getTime()
  );
}

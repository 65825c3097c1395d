const LONDON = { timeZone: 'Europe/London' } as const;
const DAY = new Intl.DateTimeFormat('en-GB', { ...LONDON, day: 'numeric', month: 'long', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  ...LONDON,
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
});
const MINUTE = 60_000;

/** "26 November 2026", by the calendar in the United Kingdom. */
export const dayText = (iso: string | Date): string => DAY.format(new Date(iso));

/** "26 November 2026, 3.48 am", by the clock in the United Kingdom; what is no time comes back as it is. */
export function whenText(iso: string | Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso);
  return `${DAY.format(at)}, ${clockText(at)}`;
}

/** "26 November 2026, 3.48.05 am": for what follows closely upon something else. */
export function secondText(iso: string | Date): string {
  const at = new Date(iso);
  const { hour, minute } = clockOf(at);
  // The clock in the United Kingdom is whole minutes from UTC.
  const [minutes, seconds] = [minute, at.getUTCSeconds()].map((part) => two(String(part)));
  return `${DAY.format(at)}, ${twelve(hour)}.${minutes}.${seconds} ${half(hour)}`;
}

/** "3.48 am", "midday" or "midnight", by the clock in the United Kingdom. */
export function clockText(iso: string | Date): string {
  const { hour, minute } = clockOf(new Date(iso));
  if (minute === 0 && hour === 12) return 'midday';
  if (minute === 0 && hour === 0) return 'midnight';
  const minutes = minute === 0 ? '' : `.${String(minute).padStart(2, '0')}`;
  return `${twelve(hour)}${minutes} ${half(hour)}`;
}

/** "2 hours 5 minutes", in whole minutes, never below none; from a day on without the minutes. */
export function durationText(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60) % 24, whole % 60];
  const parts = [many(days, 'day'), many(hours, 'hour'), days > 0 ? '' : many(rest, 'minute')];
  return parts.filter((part) => part !== '').join(' ') || '0 minutes';
}

/** How long there is until an instant, or since when it is over; `now` in ms since 1970. */
export function leftText(until: string, now: number): string {
  const minutes = (Date.parse(until) - now) / MINUTE;
  return minutes >= 0 ? `${durationText(minutes)} left` : `over by ${durationText(-minutes)}`;
}

/** An instant as two fields of a form have it: `26/11/2026` and `15:48`, by the clock in the United Kingdom. */
export function fieldsOf(iso: string): { readonly day: string; readonly time: string } {
  const at = new Date(iso);
  const day = new Intl.DateTimeFormat('en-GB', { ...LONDON, dateStyle: 'short' }).format(at);
  const { hour, minute } = clockOf(at);
  return { day, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

/**
 * The instant that the two fields of a form say, in UTC; undefined for what is no day or no time, and for a time that the
 * clock leaves out in spring. Of a time that comes twice in autumn, the first.
 */
export function instantIn({
  day,
  time,
}: {
  readonly day: string;
  readonly time: string;
}): string | undefined {
  const [, d = '', m = '', y = ''] = /^\s*(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\s*$/.exec(day) ?? [];
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(time) ?? [];
  if (d === '' || hour === '') return undefined;
  const asUtc = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hour), Number(minute));
  const wanted = `${two(d)}/${two(m)}/${y} ${two(hour)}:${minute}`;
  // The United Kingdom is at UTC or one hour ahead of it.
  for (const ahead of [60, 0]) {
    const at = new Date(asUtc - ahead * MINUTE).toISOString();
    const found = fieldsOf(at);
    if (`${found.day} ${found.time}` === wanted) return at;
  }
  return undefined;
}

function clockOf(at: Date): { readonly hour: number; readonly minute: number } {
  const parts = new Map(CLOCK.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return { hour: parts.get('hour') ?? 0, minute: parts.get('minute') ?? 0 };
}

const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);
const half = (hour: number): string => (hour < 12 ? 'am' : 'pm');
const two = (text: string): string => text.padStart(2, '0');
const many = (count: number, what: string): string =>
  count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;

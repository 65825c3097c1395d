import { clockText, dayText, instantIn, secondText, whenText } from '../page/when.js';

/** A time for a page: as people of the United Kingdom read it, and as machines do. */
export interface ShownTime {
  /** "26 November 2026, 3.48 am". */
  readonly text: string;
  readonly iso: string;
}

/** A time of the log by the clock in the United Kingdom, to the minute. */
export const shownTime = (iso: string): ShownTime => ({ text: whenText(iso), iso });

/** The same to the second: for what follows closely upon something else. */
export const shownSecond = (iso: string): ShownTime => ({ text: secondText(iso), iso });

/** A time of the log, and when it was agreed, where that was before it was recorded: by telephone. */
export interface Recorded {
  readonly at: string;
  readonly occurredAt: string | null;
}

/** When it was recorded; "26 November 2026, agreed 3.48 am, recorded 4.10 am" for what was agreed before that. */
export function shownRecorded({ at, occurredAt }: Recorded): ShownTime {
  if (occurredAt === null) return shownTime(at);
  const day = dayText(at);
  const text =
    dayText(occurredAt) === day
      ? `${day}, agreed ${clockText(occurredAt)}, recorded ${clockText(at)}`
      : `Agreed ${whenText(occurredAt)}, recorded ${whenText(at)}`;
  return { text, iso: at };
}

/** The same for an entry of a story: to the second where it was recorded at once. */
export const shownEntry = (recorded: Recorded): ShownTime =>
  recorded.occurredAt === null ? shownSecond(recorded.at) : shownRecorded(recorded);

/** "November 2026" of `2026-11`. */
export const monthText = (month: string): string => dayText(`${month}-01T12:00:00Z`).replace(/^\d+ /, '');

/** What a field for a time takes, for its hint and its fault. */
export const TIME_HINT = '26/11/2026 or 26/11/2026 14:30';

/** A time that somebody typed, by the clock in the United Kingdom, as ISO 8601 in UTC; a day means its beginning. Undefined for any other text. */
export function readTime(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = new Date(text);
    return /(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
  }
  const [, day = '', time = '00:00'] = /^\s*(\S+)(?:[ ,]+(\S+))?\s*$/.exec(text) ?? [];
  return instantIn({ day, time });
}

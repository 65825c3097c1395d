import { instantOf } from '#domain';
import { objectsIn } from './agreement-rows.js';
import type { Finding, Path } from './check.js';

const DAY_MS = 24 * 60 * 60_000;

/** How long before its end, and before the day of its review, an agreement is spoken of, in days. */
export const EXPIRY_NOTICE_DAYS = 90;

/**
 * What the parties should soon do about their agreements: warnings at an instant (ms since 1970), never faults. An
 * agreement that has ended or is about to end, and one whose review is due or overdue, each at its place in the
 * directory. It reads data of any shape and says nothing of a time that cannot be read.
 */
export function agreementWarnings(data: unknown, at: number): readonly Finding[] {
  return objectsIn(data, 'agreements').flatMap(({ row, at: place }) => [
    ...endWarnings(row['inForceUntil'], [...place, 'inForceUntil'], at),
    ...reviewWarnings(row['reviewBy'], [...place, 'reviewBy'], at),
  ]);
}

function endWarnings(until: unknown, place: Path, at: number): readonly Finding[] {
  const ends = typeof until === 'string' ? instantOf(until) : undefined;
  if (ends === undefined || !isNear(ends, at)) return [];
  const detail =
    ends <= at
      ? 'the agreement has ended: nothing travels under it'
      : `the agreement ends within ${dayText(Math.ceil((ends - at) / DAY_MS))}`;
  return [{ at: place, detail }];
}

/** The review may still be made on the day itself. */
function reviewWarnings(by: unknown, place: Path, at: number): readonly Finding[] {
  const due = typeof by === 'string' ? instantOf(`${by}T00:00:00Z`) : undefined;
  if (due === undefined || !isNear(due + DAY_MS, at)) return [];
  const detail =
    due + DAY_MS <= at
      ? `the review is overdue by ${dayText(Math.floor((at - due) / DAY_MS))}`
      : `the review is due within ${dayText(Math.ceil((due + DAY_MS - at) / DAY_MS))}`;
  return [{ at: place, detail }];
}

const isNear = (instant: number, at: number): boolean => instant - at <= EXPIRY_NOTICE_DAYS * DAY_MS;

const dayText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

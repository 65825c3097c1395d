import { instantOf, type SharingAgreement } from '#domain';
import type { Finding } from './check.js';

const DAY_MS = 24 * 60 * 60_000;

/** How long before its end an agreement is spoken of, in days. */
export const EXPIRY_NOTICE_DAYS = 90;

/**
 * What the parties should soon do about their agreements: warnings at an instant (ms since 1970), never faults. An
 * agreement that has ended or is about to end, and one whose review is overdue, each at its place in the directory.
 */
export function agreementWarnings(
  { agreements }: { readonly agreements: readonly SharingAgreement[] },
  at: number,
): readonly Finding[] {
  return agreements.flatMap(({ inForceUntil, reviewBy }, i) => {
    const place = ['agreements', i];
    const warnings: Finding[] = [];
    const ends = inForceUntil === undefined ? undefined : instantOf(inForceUntil);
    if (ends !== undefined && ends <= at) {
      warnings.push({
        at: [...place, 'inForceUntil'],
        detail: 'the agreement has ended: nothing travels under it',
      });
    } else if (ends !== undefined && ends - at <= EXPIRY_NOTICE_DAYS * DAY_MS) {
      const days = Math.ceil((ends - at) / DAY_MS);
      warnings.push({ at: [...place, 'inForceUntil'], detail: `the agreement ends within ${dayText(days)}` });
    }
    const due = instantOf(`${reviewBy}T00:00:00Z`);
    if (due !== undefined && due + DAY_MS <= at) {
      const days = Math.floor((at - due) / DAY_MS);
      warnings.push({ at: [...place, 'reviewBy'], detail: `the review is overdue by ${dayText(days)}` });
    }
    return warnings;
  });
}

const dayText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

import type { ClockRule } from '#domain';
import {
  code,
  date,
  list,
  mapOf,
  optional,
  record,
  text,
  wholeNumber,
  type Check,
  type Fields,
} from './check.js';
import type { ClockEntry, InForce } from './dated-law.js';
import type { References } from './references.js';

const inForce: Fields<InForce> = {
  inForceFrom: date,
  inForceUntil: optional(date),
  note: optional(text),
  source: text,
};

/** Checks one clock of the law. */
export const clock = ({ power, clockReason, kind }: References): Check<ClockEntry> =>
  record<ClockEntry>({
    code,
    label: text,
    power,
    maxMinutes: wholeNumber(1),
    extension: optional(
      record<NonNullable<ClockRule['extension']>>({
        minutes: wholeNumber(1),
        reasons: list(clockReason, 'an extension without a reason is none'),
        never: list(clockReason),
      }),
    ),
    warnAtPercent: list(wholeNumber(1)),
    endsWith: mapOf(kind, list(code)),
    ...inForce,
  });

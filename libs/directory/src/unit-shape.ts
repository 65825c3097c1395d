import type { UnitFacts } from '#domain';
import { code, flag, list, optional, record, refuse, text, type Check } from './check.js';
import type { References } from './references.js';

/** Checks what is said of one unit; that the unit exists and the facts fit together is judged in unit-relations.ts. */
export const unitFacts = ({ agency, area }: References): Check<UnitFacts> =>
  record<UnitFacts>({
    unit: code,
    hostedBy: optional(agency),
    opens: optional(timeOfDay),
    closes: optional(timeOfDay),
    areas: optional(list(area, 'a unit that serves no area can help nobody')),
    within: optional(code),
    acceptsParallel: optional(flag),
    note: optional(text),
  });

/** A time of day on the clock, `18:00`. */
const timeOfDay: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)) ||
  refuse(findings, at, `must be a time of day as in '18:00'`);

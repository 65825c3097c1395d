import { AGE_STANDINGS, LAW_STEPS, type ClockRule, type LawCondition } from '#domain';
import {
  code,
  date,
  list,
  mapOf,
  oneOf,
  optional,
  record,
  text,
  wholeNumber,
  type Check,
  type Fields,
} from './check.js';
import type { ClockEntry, InForce, LawRuleEntry } from './dated-law.js';
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

const ANY = 'names nothing: leave it out';

/** Checks one rule of law; outcomes, slots, values and parties are judged with its other parts. */
export const lawRule = (known: References): Check<LawRuleEntry> =>
  record<LawRuleEntry>({
    code,
    power: optional(known.power),
    says: text,
    when: record<LawCondition>({
      kinds: optional(list(known.kind, ANY)),
      steps: optional(list(oneOf(LAW_STEPS), ANY)),
      outcomes: optional(list(code, ANY)),
      reasons: optional(list(known.declineReason, ANY)),
      extensionReasons: optional(list(known.clockReason, ANY)),
      askers: optional(list(known.party, ANY)),
      performers: optional(list(known.party, ANY)),
      actorRolesNot: optional(list(known.actorRole, ANY)),
      ages: optional(list(oneOf(AGE_STANDINGS), ANY)),
      items: optional(list(record({ code: known.item, in: list(text, ANY) }), ANY)),
      itemsUnsaid: optional(list(known.item, ANY)),
      slotsNotFilled: optional(list(code, ANY)),
    }),
    ...inForce,
  });

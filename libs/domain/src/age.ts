import { comparable } from './comparable.js';
import type { ItemStatement } from './items.js';

const ADULT = 18;
const OLDEST = 120;
const YOUNG_WORDS = /under|below|less|younger|up to|child|minor|baby|infant|month|week|day|</iu;

/**
 * Whether a person has to be treated as a possible child: always, until it is known that they are 18 or over and nothing
 * that stands says otherwise. `statements` are those that stand on `age-band` and `date-of-birth`; others are not looked
 * at. `at` is the time of the question, ISO 8601 with an offset. What is out of date or unconfirmed never makes an adult.
 */
export function ageBandPrecaution(
  statements: readonly Pick<ItemStatement, 'code' | 'state' | 'value'>[],
  at: string,
): 'treat-as-child' | 'none' {
  const current = statements.filter(
    ({ code, state, value }) => CODES.has(code) && state !== 'out-of-date' && value !== undefined,
  );
  const allAdult = current.every(({ code, value }) =>
    code === 'date-of-birth' ? isAdultSince(value, at) : isAdultBand(value),
  );
  const known = current.some(({ state }) => state === 'known' || state === 'conflicting');
  return known && allAdult ? 'none' : 'treat-as-child';
}

/** What statements say of a person's age. `not-known` says that nobody may be taken for an adult yet, nor for a child. */
export const AGE_STANDINGS = ['child', 'adult', 'not-known'] as const;

/** One of {@link AGE_STANDINGS}. A child is under 18. */
export type AgeStanding = (typeof AGE_STANDINGS)[number];

/**
 * The age group that these statements give at this time. A child is whoever any statement that still counts gives as under
 * 18, by one of the bands that the directory lists or by a date of birth; an adult is whom {@link ageBandPrecaution} takes
 * for one.
 */
export function ageStandingOf(
  statements: readonly Pick<ItemStatement, 'code' | 'state' | 'value'>[],
  at: string,
): AgeStanding {
  const young = statements.some(
    ({ code, state, value }) =>
      state !== 'out-of-date' &&
      (code === 'age-band' ? isChildBand(value) : code === 'date-of-birth' && isChildSince(value, at)),
  );
  if (young) return 'child';
  return ageBandPrecaution(statements, at) === 'none' ? 'adult' : 'not-known';
}

const CODES: ReadonlySet<string> = new Set(['age-band', 'date-of-birth']);
const CHILD_BANDS: ReadonlySet<unknown> = new Set(['under 13', '13-15', '16-17'].map(comparable));

const isChildBand = (value: unknown): boolean => CHILD_BANDS.has(comparable(value));

// A band is written in many ways: `18-64`, `65+`, `20s or 30s`, 34. Its lowest number counts.
function isAdultBand(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  const numbers = (text.match(/\d+/gu) ?? []).map(Number);
  if (numbers.length === 0 || YOUNG_WORDS.test(text)) return false;
  return numbers.every((number) => number >= ADULT && number <= OLDEST);
}

function isAdultSince(value: unknown, at: string): boolean {
  const since = comingOfAge(value);
  return since !== undefined && since <= at.slice(0, 10);
}

function isChildSince(value: unknown, at: string): boolean {
  const until = comingOfAge(value);
  return until !== undefined && until > at.slice(0, 10);
}

/** The day of the eighteenth birthday; undefined where the value is no full date. */
function comingOfAge(value: unknown): string | undefined {
  const [, year, rest] = (typeof value === 'string' && /^(\d{4})(-\d{2}-\d{2})$/u.exec(value)) || [];
  return year === undefined || rest === undefined ? undefined : `${Number(year) + ADULT}${rest}`;
}

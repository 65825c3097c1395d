import type { Assertion, Form } from './assertions.js';
import { JUDGES } from './judges.js';
import type { Court, Found } from './judging.js';

/** An assertion that was looked at. */
export interface Judged {
  readonly assertion: Assertion;
  /** What was found in the place of what was expected; undefined where it holds. */
  readonly found: Found;
}

/** How long assertions of one step are looked at again while one does not hold, and how often, in ms. */
export interface Patience {
  readonly longestMs: number;
  readonly lookMs: number;
}

const PATIENCE: Patience = { longestMs: 10_000, lookMs: 200 };

/** Forms that hold by something not being there, or by nothing more being there: they are looked at once, when the others hold and the log is complete. */
const NEGATIVE: readonly Form[] = [
  'hidden',
  'never_told',
  'no_gap',
  'held_up',
  'refused',
  'one_owner',
  'started_once',
  'declines',
  'expiries',
];

/**
 * Judges assertions by what agencies and the audit log show. What still has to arrive is waited for; what must not be there
 * is looked at last, and not before the log has all that the agencies were told. Never rejects: no answer is no proof.
 */
export async function judgeAll(
  asserts: readonly Assertion[],
  court: Court,
  patience: Patience = PATIENCE,
): Promise<readonly Judged[]> {
  const isNegative = ({ form }: Assertion): boolean => NEGATIVE.includes(form);
  const judged: Judged[] = [];
  const until = { end: Date.now() + patience.longestMs, lookMs: patience.lookMs };
  for (const assertion of asserts.filter((one) => !isNegative(one))) {
    judged.push({ assertion, found: await lookedAt(() => judge(assertion, court), until) });
  }
  const negative = asserts.filter(isNegative);
  if (negative.length === 0) return judged;
  const late = await lookedAt(async () => ((await court.views.caughtUp()) ? undefined : BEHIND), until);
  for (const assertion of negative) {
    judged.push({ assertion, found: late ?? (await lookedAt(() => judge(assertion, court), ONCE)) });
  }
  return judged;
}

const ONCE = { end: 0, lookMs: 0 };
const BEHIND = 'the audit log does not have all that the agencies were told';

async function lookedAt(
  look: () => Promise<Found>,
  { end, lookMs }: { readonly end: number; readonly lookMs: number },
): Promise<Found> {
  for (;;) {
    const found = await look().catch((error: unknown) => (error as Error).message);
    if (found === undefined || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

async function judge(assertion: Assertion, court: Court): Promise<Found> {
  const ofForm = JUDGES[assertion.form] as (one: Assertion, by: Court) => Found | Promise<Found>;
  return ofForm(assertion, court);
}

/** The assertions that do not hold, each with its line, what was expected and what was found; no value stands in it. */
export const failedOf = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ assertion, found }) =>
    found === undefined ? [] : [`Line ${assertion.line}: expected ${wordsOf(assertion)}; found: ${found}.`],
  );

/** An assertion as its file writes it. */
export function wordsOf({ form: _, line: __, ...fields }: Assertion): string {
  const parts = Object.entries(fields).filter(([, value]) => value !== undefined);
  return parts
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`)
    .join(', ');
}

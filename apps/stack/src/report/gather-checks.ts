import { wordsOf } from '../rehearsal/assertion-judge.js';
import type { Assertion } from '../rehearsal/assertions.js';
import { assertionText } from './assertion-words.js';
import type { Checked } from './material.js';
import type { Source } from './source.js';

/** Where the sentences stand that tell what did not hold and what nobody could judge. */
interface Judged {
  readonly failures: readonly string[];
  readonly unjudged: readonly string[];
  /** False where nobody looked. */
  readonly looked: boolean;
}

/**
 * What the script expects where software looks, with what it found. `ending` holds the failures and questions of the whole
 * rehearsal; undefined when it did not come to its end.
 */
export function checksOf(
  { cast, told, words }: Source,
  ending: { readonly failures: readonly string[]; readonly questions: readonly string[] } | undefined,
): readonly Checked[] {
  const results = (asserts: readonly Assertion[], judged: Judged): Checked['assertions'] =>
    asserts.map((one) => ({ words: assertionText(one, words), ...resultOf(one, judged) }));
  const ofSteps = told.flatMap(({ step, fate, failures, unjudged = [] }) => {
    const { asserts = [], expect, at } = step;
    if (asserts.length === 0) return [];
    const judged = { failures, unjudged, looked: fate !== 'not-played' };
    return { minute: at, words: expect ?? '', assertions: results(asserts, judged) };
  });
  const { failures = [], questions = [] } = ending ?? {};
  const atLast = cast.scenario.checks.flatMap(({ check, asserts = [] }) => {
    if (asserts.length === 0) return [];
    const judged = { failures, unjudged: questions, looked: ending !== undefined };
    return { words: check, assertions: results(asserts, judged) };
  });
  return [...ofSteps, ...atLast];
}

/** A failed assertion is told as a sentence that begins with its line and its words, as one that could not be judged is. */
function resultOf(
  assertion: Assertion,
  { failures, unjudged, looked }: Judged,
): Omit<Checked['assertions'][number], 'words'> {
  const words = wordsOf(assertion);
  const failed = failures.find((failure) =>
    failure.startsWith(`Line ${assertion.line}: expected ${words}; found: `),
  );
  if (failed) return { result: 'fails', found: failed.slice(failed.indexOf('; found: ') + 9) };
  const isOpen = unjudged.some((sentence) => sentence.startsWith(`Line ${assertion.line}: ${words} (`));
  return { result: isOpen || !looked ? 'not-judged' : 'holds' };
}

import { requiredChoices } from '#domain';
import { failedOf, judgeAll, wordsOf } from './assertion-judge.js';
import type { Assertion } from './assertions.js';
import type { Cast } from './cast.js';
import type { Desk } from './desk.js';
import type { Court } from './judges.js';
import type { Told } from './told.js';
import { viewsOf } from './views.js';

/** What came of the assertions of a step or of the end. */
export interface Verdict {
  readonly failures: readonly string[];
  /** How many were looked at. */
  readonly judged: number;
  /** Those of a task that was never opened, since a step that opens it cannot be played yet; as sentences. */
  readonly unjudged: readonly string[];
}

/** What the assertions after a step are judged by; `told` are the steps so far, and the last of them is the one. */
export function courtOf(cast: Cast, audit: Desk, told: readonly Told[]): Court {
  return {
    views: viewsOf(cast, audit),
    told,
    tasks: cast.tasks,
    required: (code) => {
      const kind = cast.directory.kind(code);
      return kind ? requiredChoices(kind) : [];
    },
  };
}

/** Judges assertions, as far as their tasks could be opened at all. */
export async function judgedBy(
  asserts: readonly Assertion[],
  court: Court,
  unplayed: Cast['unplayed'],
): Promise<Verdict> {
  const isOpen = (assertion: Assertion): boolean =>
    !('task' in assertion) ||
    assertion.task === undefined ||
    court.tasks.has(assertion.task) ||
    !unplayed.has(assertion.task);
  const judged = await judgeAll(asserts.filter(isOpen), court);
  const unjudged = asserts
    .filter((assertion) => !isOpen(assertion))
    .map((assertion) => `Line ${assertion.line}: ${wordsOf(assertion)} (its task was never opened)`);
  return { failures: failedOf(judged), judged: judged.length, unjudged };
}

/** What software can judge of a step is judged once it was played. */
export async function withAssertions(
  played: Told,
  { cast, audit, before }: { readonly cast: Cast; readonly audit: Desk; readonly before: readonly Told[] },
): Promise<Told> {
  const { asserts = [] } = played.step;
  if (played.fate === 'not-played' || asserts.length === 0) return played;
  const court = courtOf(cast, audit, [...before, played]);
  const { failures, judged, unjudged } = await judgedBy(asserts, court, cast.unplayed);
  const fate = failures.length > 0 ? 'failed' : played.fate;
  return { ...played, fate, failures: [...played.failures, ...failures], judged, unjudged };
}

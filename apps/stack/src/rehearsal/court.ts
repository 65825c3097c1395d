import { requiredChoices } from '#domain';
import { failedOf, judgeAll, wordsOf } from './assertion-judge.js';
import { TASK_FIELDS, type Assertion } from './assertions.js';
import type { Cast } from './cast.js';
import type { Desk } from './desk.js';
import type { Court } from './judging.js';
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
    tasks: {
      get: (name) => cast.task(name),
      all: (name) => cast.allOf(name),
      values: () => cast.tasks.values(),
    },
    start: cast.scenario.start,
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
  unopened: Cast['unopened'],
): Promise<Verdict> {
  const isOpen = (assertion: Assertion): boolean =>
    tasksIn(assertion).every((name) => court.tasks.get(name) !== undefined || !unopened.has(name));
  const judged = await judgeAll(asserts.filter(isOpen), court);
  const unjudged = asserts
    .filter((assertion) => !isOpen(assertion))
    .map((assertion) => `Line ${assertion.line}: ${wordsOf(assertion)} (its task was never opened)`);
  return { failures: failedOf(judged), judged: judged.length, unjudged };
}

/** The tasks that an assertion is about; an offer of a need is opened with its need. */
const tasksIn = ({ form: _, line: __, ...fields }: Assertion): readonly string[] =>
  Object.entries(fields).flatMap(([field, name]) =>
    TASK_FIELDS.includes(field) && typeof name === 'string' ? [name.split('/')[0] ?? name] : [],
  );

/** What software can judge of a step is judged once it was played. */
export async function withAssertions(
  played: Told,
  { cast, audit, before }: { readonly cast: Cast; readonly audit: Desk; readonly before: readonly Told[] },
): Promise<Told> {
  const { asserts = [] } = played.step;
  if (played.fate === 'not-played' || asserts.length === 0) return played;
  const court = courtOf(cast, audit, [...before, played]);
  const { failures, judged, unjudged } = await judgedBy(asserts, court, cast.unopened);
  const fate = failures.length > 0 ? 'failed' : played.fate;
  return { ...played, fate, failures: [...played.failures, ...failures], judged, unjudged };
}

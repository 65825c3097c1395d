import { uuidv7 } from 'uuidv7';
import { loadDirectory, type DirectoryData } from '#directory';
import { indexAgreements } from '#domain';
import type { Say } from '../cli/say.js';
import { reasonOf } from '../platform/platform-error.js';
import { Scribe } from '../report/scribe.js';
import { checkAudit, type AuditFindings } from './audit-check.js';
import { Cast, type Rules } from './cast.js';
import { courtOf, judgedBy } from './court.js';
import { Desk } from './desk.js';
import { endsOf } from './endings.js';
import { ExerciseClock } from './exercise-clock.js';
import { Feeds } from './feeds.js';
import { labelsOf } from './labels.js';
import type { Look } from './look.js';
import { wrapped } from './look.js';
import type { Watcher } from './moments.js';
import { SETTLE_MS, runThrough } from './run-through.js';
import type { Scenario } from './steps.js';
import { judgedOf, notPlayedOf, questionsOf, summaryLines } from './summary.js';
import type { RunningSystem } from './system.js';
import type { RehearsalResult } from './told.js';

/** What is to be rehearsed, where, and how. */
export interface Rehearsal {
  readonly scenario: Scenario;
  readonly system: RunningSystem;
  readonly say: Say;
  /** Scenario minutes per real second; as fast as the system goes when absent. */
  readonly speed?: number | undefined;
  /** Also fails when a step was not played. */
  readonly strict?: boolean | undefined;
  /** File of the report, which is written however the rehearsal ends; none when absent. */
  readonly report?: string | undefined;
  /** Id of the exercise; a new one when absent. */
  readonly exercise?: string | undefined;
  /** Is told the story as it is played. */
  readonly watch?: Watcher | undefined;
  /** Stops the rehearsal: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Plays a case study on a running system in the mode `exercise`, tells it live, and compares what arrived and what the audit
 * service shows with what was sent. Resolves with the verdict; rejects when a feed cannot be opened or the signal comes.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<RehearsalResult> {
  const { scenario, system, say, strict = false } = rehearsal;
  const directory = loadDirectory();
  const labels = labelsOf(directory);
  const look = terminalLook();
  const end = new AbortController();
  const signal = rehearsal.signal ? AbortSignal.any([rehearsal.signal, end.signal]) : end.signal;
  const audit = new Desk(system.audit, signal);
  const scribe = new Scribe(rehearsal.report, directory, audit);
  try {
    introduce(scenario, say, look);
    const { cast, clock } = await gather(rehearsal, directory, signal);
    const { speed, watch } = rehearsal;
    const stage = { say, labels, look, signal, audit, scribe, clock, speed, watch };
    const played = await runThrough(cast, stage);
    const { told } = played;
    const { cosignatures } = directory.witnessing;
    const { audited, failures: inAudit } = await say.during('Comparing with the audit log', () =>
      onceSettled(cast, () => checkAudit(cast, audit, told, cosignatures)),
    );
    const { tasks, failures: atEnd } = endsOf(cast);
    const asserts = scenario.checks.flatMap((check) => check.asserts ?? []);
    const atLast = await judgedBy(asserts, courtOf(cast, audit, told), cast.unopened);
    const notPlayed = notPlayedOf(told);
    const inSteps = told.flatMap(({ step, failures }) =>
      failures.map((what) => `Minute ${step.at}, ${step.do}: ${what}`),
    );
    const failures = [
      ...inSteps,
      ...played.unsaid,
      ...atLast.failures,
      ...cast.feeds.doubled,
      ...atEnd,
      ...inAudit,
    ];
    const passed = failures.length === 0 && !(strict && notPlayed.length > 0);
    const judged = judgedOf(told) + atLast.judged;
    const questions = [...questionsOf(scenario, told), ...atLast.unjudged];
    const verdict = { passed, told, tasks, audited, notPlayed, failures, judged, questions };
    const result = { ...verdict, report: await scribe.write(verdict) };
    summaryLines(result, labels, look).forEach((line) => say.line(line));
    return result;
  } catch (error) {
    const file = await scribe.write({ stopped: reasonOf(error) }).catch(() => undefined);
    if (file !== undefined) say.line(`The report says what there is: ${file}`);
    throw error;
  } finally {
    end.abort();
  }
}

function terminalLook(): Look {
  const { isTTY, columns } = process.stdout;
  return {
    width: Math.max(80, Math.min(columns || 100, 120)),
    colour: Boolean(isTTY) && !process.env['NO_COLOR'],
  };
}

function introduce({ title, question, start, file }: Scenario, say: Say, look: Look): void {
  say.line('');
  say.line(`Rehearsal: ${title} (${file}). Everything in it is invented; mode exercise.`);
  if (question) wrapped('', question, look.width).forEach((line) => say.line(line));
  say.line(`Minute 0 is ${start}.`);
  say.line('');
}

async function gather(
  { scenario, system, exercise = uuidv7() }: Rehearsal,
  directory: DirectoryData,
  signal: AbortSignal,
): Promise<{ readonly cast: Cast; readonly clock: ExerciseClock }> {
  const desks = new Map(
    Object.entries(system.agencies).map(([code, door]) => [code, new Desk(door, signal)]),
  );
  const feeds = await Feeds.open(desks, signal);
  const clock = new ExerciseClock(exercise, new Desk(system.keeper, signal), desks);
  return { cast: new Cast(scenario, rulesOf(directory), desks, { feeds, exercise: clock.exercise }), clock };
}

function rulesOf({ taskKinds, agreements, declineReasons, agencies }: DirectoryData): Rules {
  const kinds = new Map(taskKinds.map((kind) => [kind.code, kind]));
  const needs = new Map(declineReasons.map((reason) => [reason.code, reason.needs]));
  const levels = new Map(agencies.map(({ code, escalatesTo }) => [code, escalatesTo]));
  return {
    kind: (code) => kinds.get(code),
    agreements: indexAgreements(agreements),
    declineNeeds: (reason) => needs.get(reason) ?? [],
    nextLevel: (agency) => {
      const unit = levels.get(agency);
      return unit === undefined ? undefined : { agency, unit };
    },
  };
}

/** Compares again while something may still be on its way to one of those who are compared; the last look counts. */
async function onceSettled(cast: Cast, compare: () => Promise<AuditFindings>): Promise<AuditFindings> {
  for (const end = Date.now() + SETTLE_MS.longest; ;) {
    const found = await compare();
    if (found.failures.length === 0 || Date.now() >= end) return found;
    await cast.feeds.news(SETTLE_MS.quiet);
  }
}

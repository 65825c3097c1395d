import { loadDirectory, type DirectoryData } from '#directory';
import { indexAgreements } from '#domain';
import type { Say } from '../cli/say.js';
import { reasonOf } from '../platform/platform-error.js';
import { Scribe } from '../report/scribe.js';
import { checkAudit, type AuditFindings } from './audit-check.js';
import { Cast } from './cast.js';
import { courtOf, judgedBy, withAssertions } from './court.js';
import { Desk } from './desk.js';
import { Feeds } from './feeds.js';
import { GapWatch } from './gap-watch.js';
import { labelsOf, type Labels } from './labels.js';
import type { Look } from './look.js';
import { wrapped } from './look.js';
import { playStep } from './player.js';
import { keptItemsGone } from './settling.js';
import type { Scenario, Step } from './steps.js';
import { judgedOf, notPlayedOf, questionsOf, summaryLines } from './summary.js';
import type { RunningSystem } from './system.js';
import { gapLines, ownActLines, stepLines } from './timeline.js';
import type { RehearsalResult, TaskEnd, Told } from './told.js';
import { viewsOf } from './views.js';

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
    const cast = await gather(rehearsal, directory, signal);
    const told = await playAll(cast, rehearsal, { labels, look, signal, audit, scribe });
    const { cosignatures } = directory.witnessing;
    const { audited, failures: inAudit } = await say.during('Comparing with the audit log', () =>
      onceSettled(cast, () => checkAudit(cast, audit, told, cosignatures)),
    );
    const { tasks, failures: atEnd } = endsOf(cast);
    const asserts = scenario.checks.flatMap((check) => check.asserts ?? []);
    const atLast = await judgedBy(asserts, courtOf(cast, audit, told), cast.unplayed);
    const notPlayed = notPlayedOf(told);
    const inSteps = told.flatMap(({ step, failures }) =>
      failures.map((what) => `Minute ${step.at}, ${step.do}: ${what}`),
    );
    const failures = [...inSteps, ...atLast.failures, ...cast.feeds.doubled, ...atEnd, ...inAudit];
    const passed = failures.length === 0 && !(strict && notPlayed.length > 0);
    const judged = judgedOf(told) + atLast.judged;
    const questions = [...questionsOf(scenario, told), ...atLast.unjudged];
    const played = { passed, told, tasks, audited, notPlayed, failures, judged, questions };
    const result = { ...played, report: await scribe.write(played) };
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
  { scenario, system }: Rehearsal,
  directory: DirectoryData,
  signal: AbortSignal,
): Promise<Cast> {
  const desks = new Map(
    Object.entries(system.agencies).map(([code, door]) => [code, new Desk(door, signal)]),
  );
  const feeds = await Feeds.open(desks, signal);
  const kinds = new Map(directory.taskKinds.map((kind) => [kind.code, kind]));
  const agreements = indexAgreements(directory.agreements);
  return new Cast(scenario, { kind: (code) => kinds.get(code), agreements }, desks, feeds);
}

interface Stage {
  readonly labels: Labels;
  readonly look: Look;
  readonly signal: AbortSignal;
  readonly audit: Desk;
  readonly scribe: Scribe;
}

async function playAll(
  cast: Cast,
  { scenario, say, speed }: Rehearsal,
  stage: Stage,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  const shown = new Set<string>();
  const gaps = new GapWatch(cast, viewsOf(cast, stage.audit));
  let minute = 0;
  for (const step of scenario.steps) {
    await wait(speed === undefined ? 0 : ((step.at - minute) * 1000) / speed, stage.signal);
    minute = step.at;
    stage.scribe.begins(minute, cast);
    const one = await playWhole(cast, step, { audit: stage.audit, before: told, gaps });
    told.push(one);
    stage.scribe.ends(one);
    one.parcels.forEach(({ eventId }) => shown.add(eventId));
    // What a service said by itself before this step is told before it.
    tellOwnActs(cast, say, shown, { ...stage, before: one.parcels[0]?.sequence ?? Infinity });
    stepLines(one, stage.labels, stage.look).forEach((line) => say.line(line));
    tellOwnActs(cast, say, shown, stage);
    gapLines(one, stage.labels, stage.look).forEach((line) => say.line(line));
  }
  await settle(cast);
  tellOwnActs(cast, say, shown, stage);
  return told;
}

/** Plays a step, waits for what follows from it by itself, and looks at what it closed and at what was expected of it. */
async function playWhole(
  cast: Cast,
  step: Step,
  {
    audit,
    before,
    gaps,
  }: { readonly audit: Desk; readonly before: readonly Told[]; readonly gaps: GapWatch },
): Promise<Told> {
  const played = await playStep(cast, step);
  const late = played.fate === 'played' ? await keptItemsGone(cast, step, viewsOf(cast, audit)) : [];
  const fate = late.length > 0 ? 'failed' : played.fate;
  const settled = { ...played, fate, failures: [...played.failures, ...late] };
  const moved = await gaps.after(settled);
  return withAssertions({ ...settled, gaps: moved }, { cast, audit, before });
}

/** What services say by themselves may still be on its way, or be here at one party alone. */
async function settle(cast: Cast): Promise<void> {
  const end = Date.now() + SETTLE_MS.longest;
  await cast.feeds.news(SETTLE_MS.quiet);
  while (Date.now() < end && !sameAtBoth(cast)) await cast.feeds.news(SETTLE_MS.quiet);
}

/** Compares again while something may still be on its way to one of those who are compared; the last look counts. */
async function onceSettled(cast: Cast, compare: () => Promise<AuditFindings>): Promise<AuditFindings> {
  for (const end = Date.now() + SETTLE_MS.longest; ;) {
    const found = await compare();
    if (found.failures.length === 0 || Date.now() >= end) return found;
    await cast.feeds.news(SETTLE_MS.quiet);
  }
}

const sameAtBoth = (cast: Cast): boolean =>
  [...cast.tasks.values()].every(({ id, asker, performer }) => {
    const [here, there] = [asker, performer].map(({ agency }) => cast.feeds.ofTask(agency, id).length);
    return here === there;
  });

/** How long it must be quiet, and how long it may take until all agree, in ms. */
const SETTLE_MS = { quiet: 500, longest: 10_000 };

function tellOwnActs(
  cast: Cast,
  say: Say,
  shown: Set<string>,
  stage: Stage & { readonly before?: number },
): void {
  const { labels, look, before = Infinity } = stage;
  for (const { id, local, performer } of cast.tasks.values()) {
    for (const entry of cast.feeds.ofTask(performer.agency, id)) {
      if (shown.has(entry.event.id) || entry.sequence > before) continue;
      shown.add(entry.event.id);
      ownActLines(entry, local, labels, look).forEach((line) => say.line(line));
    }
  }
}

/** How each task ended, as its asker sees it; the performer has to see the same. */
function endsOf(cast: Cast): { readonly tasks: readonly TaskEnd[]; readonly failures: readonly string[] } {
  const tasks: TaskEnd[] = [];
  const failures: string[] = [];
  for (const live of cast.tasks.values()) {
    const { local, kind, asker, performer, id } = live;
    const [task, other] = [cast.state(live), cast.state(live, performer.agency)];
    if (!task || !other) failures.push(`${local}: an agency that takes part does not show the task.`);
    else if (
      JSON.stringify([task.version, task.status, task.owner]) !==
      JSON.stringify([other.version, other.status, other.owner])
    ) {
      failures.push(`${local}: ${asker.agency} and ${performer.agency} do not see the same state.`);
    }
    if (task) tasks.push({ local, kind, task, events: cast.feeds.ofTask(asker.agency, id).length });
  }
  return { tasks, failures };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
  signal.throwIfAborted();
}

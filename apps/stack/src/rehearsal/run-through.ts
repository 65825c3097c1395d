import type { Say } from '../cli/say.js';
import type { Scribe } from '../report/scribe.js';
import type { Cast } from './cast.js';
import { withAssertions } from './court.js';
import type { Desk } from './desk.js';
import type { ExerciseClock } from './exercise-clock.js';
import { GapWatch } from './gap-watch.js';
import type { Labels } from './labels.js';
import type { Look } from './look.js';
import { momentOf, ownMoment, type Watcher } from './moments.js';
import { OwnActs } from './own-acts.js';
import { PassingTime } from './passing-time.js';
import { playStep, type Course } from './player.js';
import { keptItemsGone, othersClosed } from './settling.js';
import type { Step } from './steps.js';
import { gapLines, stepLines } from './timeline.js';
import type { Told } from './told.js';
import { viewsOf } from './views.js';

/** What a script is played with beside its cast. */
export interface Stage {
  readonly say: Say;
  readonly labels: Labels;
  readonly look: Look;
  readonly signal: AbortSignal;
  readonly audit: Desk;
  readonly scribe: Scribe;
  readonly clock: ExerciseClock;
  /** Scenario minutes per real second; as fast as the system goes when absent. */
  readonly speed: number | undefined;
  /** Is told every step, and what services do by themselves, as it comes. */
  readonly watch?: Watcher | undefined;
}

/** What became of the steps, and what nobody said although its time had come. */
export interface RunThrough {
  readonly told: readonly Told[];
  readonly unsaid: readonly string[];
}

/** Plays every step at its minute, lets the time between them pass, and tells all of it live. Rejects when it is stopped. */
export async function runThrough(cast: Cast, stage: Stage): Promise<RunThrough> {
  const { say, labels, look, scribe, clock, watch } = stage;
  const told: Told[] = [];
  const unsaid: string[] = [];
  const gaps = new GapWatch(cast, viewsOf(cast, stage.audit));
  const tell = (lines: readonly string[], minute: number): void => {
    lines.forEach((line) => say.line(line));
    watch?.(ownMoment(minute, lines));
  };
  const acts = new OwnActs(cast, tell, { labels, look });
  const pace = paced(stage);
  const time = new PassingTime(cast, clock, async (minute) => {
    acts.tell();
    await pace(minute);
    scribe.begins(minute, cast);
  });
  for (const step of cast.scenario.steps) {
    const late = await time.to(Date.parse(cast.instant(step)));
    acts.tell();
    unsaid.push(...late);
    scribe.begins(step.at, cast);
    const one = await playWhole(cast, step, { time, before: told, gaps, audit: stage.audit });
    told.push(one);
    scribe.ends(one);
    acts.ofStep(one);
    stepLines(one, labels, look).forEach((line) => say.line(line));
    watch?.(momentOf(one, labels));
    acts.tell();
    gapLines(one, labels, look).forEach((line) => say.line(line));
  }
  await settle(cast);
  acts.tell();
  return { told, unsaid };
}

/** Waits as long as the minutes of the script last at its speed. */
function paced({ speed, signal }: Pick<Stage, 'speed' | 'signal'>): (minute: number) => Promise<void> {
  let last = 0;
  return async (minute) => {
    const ms = speed === undefined ? 0 : ((minute - last) * 1000) / speed;
    last = Math.max(last, minute);
    if (ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
    signal.throwIfAborted();
  };
}

/** Plays a step, waits for what follows from it by itself, and looks at what it closed and at what was expected of it. */
async function playWhole(
  cast: Cast,
  step: Step,
  { audit, gaps, ...course }: Course & { readonly audit: Desk; readonly gaps: GapWatch },
): Promise<Told> {
  const played = await playStep(cast, step, course);
  const late =
    played.fate === 'played'
      ? [...(await keptItemsGone(cast, step, viewsOf(cast, audit))), ...(await othersClosed(cast, step))]
      : [];
  const fate = late.length > 0 ? 'failed' : played.fate;
  const settled = { ...played, fate, failures: [...played.failures, ...late] };
  const moved = await gaps.after(settled);
  return withAssertions({ ...settled, gaps: moved }, { cast, audit, before: course.before });
}

/** What services say by themselves may still be on its way, or be here at one party alone. */
async function settle(cast: Cast): Promise<void> {
  const end = Date.now() + SETTLE_MS.longest;
  await cast.feeds.news(SETTLE_MS.quiet);
  while (Date.now() < end && !sameAtBoth(cast)) await cast.feeds.news(SETTLE_MS.quiet);
}

const sameAtBoth = (cast: Cast): boolean =>
  [...cast.tasks.values()].every(({ id, asker, performer }) => {
    const [here, there] = [asker, performer].map(({ agency }) => cast.feeds.ofTask(agency, id).length);
    return here === there;
  });

/** How long it must be quiet, and how long it may take until all agree, in ms. */
export const SETTLE_MS = { quiet: 500, longest: 10_000 };

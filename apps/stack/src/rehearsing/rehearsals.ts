import { uuidv7 } from 'uuidv7';
import { loadDirectory } from '#directory';
import type { Say } from '../cli/say.js';
import type { Home } from '../platform/home.js';
import { reasonOf } from '../platform/platform-error.js';
import { labelsOf } from '../rehearsal/labels.js';
import type { Moment } from '../rehearsal/moments.js';
import { rehearse } from '../rehearsal/rehearse.js';
import type { Scenario } from '../rehearsal/steps.js';
import type { RunningSystem } from '../rehearsal/system.js';
import type { RehearsalResult } from '../rehearsal/told.js';
import { Boards, type AgencyBoard } from './boards.js';
import { Studies, type Study } from './studies.js';

/** How the rehearsal that runs, or ran last, stands. */
export interface Progress {
  /** Goes up with everything that is new. */
  readonly version: number;
  readonly state: 'none' | 'running' | 'ended';
  readonly study?: Pick<Study, 'name' | 'title'>;
  /** Of the script. */
  readonly steps: { readonly told: number; readonly all: number };
  /** Oldest first. */
  readonly story: readonly Moment[];
  readonly boards: readonly AgencyBoard[];
  /** Once it has ended: whether it did what it should, and what is not as it should be. */
  readonly verdict?: { readonly passed: boolean; readonly failures: readonly string[] };
  /** Why it ended before its end. */
  readonly stopped?: string;
}

/** A rehearsal runs already, or there is no such case study. */
export type NotStarted = 'already-running' | 'no-such-study';

/** How often the boards are looked at while a rehearsal runs, in ms. */
const LOOK_MS = 1_000;
/** Most lines of a story and most failures that are kept. */
const MOST_LINES = 1_000;

/** The rehearsals of a running system: one at a time, and whoever wants may watch. */
export class Rehearsals {
  private readonly studies: Studies;
  private readonly labels = labelsOf(loadDirectory());
  private readonly watchers = new Set<() => void>();
  private readonly end = new AbortController();
  private boards: Boards;
  private story: readonly Moment[] = [];
  private progressNow: Omit<Progress, 'version' | 'story' | 'boards'> = {
    state: 'none',
    steps: { told: 0, all: 0 },
  };
  private version = 0;
  private under: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: { readonly system: RunningSystem; readonly home: Home; readonly say: Say },
  ) {
    this.studies = new Studies(parts.home.dir, parts.say);
    this.boards = new Boards(parts.system, this.labels, this.end.signal);
  }

  /** The case studies that can be rehearsed. */
  list(): readonly Study[] {
    return this.studies.list();
  }

  /** How the rehearsal stands that runs or ran last. */
  progress(): Progress {
    const { progressNow, version, story, boards } = this;
    return { ...progressNow, version, story, boards: boards.now };
  }

  /** Where the newest report of a study lies; undefined for a study that there is not. */
  reportOf(name: string): string | undefined {
    return this.studies.reportOf(name);
  }

  /** Calls back with everything that is new, until the returned function is called. */
  watch(news: () => void): () => void {
    this.watchers.add(news);
    return () => this.watchers.delete(news);
  }

  /** Begins to play a study, at `speed` scenario minutes per second, and does not wait for its end. */
  start(name: string, speed?: number): NotStarted | undefined {
    const begun = this.play(name, speed);
    if (typeof begun === 'string') return begun;
    begun.catch(() => undefined);
    return undefined;
  }

  /** Plays a study to its end; rejects as `rehearse` does. */
  play(name: string, speed?: number): NotStarted | Promise<RehearsalResult> {
    const scenario = this.studies.study(name);
    if (!scenario) return 'no-such-study';
    if (this.progressNow.state === 'running') return 'already-running';
    const steps = { told: 0, all: scenario.steps.length };
    this.story = [];
    this.boards = new Boards(this.parts.system, this.labels, this.end.signal);
    this.is({ state: 'running', study: { name, title: scenario.title }, steps });
    const played = this.played(name, scenario, speed);
    this.under = played.catch(() => undefined);
    return played;
  }

  /** Stops what runs, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.end.abort(new Error('The system is being stopped.'));
    await this.under;
  }

  private async played(
    name: string,
    scenario: Scenario,
    speed: number | undefined,
  ): Promise<RehearsalResult> {
    const exercise = uuidv7();
    const looking = this.lookOn(exercise);
    const { system, say } = this.parts;
    try {
      const result = await rehearse({
        ...{ scenario, system, say, speed, exercise, signal: this.end.signal },
        watch: (moment) => this.tell(moment),
        report: this.studies.reportOf(name),
      });
      await this.boards.look(exercise);
      const { passed, failures } = result;
      this.is({ state: 'ended', verdict: { passed, failures: failures.slice(0, MOST_LINES) } });
      return result;
    } catch (error) {
      this.is({ state: 'ended', stopped: reasonOf(error) });
      throw error;
    } finally {
      clearInterval(looking);
    }
  }

  /** Looks at the boards again and again; a look that is not over is not begun a second time. */
  private lookOn(exercise: string): NodeJS.Timeout {
    let looks = false;
    return setInterval(() => {
      if (looks) return;
      looks = true;
      this.boards
        .look(exercise)
        .then((isNew) => isNew && this.is({}))
        .catch(() => undefined)
        .finally(() => (looks = false));
    }, LOOK_MS);
  }

  private tell(moment: Moment): void {
    this.story = [...this.story, moment].slice(-MOST_LINES);
    const { told, all } = this.progressNow.steps;
    this.is({ steps: { told: told + (moment.fate === 'by-itself' ? 0 : 1), all } });
  }

  private is(change: Partial<Omit<Progress, 'version' | 'story' | 'boards'>>): void {
    const { verdict: _verdict, stopped: _stopped, ...rest } = this.progressNow;
    this.progressNow = { ...(change.state === 'running' ? rest : this.progressNow), ...change };
    this.version += 1;
    for (const news of this.watchers) news();
  }
}

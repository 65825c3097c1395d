import { isPast, nextDue, owedEscalation, unreportedDeadlines, deadlineKey, type Task } from '#domain';
import type { Cast, LiveTask } from './cast.js';
import { clocksTravelled } from './clock-travel.js';
import { STEP_MS } from './desk.js';
import type { ExerciseClock } from './exercise-clock.js';

/** Told of each minute before the clock comes to it, in which something falls due. */
export type OnMinute = (minute: number) => Promise<void>;

/** How long nothing may have come before the clock moves on: what is on its way belongs to the time before, in ms. */
const QUIET_MS = 500;
const LOOK_MS = 100;

/**
 * Lets the time of an exercise pass: at each instant at which something falls due the clock stops just after it, until the
 * services have said what they say by themselves.
 */
export class PassingTime {
  /** What nobody said in time, so that it is not waited for twice. */
  private readonly unsaid = new Set<string>();

  constructor(
    private readonly cast: Cast,
    private readonly clock: ExerciseClock,
    private readonly onMinute: OnMinute,
  ) {}

  /** Comes to this instant (ms since 1970), and gives a sentence for what nobody said on the way. */
  async to(at: number): Promise<readonly string[]> {
    if (at <= this.clock.now) return [];
    const failures = await this.through(at);
    await this.onMinute(this.cast.minuteOf(at));
    await this.clock.reach(at);
    return failures;
  }

  /** Lets pass what falls due at this instant, too: the limit itself is still in time, so the clock stops just after it. */
  async past(at: number): Promise<readonly string[]> {
    return this.through(at + 1);
  }

  private async through(before: number): Promise<readonly string[]> {
    const failures = [...(await this.settled())];
    for (;;) {
      const due = this.earliest(before);
      if (due === undefined) return failures;
      await this.onMinute(this.cast.minuteOf(due));
      await this.clock.reach(due + 1);
      failures.push(...(await this.said()), ...(await this.settled()));
    }
  }

  private async settled(): Promise<readonly string[]> {
    await this.cast.feeds.quiet(QUIET_MS);
    adoptAskedAgain(this.cast);
    return clocksTravelled(this.cast);
  }

  /** The earliest instant before this one at which something falls due, ms since 1970. */
  private earliest(before: number): number | undefined {
    const due = [...this.cast.tasks.values()].flatMap((live) => {
      const task = this.cast.state(live);
      const at = task && nextDue(task);
      return at === undefined || this.unsaid.has(keyOf(live, task)) ? [] : [Date.parse(at)];
    });
    const first = Math.min(...due);
    return first < before ? first : undefined;
  }

  /** Waits until both parties of every task show all that had to be said by now. */
  private async said(): Promise<readonly string[]> {
    const end = Date.now() + STEP_MS;
    const now = new Date(this.clock.now).toISOString();
    for (;;) {
      adoptAskedAgain(this.cast);
      const silent = [...this.cast.tasks.values()].filter((live) => this.isSilent(live, now));
      if (silent.length === 0) return [];
      if (Date.now() >= end) return silent.map((live) => this.tooLate(live));
      await this.cast.feeds.news(LOOK_MS);
    }
  }

  private isSilent(live: LiveTask, now: string): boolean {
    const { asker, performer } = live;
    return [asker.agency, performer.agency].some((agency) => {
      const task = this.cast.state(live, agency);
      const due = task && nextDue(task);
      if (!task || this.unsaid.has(keyOf(live, task))) return false;
      return (due !== undefined && isPast(due, now)) || isToBeAskedAgain(this.cast, task);
    });
  }

  private tooLate(live: LiveTask): string {
    const task = this.cast.state(live);
    const minute = this.cast.minuteOf(this.clock.now);
    if (!task) return `${live.local}: its asker does not show it.`;
    this.unsaid.add(keyOf(live, task));
    const [deadline] = unreportedDeadlines(task);
    const what = deadline ? deadlineKey(deadline) : (owedEscalation(task)?.why ?? 'a request again');
    return `Nobody said by itself what was due on ${live.local} at minute ${minute} (${what}) within ${STEP_MS / 1000} s.`;
  }
}

const keyOf = ({ id }: LiveTask, task: Task | undefined): string => `${id} ${task?.version ?? 0}`;

/** Whether a task was declined for now, its time came, and the request that follows it is not there yet. */
function isToBeAskedAgain(cast: Cast, { id, status, escalations = [] }: Task): boolean {
  const isDue = status === 'rejected' && escalations.some(({ why }) => why === 'review-due');
  return isDue && !cast.feeds.requests().some(({ event }) => follows(event.data) === id);
}

/** Requests that services made again by themselves are tasks of the script from then on, under the name of the first. */
export function adoptAskedAgain(cast: Cast): void {
  const known = new Map([...cast.tasks.values()].map((live) => [live.id, live]));
  for (const { event } of cast.feeds.requests()) {
    const before = known.get(follows(event.data) ?? '');
    if (!before || known.has(event.subject)) continue;
    const { kind, caseLocal, asker, performer } = before;
    cast.askedAgain(before, { id: event.subject, kind, caseLocal, asker, performer });
  }
}

const follows = (data: object): string | undefined => (data as { readonly follows?: string }).follows;

import {
  isPast,
  owedEscalation,
  roleOf,
  unreportedDeadlines,
  type DueDeadline,
  type EscalationReason,
  type Party,
  type Task,
  type TaskCommand,
} from '#domain';
import type { Directory } from '#directory';
import type { AgencyStore, DueTask } from '#storage';
import type { CommandDesk } from './command-desk.js';
import { nextLevel } from './next-level.js';
import type { Actor } from './wish.js';

/** What the watcher needs around it. */
export interface WatcherSurroundings {
  readonly agency: string;
  readonly store: Pick<AgencyStore, 'due'>;
  readonly desk: Pick<CommandDesk, 'submit'>;
  readonly directory: () => Directory;
  /** The service itself, as events name it. */
  readonly actor: Actor;
  /** The ledger's time now, never ahead of it: ISO 8601 in UTC. */
  readonly ledgerNow: () => string;
  /** Makes a request again that was declined for now: true once it is made, also when it was made before. */
  readonly askAgain: (task: Task, now: string) => Promise<boolean>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** Most tasks in one round. */
const TASKS = 100;
/** How long the performer's service leaves the word to the asker's, in ms: both would say the same. */
const COURTESY_MS = 3_000;

/**
 * Says that a time has passed, one replica at a time, and calls in whom the task then needs. Either party may; the asker's
 * service does it at once, the performer's when the asker's does not. The ledger decides between it and a late answer.
 */
export class DeadlineWatcher {
  private readonly seen = new Map<string, number>();

  constructor(private readonly around: WatcherSurroundings) {}

  /** One round: true when there may be more to say at once. */
  async round(): Promise<boolean> {
    const due = await this.around.store.due.due(this.around.ledgerNow(), TASKS);
    const keys = new Set(due.map(keyOf));
    for (const key of this.seen.keys()) if (!keys.has(key)) this.seen.delete(key);
    const said = await Promise.all(due.map((one) => this.attended(one)));
    return due.length === TASKS && said.some(Boolean);
  }

  /** What fails on one task must not hold up the others. */
  private attended(due: DueTask): Promise<boolean> {
    return this.attend(due).catch((error: unknown) => {
      this.around.onFault('say that a time has passed', error);
      return false;
    });
  }

  private async attend(due: DueTask): Promise<boolean> {
    const { task, now } = due;
    const own = this.ownParty(task);
    if (roleOf(task, own) === 'performer' && !this.waitedFor(keyOf(due))) return false;
    const passed = unreportedDeadlines(task).find(({ dueAt }) => isPast(dueAt, now));
    if (passed) return this.say({ ...commandFor(passed), taskId: task.id, by: own, at: now });
    const owed = owedEscalation(task);
    return owed ? this.callIn(due, own, owed.why) : false;
  }

  private async callIn({ task, now }: DueTask, by: Party, why: EscalationReason): Promise<boolean> {
    const declined = task.status === 'rejected';
    // Only who asked can ask again.
    if (declined && roleOf(task, by) !== 'asker') return false;
    if (declined && !(await this.around.askAgain(task, now))) return false;
    const to = declined ? [task.performer] : nextLevel(task, this.around.directory());
    return this.say({ type: 'escalate', taskId: task.id, by, at: now, to, why });
  }

  private async say(command: TaskCommand): Promise<boolean> {
    const answer = await this.around.desk.submit({ command, items: [], actor: this.around.actor }, 0, 0);
    return !('refused' in answer);
  }

  private ownParty({ asker, performer }: Task): Party {
    return asker.agency === this.around.agency ? asker : performer;
  }

  private waitedFor(key: string): boolean {
    const since = this.seen.get(key) ?? Date.now();
    this.seen.set(key, since);
    return Date.now() - since >= COURTESY_MS;
  }
}

const keyOf = ({ task }: DueTask): string => `${task.id} ${task.version}`;

function commandFor(passed: DueDeadline) {
  const { deadline, promise, clock, percent } = passed;
  if (deadline === 'decide') return { type: 'expire' } as const;
  if (deadline === 'handover') return { type: 'lapse-handover' } as const;
  return {
    type: 'report-overdue',
    deadline,
    ...(promise !== undefined && { promise }),
    ...(clock !== undefined && { clock }),
    ...(percent !== undefined && { percent }),
  } as const;
}

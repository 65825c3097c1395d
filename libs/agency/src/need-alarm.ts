import { needState, type Task } from '#domain';
import type { Directory } from '#directory';
import type { AgencyStore, NeedRow } from '#storage';
import type { CommandDesk } from './command-desk.js';
import { nextLevel } from './next-level.js';
import type { Actor } from './wish.js';

/** What the alarm needs around it. */
export interface AlarmSurroundings {
  readonly store: Pick<AgencyStore, 'records'>;
  readonly desk: Pick<CommandDesk, 'submit'>;
  readonly directory: () => Directory;
  /** The service itself, as events name it. */
  readonly actor: Actor;
  /** The time of a task now. */
  readonly now: (exercise?: string) => Promise<string | undefined>;
}

/** Refusals after which the same may still be said. */
const PASSING: readonly string[] = ['EARLIER_STEP_NOT_RECORDED'];

/**
 * Calls in the next level when nobody took a need: an end of its offers is no end of the need, which its asker still owns. It is
 * said once to each agency that was asked, on the last offer that was made to it.
 */
export class NeedAlarm {
  constructor(private readonly around: AlarmSurroundings) {}

  /** True once everybody was called in; false where it has to be tried again. */
  async raise({ need, tasks }: Pick<NeedRow, 'need' | 'tasks'>): Promise<boolean> {
    const { offers } = needState(need, tasks);
    const last = new Map(offers.map(({ performer, task }) => [performer.agency, task]));
    const said = await Promise.all([...last.values()].map((taskId) => this.callIn(taskId)));
    return said.every(Boolean);
  }

  private async callIn(taskId: string): Promise<boolean> {
    const { store, desk, directory, actor, now } = this.around;
    const task = (await store.records.task(taskId))?.task;
    // An offer that never came to the ledger called nobody.
    if (!task || wasCalled(task)) return true;
    const to = nextLevel(task, directory());
    if (to.length === 0) return true;
    const at = (await now(task.exercise)) ?? task.requestedAt;
    const command = { type: 'escalate', taskId, by: task.asker, at, to, why: 'all-declined' } as const;
    const answer = await desk.submit({ command, items: [], actor }, 0, 0);
    return !('refused' in answer) || !PASSING.includes(answer.refused);
  }
}

const wasCalled = ({ escalations = [] }: Task): boolean =>
  escalations.some(({ why }) => why === 'all-declined');

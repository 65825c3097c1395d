import { isDeepStrictEqual } from 'node:util';
import {
  clocksAfter,
  coverOf,
  decide,
  isCovered,
  isOpen,
  passageOf,
  type ClockState,
  type Party,
  type Task,
} from '#domain';
import type { Directory } from '#directory';
import type { AgencyStore, TaskRow } from '#storage';
import { agreementIndexOf } from './agreements.js';
import { clocksOfCase } from './case-clocks.js';
import type { CommandDesk } from './command-desk.js';
import type { Actor } from './wish.js';

/** What the teller of clocks needs around it. */
export interface ClockSurroundings {
  readonly agency: string;
  readonly store: Pick<AgencyStore, 'clocks' | 'records'>;
  readonly desk: Pick<CommandDesk, 'submit'>;
  readonly directory: () => Directory;
  /** The service itself, as events name it. */
  readonly actor: Actor;
  /** The time of a task now. */
  readonly now: (exercise?: string) => Promise<string | undefined>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** Most cases in one round. */
const CASES = 50;

/** The item that says what a clock says: a clock is told to whom an agreement lets it be told. */
const SAYS_THE_SAME = 'mha-status';

/**
 * Carries what is known of a person's clocks to everybody who has an open task of the case with this agency, one replica at
 * a time. What one agency learns on one task it tells on the others, so a clock travels with the person.
 */
export class ClockTeller {
  constructor(private readonly around: ClockSurroundings) {}

  /** One round: true when there may be more to tell at once. */
  async round(): Promise<boolean> {
    const { clocks } = this.around.store;
    const news = await clocks.news(CASES);
    for (const one of news) {
      const all = await this.toldAll(one.caseId).catch((error: unknown) => {
        this.around.onFault('tell the clocks of a case', error);
        return false;
      });
      if (all) await clocks.told(one);
    }
    return news.length === CASES;
  }

  /** True when everybody has been told who may be told and can be. */
  private async toldAll(caseId: string): Promise<boolean> {
    const { clocks, tasks } = await clocksOfCase(this.around.store, caseId);
    const said = await Promise.all(tasks.map((row) => this.tell(row, clocks)));
    return said.every(Boolean);
  }

  private async tell({ task, pending }: TaskRow, known: readonly ClockState[]): Promise<boolean> {
    // An own step is on its way; it may open the task, or tell the clocks itself.
    if (!task || pending) return false;
    if (!isOpen(task)) return true;
    const before = task.clocks ?? [];
    const news = clocksAfter(before, known).filter(
      (clock) => !before.some((old) => isDeepStrictEqual(old, clock)),
    );
    if (news.length === 0) return true;
    const by = this.ownParty(task);
    const at = (await this.around.now(task.exercise)) ?? task.requestedAt;
    const command = { type: 'tell-clocks', taskId: task.id, by, at, clocks: news } as const;
    const directory = this.around.directory();
    const decision = decide(command, task, directory.rules, at);
    const [event] = 'refused' in decision ? [] : decision.events;
    const passage = event && passageOf(event, task, Date.now());
    if (!passage || !isCovered(coverOf(agreementIndexOf(directory), passage, { code: SAYS_THE_SAME })))
      return true;
    const answer = await this.around.desk.submit({ command, items: [], actor: this.around.actor }, 0, 0);
    // Told is what stands on the task: a step that lost its place may come to nothing, so a later round looks again.
    return 'refused' in answer && answer.refused !== 'EARLIER_STEP_NOT_RECORDED';
  }

  private ownParty({ asker, performer }: Task): Party {
    return asker.agency === this.around.agency ? asker : performer;
  }
}

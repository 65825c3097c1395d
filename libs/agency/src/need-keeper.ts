import { isSettled, needState, nextSteps, type NeedStep, type UnmetReason } from '#domain';
import type { NeedRow, NeedStore, OutboxStore } from '#storage';
import type { Agency } from './agency.js';
import type { CommandDesk } from './command-desk.js';
import { NeedAlarm } from './need-alarm.js';
import { NeedOffers } from './need-offers.js';
import { NeedVerdicts } from './need-verdicts.js';
import { serviceActor } from './service-actor.js';
import type { Actor } from './wish.js';
import type { Speaker } from './words.js';

/** What the keeper of needs needs around it. */
export interface NeedSurroundings {
  readonly needs: NeedStore;
  readonly outbox: Pick<OutboxStore, 'position'>;
  readonly desk: Pick<CommandDesk, 'submit'>;
  readonly offers: NeedOffers;
  readonly verdicts: NeedVerdicts;
  /** The service itself, as events name it. */
  readonly actor: Actor;
  /** The time of a task now. */
  readonly now: (taskId: string) => Promise<string>;
  /** Calls in the next level where nobody took a need: true once that is done. */
  readonly alarm: (row: NeedRow) => Promise<boolean>;
  /** A person has to be told that nobody will do it. */
  readonly unmet: (row: NeedRow, because: UnmetReason) => void;
  readonly onFault: (what: string, error: unknown) => void;
}

/**
 * Does for each need of this agency what follows from how its offers stand, one replica at a time: makes the next offer,
 * cancels those that lost or became needless, and says when nobody will do it. Each round begins from what is stored,
 * so what a crash left undone is done by the next.
 */
export class NeedKeeper {
  constructor(private readonly around: NeedSurroundings) {}

  /** One round. A need that cannot be looked after now is tried again in a later round. */
  async round(): Promise<boolean> {
    const { needs, verdicts, outbox } = this.around;
    await verdicts.restate();
    const rows = await needs.unsettled();
    if (rows.length === 0) return false;
    const { state } = await outbox.position();
    for (const row of rows) await this.kept(row, state === 'open');
    return false;
  }

  /** What fails on one need must not hold up the others. */
  private async kept(row: NeedRow, isOpen: boolean): Promise<void> {
    try {
      await this.keep(row, isOpen);
    } catch (error) {
      this.around.onFault('keep a need', error);
    }
  }

  private async keep(row: NeedRow, isOpen: boolean): Promise<void> {
    const { need, tasks, closing, status: before } = row;
    // In an epoch that is not open yet a claim of the last one may still be on its way back, and comes first.
    if (closing && !need.verdict && isOpen) await this.around.verdicts.close(row);
    for (const step of nextSteps(need, tasks)) await this.take(step, row);
    const { status } = needState(need, tasks);
    if (status !== before) await this.around.needs.stands(need.id, status);
    const isClosing = closing && !need.verdict;
    if (!isClosing && isSettled(need, tasks)) await this.around.needs.settle(need.id, need.candidates.length);
  }

  private async take(step: NeedStep, row: NeedRow): Promise<void> {
    const { desk, needs, now, offers, alarm, unmet } = this.around;
    const { need, closing } = row;
    switch (step.do) {
      case 'offer':
        if (!closing)
          await offers.make(need, step.rank, { actor: this.whoOffers(row, step.rank), waitMs: 0 });
        return;
      case 'cancel': {
        const { task: taskId, reason } = step;
        const command = { type: 'cancel', taskId, by: need.asker, at: await now(taskId), reason } as const;
        // One that is still on its way is refused, and comes again in a later round.
        await desk.submit({ command, items: [], actor: this.around.actor }, 0, 0);
        return;
      }
      case 'declare-unmet':
        if (step.because === 'nobody-took-it' && !(await alarm(row))) return;
        await needs.unmet(need.id, step.because);
        unmet(row, step.because);
        return;
      default:
        return step satisfies never;
    }
  }

  /** Whoever opened the need asks those who are asked at once; who is asked later is asked by the service. */
  private whoOffers({ need, actor }: NeedRow, rank: number): Actor {
    return rank === 0 || need.strategy === 'ranked-parallel' ? actor : this.around.actor;
  }
}

/** The keeper of the needs of an agency's service. */
export function needKeeperOf(
  agency: Agency,
  speaker: Speaker,
  onFault: NeedSurroundings['onFault'],
): NeedKeeper {
  const { desk, store, log, profile, directory } = agency;
  const actor = serviceActor(profile.code);
  const alarm = new NeedAlarm({ store, desk, directory, actor, now: agency.now });
  const timeOf = async (taskId: string): Promise<string | undefined> =>
    agency.now((await store.records.task(taskId))?.task?.exercise);
  return new NeedKeeper({
    needs: store.needs,
    outbox: store.outbox,
    desk,
    offers: new NeedOffers(agency),
    verdicts: new NeedVerdicts(store.needs, speaker),
    actor,
    now: async (taskId) => (await timeOf(taskId)) ?? new Date().toISOString(),
    alarm: (row) => alarm.raise(row),
    unmet: ({ need }, because) =>
      log.warn({ need: need.id, kind: need.kind, because }, 'nobody meets a need: look after it'),
    onFault,
  });
}

import { decide, isClosed, type Party, type RefusedItemReason, type Task } from '#domain';
import type { Directory } from '#directory';
import type { AgencyStore, WaitingItem } from '#storage';
import { agreementIndexOf } from './agreements.js';
import type { CommandDesk } from './command-desk.js';
import { planItems, type Plan } from './plan.js';
import type { Actor, Wish } from './wish.js';

/** What the sender of kept items needs around it. */
export interface KeptSurroundings {
  readonly agency: string;
  readonly store: Pick<AgencyStore, 'kept' | 'records' | 'refusals'>;
  readonly desk: Pick<CommandDesk, 'submit'>;
  readonly directory: () => Directory;
  /** The service itself, as events name it. */
  readonly actor: Actor;
  /** The time of a task now. */
  readonly now: (exercise?: string) => Promise<string | undefined>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** Most tasks in one round. */
const TASKS = 50;

/**
 * Sends what was kept for a later stage, one replica at a time: when the task has come to the stage, each item goes by
 * itself if an agreement in force by then lets it. What none lets go is given up, and the audit log learns that.
 */
export class KeptSender {
  constructor(private readonly around: KeptSurroundings) {}

  /** One round: true when there may be more to do at once. A task that cannot be told now is tried again in a later round. */
  async round(): Promise<boolean> {
    const { kept } = this.around.store;
    await kept.dropClosed();
    const ripe = await kept.ripe(TASKS);
    const tasks = [...new Set(ripe.map(({ taskId }) => taskId))];
    let sent = 0;
    for (const id of tasks) {
      const row = await this.around.store.records.task(id);
      const items = ripe.filter(({ taskId }) => taskId === id);
      if (row?.task && (await this.released(row.task, items))) sent += 1;
    }
    return sent === TASKS;
  }

  /** What fails on one task must not hold up the others. */
  private released(task: Task, items: readonly WaitingItem[]): Promise<boolean> {
    return this.release(task, items).catch((error: unknown) => {
      this.around.onFault('send what was kept', error);
      return false;
    });
  }

  private async release(task: Task, items: readonly WaitingItem[]): Promise<boolean> {
    const [first] = items as [WaitingItem, ...WaitingItem[]];
    // One event has one speaker; what another unit of the agency wants to tell goes in the next round.
    const own = fitting(items.filter(({ unit }) => unit === first.unit));
    const by = { agency: this.around.agency, unit: first.unit };
    const at = (await this.around.now(task.exercise)) ?? task.requestedAt;
    const wish = this.wish({ task, by, at }, own);
    const directory = this.around.directory();
    const decision = decide(wish.command, task, directory.rules);
    if ('refused' in decision) {
      // A task that was closed meanwhile is the next round's; else the directory stands against it: the unit, say, is gone.
      return isClosed(task) ? false : this.giveUp(task, own, 'no-agreement');
    }
    const [event] = decision.events;
    if (!event) throw new Error('a decision without an event');
    const plan = planItems({ wish, event, task }, agreementIndexOf(directory), Date.now());
    await this.settle(task, own, plan);
    const going = own.filter(({ statement }) => plan.go.some((one) => one.statement === statement));
    if (going.length === 0) return false;
    const answer = await this.around.desk.submit(this.wish({ task, by, at }, going), 0);
    return !('refused' in answer);
  }

  private async giveUp(task: Task, items: readonly WaitingItem[], why: RefusedItemReason): Promise<false> {
    const refused = items.map(({ statement }) => ({ code: statement.code, why }));
    await this.settle(task, items, { go: [], kept: [], refused });
    return false;
  }

  /** What has to wait longer waits, and what may not go at all is given up. */
  private async settle(task: Task, items: readonly WaitingItem[], plan: Plan): Promise<void> {
    const { kept, refusals } = this.around.store;
    for (const { item, stage } of plan.kept) {
      await kept.wait(
        items.filter(({ statement }) => statement === item).map(({ id }) => id),
        stage,
      );
    }
    if (plan.refused.length === 0) return;
    const codes = plan.refused.map(({ code }) => code);
    await refusals.add([
      {
        direction: 'outgoing',
        other: task.asker.agency === this.around.agency ? task.performer.agency : task.asker.agency,
        kind: task.kind,
        taskId: task.id,
        caseId: task.caseId,
        mode: task.mode,
        actor: this.around.actor,
        items: plan.refused,
        occurredAt: new Date().toISOString(),
      },
    ]);
    await kept.drop(
      items.filter(({ statement }) => codes.includes(statement.code)).map(({ id }) => id),
      'no-rule',
    );
  }

  private wish(
    { task, by, at }: { readonly task: Task; readonly by: Party; readonly at: string },
    items: readonly WaitingItem[],
  ): Wish {
    return {
      command: { type: 'inform', taskId: task.id, by, at, seenStatus: task.status },
      items: items.map(({ statement }) => statement),
      sends: items.map(({ id }) => id),
      actor: this.around.actor,
    };
  }
}

/** Most items, and most bytes of them, that one event takes; at least one item goes. */
const MOST = { items: 60, bytes: 48 * 1024 };

function fitting(items: readonly WaitingItem[]): readonly WaitingItem[] {
  let bytes = 0;
  return items.slice(0, MOST.items).filter(({ statement }, index) => {
    bytes += Buffer.byteLength(JSON.stringify(statement));
    return index === 0 || bytes <= MOST.bytes;
  });
}

import type { IdentityStep, ItemStatement, RecallReason } from '#domain';
import type { Words } from '#contracts';
import type { FiledWith, TaskRow } from '#storage';
import type { Agency } from './agency.js';
import { identityItems } from './identity-items.js';
import { lastTold, toldBefore, type ToldBefore } from './told-before.js';
import type { Actor, Answer, Wish } from './wish.js';

/** One task, or every task of one case. */
export type Where = { readonly taskId: string } | { readonly caseId: string };

/** Who says it, and what goes with it. */
export interface Speaking {
  readonly actor: Actor;
  /** The unit that says it; on each task the one that has part in it where this is absent. */
  readonly unit?: string;
  /** Free words to the other party; they travel sealed. */
  readonly note?: string | undefined;
  /** Own words that stood in the place of codes; they travel sealed. */
  readonly words?: Words | undefined;
  /** What the agency's own case file gains with each event. */
  readonly file?: FiledWith;
  /**
   * Names the occasion of a reaction to the ledger, so that it is said once on each task however often it is tried. Then
   * nothing is waited for.
   */
  readonly occasion?: string;
}

/** What became of it on one task. */
export interface FollowUpResult {
  readonly taskId: string;
  /** The other party of the task. */
  readonly agency: string;
  readonly answer: Answer;
}

/** An item that an earlier event told. */
export interface Told {
  readonly event: string;
  readonly item: string;
}

/** What one task is told. */
interface Saying {
  readonly row: TaskRow;
  readonly wish: Omit<Wish, 'command' | 'actor'>;
  readonly command: { readonly type: 'correct' | 'recall' | 'identify' } & Readonly<Record<string, unknown>>;
}

/** What this agency told on the tasks that are meant. */
interface ToldIn {
  readonly told: readonly ToldBefore[];
  readonly tasks: readonly TaskRow[];
  readonly speaking: Speaking;
}

/**
 * What an agency says afterwards of what it told: it reaches everybody whom it told, task by task, also on closed tasks.
 * Items that wait for a later stage are put right, or given up, where they wait.
 */
export class FollowUps {
  constructor(private readonly agency: Agency) {}

  /** Puts right what was told, on each task on which it was told. Nothing is said where it was not. */
  async correct(
    where: Where,
    items: readonly ItemStatement[],
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const here = await this.toldIn(where, speaking);
    for (const statement of items)
      await this.replaceKept(here, statement, ({ code, via }) => code === statement.code && !via);
    return this.correctTold(here, items, lastTold(here.told));
  }

  /** Says that these items must no longer be used, naming every event that told them. */
  async recall(
    where: Where,
    what: { readonly items: readonly string[]; readonly reason: RecallReason },
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const here = await this.toldIn(where, speaking);
    await this.dropKept(here, ({ code }) => what.items.includes(code));
    const told = here.told.filter(({ item }) => what.items.includes(item));
    return this.recallTold(here, what.reason, told);
  }

  /** What another agency put right, for those to whom this agency passed on what `corrects` names. */
  async correctPassedOn(
    caseId: string,
    { statement, corrects }: { readonly statement: ItemStatement; readonly corrects: string },
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const here = await this.toldIn({ caseId }, speaking);
    const told: Told = { event: corrects, item: statement.code };
    await this.replaceKept(here, statement, ({ code, via }) => isOf(told, code, via));
    const passedOn = here.told.filter(({ item, via }) => isOf(told, item, via));
    return this.correctTold(here, [statement], lastTold(passedOn));
  }

  /** What another agency took back, for those to whom this agency passed it on. */
  async recallPassedOn(
    caseId: string,
    what: { readonly recalls: readonly Told[]; readonly reason: RecallReason },
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const here = await this.toldIn({ caseId }, speaking);
    const isMeant = (item: string, via: string | undefined): boolean =>
      what.recalls.some((told) => isOf(told, item, via));
    await this.dropKept(here, ({ code, via }) => isMeant(code, via));
    const told = here.told.filter(({ item, via }) => isMeant(item, via));
    return this.recallTold(here, what.reason, told);
  }

  /**
   * Tells every task of a case that the person was identified, or that this was wrong: who holds the task learns the items
   * that an agreement lets go now; others learn only that it happened.
   */
  async identify(
    caseId: string,
    what: {
      readonly identity: IdentityStep;
      readonly items: readonly ItemStatement[];
      /** An agency that needs not be told: it said so itself. */
      readonly except?: string;
    },
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const { records } = this.agency.store;
    const { identity, except } = what;
    const rows = (await records.tasksOfCase(caseId)).filter(
      (row) => row.task && otherThan(this.agency.profile.code, row) !== except,
    );
    const sayings = rows.map((row): Saying => {
      const items = identityItems(what, row, { agency: this.agency, ...speaking });
      return { row, wish: { items }, command: { type: 'identify', identity } };
    });
    return this.say(sayings, speaking);
  }

  private correctTold(
    { tasks, speaking }: ToldIn,
    items: readonly ItemStatement[],
    wanted: readonly ToldBefore[],
  ): Promise<readonly FollowUpResult[]> {
    const codes = new Set(items.map(({ code }) => code));
    const sayings = tasks.flatMap((row): Saying[] => {
      const told = wanted.filter(({ taskId, item }) => taskId === row.taskId && codes.has(item));
      if (told.length === 0) return [];
      const corrects = Object.fromEntries(
        told.map(({ item, eventId, stage }) => [item, { event: eventId, stage }]),
      );
      const own = items.filter(({ code }) => Object.hasOwn(corrects, code));
      return [
        { row, wish: { items: own, corrects, ifNotAllowed: 'leave-out' }, command: { type: 'correct' } },
      ];
    });
    return this.say(sayings, speaking);
  }

  private recallTold(
    { tasks, speaking }: ToldIn,
    reason: RecallReason,
    wanted: readonly ToldBefore[],
  ): Promise<readonly FollowUpResult[]> {
    const sayings = tasks.flatMap((row): Saying[] => {
      const told = wanted.filter(({ taskId }) => taskId === row.taskId);
      const recalls = told.map(({ eventId, item }): Told => ({ event: eventId, item }));
      return recalls.length > 0
        ? [{ row, wish: { items: [] }, command: { type: 'recall', recalls, reason } }]
        : [];
    });
    return this.say(sayings, speaking);
  }

  private say(sayings: readonly Saying[], speaking: Speaking): Promise<FollowUpResult[]> {
    const { actor, note, words, file, occasion } = speaking;
    const { desk, config, profile } = this.agency;
    return Promise.all(
      sayings.map(async ({ row, wish, command }) => {
        const { taskId } = row;
        const by = { agency: profile.code, unit: speaking.unit ?? ownUnit(row, profile.code) };
        const step = { ...command, taskId, by, at: new Date().toISOString() };
        const whole = {
          command: step as unknown as Wish['command'],
          ...wish,
          actor,
          ...(note && { note }),
          ...(words && { words }),
          ...(file && { file }),
          ...(occasion && { key: { key: `${occasion} ${taskId}`, bodyHash: occasion } }),
        };
        const answer = await (occasion ? desk.submit(whole, 0, 0) : desk.submit(whole, config.recordWaitMs));
        return { taskId, agency: otherThan(profile.code, row), answer };
      }),
    );
  }

  private async toldIn(where: Where, speaking: Speaking): Promise<ToldIn> {
    const { records } = this.agency.store;
    const caseId = 'caseId' in where ? where.caseId : (await records.task(where.taskId))?.caseId;
    if (caseId === undefined) return { told: [], tasks: [], speaking };
    const [tasks, events] = await Promise.all([records.tasksOfCase(caseId), records.eventsOfCase(caseId)]);
    const meant = tasks.filter(({ taskId }) => !('taskId' in where) || taskId === where.taskId);
    return { told: toldBefore(events, this.agency.profile.code), tasks: meant, speaking };
  }

  private async replaceKept(here: ToldIn, statement: ItemStatement, isIt: IsKept): Promise<void> {
    const { kept } = this.agency.store;
    for (const { id, statement: waiting } of await this.waitingOn(here))
      if (isIt(waiting)) await kept.replace(id, statement);
  }

  private async dropKept(here: ToldIn, isIt: IsKept): Promise<void> {
    const waiting = await this.waitingOn(here);
    const ids = waiting.filter(({ statement }) => isIt(statement)).map(({ id }) => id);
    if (ids.length > 0) await this.agency.store.kept.drop(ids, 'recalled');
  }

  private async waitingOn({ tasks }: ToldIn) {
    const [first] = tasks;
    if (!first) return [];
    const waiting = await this.agency.store.kept.waitingIn(first.caseId);
    return waiting.filter(({ taskId }) => tasks.some((row) => row.taskId === taskId));
  }
}

type IsKept = (statement: ItemStatement) => boolean;

const isOf = (told: Told, item: string, via: string | undefined): boolean =>
  told.item === item && told.event === via;

const otherThan = (agency: string, { task }: TaskRow): string => {
  if (!task) return '';
  return task.asker.agency === agency ? task.performer.agency : task.asker.agency;
};

const ownUnit = ({ task }: TaskRow, agency: string): string => {
  if (!task) return '';
  return task.asker.agency === agency ? task.asker.unit : task.performer.unit;
};

import type { IdentityStep, ItemStatement, RecallReason, Task } from '#domain';
import type { Words } from '#contracts';
import type { CaseEventRow, FiledWith, Sight, TaskRow } from '#storage';
import type { Agency } from './agency.js';
import { identityItems } from './identity-items.js';
import { settledTasks } from './settled-tasks.js';
import { inParts, lastTold, toldBefore, type Told, type ToldBefore } from './told-before.js';
import { isKeptBy, keyOf, voicesOn, type Voice } from './voices.js';
import type { Actor, Answer, Wish } from './wish.js';

/** One task, or every task of one case. */
export type Where = { readonly taskId: string } | { readonly caseId: string };

/** Who says it, and what goes with it. */
export interface Speaking {
  readonly actor: Actor;
  /** The unit that says it; on each task the one that has part in it where this is absent. */
  readonly unit?: string;
  /** The tasks on which the speaker may put right and take back; all where this is absent. */
  readonly sight?: Sight;
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
  /** The task as it was; undefined while its request is not recorded. */
  readonly task?: Task | undefined;
}

/** What became of it everywhere. */
export interface FollowUpOutcome {
  readonly results: readonly FollowUpResult[];
  /** How many items that waited for a later stage were put right or given up. */
  readonly kept: number;
}

/** What one task is told. */
interface Saying {
  readonly row: TaskRow;
  readonly voice: Voice;
  readonly wish: Omit<Wish, 'command' | 'actor'>;
  readonly command: { readonly type: 'correct' | 'recall' | 'identify' } & Readonly<Record<string, unknown>>;
  /** Of what does not fit into one event: which part, from 0. */
  readonly part?: number;
}

/** What this agency told on the tasks that are meant. */
interface ToldIn {
  readonly told: readonly ToldBefore[];
  readonly tasks: readonly TaskRow[];
  /** Tasks on which an own step is still on its way: what it tells is not known here yet. */
  readonly busy: readonly TaskRow[];
  readonly events: readonly CaseEventRow[];
  readonly speaking: Speaking;
}

/**
 * What an agency says afterwards of what it told: it reaches everybody whom it told, task by task, also on closed tasks.
 * Items that wait for a later stage are put right, or given up, where they wait.
 */
export class FollowUps {
  constructor(private readonly agency: Agency) {}

  /** Puts right what was told, on each task on which it was told. Nothing is said where it was not. */
  async correct(where: Where, items: readonly ItemStatement[], speaking: Speaking): Promise<FollowUpOutcome> {
    const here = await this.toldIn(where, speaking);
    let kept = 0;
    for (const statement of items)
      kept += await this.replaceKept(here, statement, ({ code, via }) => code === statement.code && !via);
    const own = here.told.filter(({ via }) => via === undefined);
    return { results: await this.correctTold(here, items, lastTold(own)), kept };
  }

  /** Says that these items must no longer be used, naming every event that told them. */
  async recall(
    where: Where,
    what: { readonly items: readonly string[]; readonly reason: RecallReason },
    speaking: Speaking,
  ): Promise<FollowUpOutcome> {
    const here = await this.toldIn(where, speaking);
    const kept = await this.dropKept(here, ({ code }) => what.items.includes(code));
    const told = here.told.filter(({ item }) => what.items.includes(item));
    return { results: await this.recallTold(here, what.reason, told), kept };
  }

  /** What another agency put right on a task, for those to whom this agency passed on what it had told there. */
  async correctPassedOn(
    { caseId, taskId, from }: { readonly caseId: string; readonly taskId: string; readonly from: string },
    statement: ItemStatement,
    speaking: Speaking,
  ): Promise<readonly FollowUpResult[]> {
    const here = await this.toldIn({ caseId }, speaking);
    // The correction names the last telling; an earlier one of the same item may be what was passed on.
    const tellings = new Set(
      toldBefore(here.events, from)
        .filter((told) => told.taskId === taskId && told.item === statement.code)
        .map(({ eventId }) => eventId),
    );
    const isIt = (item: string, via: string | undefined): boolean =>
      item === statement.code && via !== undefined && tellings.has(via);
    await this.replaceKept(here, statement, ({ code, via }) => isIt(code, via));
    const passedOn = here.told.filter(({ item, via }) => isIt(item, via));
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
      what.recalls.some((told) => told.item === item && told.event === via);
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
    const { identity, except } = what;
    const mayWait = speaking.occasion === undefined;
    // Who the person is concerns everybody on the case, whatever the speaker may see of it.
    const { tasks, busy } = await settledTasks(this.agency.store.records, caseId, { mayWait });
    const others = (row: TaskRow): boolean => otherThan(this.agency.profile.code, row) !== except;
    const sayings = tasks.filter(others).flatMap((row): Saying[] => {
      const [voice] = this.voices(row, speaking);
      if (!voice) return [];
      const items = identityItems(what, row, { agency: this.agency, ...speaking });
      const wish = { items, ifNotAllowed: 'leave-out' } as const;
      return [{ row, voice, wish, command: { type: 'identify', identity } }];
    });
    return [...(await this.say(sayings, speaking)), ...this.notYet(busy.filter(others))];
  }

  private async correctTold(
    { tasks, busy, speaking }: ToldIn,
    items: readonly ItemStatement[],
    wanted: readonly ToldBefore[],
  ): Promise<readonly FollowUpResult[]> {
    const codes = new Set(items.map(({ code }) => code));
    const sayings = this.onEach(tasks, speaking).flatMap(({ row, voice }): Saying[] => {
      const told = wanted.filter((one) => isTold(one, row, voice) && codes.has(one.item));
      if (told.length === 0) return [];
      const corrects = Object.fromEntries(
        told.map(({ item, eventId, cover }) => [item, { event: eventId, cover }]),
      );
      const own = items.filter(({ code }) => Object.hasOwn(corrects, code));
      const wish = { items: own, corrects, ifNotAllowed: 'leave-out' } as const;
      return [{ row, voice, wish, command: { type: 'correct' } }];
    });
    return [...(await this.say(sayings, speaking)), ...this.notYet(busy)];
  }

  private async recallTold(
    { tasks, busy, speaking }: ToldIn,
    reason: RecallReason,
    wanted: readonly ToldBefore[],
  ): Promise<readonly FollowUpResult[]> {
    const sayings = this.onEach(tasks, speaking).flatMap(({ row, voice }): Saying[] => {
      const told = wanted.filter((one) => isTold(one, row, voice));
      const recalls = told.map(({ eventId, item }): Told => ({ event: eventId, item }));
      return inParts(recalls).map((these, part) => ({
        row,
        voice,
        wish: { items: [] },
        command: { type: 'recall', recalls: these, reason },
        part,
      }));
    });
    const results: FollowUpResult[] = [];
    // One event of a task is on its way at a time, and one event names only so many.
    for (const part of sayings) results.push(...(await this.say([part], speaking)));
    return [...results, ...this.notYet(busy)];
  }

  private say(sayings: readonly Saying[], speaking: Speaking): Promise<FollowUpResult[]> {
    const { actor, note, words, file, occasion } = speaking;
    const { desk, config, profile } = this.agency;
    return Promise.all(
      sayings.map(async ({ row, voice, wish, command, part = 0 }) => {
        const { taskId, task } = row;
        const { by } = voice;
        const at = (await this.agency.now(row.task?.exercise)) ?? new Date().toISOString();
        const step = { ...command, taskId, by, at };
        const whole = {
          command: step as unknown as Wish['command'],
          ...wish,
          actor,
          ...(note && { note }),
          ...(words && { words }),
          ...(file && { file }),
          ...(occasion && { key: { key: keyOf(occasion, taskId, part, voice), bodyHash: occasion } }),
        };
        const answer = await (occasion ? desk.submit(whole, 0, 0) : desk.submit(whole, config.recordWaitMs));
        return { taskId, agency: otherThan(profile.code, row), answer, task };
      }),
    );
  }

  private voices(row: TaskRow, { unit }: Speaking): readonly Voice[] {
    return row.task ? voicesOn(row.task, this.agency.profile.code, unit) : [];
  }

  private onEach(
    tasks: readonly TaskRow[],
    speaking: Speaking,
  ): readonly { readonly row: TaskRow; readonly voice: Voice }[] {
    return tasks.flatMap((row) => this.voices(row, speaking).map((voice) => ({ row, voice })));
  }

  private async toldIn(where: Where, speaking: Speaking): Promise<ToldIn> {
    const { records } = this.agency.store;
    const caseId = 'caseId' in where ? where.caseId : (await records.task(where.taskId))?.caseId;
    if (caseId === undefined) return { told: [], tasks: [], busy: [], events: [], speaking };
    const { sight } = speaking;
    const mayWait = speaking.occasion === undefined;
    const { tasks, busy } = await settledTasks(records, caseId, { mayWait, sight });
    const events = await records.eventsOfCase(caseId, sight);
    const isMeant = ({ taskId }: TaskRow): boolean => !('taskId' in where) || taskId === where.taskId;
    const told = toldBefore(events, this.agency.profile.code);
    return { told, tasks: tasks.filter(isMeant), busy: busy.filter(isMeant), events, speaking };
  }

  private notYet(busy: readonly TaskRow[]): readonly FollowUpResult[] {
    const answer = { refused: 'EARLIER_STEP_NOT_RECORDED' };
    return busy.map((row) => ({
      taskId: row.taskId,
      agency: otherThan(this.agency.profile.code, row),
      answer,
      task: row.task,
    }));
  }

  private async replaceKept(here: ToldIn, statement: ItemStatement, isIt: IsKept): Promise<number> {
    const { kept } = this.agency.store;
    const meant = (await this.waitingOn(here)).filter((waiting) => isIt(waiting.statement));
    for (const { id } of meant) await kept.replace(id, statement);
    return meant.length;
  }

  private async dropKept(here: ToldIn, isIt: IsKept): Promise<number> {
    const waiting = await this.waitingOn(here);
    const ids = waiting.filter(({ statement }) => isIt(statement)).map(({ id }) => id);
    if (ids.length > 0) await this.agency.store.kept.drop(ids, 'recalled');
    return ids.length;
  }

  /** What the speaker's side keeps on these tasks. */
  private async waitingOn({ tasks, busy, speaking }: ToldIn) {
    const meant = [...tasks, ...busy];
    const [first] = meant;
    if (!first) return [];
    const { code } = this.agency.profile;
    const waiting = await this.agency.store.kept.waitingIn(first.caseId);
    return waiting.filter(({ taskId, unit }) =>
      meant.some(
        (row) =>
          row.taskId === taskId && isKeptBy(row.task, { agency: code, unit }, this.voices(row, speaking)),
      ),
    );
  }
}

type IsKept = (statement: ItemStatement) => boolean;

const otherThan = (agency: string, { task }: TaskRow): string => {
  if (!task) return '';
  return task.asker.agency === agency ? task.performer.agency : task.asker.agency;
};

const isTold = ({ taskId, side }: ToldBefore, row: TaskRow, voice: Voice): boolean =>
  taskId === row.taskId && side === voice.side;

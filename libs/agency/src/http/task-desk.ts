import { uuidv7 } from 'uuidv7';
import type { ItemStatement, Party } from '#domain';
import type { Agency } from '../agency.js';
import type { Answer, Wish } from '../wish.js';
import type { Caller } from './caller.js';
import { CaseFiles, type LeftOut } from './case-files.js';
import type { RequestTaskBody } from './commands.dto.js';
import { Problem } from './problem.js';
import { Wishes, urgencyOf, type AnyStepBody, type StepType } from './wishes.js';

/** What became of a request, with the case it belongs to. */
export interface Requested {
  readonly answer: Answer;
  readonly caseId: string;
  readonly left: readonly LeftOut[] | undefined;
}

/** Brings commands of HTTP callers to the command desk, with what the case file gains when they are stored. */
export class TaskDesk {
  private readonly wishes: Wishes;
  private readonly cases: CaseFiles;

  constructor(private readonly agency: Agency) {
    this.wishes = new Wishes(agency);
    this.cases = new CaseFiles(agency);
  }

  /** Throws Problem BAD_CONTENT when the case is not known here, or is of another mode. */
  async request(body: RequestTaskBody, caller: Caller): Promise<Requested> {
    if (body.caseId) await this.checkCase(body.caseId, body.mode);
    const { items, left } = await this.itemsOf(body);
    const ids = { taskId: uuidv7(), caseId: body.caseId ?? uuidv7() };
    const wish = this.wishes.request(body, ids, items, caller);
    const learned = { items: body.fromCase ? [] : items, note: body.note };
    const file = this.cases.addition({ caseId: ids.caseId, mode: body.mode }, wish.command.by, learned);
    const answer = await this.agency.desk.submit({ ...wish, file }, this.waitMs(caller));
    if ('refused' in answer || answer.taskId === ids.taskId) return { answer, caseId: ids.caseId, left };
    // It was answered before, and has the task and the case of then.
    const before = await this.agency.store.records.task(answer.taskId);
    return { answer, caseId: before?.caseId ?? ids.caseId, left };
  }

  /** A step on a task; what it tells goes into the case file with it. */
  async step(type: StepType, taskId: string, body: AnyStepBody, caller: Caller): Promise<Answer> {
    const wish = this.wishes.step(type, taskId, body, caller);
    const file = await this.fileOf(taskId, wish.command.by, body);
    return this.agency.desk.submit({ ...wish, ...(file && { file }) }, this.waitMs(caller));
  }

  private async fileOf(taskId: string, by: Party, { items, note }: AnyStepBody): Promise<Wish['file']> {
    if (!items?.length && note === undefined) return undefined;
    const row = await this.agency.store.records.task(taskId);
    return row?.task && this.cases.addition({ caseId: row.caseId, mode: row.task.mode }, by, { items, note });
  }

  private waitMs(caller: Caller): number {
    return caller.waitMs ?? this.agency.config.recordWaitMs;
  }

  private async checkCase(caseId: string, mode: string): Promise<void> {
    const known = await this.cases.modeOf(caseId).catch((error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    });
    if (known === mode) return;
    const fault = known
      ? { pointer: '/mode', code: 'NOT_THE_MODE_OF_THE_CASE', detail: `the case is of the mode ${known}` }
      : {
          pointer: '/caseId',
          code: 'CASE_UNKNOWN',
          detail: 'this agency has no case with this id; leave it out for a new one',
        };
    throw new Problem('BAD_CONTENT', { faults: [fault] });
  }

  private async itemsOf(
    body: RequestTaskBody,
  ): Promise<{ items: readonly ItemStatement[]; left?: readonly LeftOut[] }> {
    if (!body.fromCase || !body.caseId) return { items: body.items ?? [] };
    const { kind, wanted } = body;
    return this.cases.offer(body.caseId, { kind, urgency: urgencyOf(body, this.agency.directory()), wanted });
  }
}

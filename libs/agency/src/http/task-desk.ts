import { uuidv7 } from 'uuidv7';
import {
  decide,
  explainItems,
  missingItems,
  type Explained,
  type ItemStatement,
  type MissingItems,
  type Party,
  type Passage,
} from '#domain';
import type { FiledWith } from '#storage';
import type { Agency } from '../agency.js';
import type { Answer, Wish } from '../wish.js';
import { agreementIndexOf } from '../agreements.js';
import type { Caller } from './caller.js';
import { CaseFiles } from './case-files.js';
import type { LeftOut } from './case-offer.js';
import type { AcknowledgeBody, RequestTaskBody, ReviewBody } from './commands.dto.js';
import { Problem, refusalProblem } from './problem.js';
import { Wishes, bandOf, type AnyStepBody, type RequestIds, type StepType } from './wishes.js';

/** What became of a request, with the case it belongs to. */
export interface Requested {
  readonly answer: Answer;
  readonly caseId: string;
  /** Items of the case file that were not even tried. */
  readonly left: readonly LeftOut[];
  /** Items that the kind needs and of which nothing is said: only where they do not block. */
  readonly missing: readonly MissingItems[];
}

/** A request that was checked, and is not made yet. */
export interface PlannedRequest extends Pick<Requested, 'left' | 'missing'> {
  readonly wish: Wish;
  /** What the case file gains with it. */
  readonly file: FiledWith;
}

/** What would become of a request. */
export interface ExplainedRequest {
  /** Version of the directory that was asked. */
  readonly directoryVersion: number;
  readonly from: Party;
  readonly to: Party;
  readonly kind: string;
  readonly urgency: string;
  readonly items: readonly Explained[];
  readonly missing: readonly MissingItems[];
}

/** Brings commands of HTTP callers to the command desk, with what the case file gains when they are stored. */
export class TaskDesk {
  private readonly wishes: Wishes;
  private readonly cases: CaseFiles;

  constructor(private readonly agency: Agency) {
    this.wishes = new Wishes(agency);
    this.cases = new CaseFiles(agency);
  }

  /**
   * Throws Problem BAD_CONTENT when the case is not known here, is of another mode, or the kind needs more items; or with
   * the code of the domain when this agency may not ask the other for it.
   */
  async request(body: RequestTaskBody, caller: Caller): Promise<Requested> {
    const ids = { taskId: uuidv7(), caseId: body.caseId ?? uuidv7() };
    const { wish, file, left, missing } = await this.planned(body, ids, caller);
    const answer = await this.agency.desk.submit({ ...wish, file }, this.waitMs(caller));
    const told = { answer, left, missing };
    if ('refused' in answer || answer.taskId === ids.taskId) return { ...told, caseId: ids.caseId };
    // It was answered before, and has the task and the case of then.
    const before = await this.agency.store.records.task(answer.taskId);
    return { ...told, caseId: before?.caseId ?? ids.caseId };
  }

  /** A request as it would be made, with what the case file would gain; stores nothing. Throws Problem like {@link request}. */
  async planned(body: RequestTaskBody, ids: RequestIds, caller: Caller): Promise<PlannedRequest> {
    const { items, left } = await this.prepared(body);
    const wish = this.wishes.request(body, ids, items, caller);
    this.checkPossible(wish);
    const { missing, faults } = this.missing(body, items);
    if (faults.length > 0) throw new Problem('BAD_CONTENT', { faults });
    const learned = { items: body.fromCase ? [] : items, note: body.note };
    const in_ = { caseId: ids.caseId, mode: body.mode, opens: body.caseId === undefined };
    const file = this.cases.addition(in_, wish.command.by, learned);
    return { wish, file, left, missing };
  }

  /** What would become of a request if it were made so; changes nothing. Throws Problem like {@link request}. */
  async explain(body: RequestTaskBody, caller: Caller): Promise<ExplainedRequest> {
    const { items, left } = await this.prepared(body);
    const directory = this.agency.directory();
    const ids = { taskId: uuidv7(), caseId: body.caseId ?? uuidv7() };
    this.checkPossible(this.wishes.request(body, ids, items, caller));
    const passage = this.passageOf(body);
    const { from, to, kind, urgency } = passage;
    return {
      directoryVersion: directory.version,
      from,
      to,
      kind,
      urgency,
      items: explainItems(agreementIndexOf(directory), passage, [...items, ...left]),
      missing: this.missing(body, items).missing,
    };
  }

  /** A step on a task; what it tells goes into the case file with it. */
  async step(type: StepType, taskId: string, body: AnyStepBody, caller: Caller): Promise<Answer> {
    const row = await this.agency.store.records.task(taskId);
    const items = await this.cases.statements(row?.caseId, body.items ?? []);
    const wish = this.wishes.step(type, taskId, { body, items }, caller);
    const { note } = body;
    const says = items.length > 0 || note !== undefined;
    const file =
      says && row?.task
        ? this.cases.addition({ caseId: row.caseId, mode: row.task.mode }, wish.command.by, { items, note })
        : undefined;
    return this.submit({ ...wish, ...(file && { file }) }, caller);
  }

  /** A person has seen these events. */
  acknowledge(taskId: string, body: AcknowledgeBody, caller: Caller): Promise<Answer> {
    return this.submit(this.wishes.acknowledge(taskId, body, caller), caller);
  }

  /** What a review came to. */
  review(taskId: string, body: ReviewBody, caller: Caller): Promise<Answer> {
    return this.submit(this.wishes.review(taskId, body, caller), caller);
  }

  private submit(wish: Wish, caller: Caller): Promise<Answer> {
    return this.agency.desk.submit(wish, this.waitMs(caller));
  }

  private waitMs(caller: Caller): number {
    return caller.waitMs ?? this.agency.config.recordWaitMs;
  }

  /** Who may not ask for this at all is told so, rather than which items it would need. */
  private checkPossible({ command }: Wish): void {
    const decision = decide(command, undefined, this.agency.directory().rules);
    if ('refused' in decision) throw refusalProblem(decision);
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

  private async prepared(
    body: RequestTaskBody,
  ): Promise<{ items: readonly ItemStatement[]; left: readonly LeftOut[] }> {
    if (body.caseId) await this.checkCase(body.caseId, body.mode);
    if (body.fromCase && body.caseId) return this.cases.offer(body.caseId, this.passageOf(body));
    return { items: await this.cases.statements(body.caseId, body.items ?? []), left: [] };
  }

  private missing(body: RequestTaskBody, items: readonly ItemStatement[]) {
    const directory = this.agency.directory();
    const kind = directory.kind(body.kind);
    if (!kind) throw new Error('a checked kind is gone');
    return missingItems(kind, items, { urgency: bandOf(body, directory) });
  }

  private passageOf(body: RequestTaskBody): Passage {
    const { kind, to, unit, wanted = [] } = body;
    return {
      from: { agency: this.agency.profile.code, unit },
      to: { agency: to.agency, unit: to.unit },
      direction: 'to-performer',
      kind,
      urgency: bandOf(body, this.agency.directory()),
      wanted,
      status: undefined,
      at: Date.now(),
    };
  }
}

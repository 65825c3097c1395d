import { uuidv7 } from 'uuidv7';
import {
  decide,
  explainItems,
  itemsThatCount,
  missingItems,
  type Explained,
  type ItemStatement,
  type MissingItems,
  type Party,
  type Passage,
  type TaskEvent,
} from '#domain';
import type { FiledWith } from '#storage';
import type { Agency } from '../agency.js';
import type { Answer, Warned, Wish } from '../wish.js';
import { agreementIndexOf } from '../agreements.js';
import { markedLate } from '../late-answers.js';
import { warnedOf } from '../law.js';
import type { Caller } from './caller.js';
import { CaseFiles } from './case-files.js';
import type { LeftOut, Offer } from './case-offer.js';
import type { AcknowledgeBody, RequestTaskBody, ReviewBody } from './commands.dto.js';
import { Problem, refusalProblem } from './problem.js';
import { bandOf } from './request-times.js';
import type { AnyStepBody, StepType } from './step-facts.js';
import { toldOnTask } from './told-on-task.js';
import { Wishes, type RequestIds } from './wishes.js';

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
  /** What the rules of law would say of it; they would not hold it up. */
  readonly warnings: readonly Warned[];
}

/** How long the offer of a handover stands where its kind says nothing. */
const HANDOVER_MINUTES = 60;

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
    const { wish, left } = await this.requested(body, ids, caller);
    const { items } = wish;
    const { missing, faults } = this.missing(body, items);
    if (faults.length > 0) throw new Problem('BAD_CONTENT', { faults });
    const learned = { items: body.fromCase ? [] : items, note: body.note };
    const in_ = { caseId: ids.caseId, mode: body.mode, opens: body.caseId === undefined };
    const file = this.cases.addition(in_, wish.command.by, learned);
    return { wish, file, left, missing };
  }

  /** What would become of a request if it were made so; changes nothing. Throws Problem like {@link request}. */
  async explain(body: RequestTaskBody, caller: Caller): Promise<ExplainedRequest> {
    const ids = { taskId: uuidv7(), caseId: body.caseId ?? uuidv7() };
    const { wish, event, left } = await this.requested(body, ids, caller);
    const { items } = wish;
    const directory = this.agency.directory();
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
      warnings: warnedOf({ wish, event, task: undefined }, directory.lawRules),
    };
  }

  /** A step on a task; what it tells goes into the case file with it. */
  async step(type: StepType, taskId: string, body: AnyStepBody, caller: Caller): Promise<Answer> {
    const row = await this.agency.store.records.task(taskId);
    const items = await this.cases.statements(row?.caseId, body.items ?? [], caller.sight);
    const at = await this.now(row?.task?.exercise);
    const wish = this.wishes.step(
      type,
      taskId,
      { body, items, at, handoverMinutes: this.handoverMinutes(row?.task?.kind) },
      caller,
    );
    const { note } = body;
    const says = items.length > 0 || note !== undefined;
    const file =
      says && row?.task
        ? this.cases.addition({ caseId: row.caseId, mode: row.task.mode }, wish.command.by, { items, note })
        : undefined;
    const known = row?.task ? await toldOnTask(this.agency, wish.command, row.task) : [];
    const answer = await this.submit(
      { ...wish, ...(known.length > 0 && { known }), ...(file && { file }) },
      caller,
    );
    const isVerdict = type === 'accept' || type === 'reject';
    return isVerdict ? markedLate(answer, this.agency.store.outbox) : answer;
  }

  /** A person has seen these events. */
  async acknowledge(taskId: string, body: AcknowledgeBody, caller: Caller): Promise<Answer> {
    const at = await this.timeOf(taskId);
    return this.submit(this.wishes.acknowledge(taskId, body, at, caller), caller);
  }

  /** What a review came to. */
  async review(taskId: string, body: ReviewBody, caller: Caller): Promise<Answer> {
    const at = await this.timeOf(taskId);
    return this.submit(this.wishes.review(taskId, body, at, caller), caller);
  }

  /** The time of a task now. */
  private async timeOf(taskId: string): Promise<string> {
    return this.now((await this.agency.store.records.task(taskId))?.task?.exercise);
  }

  /** Throws Problem BAD_CONTENT when the exercise has no clock here yet. */
  private async now(exercise: string | undefined): Promise<string> {
    const now = await this.agency.now(exercise);
    if (now !== undefined) return now;
    const detail = 'this agency knows no clock of this exercise yet: set it at the keeper first';
    throw new Problem('BAD_CONTENT', {
      faults: [{ pointer: '/exercise', code: 'EXERCISE_UNKNOWN', detail }],
    });
  }

  private handoverMinutes(kind: string | undefined): number {
    const known = kind === undefined ? undefined : this.agency.directory().kind(kind);
    return known?.handoverWithinMinutes ?? HANDOVER_MINUTES;
  }

  private submit(wish: Wish, caller: Caller): Promise<Answer> {
    return this.agency.desk.submit(wish, this.waitMs(caller));
  }

  private waitMs(caller: Caller): number {
    return caller.waitMs ?? this.agency.config.recordWaitMs;
  }

  /** The wish that a body of a request is, and its event. Who may not ask for this at all is told so first. */
  private async requested(body: RequestTaskBody, ids: RequestIds, caller: Caller) {
    const { items, left, stays } = await this.prepared(body, caller);
    const at = await this.now(body.exercise);
    const wish = this.wishes.request(body, { ...ids, at }, items, caller);
    const { rules, lawRules } = this.agency.directory();
    const decision = decide(wish.command, undefined, rules);
    if ('refused' in decision) throw refusalProblem(decision);
    const event = decision.events[0] as TaskEvent;
    const count = itemsThatCount(lawRules, { kind: body.kind, step: event.type }, event.at);
    const known = stays
      .filter(({ code }) => count.has(code))
      .map(({ code, state, value }) => ({ code, state, value }));
    return { wish: { ...wish, ...(known.length > 0 && { known }) }, event, left };
  }

  private async checkCase({ caseId = '', mode }: RequestTaskBody, { sight }: Caller): Promise<void> {
    const known = await this.cases.modeOf(caseId, sight).catch((error: unknown) => {
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

  private async prepared(body: RequestTaskBody, caller: Caller): Promise<Offer> {
    const { sight } = caller;
    if (body.caseId) await this.checkCase(body, caller);
    if (body.fromCase && body.caseId) return this.cases.offer(body.caseId, this.passageOf(body), sight);
    const items = await this.cases.statements(body.caseId, body.items ?? [], sight);
    return { items, left: [], stays: [] };
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

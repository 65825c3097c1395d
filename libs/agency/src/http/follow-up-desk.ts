import {
  decideIdentity,
  type IdentityCommand,
  type IdentityHistory,
  type ItemStatement,
  type Party,
} from '#domain';
import type { Agency } from '../agency.js';
import {
  FollowUps,
  type FollowUpOutcome,
  type FollowUpResult,
  type Speaking,
  type Where,
} from '../follow-ups.js';
import { maySee } from '../units.js';
import type { Answer } from '../wish.js';
import type { Caller } from './caller.js';
import { CaseFiles } from './case-files.js';
import { statementsOf } from './case-offer.js';
import { identityIn } from './case-story.js';
import type { IdentityBody, ReverseIdentityBody } from './cases.dto.js';
import type { AcknowledgeBody, CorrectBody, RecallBody, ReviewBody } from './commands.dto.js';
import { Problem, refusalProblem } from './problem.js';
import { TaskDesk } from './task-desk.js';
import { Wishes } from './wishes.js';

/** What became of a word on a case, by task. */
export interface FollowedUp {
  readonly tasks: readonly {
    readonly taskId: string;
    readonly agency: string;
    readonly state?: string;
    readonly eventId?: string;
    readonly refused?: string;
  }[];
  /** How many items that waited for a later stage were put right or given up; absent where none did. */
  readonly kept?: number;
}

/** Brings what is said afterwards of things told before to the core: corrections, recalls, identities and reviews. */
export class FollowUpDesk {
  private readonly wishes: Wishes;
  private readonly cases: CaseFiles;
  private readonly tasks: TaskDesk;
  private readonly followUps: FollowUps;

  constructor(private readonly agency: Agency) {
    this.wishes = new Wishes(agency);
    this.cases = new CaseFiles(agency);
    this.tasks = new TaskDesk(agency);
    this.followUps = new FollowUps(agency);
  }

  /** Puts right what was told, and in the own case file in any case. Throws Problem TASK_UNKNOWN or CASE_UNKNOWN. */
  async correct(where: Where, body: CorrectBody, caller: Caller): Promise<FollowUpOutcome> {
    const caseId = await this.caseOf(where);
    const items = await this.cases.statements(caseId, body.items, caller.sight);
    const in_ = { caseId, mode: await this.cases.modeOf(caseId) };
    const learned = { items, note: body.note };
    const file = this.cases.addition(in_, this.party(body), learned);
    const outcome = await this.followUps.correct(where, items, { ...this.speaking(body, caller), file });
    if (!isTold(outcome)) await this.cases.add(in_, this.party(body), learned);
    return outcome;
  }

  /** Takes back what was told, and what the own case file says where it is not so. Throws Problem TASK_UNKNOWN or CASE_UNKNOWN. */
  async recall(where: Where, body: RecallBody, caller: Caller): Promise<FollowUpOutcome> {
    const caseId = await this.caseOf(where);
    const what = { items: [...new Set(body.items)], reason: body.reason };
    const outcome = await this.followUps.recall(where, what, this.speaking(body, caller));
    const in_ = { caseId, mode: await this.cases.modeOf(caseId) };
    if (!isTold(outcome)) await this.cases.takeBack(in_, this.party(body), what);
    return outcome;
  }

  /** Confirms who the person of a case is. Throws Problem with a code of `IDENTITY_REFUSALS`. */
  async confirm(caseId: string, body: IdentityBody, caller: Caller): Promise<readonly FollowUpResult[]> {
    const items = statementsOf(body.items);
    const command = { type: 'confirm', by: this.agency.profile.code, items } as const;
    return this.identify(caseId, command, { body, caller });
  }

  /** Takes back that an identity was confirmed. Throws Problem with a code of `IDENTITY_REFUSALS`. */
  async reverse(
    caseId: string,
    body: ReverseIdentityBody,
    caller: Caller,
  ): Promise<readonly FollowUpResult[]> {
    const command = { type: 'reverse', by: this.agency.profile.code } as const;
    return this.identify(caseId, command, { body, caller });
  }

  /** A person has seen what these events say. */
  acknowledge(taskId: string, body: AcknowledgeBody, caller: Caller): Promise<Answer> {
    return this.tasks.acknowledge(taskId, body, caller);
  }

  /** What the review of an override came to. Throws Problem NO_OVERRIDE or ROLE_MAY_NOT_REVIEW. */
  async review(taskId: string, body: ReviewBody, caller: Caller): Promise<Answer> {
    await this.caseOf({ taskId });
    const { actor, override } = body;
    const notices = await this.agency.store.notices.ofTask(taskId);
    const notice = notices.find(({ eventId, kind }) => eventId === override && kind === 'overridden');
    if (!notice) {
      const detail = 'no event of this task with this id told items under an override';
      throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/override', code: 'NO_OVERRIDE', detail }] });
    }
    if (!notice.reviewers.includes(actor.role))
      throw new Problem('ROLE_MAY_NOT_REVIEW', { because: { allowed: notice.reviewers } });
    return this.tasks.review(taskId, body, caller);
  }

  private async identify(
    caseId: string,
    command: IdentityCommand,
    { body, caller }: { readonly body: IdentityBody | ReverseIdentityBody; readonly caller: Caller },
  ): Promise<readonly FollowUpResult[]> {
    const speaking = this.speaking(body, caller);
    const mode = await this.cases.modeOf(caseId);
    const decision = decideIdentity(await this.history(caseId), command);
    if ('refused' in decision) throw refusalProblem(decision);
    if ('unchanged' in decision) return [];
    const { step } = decision;
    const items: readonly ItemStatement[] = command.type === 'confirm' ? command.items : [];
    const results = await this.followUps.identify(caseId, { identity: step, items }, speaking);
    const seen = results.filter(({ task }) => task && maySee(caller.units, this.agency.profile.code, task));
    const shown = caller.units ? seen : results;
    // Should somebody not have heard it yet, the same command tells everybody again, which is harmless.
    const waiting = results.filter(isWaiting);
    if (waiting.some((result) => !shown.includes(result))) throw new Problem('EARLIER_STEP_NOT_RECORDED');
    if (waiting.length > 0) return shown;
    const { note } = speaking;
    await this.cases.identify({ caseId, mode }, this.party(speaking), { step, items, note });
    return shown;
  }

  private async history(caseId: string): Promise<IdentityHistory> {
    const [story, file] = await Promise.all([
      this.cases.story(caseId),
      this.agency.store.records.caseFile(caseId),
    ]);
    return identityIn(story, file?.alias);
  }

  private async caseOf(where: Where): Promise<string> {
    if ('taskId' in where) {
      const row = await this.agency.store.records.task(where.taskId);
      if (!row) throw new Problem('TASK_UNKNOWN');
      return row.caseId;
    }
    await this.cases.modeOf(where.caseId);
    return where.caseId;
  }

  private party({ unit }: { readonly unit: string }): Party {
    return { agency: this.agency.profile.code, unit };
  }

  private speaking(
    body: Pick<RecallBody, 'unit' | 'actor' | 'note' | 'words'>,
    caller: Caller,
  ): Speaking & { readonly unit: string } {
    const { unit, actor, note, words } = body;
    const { sight } = caller;
    return { unit, actor: this.wishes.actor(actor, caller), note, words, sight };
  }
}

const isWaiting = ({ answer }: FollowUpResult): boolean =>
  'refused' in answer && answer.refused === 'EARLIER_STEP_NOT_RECORDED';

/** Whether an event told it to anybody. */
const isTold = ({ results }: FollowUpOutcome): boolean =>
  results.some(({ answer }) => !('refused' in answer));

/** What became of a word on a case, as it is answered. */
export function followedUp({
  results,
  kept = 0,
}: Partial<FollowUpOutcome> & Pick<FollowUpOutcome, 'results'>): FollowedUp {
  return {
    ...(kept > 0 && { kept }),
    tasks: results.map(({ taskId, agency, answer }) => {
      if ('refused' in answer) return { taskId, agency, refused: answer.refused };
      return { taskId, agency, state: answer.state, eventId: answer.eventId };
    }),
  };
}

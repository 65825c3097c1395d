import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { isClosed, nextSteps, type MissingItems, type Party } from '#domain';
import type { NeedRow } from '#storage';
import type { Agency } from '../agency.js';
import { NeedOffers, type MadeOffer } from '../need-offers.js';
import type { Actor, Answer, ItemsTold } from '../wish.js';
import { withLeft } from './answers.js';
import type { Caller } from './caller.js';
import type { RequestTaskBody } from './commands.dto.js';
import { planNeed } from './need-planning.js';
import { needView, type NeedView, type OfferView } from './need-views.js';
import type { CloseNeedBody, NeedBody, OfferBody } from './needs.dto.js';
import { Problem, refusalProblem } from './problem.js';
import { TaskDesk } from './task-desk.js';
import { Wishes } from './wishes.js';

/** What a caller is told of one offer that it made. */
export interface ToldOffer {
  readonly rank: number;
  readonly to: Party;
  readonly task: string;
  readonly state: string;
  readonly eventId?: string;
  readonly sequence?: number;
  readonly items?: ItemsTold;
  /** Items that the kind needs and of which nothing was said; they block nothing here. */
  readonly missing?: readonly MissingItems[];
}

/** What became of a need that was opened, or of one more offer. */
export interface ToldNeed {
  readonly need: string;
  readonly caseId: string;
  /** The offers that were made now. */
  readonly offers: readonly ToldOffer[];
}

/** How often a caller who closes a need looks for what came first, in ms. */
const LOOK_MS = 50;

/** Brings what HTTP callers want of needs to the core. */
export class NeedDesk {
  private readonly tasks: TaskDesk;
  private readonly wishes: Wishes;
  private readonly offers: NeedOffers;

  constructor(private readonly agency: Agency) {
    this.tasks = new TaskDesk(agency);
    this.wishes = new Wishes(agency);
    this.offers = new NeedOffers(agency);
  }

  /** Opens a need and makes its first offers. Throws Problem before anything is stored when one of them cannot be made. */
  async open(body: NeedBody, caller: Caller): Promise<ToldNeed> {
    const { strategy, requests = [] } = body;
    const before = await this.answeredBefore(caller);
    if (before) return before;
    const [first] = requests as [RequestTaskBody];
    const id = uuidv7();
    const caseId = first.caseId ?? uuidv7();
    const ids = { taskId: uuidv7(), caseId, need: id };
    const { offers, actor } = await planNeed(this.agency, this.tasks, requests, { ids, caller });
    const { mode, kind, unit } = first;
    // What is offered later tells no more of the case than its caller may see.
    const { sight } = caller;
    const asker = { agency: this.agency.profile.code, unit };
    const candidates = requests.map((request) => ({
      performer: request.to,
      request: { ...request, caseId, ...(sight && { sight }) },
    }));
    const need = { id, caseId, mode, kind, strategy, asker, actor, candidates };
    const { needs } = this.agency.store;
    const isNew = await needs.open({ ...need, ...(caller.key && { key: caller.key }) }, offers[0]?.file);
    // The same request came twice at once, and the other one was quicker.
    if (!isNew) return this.open(body, caller);
    return this.made(await this.known(id, caller), actor, caller);
  }

  /** One more offer, made at once. Throws Problem when it cannot be made, or when the need can be met no more. */
  async offer(id: string, body: OfferBody, caller: Caller): Promise<ToldNeed> {
    const before = await this.answeredBefore(caller);
    if (before) return before;
    const row = await this.known(id, caller);
    this.checkJoins(row, body);
    const { need } = row;
    const request: RequestTaskBody = { ...body, caseId: need.caseId };
    const ids = { taskId: uuidv7(), caseId: need.caseId, need: id };
    const { actor } = await planNeed(this.agency, this.tasks, [request], { ids, caller });
    const { sight } = caller;
    const added = { performer: body.to, request: { ...request, ...(sight && { sight }) }, key: caller.key };
    const rank = await this.agency.store.needs.add(id, added);
    if (rank === undefined) return this.offer(id, body, caller);
    const made = await this.offers.make(need, rank, { actor, waitMs: this.waitMs(caller) });
    const told = made ? [toldOffer(rank, body.to, made)] : [];
    return { need: id, caseId: need.caseId, offers: told };
  }

  /** Closes a need; as long as it is not certain that no claim came first, it is `closing`. Throws Problem NEED_ALREADY_MET. */
  async close(id: string, body: CloseNeedBody, caller: Caller): Promise<NeedView> {
    const { reason, unit } = body;
    this.checkNotMet(await this.known(id, caller));
    const actor = this.wishes.actor(body.actor, caller);
    await this.agency.store.needs.wantClosed(id, { reason, unit, actor });
    const end = Date.now() + this.waitMs(caller);
    for (;;) {
      const row = await this.known(id, caller);
      this.checkNotMet(row);
      if (row.need.verdict || Date.now() >= end) return needView(row);
      await pause(LOOK_MS);
    }
  }

  /** Throws Problem NEED_UNKNOWN, also for a caller that is bound to other units than the one that asks. */
  async known(id: string, { sight }: Pick<Caller, 'sight'>): Promise<NeedRow> {
    const row = await this.agency.store.needs.one(id, sight);
    if (!row) throw new Problem('NEED_UNKNOWN');
    return row;
  }

  private async answeredBefore(caller: Caller): Promise<ToldNeed | undefined> {
    const { key } = caller;
    const before = key && (await this.agency.store.needs.byKey(key.key));
    if (!before) return undefined;
    if (before.bodyHash !== key.bodyHash) throw refusalProblem({ refused: 'IDEMPOTENCY_KEY_REUSED' });
    const asked = ({ rank }: { readonly rank: number }): boolean =>
      before.rank === undefined || before.rank === rank;
    const end = Date.now() + this.waitMs(caller);
    for (;;) {
      const { need, caseId, offers } = needView(await this.known(before.id, caller));
      const told = offers.filter(asked).map(toldBefore);
      const isSettled = told.length > 0 && told.every(({ state }) => state !== 'queued');
      if (isSettled || Date.now() >= end) return { need, caseId, offers: told };
      await pause(LOOK_MS);
    }
  }

  /** The keeper of needs would make them too, a moment later; here their caller hears what became of them. */
  private async made(row: NeedRow, actor: Actor, caller: Caller): Promise<ToldNeed> {
    const waitMs = this.waitMs(caller);
    const steps = nextSteps(row.need, row.tasks).flatMap((step) => (step.do === 'offer' ? [step] : []));
    const offers = await Promise.all(
      steps.map(async ({ rank, to }) => {
        const made = await this.offers.make(row.need, rank, { actor, waitMs });
        return made ? [toldOffer(rank, to, made)] : [];
      }),
    );
    return { need: row.need.id, caseId: row.need.caseId, offers: offers.flat() };
  }

  private checkJoins(row: NeedRow, { kind, mode, caseId, to }: OfferBody): void {
    const { need } = row;
    if (need.verdict || row.closing) throw refusalProblem(alreadyMet(row));
    const faults = [
      ...differs('/kind', kind, need.kind),
      ...differs('/mode', mode, need.mode),
      ...(caseId === undefined ? [] : differs('/caseId', caseId, need.caseId)),
      ...(isAskedNow(row, to)
        ? [{ pointer: '/to', code: 'TWICE', detail: 'this party has an open offer of the need' }]
        : []),
    ];
    if (faults.length > 0) throw new Problem('BAD_CONTENT', { faults });
  }

  /** A need that was given up by who had claimed it may still be closed, so that nobody is alerted to it any more. */
  private checkNotMet(row: NeedRow): void {
    if (needView(row).status === 'met') throw refusalProblem(alreadyMet(row));
  }

  private waitMs(caller: Caller): number {
    return caller.waitMs ?? this.agency.config.recordWaitMs;
  }
}

const differs = (pointer: string, said: string, is: string) =>
  said === is
    ? []
    : [{ pointer, code: 'NOT_OF_THE_NEED', detail: `every offer of this need has ${is} here` }];

function isAskedNow({ need, tasks }: NeedRow, { agency, unit }: Party): boolean {
  return need.candidates.some(({ performer, task, notSent }) => {
    if (performer.agency !== agency || performer.unit !== unit || notSent) return false;
    const status = task === undefined ? undefined : tasks.get(task)?.status;
    return status === undefined || !isClosed({ status });
  });
}

const alreadyMet = ({ need }: NeedRow) => ({
  refused: 'NEED_ALREADY_MET',
  because: { need: need.id, ...(need.verdict?.is === 'claimed' && { task: need.verdict.task }) },
});

function toldBefore({ rank, performer: to, task, status }: OfferView): ToldOffer {
  const ended = status === 'not-sent' ? status : 'recorded';
  return { rank, to, task, state: status === 'waiting' ? 'queued' : ended };
}

function toldOffer(rank: number, to: Party, { taskId, answer, left, missing }: MadeOffer): ToldOffer {
  const items = withLeft('items' in answer ? answer.items : undefined, left);
  return {
    rank,
    to: { agency: to.agency, unit: to.unit },
    task: taskId,
    ...toldAnswer(answer),
    ...(items && { items }),
    ...(missing.length > 0 && { missing }),
  };
}

function toldAnswer(answer: Answer): Pick<ToldOffer, 'state' | 'eventId' | 'sequence'> {
  if ('refused' in answer) return { state: answer.refused };
  const { state, eventId } = answer;
  return { state, eventId, ...(answer.state === 'recorded' && { sequence: answer.sequence }) };
}

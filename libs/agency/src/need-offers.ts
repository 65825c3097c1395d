import { uuidv7 } from 'uuidv7';
import type { MissingItems, Need } from '#domain';
import type { Sight } from '#storage';
import type { Agency } from './agency.js';
import type { LeftOut } from './http/case-offer.js';
import type { RequestTaskBody } from './http/commands.dto.js';
import { Problem } from './http/problem.js';
import { TaskDesk } from './http/task-desk.js';
import type { Actor, Answer } from './wish.js';

/** Who makes an offer, and how long it waits for the ledger, in ms. */
export interface Offering {
  readonly actor: Actor;
  readonly waitMs: number;
}

/** What became of an offer, as a request is answered. */
export interface MadeOffer {
  readonly taskId: string;
  readonly answer: Answer;
  readonly left: readonly LeftOut[];
  readonly missing: readonly MissingItems[];
}

/** Refusals after which the same offer may still be made. */
const NOT_FOR_GOOD: ReadonlySet<string> = new Set(['EARLIER_STEP_NOT_RECORDED']);

/**
 * Makes the offers of a need, each an ordinary request that is planned by its own agreement. The id of its task is fixed
 * first, and its key is its place in the need: so it is made once, whoever makes it, however often.
 */
export class NeedOffers {
  private readonly tasks: TaskDesk;

  constructor(private readonly agency: Agency) {
    this.tasks = new TaskDesk(agency);
  }

  /** Undefined when there is nothing to be offered any more. What cannot be asked of this candidate ends its offer. */
  async make(
    { id, caseId }: Pick<Need, 'id' | 'caseId'>,
    rank: number,
    { actor, waitMs }: Offering,
  ): Promise<MadeOffer | undefined> {
    const { needs } = this.agency.store;
    const named = await needs.named(id, rank, uuidv7());
    if (!named) return undefined;
    const { taskId } = named;
    const { sight, ...request } = named.request as RequestTaskBody & { readonly sight?: Sight };
    try {
      const ids = { taskId, caseId, need: id };
      const { wish, left, missing } = await this.tasks.planned(request, ids, { ...NOBODY, sight });
      const key = { key: `need ${id} ${rank}`, bodyHash: taskId };
      const answer = await this.agency.desk.submit({ ...wish, actor, key }, waitMs);
      if ('refused' in answer && !NOT_FOR_GOOD.has(answer.refused))
        await needs.notOffered(id, rank, answer.refused);
      return { taskId, answer, left, missing };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await needs.notOffered(id, rank, error.code);
      return { taskId, answer: { refused: error.code }, left: [], missing: [] };
    }
  }
}

/** No system calls here: actor and key are given otherwise. */
const NOBODY = { system: '', waitMs: 0 };

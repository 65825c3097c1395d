import { uuidv7 } from 'uuidv7';
import type { DataOf } from '#contracts';
import { Overtaken, type AuditStore, type CaseStanding } from '#storage';
import type { ActingAs, Acts } from '../acts.js';
import { committed } from './words.js';

type ErasedData = DataOf<'concordat.audit.erased.v1'>;
type ErasureRefusedData = DataOf<'concordat.audit.erasure-refused.v1'>;

/** An erasure as it is asked for. */
export interface ErasureWish {
  readonly cases: readonly string[];
  readonly ground: ErasedData['ground'];
  readonly authority: ErasedData['authority'];
  readonly words: string;
  /** Who asks: the name of the token, and as events name it. */
  readonly by: { readonly name: string; readonly actor: ActingAs };
}

/** What came of it. A refusal stands in the log as well. */
export type Erased =
  | { readonly is: 'erased' | 'erased-before'; readonly id: string }
  | {
      readonly is: 'refused';
      readonly why: ErasureRefusedData['reason'];
      readonly cases: readonly CaseStanding[];
    };

/** How often it is looked again when another act came between. */
const TRIES = 5;

/** Destroys what the log can destroy of a case: in one transaction with the leaf that says so, or not at all. */
export class Eraser {
  constructor(
    private readonly store: AuditStore,
    private readonly acts: Acts,
  ) {}

  /** Erases cases that the log knows. Refused, with a leaf, under a hold and while a task of them is open. */
  async erase(wish: ErasureWish): Promise<Erased> {
    for (let attempt = 1; ; attempt += 1) {
      const standings = await this.store.forgetting.standing(wish.cases);
      const refused = await this.refusal(standings, wish);
      if (refused) return refused;
      const before = erasedBefore(standings);
      if (before !== undefined) return { is: 'erased-before', id: before };
      try {
        return { is: 'erased', id: await this.destroy(standings, wish) };
      } catch (error) {
        if (!(error instanceof Overtaken) || attempt >= TRIES) throw error;
      }
    }
  }

  private async refusal(standings: readonly CaseStanding[], wish: ErasureWish): Promise<Erased | undefined> {
    const held = standings.filter(({ holds }) => holds.length > 0);
    const open = standings.filter(({ openTasks }) => openTasks > 0);
    if (held.length === 0 && open.length === 0) return undefined;
    const why = held.length > 0 ? 'held' : 'task-open';
    const hold = held[0]?.holds[0];
    const data: ErasureRefusedData = {
      cases: [...wish.cases],
      reason: why,
      ...(hold !== undefined && { hold }),
    };
    await this.acts.do({ type: 'concordat.audit.erasure-refused.v1', data, by: wish.by.actor });
    return { is: 'refused', why, cases: held.length > 0 ? held : open };
  }

  private async destroy(
    standings: readonly CaseStanding[],
    { cases, ground, authority, words, by }: ErasureWish,
  ): Promise<string> {
    const id = uuidv7();
    const leaves = standings.reduce((sum, { sealed }) => sum + sealed, 0);
    const { commitment, salt } = committed(words);
    const data = { erasure: id, cases: [...cases], ground, authority, leaves, words: commitment };
    await this.acts.do(
      { type: 'concordat.audit.erased.v1', data, by: by.actor },
      this.store.forgetting.erased({
        id,
        cases,
        ground,
        authority,
        leaves,
        by: by.name,
        words,
        salt,
      }),
    );
    return id;
  }
}

/** The newest erasure of cases of which nothing is left to destroy. */
function erasedBefore(standings: readonly CaseStanding[]): string | undefined {
  const left = standings.some(({ sealed, tokens }) => sealed > 0 || tokens > 0);
  return left ? undefined : standings.flatMap(({ erasures }) => erasures)[0];
}

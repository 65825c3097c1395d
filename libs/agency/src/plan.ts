import {
  coverOf,
  coverUnderOverride,
  isCovered,
  passageOf,
  splitItems,
  stagesUpTo,
  type AgreementIndex,
  type Cover,
  type ItemStatement,
  type Kept,
  type Passage,
  type RefusedItemReason,
  type Task,
  type TaskEvent,
  type Uncovered,
} from '#domain';
import type { Wish } from './wish.js';

/** A decided event with what travels beside it, not yet signed. */
export interface Draft {
  readonly wish: Wish;
  readonly event: TaskEvent;
  /** The task before the event. */
  readonly task: Task | undefined;
}

/** An item with the promise under which it goes, and, in a correction, the event that told it before. */
export interface Carried {
  readonly statement: ItemStatement;
  readonly cover: Omit<Cover, 'agreement'>;
  readonly corrects?: string;
}

/** What becomes of the items of a draft: they go with it, wait for a later stage, or may not go. */
export interface Plan {
  readonly go: readonly Carried[];
  readonly kept: readonly Kept<ItemStatement>[];
  readonly refused: readonly { readonly code: string; readonly why: RefusedItemReason }[];
}

const NOTHING: Plan = { go: [], kept: [], refused: [] };

/**
 * Parts the items of a draft by the agreements. Items of a request, or told on a task that goes on, may wait for
 * acceptance or attendance; of a correction each is judged at the stage at which it was told before. Agreements count as they
 * are `now` (ms), also where the time of the event is that of an exercise.
 */
export function planItems(
  draft: Draft,
  agreements: AgreementIndex,
  now: number = Date.parse(draft.event.at),
): Plan {
  const { wish, event, task } = draft;
  const passage = passageOf(event, task, now);
  if (!passage || wish.items.length === 0) return NOTHING;
  if (wish.corrects) return planEach(wish.items, (item) => correctionCover(wish, item, passage, agreements));
  const mayWait = event.type === 'requested' || event.type === 'informed';
  if (wish.override) {
    const urgent = planEach(wish.items, (item) => emergencyCover(wish, item, passage, agreements));
    return mayWait ? keepOrdinary(urgent, wish.items, passage, agreements) : urgent;
  }
  const { now: going, kept, refused } = splitItems(agreements, passage, wish.items);
  const tooEarly = mayWait
    ? []
    : kept.map(({ item }) => ({ code: item.code, why: 'not-at-this-stage' as const }));
  return {
    go: going.map(({ item, cover }) => ({ statement: item, cover })),
    kept: mayWait ? kept : [],
    refused: [...refused.map(({ item, why }) => ({ code: item.code, why })), ...tooEarly],
  };
}

/** What the emergency does not cover and a rule lets go later waits, as it would without an emergency. */
function keepOrdinary(
  { go, refused }: Plan,
  items: readonly ItemStatement[],
  passage: Passage,
  agreements: AgreementIndex,
): Plan {
  const codes = new Set(refused.map(({ code }) => code));
  const { kept } = splitItems(
    agreements,
    passage,
    items.filter(({ code }) => codes.has(code)),
  );
  const waiting = new Set(kept.map(({ item }) => item.code));
  return { go, kept, refused: refused.filter(({ code }) => !waiting.has(code)) };
}

function planEach(
  items: readonly ItemStatement[],
  judge: (item: ItemStatement) => Carried | Uncovered,
): Plan {
  const judged = items.map((item) => ({ item, found: judge(item) }));
  return {
    go: judged.flatMap(({ found }) => ('cover' in found ? [found] : [])),
    kept: [],
    refused: judged.flatMap(({ item, found }) =>
      'cover' in found ? [] : [{ code: item.code, why: found.why }],
    ),
  };
}

function correctionCover(
  { corrects }: Wish,
  statement: ItemStatement,
  passage: Passage,
  agreements: AgreementIndex,
): Carried | Uncovered {
  const told = corrects?.[statement.code];
  if (!told) return { why: 'no-agreement' };
  const found = coverOf(agreements, passage, statement, stagesUpTo(told.cover.stage));
  // A promise that has ended since, or an emergency, still binds to put right what was told under it (UK GDPR article 19).
  const cover = isCovered(found) ? found : told.cover;
  return { statement, cover, corrects: told.event };
}

function emergencyCover(
  { override }: Wish,
  statement: ItemStatement,
  passage: Passage,
  agreements: AgreementIndex,
): Carried | Uncovered {
  const ordinary = coverOf(agreements, passage, statement);
  if (isCovered(ordinary)) return { statement, cover: ordinary };
  const found = override && coverUnderOverride(agreements, passage, statement, override);
  return found && 'rule' in found ? { statement, cover: found } : (found ?? ordinary);
}

import type { OverrideClause, RefusedItemReason, SharingRule, Stage } from './agreements.js';
import { isInForce, placeOf, speaksOf, type AgreementIndex, type InAgreement } from './agreement-index.js';
import { stagesReached, type Passage } from './passage.js';
import type { AgencyCode } from './task.js';

/** An item as an agreement looks at it. */
export interface SharedItem {
  readonly code: string;
  /** The agency that it came from; the teller itself when absent. */
  readonly originator?: AgencyCode;
}

/** Whether the teller came with it by itself, was asked for it, or told it outside the rules in an emergency. */
export const WAYS = ['pushed', 'pulled', 'overridden'] as const;

/** One of {@link WAYS}. */
export type Way = (typeof WAYS)[number];

/** The promise under which an item travels, as it is recorded with the disclosure. */
export interface Cover {
  /** Code of the rule, or of the override clause. */
  readonly rule: string;
  /** Code and version of its agreement. */
  readonly agreement: string;
  readonly version: number;
  readonly basis: string;
  readonly stage: Stage;
  readonly way: Way;
}

/** An item that travels under no promise, and why. `stage` is the one that it must wait for, where there is one. */
export interface Uncovered {
  readonly why: RefusedItemReason;
  readonly stage?: Stage;
}

/**
 * The rule under which an item may travel on this passage, or why there is none. Where several rules cover it, the one
 * of the earliest stage counts. `reached` stands for the stages of the task where something else than its status says
 * them, as for a correction.
 */
export function coverOf(
  index: AgreementIndex,
  passage: Passage,
  item: SharedItem,
  reached: readonly Stage[] = stagesReached(passage.status),
): Cover | Uncovered {
  const rules = index.rules.get(placeOf(passage.direction, passage.kind, item.code)) ?? [];
  const between = rules.filter((rule) => speaksOf(rule, passage) && holdsAt(rule.it, passage.urgency));
  const inForce = between.filter((rule) => isInForce(rule, passage.at));
  const theirs = inForce.filter((rule) => mayPassOn(rule, passage, item));
  const asked = passage.wanted.includes(item.code) && passage.direction === 'to-asker' && reached.length > 0;
  const covering = theirs.find(({ it }) => (it.stage === 'on-request' ? asked : reached.includes(it.stage)));
  if (covering) return coverBy(covering, covering.it.stage, asked ? 'pulled' : 'pushed');
  const [next] = theirs;
  if (next) return { why: 'not-at-this-stage', stage: next.it.stage };
  if (inForce.length > 0) return { why: 'not-the-originators' };
  return { why: between.length > 0 ? 'not-in-force' : 'no-agreement' };
}

/** Whether a cover was found. */
export const isCovered = (found: Cover | Uncovered): found is Cover => 'rule' in found;

/** An item that waits here until its task has come to the stage. */
export interface Kept<T> {
  readonly item: T;
  readonly stage: 'accepted' | 'attending';
}

/** Items parted by what may happen to them. */
export interface Split<T extends SharedItem> {
  readonly now: readonly { readonly item: T; readonly cover: Cover }[];
  readonly kept: readonly Kept<T>[];
  readonly refused: readonly { readonly item: T; readonly why: RefusedItemReason }[];
}

/**
 * Parts the items that somebody wants to tell: what goes now, what waits for acceptance or attendance, what may not go.
 * What is only given when asked for is refused here as not at this stage.
 */
export function splitItems<T extends SharedItem>(
  index: AgreementIndex,
  passage: Passage,
  items: readonly T[],
): Split<T> {
  const now: { item: T; cover: Cover }[] = [];
  const kept: Kept<T>[] = [];
  const refused: { item: T; why: RefusedItemReason }[] = [];
  for (const item of items) {
    const found = coverOf(index, passage, item);
    if (isCovered(found)) now.push({ item, cover: found });
    else if (found.stage === 'accepted' || found.stage === 'attending')
      kept.push({ item, stage: found.stage });
    else refused.push({ item, why: found.why });
  }
  return { now, kept, refused };
}

/** The cover that a rule or clause gives. */
export function coverBy(
  { it, agreement }: Pick<InAgreement<SharingRule | OverrideClause>, 'it' | 'agreement'>,
  stage: Stage,
  way: Way,
): Cover {
  return {
    rule: it.code,
    agreement: agreement.code,
    version: agreement.version,
    basis: it.basis,
    stage,
    way,
  };
}

const holdsAt = ({ urgencies }: SharingRule, urgency: string): boolean =>
  urgencies === undefined || urgencies.includes(urgency);

/** Whether the teller may tell this item under the rule: its own, or one of an originator that the rule names. */
export const mayPassOn = (
  { it }: InAgreement<SharingRule>,
  { from }: Passage,
  { originator = from.agency }: SharedItem,
): boolean => originator === from.agency || (it.originators ?? []).includes(originator);

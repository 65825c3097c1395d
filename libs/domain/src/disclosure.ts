import type { Stage } from './agreements.js';
import type { TaskKind } from './rules.js';
import { IMMEDIATE } from './rules.js';
import type { TaskStatus } from './task.js';

/** Which way items are to travel, and at which point of the task. */
export interface Disclosing {
  readonly kind: TaskKind;
  readonly urgency: string;
  readonly direction: 'to-performer' | 'to-asker';
  /** The status of the task before the event with which the items travel; undefined when it is only being requested. */
  readonly status: TaskStatus | undefined;
  /** The codes of the items that the request named, if it named any. */
  readonly wanted?: readonly string[] | undefined;
}

/** What may travel: the item codes, and the rule and stage that are recorded with the disclosure. */
export interface Allowance {
  readonly stage: Stage;
  readonly rule: string;
  readonly items: ReadonlySet<string>;
}

// Where life is at risk these may be shown before acceptance, so that who is asked can set off at once.
const IMMEDIATE_OFFER_ADDS = ['exact-location', 'means-access', 'overdose-details', 'worker-safety-warning'];

const AFTER_ACCEPTANCE: ReadonlySet<TaskStatus> = new Set(['accepted', 'in-progress', 'on-hold']);

/**
 * Which items may travel now, by the lists of the task's kind alone. Items that the kind lists as not needed never do,
 * and nothing goes to a performer whose task is closed. A request to a unit that did not accept yet shows only what is
 * needed to say yes or no.
 */
export function mayTravel(disclosing: Disclosing): Allowance {
  return disclosing.direction === 'to-asker' ? answer(disclosing) : toPerformer(disclosing);
}

function toPerformer({ kind, urgency, status }: Disclosing): Allowance {
  const offered = [...kind.discloseAtOffer, ...(urgency === IMMEDIATE ? IMMEDIATE_OFFER_ADDS : [])];
  if (status === undefined || status === 'requested' || status === 'received') {
    return { stage: 'offer', rule: `${kind.code}.offer`, items: needed(kind, offered) };
  }
  const accepted = AFTER_ACCEPTANCE.has(status) ? [...offered, ...kind.discloseAfterAcceptance] : [];
  return { stage: 'accepted', rule: `${kind.code}.accepted`, items: needed(kind, accepted) };
}

function answer({ kind, wanted = [] }: Disclosing): Allowance {
  const items = needed(kind, [
    ...kind.required,
    ...kind.requiredOneOf.flat(),
    ...kind.expected,
    ...kind.discloseAtOffer,
    ...kind.discloseAfterAcceptance,
    ...wanted,
  ]);
  return { stage: wanted.length > 0 ? 'on-request' : 'accepted', rule: `${kind.code}.answer`, items };
}

function needed(kind: TaskKind, codes: readonly string[]): ReadonlySet<string> {
  return new Set(codes.filter((code) => !kind.notNeeded.includes(code)));
}

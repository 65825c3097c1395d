import { decide, type Task, type TaskCommandType } from '#domain';
import type { Directory } from '#directory';
import type { NewRefusal } from '#storage';
import { agreementIndexOf } from './agreements.js';
import { lawOn, type LawSaid } from './law.js';
import { planItems, type Draft, type Plan } from './plan.js';
import type { Refused, ToldBeside, Wish } from './wish.js';

/** What a wish meets. */
export interface Ground {
  readonly task: Task | undefined;
  readonly directory: Directory;
  /** Modes on which the agency acts: it takes no step on a task of another. */
  readonly modes: readonly string[];
  /** When it is judged what may travel, in ms: now, also in an exercise; the time of the wish where it says nothing. */
  readonly now?: number;
}

/** A wish that goes through: its event, and what becomes of its items. */
export interface Granted {
  readonly draft: Draft;
  readonly plan: Plan;
  /** What the rules of law say of it; absent where none warns. */
  readonly law?: LawSaid;
  /** Items that were left out, for the audit log; absent where there are none. */
  readonly attempt?: NewRefusal;
}

/** A wish of which nothing is stored but, where it was to tell what may not travel, that somebody tried. */
export interface Denied {
  readonly answer: Refused;
  readonly attempt?: NewRefusal;
}

/**
 * What becomes of a wish. Refuses with a code of the domain, or `ITEM_NOT_ALLOWED` with every item that no agreement lets
 * travel: that is when the caller did not want them left out, or when nothing would be left to tell. Pure; throws nothing
 * that the domain does not throw.
 */
export function decideWish(wish: Wish, { task, directory, modes, now }: Ground): Granted | Denied {
  // What was decided from a status that is gone would surprise whoever decided it: the other party's step is told instead.
  const command =
    task && !wish.command.seenStatus && !AT_ANY_TIME.has(wish.command.type)
      ? { ...wish.command, seenStatus: task.status }
      : wish.command;
  const mine = task && modes.includes(task.mode) ? task : undefined;
  const decision = decide(command, mine, directory.rules);
  if ('refused' in decision) return { answer: decision };
  const [event] = decision.events;
  if (!event) throw new Error('a decision without an event');
  const draft: Draft = { wish: { ...wish, command }, event, task: mine };
  const plan = planItems(draft, agreementIndexOf(directory), now);
  const law = lawOn(draft, plan, directory.lawRules);
  const granted = { draft, plan, ...(law && { law }) };
  if (plan.refused.length === 0) return granted;
  const attempt = attemptOf(draft, plan);
  if (wish.ifNotAllowed === 'leave-out' && saysSomething(draft, plan)) return { ...granted, attempt };
  return { answer: notAllowed(plan), attempt };
}

/**
 * What is said afterwards of things told before, that a time has passed, and what is so of people and clocks holds however
 * the task stands by then: a lost race must not lose it.
 */
const AT_ANY_TIME: ReadonlySet<TaskCommandType> = new Set([
  'expire',
  'report-overdue',
  'escalate',
  'lapse-handover',
  'tell-clocks',
  'set-slots',
  'end-promise',
  'correct',
  'recall',
  'identify',
  'acknowledge',
  'review',
]);

/** What a caller is told of a wish that goes through: what became of its items, and what the rules of law say. */
export function toldBeside({ plan: { go, kept, refused }, law }: Granted): ToldBeside {
  const items = {
    sent: [...new Set(go.map(({ statement }) => statement.code))],
    kept: kept.map(({ item, stage }) => ({ code: item.code, until: stage })),
    leftOut: refused,
  };
  const isTold = go.length + kept.length + refused.length > 0;
  return { ...(isTold && { items }), ...(law && { warnings: law.told }) };
}

/** An event that only tells is worth nothing when nothing of it is left. */
function saysSomething({ event, wish }: Draft, { go, kept }: Plan): boolean {
  if (event.type === 'corrected') return go.length > 0;
  return event.type !== 'informed' || go.length + kept.length > 0 || wish.note !== undefined;
}

function notAllowed({ refused }: Plan): Refused {
  return {
    refused: 'ITEM_NOT_ALLOWED',
    because: { items: refused.map(({ code }) => code), why: refused.map(({ why }) => why) },
  };
}

function attemptOf({ event, task, wish }: Draft, { refused }: Plan): NewRefusal {
  const about = event.type === 'requested' ? event : (task as Task);
  const { asker, performer, kind, caseId, mode } = about;
  const other = event.by.agency === asker.agency ? performer.agency : asker.agency;
  return {
    direction: 'outgoing',
    other,
    kind,
    caseId,
    mode,
    actor: wish.actor,
    items: refused,
    occurredAt: new Date(event.at).toISOString(),
    // A request that is refused as a whole never becomes a task.
    ...(task && { taskId: task.id }),
  };
}

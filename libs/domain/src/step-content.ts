import { deadlineKey, deadlinesOf, isPast } from './deadlines.js';
import type { Accepted, Requested, TaskEvent } from './events.js';
import { instantOf } from './instant.js';
import type { Refusal } from './refusals.js';
import { roleOf, type Side } from './role.js';
import { FINDINGS, RECALL_REASONS } from './remarks.js';
import { CANCEL_REASONS, type Party, type Task } from './task.js';

/** Why an event is not good in itself, whatever the task is; undefined if it is. */
export function againstContent(event: TaskEvent): Refusal | undefined {
  const at = instantOf(event.at);
  if (at === undefined) return { refused: 'NOT_A_TIME', because: { field: 'at' } };
  switch (event.type) {
    case 'requested':
      return (
        againstItself(event) ??
        againstDecideBy(event, at) ??
        againstTimes(event, REQUEST_TIMES) ??
        againstOccurred(event)
      );
    case 'accepted':
      return againstOccurred(event);
    case 'cancelled':
      return againstReason(event.reason, CANCEL_REASONS);
    case 'recalled':
      return againstNothing(event.recalls) ?? againstReason(event.reason, RECALL_REASONS);
    case 'acknowledged':
      return againstNothing(event.events);
    case 'escalated':
      return againstNothing(event.to);
    case 'clock-told':
      return againstNothing(event.clocks);
    case 'slots-set':
      return againstNothing(event.slots);
    case 'reviewed':
      return againstReason(event.finding, FINDINGS);
    case 'held':
      return againstTimes(event, ['reviewAt']);
    case 'handover-offered':
      return againstTimes(event, ['lapsesAt']);
    case 'countered':
      return againstTerms(event) ?? againstTimes(event, ['startBy']);
    default:
      return undefined;
  }
}

type Part = Side | undefined;

const REQUEST_TIMES = ['acknowledgeBy', 'startBy', 'completeBy'] as const;

/** Why the task as it stands does not allow this step of one of its parties; undefined if it does. */
export function againstState(task: Task, event: TaskEvent, role: Part): Refusal | undefined {
  switch (event.type) {
    case 'answered-late':
      return againstLateAnswer(task);
    case 'countered':
      return task.need === undefined
        ? undefined
        : { refused: 'OFFER_OF_A_NEED', because: { need: task.need } };
    case 'counter-accepted':
    case 'counter-refused':
      return task.counter ? undefined : { refused: 'NO_COUNTER_OFFER' };
    case 'handover-offered':
      return againstOffering(task, role);
    case 'handover-accepted':
    case 'handover-refused':
      return againstTakingOver(task, role);
    case 'handover-lapsed':
      return task.handover ? undefined : { refused: 'NO_HANDOVER_OFFERED' };
    case 'promised':
      return againstPromise(task, event.promise.id);
    case 'accepted':
      return event.promise && againstPromise(task, event.promise.id);
    case 'promise-ended':
      return againstEnding(task, event, role);
    case 'escalated':
      return againstCallingIn(task, event.to);
    default:
      return undefined;
  }
}

/** Why it is too early to say that a time has passed, or was said before; undefined if it is neither, or says no such thing. */
export function againstDue(task: Task, event: TaskEvent, time: string): Refusal | undefined {
  switch (event.type) {
    case 'expired':
      return againstEarly(task.decideBy, time);
    case 'handover-lapsed':
      return againstEarly(task.handover?.lapsesAt, time);
    case 'overdue': {
      const key = deadlineKey(event);
      if (task.missed?.includes(key)) return { refused: 'REPORTED_BEFORE', because: { deadline: key } };
      return againstEarly(deadlinesOf(task).find((one) => deadlineKey(one) === key)?.dueAt, time);
    }
    default:
      return undefined;
  }
}

function againstEarly(dueAt: string | undefined, time: string): Refusal | undefined {
  if (dueAt === undefined) return { refused: 'NO_SUCH_DEADLINE' };
  return isPast(dueAt, time) ? undefined : { refused: 'NOT_DUE_YET', because: { dueAt, time } };
}

function againstLateAnswer(task: Task): Refusal | undefined {
  if (task.businessStatus !== 'expired') return { refused: 'TASK_CLOSED', because: { status: task.status } };
  return task.lateAnswer && { refused: 'REPORTED_BEFORE', because: { answer: task.lateAnswer } };
}

function againstOffering(
  { responsibility, responsible, handover, ...task }: Task,
  role: Part,
): Refusal | undefined {
  if (responsibility !== 'transfers' || !responsible) return { refused: 'RESPONSIBILITY_RETAINED' };
  if (handover) return { refused: 'HANDOVER_OFFERED', because: { lapsesAt: handover.lapsesAt } };
  const theirs = roleOf(task, responsible) ?? '';
  return role === theirs ? undefined : { refused: 'NOT_RESPONSIBLE', because: { responsible: theirs } };
}

function againstTakingOver(task: Task, role: Part): Refusal | undefined {
  if (!task.handover) return { refused: 'NO_HANDOVER_OFFERED' };
  const offeredBy = roleOf(task, task.handover.offeredBy) ?? '';
  return role === offeredBy ? { refused: 'OWN_HANDOVER', because: { offeredBy } } : undefined;
}

/** An agency without part in the task would never hear that it was called in. */
function againstCallingIn({ asker, performer }: Task, units: readonly Party[]): Refusal | undefined {
  const allowed = [...new Set([asker.agency, performer.agency])];
  const other = units.find(({ agency }) => !allowed.includes(agency));
  return (
    other && { refused: 'UNIT_OF_NO_PARTY', because: { agency: other.agency, unit: other.unit, allowed } }
  );
}

function againstPromise(task: Task, id: string): Refusal | undefined {
  const known = task.promises?.some((promise) => promise.id === id);
  return known ? { refused: 'PROMISE_EXISTS', because: { promise: id } } : undefined;
}

function againstEnding(
  task: Task,
  event: Extract<TaskEvent, { type: 'promise-ended' }>,
  role: Part,
): Refusal | undefined {
  const promise = task.promises?.find(({ id }) => id === event.promise);
  if (!promise) return { refused: 'PROMISE_UNKNOWN', because: { promise: event.promise } };
  if (promise.state !== 'open') return { refused: 'PROMISE_ENDED', because: { state: promise.state } };
  const promised = roleOf(task, promise.by) ?? '';
  const allowed = event.end === 'released' ? role !== promised : role === promised;
  return allowed ? undefined : { refused: 'NOT_YOUR_PROMISE', because: { promisedBy: promised } };
}

function againstItself({ asker, performer }: Requested): Refusal | undefined {
  if (asker.agency !== performer.agency || asker.unit !== performer.unit) return undefined;
  return { refused: 'UNIT_TASKS_ITSELF', because: { agency: asker.agency, unit: asker.unit } };
}

function againstDecideBy({ at, decideBy }: Requested, requestedAt: number): Refusal | undefined {
  if (decideBy === undefined) return undefined;
  const until = instantOf(decideBy);
  if (until === undefined) return { refused: 'NOT_A_TIME', because: { field: 'decideBy' } };
  return until > requestedAt ? undefined : { refused: 'DECIDE_BY_IN_THE_PAST', because: { at, decideBy } };
}

function againstTimes<E extends TaskEvent>(
  event: E,
  fields: readonly (keyof E & string)[],
): Refusal | undefined {
  for (const field of fields) {
    const text = event[field];
    if (text === undefined) continue;
    const until = typeof text === 'string' ? instantOf(text) : undefined;
    if (until === undefined) return { refused: 'NOT_A_TIME', because: { field } };
    if (until <= Date.parse(event.at))
      return { refused: 'TIME_IN_THE_PAST', because: { field, at: event.at } };
  }
  return undefined;
}

/** How long ago something may have happened that is recorded only now, in ms: a week. */
const OCCURRED_WITHIN_MS = 7 * 24 * 60 * 60_000;

function againstOccurred({ at, occurredAt }: Requested | Accepted): Refusal | undefined {
  if (occurredAt === undefined) return undefined;
  const occurred = instantOf(occurredAt);
  if (occurred === undefined) return { refused: 'NOT_A_TIME', because: { field: 'occurredAt' } };
  const ago = Date.parse(at) - occurred;
  if (ago < 0) return { refused: 'OCCURRED_IN_THE_FUTURE', because: { at, occurredAt } };
  if (ago > OCCURRED_WITHIN_MS) return { refused: 'OCCURRED_TOO_LONG_AGO', because: { at, occurredAt } };
  return undefined;
}

function againstTerms({
  startBy,
  explained,
}: Extract<TaskEvent, { type: 'countered' }>): Refusal | undefined {
  return startBy === undefined && !explained ? { refused: 'TERMS_MISSING' } : undefined;
}

function againstNothing(named: readonly unknown[]): Refusal | undefined {
  return named.length > 0 ? undefined : { refused: 'NOTHING_NAMED', because: {} };
}

function againstReason(reason: string, allowed: readonly string[]): Refusal | undefined {
  return allowed.includes(reason)
    ? undefined
    : { refused: 'REASON_NOT_ALLOWED', because: { reason, allowed } };
}

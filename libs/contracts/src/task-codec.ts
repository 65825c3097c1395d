import type { IdentityStep, Mode, Requested, TaskEvent } from '#domain';
import type { DataOf, TaskEventType, TaskLedgerEvent } from './event.js';
import { unitOf, senderOf } from './event.js';
import type { ItemData, OverrideData } from './events/task-events.js';

/** What the domain knows of a task event, read from its signed form. */
export function fromWire(event: TaskLedgerEvent): TaskEvent {
  const step = {
    taskId: event.subject,
    version: event.taskversion,
    by: { agency: senderOf(event), unit: unitOf(event) },
    at: event.time,
  };
  switch (event.type) {
    case 'concordat.task.requested.v1': {
      const { asker, performer, kind, urgency, decideby, wanted, grade, purpose, basis, need } = event.data;
      const facts = { caseId: event.caseid, mode: event.mode as Mode, kind, urgency, asker, performer };
      const limits = { ...(decideby && { decideBy: decideby }), ...(wanted && { wanted }) };
      const ground = { ...(grade && { grade }), ...(purpose && { purpose }), ...(basis && { basis }) };
      return { ...step, type: 'requested', ...facts, ...limits, ...ground, ...(need && { need }) };
    }
    case 'concordat.task.received.v1':
      return { ...step, type: 'received' };
    case 'concordat.task.accepted.v1':
      return { ...step, type: 'accepted' };
    case 'concordat.task.rejected.v1':
      return { ...step, type: 'rejected', reason: event.data.reason };
    case 'concordat.task.started.v1':
      return { ...step, type: 'started' };
    case 'concordat.task.informed.v1':
      return { ...step, type: 'informed' };
    case 'concordat.task.completed.v1':
      return { ...step, type: 'completed', outcome: event.data.outcome };
    case 'concordat.task.failed.v1':
      return { ...step, type: 'failed', reason: event.data.reason };
    case 'concordat.task.cancelled.v1':
      return { ...step, type: 'cancelled', reason: event.data.reason };
    default:
      return { ...step, ...remarkFrom(event) };
  }
}

type RemarkEvent =
  TaskLedgerEvent<`concordat.task.${'corrected' | 'recalled' | 'identified' | 'acknowledged' | 'reviewed'}.v1`>;

function remarkFrom(event: RemarkEvent) {
  switch (event.type) {
    case 'concordat.task.corrected.v1':
      return { type: 'corrected' } as const;
    case 'concordat.task.recalled.v1':
      return { type: 'recalled', recalls: event.data.recalls, reason: event.data.reason } as const;
    case 'concordat.task.identified.v1':
      return { type: 'identified', identity: event.data.identity as IdentityStep } as const;
    case 'concordat.task.acknowledged.v1':
      return { type: 'acknowledged', events: event.data.events } as const;
    case 'concordat.task.reviewed.v1':
      return { type: 'reviewed', override: event.data.override, finding: event.data.finding } as const;
    default:
      return event satisfies never;
  }
}

/** The `type` and `data` that a domain event has on the wire; items, and the word that overrides for them, ride beside it. */
export function toWire(
  event: TaskEvent,
  items: readonly ItemData[],
  override?: OverrideData,
): { type: TaskEventType; data: DataOf<TaskEventType> } {
  const type: TaskEventType = `concordat.task.${event.type}.v1`;
  const carried = { ...(items.length > 0 && { items: [...items] }), ...(override && { override }) };
  switch (event.type) {
    case 'requested':
      return { type, data: { ...requestData(event), ...carried } };
    case 'informed':
    case 'corrected':
      return { type, data: carried };
    case 'identified':
      return { type, data: { identity: event.identity, ...carried } };
    case 'recalled':
      return { type, data: { recalls: event.recalls.map((told) => ({ ...told })), reason: event.reason } };
    case 'acknowledged':
      return { type, data: { events: [...event.events] } };
    case 'reviewed':
      return { type, data: { override: event.override, finding: event.finding } };
    case 'completed':
      return { type, data: { outcome: event.outcome, ...carried } };
    case 'rejected':
    case 'failed':
    case 'cancelled':
      return { type, data: { reason: event.reason } };
    case 'received':
    case 'accepted':
    case 'started':
      return { type, data: {} };
    default:
      return event satisfies never;
  }
}

function requestData(event: Requested) {
  const { asker, performer, kind, urgency, decideBy, wanted, grade, purpose, basis, need } = event;
  return {
    asker,
    performer,
    kind,
    urgency,
    ...(decideBy && { decideby: decideBy }),
    ...(wanted && { wanted: [...wanted] }),
    ...(grade && { grade }),
    ...(purpose && { purpose }),
    ...(basis && { basis }),
    ...(need && { need }),
  };
}

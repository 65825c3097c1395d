import type { Mode, TaskEvent } from '#domain';
import type { DataOf, TaskEventType, TaskLedgerEvent } from './event.js';
import { unitOf, senderOf } from './event.js';
import type { ItemData } from './events/task-events.js';

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
      const { asker, performer, kind, urgency, decideby, wanted } = event.data;
      const facts = { caseId: event.caseid, mode: event.mode as Mode, kind, urgency, asker, performer };
      const limits = { ...(decideby && { decideBy: decideby }), ...(wanted && { wanted }) };
      return { ...step, type: 'requested', ...facts, ...limits };
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
      return event satisfies never;
  }
}

/** The `type` and `data` that a domain event has on the wire; items ride beside it. */
export function toWire(
  event: TaskEvent,
  items: readonly ItemData[],
): { type: TaskEventType; data: DataOf<TaskEventType> } {
  const type: TaskEventType = `concordat.task.${event.type}.v1`;
  const carried = items.length > 0 ? { items: [...items] } : {};
  switch (event.type) {
    case 'requested': {
      const { asker, performer, kind, urgency, decideBy, wanted } = event;
      const limits = { ...(decideBy && { decideby: decideBy }), ...(wanted && { wanted: [...wanted] }) };
      return { type, data: { asker, performer, kind, urgency, ...limits, ...carried } };
    }
    case 'informed':
      return { type, data: carried };
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

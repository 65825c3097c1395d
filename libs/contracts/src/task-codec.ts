import { EVENT_FACTS, factsOf, type Mode, type TaskEvent } from '#domain';
import type { DataOf, TaskEventType, TaskLedgerEvent } from './event.js';
import { unitOf, senderOf } from './event.js';
import type { ItemData, OverrideData } from './events/task-events.js';

/** Names of the domain that have more than one word: on the wire, as CloudEvents has it, they are written in lower case. */
const NAMES = [
  'decideBy',
  'acknowledgeBy',
  'startBy',
  'completeBy',
  'reviewAt',
  'lapsesAt',
  'dueBy',
  'availableAt',
  'waitingSince',
  'startedAt',
  'startedBy',
  'dueAt',
  'extendedUntil',
  'endedAt',
  'endReason',
  'disputedStarts',
  'occurredAt',
] as const;

const PREFIX = 'concordat.task.';
const VERSION = '.v1';

const FROM_WIRE: ReadonlyMap<string, string> = new Map(NAMES.map((name) => [name.toLowerCase(), name]));
const TO_WIRE: ReadonlyMap<string, string> = new Map(NAMES.map((name) => [name, name.toLowerCase()]));

/** What the domain knows of a task event, read from its signed form. */
export function fromWire(event: TaskLedgerEvent): TaskEvent {
  const type = event.type.slice(PREFIX.length, -VERSION.length) as TaskEvent['type'];
  const data = event.data as unknown as Readonly<Record<string, unknown>>;
  const said = EVENT_FACTS[type].map((name) => [name, renamed(data[TO_WIRE.get(name) ?? name], FROM_WIRE)]);
  return {
    taskId: event.subject,
    version: event.taskversion,
    by: { agency: senderOf(event), unit: unitOf(event) },
    at: event.time,
    type,
    ...factsOf(type, {
      ...(Object.fromEntries(said) as object),
      ...(type === 'requested' && { caseId: event.caseid, mode: event.mode as Mode }),
    }),
  } as TaskEvent;
}

/** The `type` and `data` that a domain event has on the wire; items, and the word that overrides for them, ride beside it. */
export function toWire(
  event: TaskEvent,
  items: readonly ItemData[],
  override?: OverrideData,
): { type: TaskEventType; data: DataOf<TaskEventType> } {
  // Case and mode are attributes of every task event.
  const { caseId: _case, mode: _mode, ...facts } = factsOf(event.type, event);
  const carried = { ...(items.length > 0 && { items: [...items] }), ...(override && { override }) };
  const data = { ...(renamed(facts, TO_WIRE) as object), ...carried };
  return { type: `${PREFIX}${event.type}${VERSION}`, data: data };
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [names.get(name) ?? name, renamed(inner, names)]),
  );
}

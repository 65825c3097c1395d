import type { Stage } from '#domain';
import { decodeEvent, isTaskEvent, readJws, senderOf, type ItemData, type TaskLedgerEvent } from '#contracts';
import type { CaseEventRow } from '#storage';

/** An item that this agency told on a task, and that it has not taken back. */
export interface ToldBefore {
  readonly taskId: string;
  readonly eventId: string;
  readonly item: string;
  readonly stage: Stage;
  /** The event by which this agency was told it, where it passed it on. */
  readonly via?: string;
}

/** Everything that an agency told in these events and did not take back, in their order: also what it put right since. */
export function toldBefore(rows: readonly CaseEventRow[], agency: string): readonly ToldBefore[] {
  const own = rows.filter(({ sender }) => sender === agency).map(readEvent);
  const recalled = new Set(
    own.flatMap((event) =>
      event.type === 'concordat.task.recalled.v1'
        ? event.data.recalls.map((told) => placeOf(event.subject, told.event, told.item))
        : [],
    ),
  );
  return own
    .flatMap((event) =>
      itemsOf(event).map(({ code, stage, via }) => ({
        taskId: event.subject,
        eventId: event.id,
        item: code,
        stage: stage as Stage,
        ...(via && { via }),
      })),
    )
    .filter(({ taskId, eventId, item }) => !recalled.has(placeOf(taskId, eventId, item)));
}

/** The last telling of each item on each task. */
export function lastTold(all: readonly ToldBefore[]): readonly ToldBefore[] {
  return [...new Map(all.map((told) => [`${told.taskId} ${told.item}`, told])).values()];
}

function readEvent(row: CaseEventRow): TaskLedgerEvent {
  const event = decodeEvent(readJws(row.event).payload);
  if (!isTaskEvent(event) || senderOf(event) !== row.sender)
    throw new Error('a stored event is not of a task');
  return event;
}

const itemsOf = (event: TaskLedgerEvent): readonly ItemData[] =>
  (event.data as { items?: ItemData[] }).items ?? [];

const placeOf = (...parts: readonly string[]): string => parts.join(' ');

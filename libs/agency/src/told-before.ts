import type { Cover, Side, Stage, Way } from '#domain';
import { decodeEvent, isTaskEvent, readJws, senderOf, type ItemData, type TaskLedgerEvent } from '#contracts';
import type { CaseEventRow } from '#storage';
import { sideIn, type Parties } from './own-word.js';

/** An item that an earlier event told. */
export interface Told {
  readonly event: string;
  readonly item: string;
}

/** An item that this agency told on a task, and that it has not taken back. */
export interface ToldBefore {
  readonly taskId: string;
  readonly eventId: string;
  readonly item: string;
  /** For which side of the task; between two units of one agency each tells for itself. */
  readonly side: Side | undefined;
  /** The promise under which it was told. */
  readonly cover: Omit<Cover, 'agreement'>;
  /** The event by which this agency was told it, where it passed it on. */
  readonly via?: string;
}

/** Everything that an agency told in these events and did not take back, in their order: also what it put right since. */
export function toldBefore(rows: readonly CaseEventRow[], agency: string): readonly ToldBefore[] {
  const all = rows.map(readEvent);
  const parties = new Map(all.flatMap(partiesOf));
  const own = all.flatMap((event) => {
    const task = parties.get(event.subject);
    return senderOf(event) === agency ? [{ event, side: task && sideIn(task, event) }] : [];
  });
  const recalled = new Set(
    own.flatMap(({ event, side = '' }) =>
      event.type === 'concordat.task.recalled.v1'
        ? event.data.recalls.map((told) => placeOf(event.subject, told.event, told.item, side))
        : [],
    ),
  );
  return own
    .flatMap(({ event, side }) =>
      itemsOf(event).map(({ code, rule, ruleversion, basis, stage, way, via }) => ({
        taskId: event.subject,
        eventId: event.id,
        item: code,
        side,
        cover: { rule, version: ruleversion, basis, stage: stage as Stage, way: way as Way },
        ...(via && { via }),
      })),
    )
    .filter(({ taskId, eventId, item, side = '' }) => !recalled.has(placeOf(taskId, eventId, item, side)));
}

/** The last telling of each item on each task, by its side. */
export function lastTold(all: readonly ToldBefore[]): readonly ToldBefore[] {
  return [...new Map(all.map((told) => [placeOf(told.taskId, told.item, told.side ?? ''), told])).values()];
}

const partiesOf = (event: TaskLedgerEvent): readonly (readonly [string, Parties])[] =>
  event.type === 'concordat.task.requested.v1' ? [[event.subject, event.data]] : [];

function readEvent(row: CaseEventRow): TaskLedgerEvent {
  const event = decodeEvent(readJws(row.event).payload);
  if (!isTaskEvent(event) || senderOf(event) !== row.sender)
    throw new Error('a stored event is not of a task');
  return event;
}

const itemsOf = (event: TaskLedgerEvent): readonly ItemData[] =>
  (event.data as { items?: ItemData[] }).items ?? [];

const placeOf = (...parts: readonly string[]): string => parts.join(' ');

/** Most items that one event takes back. */
const MOST_RECALLS = 60;

/** What is taken back, in parts that each fit into one event. */
export const inParts = (recalls: readonly Told[]): readonly (readonly Told[])[] =>
  Array.from({ length: Math.ceil(recalls.length / MOST_RECALLS) }, (_, part) =>
    recalls.slice(part * MOST_RECALLS, (part + 1) * MOST_RECALLS),
  );

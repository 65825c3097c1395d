import type { RefusedItemReason } from '#domain';
import type { ItemData, SealedContent, TaskLedgerEvent } from '#contracts';
import { decodeEvent, isTaskEvent, readJws, senderOf, unitOf } from '#contracts';
import type { EventRow } from '#storage';
import { partiesIn, sideIn, type Parties } from '../own-word.js';

/** An event of a task as it is shown: what was signed, and what was sealed beside it. */
export interface ShownEvent {
  readonly eventId: string;
  readonly version: number;
  readonly sequence: number;
  readonly recordedAt: string;
  readonly sender: string;
  readonly event: TaskLedgerEvent;
  readonly content: SealedContent;
  /** The signed bytes. */
  readonly signed: string;
}

/** What one side of a task said last about one item: a value, or in `absent` the reason why there is none. */
export interface KnownItem extends Omit<ItemData, 'commitment'> {
  readonly agency: string;
  readonly unit: string;
  readonly value?: unknown;
  readonly source?: string;
  readonly note?: string;
  readonly searchedSystem?: string;
  readonly searchedFor?: string;
  /** Why this agency's service did not let it in. */
  readonly refused?: RefusedItemReason;
  /** By an event that came later: its sender takes it back, and it must not be used. */
  readonly recalled?: string;
  readonly eventId: string;
  readonly recordedAt: string;
}

/** Reads a stored event, which was verified before it was stored. */
export function showEvent(row: EventRow): ShownEvent {
  const event = decodeEvent(readJws(row.event).payload);
  if (!isTaskEvent(event)) throw new Error('a stored event is not of a task');
  const { eventId, version, sequence, recordedAt, sender, content } = row;
  return {
    eventId,
    version,
    sequence,
    recordedAt,
    sender,
    event,
    content: content as SealedContent,
    signed: row.event,
  };
}

/**
 * What is known on a task, newest by item and side: on a task between two units of one agency each unit's own. Several
 * statements only where one event said that sources conflict. Of what its side took back only that is left, and why.
 */
export function knownItems(events: readonly ShownEvent[]): KnownItem[] {
  const newest = new Map<string, Placed[]>();
  const ordered = [...events].sort((a, b) => a.version - b.version);
  const parties = partiesIn(ordered);
  for (const shown of ordered) {
    for (const [place, items] of byPlace(itemsOf(shown, parties))) newest.set(place, items);
  }
  const recalled = recalledIn(ordered, parties);
  return [...newest.values()].flat().map(({ side, item }) => {
    const reason = recalled.get(`${side} ${item.eventId} ${item.code}`);
    return reason === undefined ? item : takenBack(item, reason);
  });
}

/** An item with the side of the task that said it. */
interface Placed {
  readonly side: string;
  readonly item: KnownItem;
}

/** The side of the task that speaks; its agency where the request is not there. */
const speakerOf = (event: TaskLedgerEvent, parties: Parties | undefined): string =>
  (parties && sideIn(parties, event)) ?? senderOf(event);

/** Why items were taken back, by side, event and code. */
function recalledIn(
  events: readonly ShownEvent[],
  parties: Parties | undefined,
): ReadonlyMap<string, string> {
  const recalls = events.flatMap(({ event }) =>
    event.type === 'concordat.task.recalled.v1'
      ? event.data.recalls.map(
          (told) => [`${speakerOf(event, parties)} ${told.event} ${told.item}`, event.data.reason] as const,
        )
      : [],
  );
  return new Map(recalls);
}

function takenBack(item: KnownItem, recalled: string): KnownItem {
  const { value: _v, source: _s, note: _n, searchedSystem: _y, searchedFor: _f, ...rest } = item;
  return { ...rest, recalled };
}

function itemsOf(
  { event, content, eventId, recordedAt }: ShownEvent,
  parties: Parties | undefined,
): Placed[] {
  const items = (event.data as { items?: ItemData[] }).items ?? [];
  const side = speakerOf(event, parties);
  return items.map(({ commitment: _, ...item }, index) => ({
    side,
    item: {
      ...item,
      agency: senderOf(event),
      unit: unitOf(event),
      ...sealedSide(content.items?.[index]),
      eventId,
      recordedAt,
    },
  }));
}

function sealedSide(held: NonNullable<SealedContent['items']>[number] | undefined): Partial<KnownItem> {
  if (held === undefined) return {};
  if ('refused' in held) return held;
  const { salt: _, value, ...words } = held;
  return { ...(value === null ? {} : { value }), ...words };
}

function byPlace(items: readonly Placed[]): Map<string, Placed[]> {
  const places = new Map<string, Placed[]>();
  for (const placed of items) {
    const place = `${placed.side}\0${placed.item.code}`;
    places.set(place, [...(places.get(place) ?? []), placed]);
  }
  return places;
}

import type { ItemData, SealedContent, TaskLedgerEvent } from '#contracts';
import { decodeEvent, isTaskEvent, readJws, senderOf } from '#contracts';
import type { EventRow } from '#storage';

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

/** What one agency said last about one item: a value, or in `absent` the reason why there is none. */
export interface KnownItem extends Omit<ItemData, 'commitment'> {
  readonly agency: string;
  readonly value?: unknown;
  readonly source?: string;
  readonly note?: string;
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

/** What is known on a task, newest by item and agency; several statements only where one event said that sources conflict. */
export function knownItems(events: readonly ShownEvent[]): KnownItem[] {
  const newest = new Map<string, KnownItem[]>();
  for (const shown of [...events].sort((a, b) => a.version - b.version)) {
    for (const [place, items] of byPlace(itemsOf(shown))) newest.set(place, items);
  }
  return [...newest.values()].flat();
}

function itemsOf({ event, content, eventId, recordedAt }: ShownEvent): KnownItem[] {
  const items = (event.data as { items?: ItemData[] }).items ?? [];
  return items.map(({ commitment: _, ...item }, index) => {
    const held = content.items?.[index];
    const { value, source, note } = held && 'value' in held ? held : { value: null };
    return {
      ...item,
      agency: senderOf(event),
      ...(value === null ? {} : { value }),
      ...(source && { source }),
      ...(note && { note }),
      eventId,
      recordedAt,
    };
  });
}

function byPlace(items: readonly KnownItem[]): Map<string, KnownItem[]> {
  const places = new Map<string, KnownItem[]>();
  for (const item of items) {
    const place = `${item.agency}\0${item.code}`;
    places.set(place, [...(places.get(place) ?? []), item]);
  }
  return places;
}

import type { RefusedItemReason } from '#domain';
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
 * What is known on a task, newest by item and agency; several statements only where one event said that sources conflict.
 * Of what its sender took back only that is left, and why.
 */
export function knownItems(events: readonly ShownEvent[]): KnownItem[] {
  const newest = new Map<string, KnownItem[]>();
  const ordered = [...events].sort((a, b) => a.version - b.version);
  for (const shown of ordered) {
    for (const [place, items] of byPlace(itemsOf(shown))) newest.set(place, items);
  }
  const recalled = recalledIn(ordered);
  return [...newest.values()].flat().map((item) => {
    const reason = recalled.get(`${item.agency} ${item.eventId} ${item.code}`);
    return reason === undefined ? item : takenBack(item, reason);
  });
}

/** Why items were taken back, by sender, event and code. */
function recalledIn(events: readonly ShownEvent[]): ReadonlyMap<string, string> {
  const recalls = events.flatMap(({ event }) =>
    event.type === 'concordat.task.recalled.v1'
      ? event.data.recalls.map(
          (told) => [`${senderOf(event)} ${told.event} ${told.item}`, event.data.reason] as const,
        )
      : [],
  );
  return new Map(recalls);
}

function takenBack(item: KnownItem, recalled: string): KnownItem {
  const { value: _v, source: _s, note: _n, searchedSystem: _y, searchedFor: _f, ...rest } = item;
  return { ...rest, recalled };
}

function itemsOf({ event, content, eventId, recordedAt }: ShownEvent): KnownItem[] {
  const items = (event.data as { items?: ItemData[] }).items ?? [];
  return items.map(({ commitment: _, ...item }, index) => ({
    ...item,
    agency: senderOf(event),
    ...sealedSide(content.items?.[index]),
    eventId,
    recordedAt,
  }));
}

function sealedSide(held: NonNullable<SealedContent['items']>[number] | undefined): Partial<KnownItem> {
  if (held === undefined) return {};
  if ('refused' in held) return held;
  const { salt: _, value, ...words } = held;
  return { ...(value === null ? {} : { value }), ...words };
}

function byPlace(items: readonly KnownItem[]): Map<string, KnownItem[]> {
  const places = new Map<string, KnownItem[]>();
  for (const item of items) {
    const place = `${item.agency}\0${item.code}`;
    places.set(place, [...(places.get(place) ?? []), item]);
  }
  return places;
}

import type { OverrideClause, RefusedItemReason, Stage, Task } from '#domain';
import { readJws, type ItemData, type SealedContent, type TaskLedgerEvent } from '#contracts';
import type { Sql } from '../database.js';
import type { LedgerEntry } from './ledger-entry.js';
import type { NewRefusal } from './refusal-rows.js';

/** An event of another agency with its place in the task, for whoever judges its items. */
export interface Arrival {
  readonly event: TaskLedgerEvent;
  readonly content: SealedContent;
  /** The task before the event. */
  readonly task: Task | undefined;
  /** Ledger time, ISO 8601. */
  readonly recordedAt: string;
  /**
   * The promise under which an earlier event of this task, by the same sender, told this item; undefined when it did not,
   * or when the item was refused.
   */
  readonly toldBefore: (eventId: string, item: string) => Promised | undefined;
}

/** The promise under which an item was told, as the event names it, and whose item it was. */
export type Promised = Pick<ItemData, 'rule' | 'ruleversion' | 'basis' | 'way' | 'originator'> & {
  readonly stage: Stage;
};

/** What may be kept of an arrival, and which items were refused. */
export interface Judgement {
  readonly content: SealedContent;
  readonly refused: readonly { readonly code: string; readonly why: RefusedItemReason }[];
}

/** What the directory says about what comes in. Both must answer the same at every time. */
export interface IntakeRules {
  /** Judges what another agency told, when its place in the task has come. */
  readonly judge: (arrival: Arrival) => Judgement;
  /** The override clauses of a directory version. */
  readonly clauses: (directoryVersion: number) => readonly OverrideClause[];
}

/** What was told on some tasks, as far as a correction may name it. */
export class ToldItems {
  private readonly promises = new Map<string, Promised>();

  /** Adds what an event told, as it was kept. */
  add({ event, content, sender }: Pick<LedgerEntry, 'event' | 'content' | 'sender'>): void {
    itemsOf(event).forEach((item, index) => {
      const place = placeOf(sender, event.subject, event.id, item.code);
      const refused = 'refused' in (content.items?.[index] ?? {});
      if (!refused && !this.promises.has(place)) this.promises.set(place, promisedIn(item));
    });
  }

  /** The lookup for one arrival. */
  before({ event, sender }: LedgerEntry): Arrival['toldBefore'] {
    return (eventId, item) => this.promises.get(placeOf(sender, event.subject, eventId, item));
  }
}

const promisedIn = ({ rule, ruleversion, basis, stage, way, originator }: ItemData): Promised => ({
  rule,
  ruleversion,
  basis,
  way,
  stage: stage as Stage,
  ...(originator && { originator }),
});

const placeOf = (...parts: readonly string[]): string => parts.join(' ');

/** Reads the events that the corrections among these entries name. */
export async function readTold(sql: Sql, entries: readonly LedgerEntry[]): Promise<ToldItems> {
  const told = new ToldItems();
  const named = entries.flatMap(({ event }) => itemsOf(event).flatMap(({ corrects }) => corrects ?? []));
  if (named.length === 0) return told;
  const rows = await sql<{ sender: string; event: string; content: SealedContent }>(
    'SELECT sender, event, content FROM event WHERE event_id = ANY($1::uuid[])',
    [named],
  );
  for (const { sender, event, content } of rows)
    told.add({ sender, content, event: JSON.parse(readJws(event).payload) as TaskLedgerEvent });
  return told;
}

/** The items of an event; none for one that carries none. */
export const itemsOf = (event: TaskLedgerEvent): readonly ItemData[] =>
  (event.data as { items?: ItemData[] }).items ?? [];

/** The refusal of what an event brought in. */
export function refusalOf(entry: LedgerEntry, task: Task, refused: Judgement['refused']): NewRefusal {
  const { event, sender, recordedAt } = entry;
  return {
    direction: 'incoming',
    other: sender,
    kind: task.kind,
    taskId: task.id,
    caseId: task.caseId,
    eventId: event.id,
    mode: task.mode,
    items: refused,
    occurredAt: recordedAt,
  };
}

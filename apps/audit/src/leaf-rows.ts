import {
  isTaskEvent,
  parseTaskSubject,
  senderOf,
  unitOf,
  type ItemData,
  type LedgerEvent,
  type Message,
  type TaskLedgerEvent,
} from '#contracts';
import type { DisclosedItem, NewLeaf, TaskFacts } from '#storage';

/** Where and when the ledger has a message. */
export interface Place {
  readonly subject: string;
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** The rows that a verified event becomes; undefined for one without a sender's number, which is no leaf. */
export function leafOf(
  event: LedgerEvent,
  message: Message,
  hash: Buffer,
  { subject, sequence, recordedAt }: Place,
): NewLeaf | undefined {
  if (event.sendernumber === undefined) return undefined;
  const task = isTaskEvent(event) ? taskOf(event, subject) : undefined;
  return {
    event: message.event,
    hash,
    eventId: event.id,
    sender: senderOf(event),
    number: event.sendernumber,
    unit: unitOf(event),
    type: event.type,
    directoryVersion: event.directoryversion,
    actor: event.actor,
    actorRole: event.actorrole,
    actorType: event.actortype,
    sequence,
    subject,
    recordedAt,
    skipped: (event.data as { skipped?: readonly number[] }).skipped ?? [],
    ...(task ? { task } : {}),
    ...(message.sealed === undefined ? {} : { sealed: message.sealed }),
    tokens: message.index ?? [],
  };
}

function taskOf(event: TaskLedgerEvent, subject: string): TaskFacts | undefined {
  const place = parseTaskSubject(subject);
  if (!place) return undefined;
  const facts = {
    taskId: event.subject,
    version: event.taskversion,
    caseId: event.caseid,
    mode: place.mode,
    asker: place.asker,
    performer: place.performer,
    items: ((event.data as { items?: readonly ItemData[] }).items ?? []).map(itemOf),
  };
  if (event.type !== 'concordat.task.requested.v1') return facts;
  const { asker, performer, kind, urgency } = event.data;
  return { ...facts, request: { askerUnit: asker.unit, performerUnit: performer.unit, kind, urgency } };
}

function itemOf(item: ItemData): DisclosedItem {
  const { code, state, absent, sourcekind, obtainedat, confidence, rule, stage, commitment } = item;
  return {
    item: code,
    category: state === 'withheld' ? 'withheld' : absent === undefined ? 'value' : 'absent',
    state,
    ...(absent === undefined ? {} : { absent }),
    ...(sourcekind === undefined ? {} : { sourceKind: sourcekind }),
    ...(obtainedat === undefined ? {} : { obtainedAt: obtainedat }),
    ...(confidence === undefined ? {} : { confidence }),
    rule,
    stage,
    commitment,
  };
}

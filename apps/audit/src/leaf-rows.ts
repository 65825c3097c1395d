import {
  isTaskEvent,
  parseTaskSubject,
  senderOf,
  unitOf,
  type ItemData,
  type LedgerEvent,
  type Message,
  type OverrideData,
  type TaskLedgerEvent,
} from '#contracts';
import type { SharingAgreement } from '#domain';
import type { NewLeaf, TaskFacts } from '#storage';
import { itemOf, overrideOf, refusedIn, remarkOf } from './sharing-rows.js';

/** Where and when the ledger has a message. */
export interface Place {
  readonly subject: string;
  readonly sequence: number;
  readonly recordedAt: Date;
  /** The sharing agreements of the directory version that its event names. */
  readonly agreements: readonly SharingAgreement[];
}

/** The rows that a verified event becomes; undefined for one without a sender's number, which is no leaf. */
export function leafOf(
  event: LedgerEvent,
  message: Message,
  hash: Buffer,
  place: Place,
): NewLeaf | undefined {
  if (event.sendernumber === undefined) return undefined;
  const { subject, sequence, recordedAt } = place;
  const task = isTaskEvent(event) ? taskOf(event, place) : undefined;
  const refused = refusedIn(event);
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
    ...(refused ? { refused } : {}),
    ...(event.type === 'concordat.erasure.answered.v1' ? { answered: event.data } : {}),
    ...(message.sealed === undefined ? {} : { sealed: message.sealed }),
    tokens: message.index ?? [],
  };
}

function taskOf(event: TaskLedgerEvent, { subject, recordedAt, agreements }: Place): TaskFacts | undefined {
  const parties = parseTaskSubject(subject);
  if (!parties) return undefined;
  const { items = [], override } = carriedBy(event);
  const remark = remarkOf(event);
  const facts = {
    taskId: event.subject,
    version: event.taskversion,
    caseId: event.caseid,
    mode: parties.mode,
    asker: parties.asker,
    performer: parties.performer,
    items: items.map(itemOf),
    ...(override ? { override: overrideOf(override, items, agreements, recordedAt) } : {}),
    ...(remark ? { remark } : {}),
  };
  if (event.type !== 'concordat.task.requested.v1') return facts;
  const { asker, performer, kind, urgency } = event.data;
  return { ...facts, request: { askerUnit: asker.unit, performerUnit: performer.unit, kind, urgency } };
}

interface Carried {
  readonly items?: readonly ItemData[];
  readonly override?: OverrideData;
}

/** What an event tells, and the word that overrides for it; a review means by `override` an event's id. */
const carriedBy = (event: TaskLedgerEvent): Carried =>
  event.type === 'concordat.task.reviewed.v1' ? {} : (event.data as Carried);

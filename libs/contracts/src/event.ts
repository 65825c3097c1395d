import { MODES } from '#domain';
import { isJsonObject, readJson } from './json.js';
import {
  Code,
  Count,
  Hash,
  Id,
  OneOf,
  Opaque,
  Source,
  Time,
  permanentFaults,
  usedCodes,
  type CodeSet,
} from './permanent.js';
import * as audit from './events/audit-events.js';
import * as control from './events/control-events.js';
import * as course from './events/course-events.js';
import { RosterPublishedData } from './events/roster-events.js';
import * as task from './events/task-events.js';
import { WireError } from './wire-error.js';

/** Each event type of the ledger and the class of its `data`: the one definition from which schemas are derived. */
export const EVENT_CLASSES = {
  'concordat.task.requested.v1': task.RequestedData,
  'concordat.task.received.v1': task.ReceivedData,
  'concordat.task.accepted.v1': task.AcceptedData,
  'concordat.task.rejected.v1': task.RejectedData,
  'concordat.task.started.v1': task.StartedData,
  'concordat.task.informed.v1': task.InformedData,
  'concordat.task.completed.v1': task.CompletedData,
  'concordat.task.failed.v1': task.FailedData,
  'concordat.task.cancelled.v1': task.CancelledData,
  'concordat.task.expired.v1': course.ExpiredData,
  'concordat.task.answered-late.v1': course.AnsweredLateData,
  'concordat.task.overdue.v1': course.OverdueData,
  'concordat.task.escalated.v1': course.EscalatedData,
  'concordat.task.countered.v1': course.CounteredData,
  'concordat.task.counter-accepted.v1': course.CounterAcceptedData,
  'concordat.task.counter-refused.v1': course.CounterRefusedData,
  'concordat.task.held.v1': course.HeldData,
  'concordat.task.resumed.v1': course.ResumedData,
  'concordat.task.entered-in-error.v1': course.EnteredInErrorData,
  'concordat.task.handover-offered.v1': course.HandoverOfferedData,
  'concordat.task.handover-accepted.v1': course.HandoverAcceptedData,
  'concordat.task.handover-refused.v1': course.HandoverRefusedData,
  'concordat.task.handover-lapsed.v1': course.HandoverLapsedData,
  'concordat.task.clock-told.v1': course.ClockToldData,
  'concordat.task.slots-set.v1': course.SlotsSetData,
  'concordat.task.promised.v1': course.PromisedData,
  'concordat.task.promise-ended.v1': course.PromiseEndedData,
  'concordat.task.corrected.v1': task.CorrectedData,
  'concordat.task.recalled.v1': task.RecalledData,
  'concordat.task.identified.v1': task.IdentifiedData,
  'concordat.task.acknowledged.v1': task.AcknowledgedData,
  'concordat.task.reviewed.v1': task.ReviewedData,
  'concordat.need.claimed.v1': control.NeedClaimedData,
  'concordat.disclosure.refused.v1': control.DisclosureRefusedData,
  'concordat.roster.published.v1': RosterPublishedData,
  'concordat.directory.published.v1': control.DirectoryPublishedData,
  'concordat.status.reported.v1': control.StatusReportedData,
  'concordat.exercise.clock.v1': control.ExerciseClockData,
  'concordat.checkpoint.signed.v1': control.CheckpointSignedData,
  'concordat.audit.read.v1': audit.ReadData,
  'concordat.audit.values-opened.v1': audit.ValuesOpenedData,
  'concordat.audit.hold-placed.v1': audit.HoldPlacedData,
  'concordat.audit.hold-released.v1': audit.HoldReleasedData,
  'concordat.audit.erased.v1': audit.ErasedData,
  'concordat.audit.erasure-refused.v1': audit.ErasureRefusedData,
  'concordat.audit.log-opened.v1': audit.LogOpenedData,
  'concordat.erasure.answered.v1': audit.ErasureAnsweredData,
  'concordat.witness.witnessed.v1': control.WitnessedData,
  'concordat.deadletter.reported.v1': control.DeadLetteredData,
} as const;

/** A type of event on the ledger. */
export type EventType = keyof typeof EVENT_CLASSES;
/** The `data` of an event type. */
export type DataOf<T extends EventType> = InstanceType<(typeof EVENT_CLASSES)[T]>;
/** Task events: what asker and performer say on one task. */
export type TaskEventType = Extract<EventType, `concordat.task.${string}`>;

/** The numbered acts of the audit service itself. */
export type AuditEventType = Extract<EventType, `concordat.audit.${string}`>;

/** Whether a person or a system acted. */
export const ACTOR_TYPES = ['person', 'system'] as const;

/**
 * CloudEvents 1.0 context attributes (https://github.com/cloudevents/spec) and our extension attributes, as they are
 * signed. Everything here is permanent: codes, ids, times, numbers and hashes only.
 */
export class EventAttributes {
  @OneOf(['1.0'])
  specversion!: '1.0';

  @OneOf(Object.keys(EVENT_CLASSES))
  type!: EventType;

  /** `/agency/unit`, `/keeper` or `/audit`. */
  @Source()
  source!: string;

  /** The task, for task events; the need, for its verdict. */
  @Id({ optional: true })
  subject?: string;

  @Id()
  id!: string;

  /** When the sender made it; order and deadlines never depend on it. RFC 3339 UTC. */
  @Time()
  time!: string;

  @OneOf(['application/json'])
  datacontenttype!: 'application/json';

  /** The sender's own count of its events, from 1, without holes but for `skipped`. Makes the event a leaf. */
  @Count({ optional: true })
  sendernumber?: number;

  /** Place in the task's history, from 1: the truth for order. */
  @Count({ optional: true })
  taskversion?: number;

  @Id({ optional: true })
  caseid?: string;

  @OneOf(MODES, { optional: true })
  mode?: string;

  @Count()
  epoch!: number;

  @Count()
  directoryversion!: number;

  /** Opaque staff or system reference: only its agency can resolve it. */
  @Opaque()
  actor!: string;

  @Code('actorRole')
  actorrole!: string;

  @OneOf(ACTOR_TYPES)
  actortype!: (typeof ACTOR_TYPES)[number];

  /** Who employs the person, where that is another agency than the one they act for. */
  @Code('agency', { optional: true })
  actoremployer?: string;

  /** SHA-256 of the sealed part that travels beside the event. */
  @Hash({ optional: true })
  sealedhash?: string;

  data!: object;
}

/** A signed event: attributes and the data of its type. */
export type LedgerEvent<T extends EventType = EventType> = T extends EventType
  ? Omit<EventAttributes, 'type' | 'data'> & { type: T; data: DataOf<T> }
  : never;

/** A task event, with the attributes that every task event carries. */
export type TaskLedgerEvent<T extends TaskEventType = TaskEventType> = LedgerEvent<T> &
  Required<Pick<EventAttributes, 'subject' | 'sendernumber' | 'taskversion' | 'caseid' | 'mode'>>;

/** The bytes that are signed for an event: one text for one event. */
export const encodeEvent = (event: LedgerEvent): string => JSON.stringify(event);

/**
 * Reads the signed text of an event. Throws WireError: MALFORMED when it is not the one JSON text that its value has
 * (so no duplicate keys, no unseen white space) or is nested too deep, BAD_EVENT with the faults' places when a class is
 * broken. An unknown property stands as `*`: its name may be content.
 */
export function decodeEvent(text: string): LedgerEvent {
  const raw = parseExact(text);
  if (!isJsonObject(raw)) throw new WireError('MALFORMED', 'event');
  const { data, ...rest } = raw;
  const type = rest['type'];
  if (typeof type !== 'string' || !Object.hasOwn(EVENT_CLASSES, type))
    throw new WireError('BAD_EVENT', '/type');
  const faults = faultsOf(type as EventType, rest, data);
  if (faults.length > 0) throw new WireError('BAD_EVENT', faults.join(' '));
  return raw as unknown as LedgerEvent;
}

/** True for an event of a task. */
export const isTaskEvent = (event: LedgerEvent): event is TaskLedgerEvent =>
  event.type.startsWith('concordat.task.');

/** The member that an event names as its source: an agency, `keeper` or `audit`. */
export const senderOf = (event: Pick<EventAttributes, 'source'>): string => event.source.split('/')[1] ?? '';
/** The unit that an event names as its source; empty for keeper and audit. */
export const unitOf = (event: Pick<EventAttributes, 'source'>): string => event.source.split('/')[2] ?? '';

/** Code sets with their members, as a directory version lists them. */
export type Vocabulary = Readonly<Record<Exclude<CodeSet, 'member'>, ReadonlySet<string>>>;

/** Members that are no agencies. */
const SYSTEM_MEMBERS = new Set(['keeper', 'audit']);

/** Throws WireError UNKNOWN_CODE with every place where an event uses a code that the vocabulary does not hold. */
export function checkCodes(event: LedgerEvent, vocabulary: Vocabulary): void {
  const used = [
    ...usedCodes(EventAttributes, event),
    ...usedCodes(EVENT_CLASSES[event.type], event.data, '/data'),
    { set: 'member' as const, value: senderOf(event), pointer: '/source' },
    ...(unitOf(event) ? [{ set: 'unit' as const, value: unitOf(event), pointer: '/source' }] : []),
  ];
  const unknown = used.filter(({ set, value }) =>
    set === 'member'
      ? !SYSTEM_MEMBERS.has(value) && !vocabulary.agency.has(value)
      : !vocabulary[set].has(value),
  );
  if (unknown.length > 0) throw new WireError('UNKNOWN_CODE', unknown.map((code) => code.pointer).join(' '));
}

/** Levels of nesting that any event class needs, with room. */
const LEVELS = 9;

function parseExact(text: string): unknown {
  const value = readJson(text, LEVELS);
  if (value === undefined || JSON.stringify(value) !== text) throw new WireError('MALFORMED', 'event');
  return value;
}

function faultsOf(type: EventType, attributes: Record<string, unknown>, data: unknown): string[] {
  if (!isJsonObject(data)) return ['/data'];
  return [
    ...permanentFaults(EventAttributes, attributes),
    ...permanentFaults(EVENT_CLASSES[type], data, '/data'),
    ...missingAttributes(type, attributes),
  ];
}

/** Attributes that every task event carries. */
export const TASK_ATTRIBUTES = [
  'subject',
  'sendernumber',
  'taskversion',
  'caseid',
  'mode',
  'sealedhash',
] as const;

/** Attributes that an event of this type carries beside those of every event: without its number it would be no leaf. */
export function attributesOf(type: EventType): readonly (typeof TASK_ATTRIBUTES)[number][] {
  if (type.startsWith('concordat.task.')) return TASK_ATTRIBUTES;
  if (type === 'concordat.need.claimed.v1') return ['subject', 'mode'];
  return type === 'concordat.disclosure.refused.v1' ? ['sendernumber'] : [];
}

const missingAttributes = (type: EventType, attributes: Record<string, unknown>): string[] =>
  attributesOf(type)
    .filter((name) => attributes[name] === undefined)
    .map((name) => `/${name}`);

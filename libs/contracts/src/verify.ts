import type { KeyObject } from 'node:crypto';
import {
  checkCodes,
  decodeEvent,
  isTaskEvent,
  senderOf,
  type LedgerEvent,
  type Vocabulary,
} from './event.js';
import { readJws, verifyJws, type ReadJws } from './jws.js';
import type { Message } from './message.js';
import { checkSealedHash } from './sealed.js';
import {
  AUDIT_SUBJECT,
  CHECKPOINT_SUBJECT,
  DIRECTORY_SUBJECT,
  EXERCISE_SUBJECT,
  STATUS_SUBJECT,
  deadLetterSubject,
  erasureSubject,
  parseNeedSubject,
  parseTaskSubject,
  refusalSubject,
  rosterSubject,
  witnessSubject,
} from './subjects.js';
import { WireError } from './wire-error.js';

/** Finds a signing key that counts at this place of the ledger, and whose it is. */
export type FindKey = (kid: string) => { readonly member: string; readonly publicKey: KeyObject } | undefined;

/** What a reader knows when it verifies. */
export interface Trust {
  readonly findKey: FindKey;
  readonly vocabulary: Vocabulary;
}

/** An event as it was read from a message, not yet believed. */
export interface ReadEvent {
  readonly jws: ReadJws;
  readonly event: LedgerEvent;
}

/** Reads the event of a message; its signature is not judged. Throws WireError. */
export function readEvent(message: Message): ReadEvent {
  const jws = readJws(message.event);
  return { jws, event: decodeEvent(jws.payload) };
}

/**
 * Believes an event that was read from a message on `subject`, after every check that needs no task: signature by a key
 * of the named sender, codes of the directory, its own subject, and the hash of the sealed part. Throws WireError.
 */
export async function verifyRead(
  { jws, event }: ReadEvent,
  message: Message,
  subject: string,
  trust: Trust,
): Promise<void> {
  const key = trust.findKey(jws.kid);
  if (!key || key.member !== senderOf(event)) throw new WireError('UNKNOWN_KEY');
  await verifyJws(jws, key.publicKey);
  checkCodes(event, trust.vocabulary);
  checkSubject(event, subject);
  checkSealedHash(event, message.sealed);
  checkBundle(event, message);
}

/** The event of a message that stood on `subject`, read and believed. Throws WireError. */
export async function verifyMessage(message: Message, subject: string, trust: Trust): Promise<LedgerEvent> {
  const read = readEvent(message);
  await verifyRead(read, message, subject, trust);
  return read.event;
}

/** A bundle is plain text for all: it travels with the publication of a directory and with nothing else. */
function checkBundle(event: LedgerEvent, message: Message): void {
  if (message.bundle !== undefined && event.type !== 'concordat.directory.published.v1') {
    throw new WireError('MALFORMED', 'bundle');
  }
}

/** Throws WireError WRONG_SUBJECT when a signed event was put on a subject where it does not belong. */
export function checkSubject(event: LedgerEvent, subject: string): void {
  if (!belongs(event, subject)) throw new WireError('WRONG_SUBJECT');
}

function belongs(event: LedgerEvent, subject: string): boolean {
  const sender = senderOf(event);
  if (isTaskEvent(event)) {
    const place = parseTaskSubject(subject);
    if (!place || place.mode !== event.mode || place.taskId !== event.subject) return false;
    if (event.type !== 'concordat.task.requested.v1')
      return sender === place.asker || sender === place.performer;
    const { asker, performer } = event.data;
    return sender === place.asker && asker.agency === place.asker && performer.agency === place.performer;
  }
  switch (event.type) {
    case 'concordat.directory.published.v1':
      return subject === DIRECTORY_SUBJECT && sender === 'keeper';
    case 'concordat.status.reported.v1':
      return subject === STATUS_SUBJECT && sender === 'keeper';
    case 'concordat.exercise.clock.v1':
      return subject === EXERCISE_SUBJECT && sender === 'keeper';
    case 'concordat.checkpoint.signed.v1':
      return subject === CHECKPOINT_SUBJECT && sender === 'audit';
    case 'concordat.audit.read.v1':
    case 'concordat.audit.values-opened.v1':
    case 'concordat.audit.hold-placed.v1':
    case 'concordat.audit.hold-released.v1':
    case 'concordat.audit.erased.v1':
    case 'concordat.audit.erasure-refused.v1':
    case 'concordat.audit.log-opened.v1':
      return subject === AUDIT_SUBJECT && sender === 'audit';
    case 'concordat.erasure.answered.v1':
      return subject === erasureSubject(sender);
    case 'concordat.witness.witnessed.v1':
      return subject === witnessSubject(sender);
    case 'concordat.need.claimed.v1':
      return isOfNeed(event, subject);
    case 'concordat.disclosure.refused.v1':
      return subject === refusalSubject(sender);
    case 'concordat.roster.published.v1':
      return subject === rosterSubject(sender);
    case 'concordat.deadletter.reported.v1':
      return subject === deadLetterSubject(sender);
    default:
      return false;
  }
}

/** Anybody may claim here: whether its signer was offered this task is for the asker to judge. Only the asker closes. */
function isOfNeed(event: LedgerEvent<'concordat.need.claimed.v1'>, subject: string): boolean {
  const place = parseNeedSubject(subject);
  if (!place || place.mode !== event.mode || place.needId !== event.subject) return false;
  if (event.data.need !== place.needId) return false;
  return event.data.task !== undefined || senderOf(event) === place.asker;
}

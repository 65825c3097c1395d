import {
  AUDIT_SUBJECT,
  DIRECTORY_SUBJECT,
  EXERCISE_SUBJECT,
  STATUS_SUBJECT,
  deadLetterSubject,
  erasureSubject,
  isTaskEvent,
  refusalSubject,
  rosterSubject,
  senderOf,
  taskSubject,
  type LedgerEvent,
} from '#contracts';
import type { StoredLeafRow } from '#storage';

/**
 * The subject on which a stored event stood: it is not kept, since event and parties say it. Undefined where the stored
 * parties cannot be those of a subject.
 */
export function subjectOf(event: LedgerEvent, stored: StoredLeafRow): string | undefined {
  const sender = senderOf(event);
  if (isTaskEvent(event)) {
    const { mode, asker, performer } = stored;
    if (mode === null || asker === null || performer === null) return undefined;
    return taskSubject(mode, asker, performer, event.subject);
  }
  switch (event.type.split('.')[1]) {
    case 'directory':
      return DIRECTORY_SUBJECT;
    case 'status':
      return STATUS_SUBJECT;
    case 'exercise':
      return EXERCISE_SUBJECT;
    case 'audit':
      return AUDIT_SUBJECT;
    case 'erasure':
      return erasureSubject(sender);
    case 'disclosure':
      return refusalSubject(sender);
    case 'roster':
      return rosterSubject(sender);
    case 'deadletter':
      return deadLetterSubject(sender);
    default:
      return undefined;
  }
}

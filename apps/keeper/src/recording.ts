import { decodeMessage, encodeMessage, type Message } from '#contracts';
import type { LedgerOwner } from '#messaging';

/** Why an event of the keeper stays unrecorded for now; it is tried again. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';
}

/** An event of the keeper, signed, with the subject on which it belongs. */
export interface Recordable {
  readonly subject: string;
  readonly id: string;
  readonly message: Message;
}

/**
 * Records an event and answers its ledger sequence. Looks before it sends: after a crash the event may already stand there,
 * and must not stand there twice. Throws NotRecordedError when it is not known to be recorded.
 */
export async function record(owner: LedgerOwner, { subject, id, message }: Recordable): Promise<number> {
  const newest = await owner.newest(subject);
  if (newest && holds(newest.data, message)) return newest.sequence;
  const appended = await owner.append({
    subject,
    messageId: id,
    expectedSequence: newest?.sequence ?? 0,
    bytes: encodeMessage(message),
  });
  switch (appended.outcome) {
    case 'recorded':
    case 'duplicate':
      return appended.sequence;
    case 'conflict':
      throw new NotRecordedError('somebody else wrote on a subject of the keeper: does a second keeper run?');
    case 'refused':
      throw new NotRecordedError(`the broker refuses an event of the keeper (${appended.code})`);
    case 'away':
    case 'unknown':
      throw new NotRecordedError('no answer to an append');
    default:
      return appended satisfies never;
  }
}

function holds(data: Uint8Array, message: Message): boolean {
  try {
    return decodeMessage(data).event === message.event;
  } catch {
    return false;
  }
}

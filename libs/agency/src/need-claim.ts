import { uuidv7 } from 'uuidv7';
import {
  encodeEvent,
  encodeMessage,
  needSubject,
  signJws,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import type { Party } from '#domain';
import type { Append } from '#messaging';
import type { OutboxCompanion } from '#storage';
import type { Actor } from './wish.js';

/** Where a verdict stands, and in whose words. */
export interface ClaimPlace {
  readonly mode: string;
  /** The agency whose need it is. */
  readonly asker: string;
  readonly need: string;
  /** The offer that is accepted; absent where the asker closes its own need. */
  readonly task?: string;
}

/** Who says it, when, and under which epoch and directory. */
export interface ClaimFrame {
  readonly by: Pick<Party, 'agency'> & Partial<Party>;
  /** ISO 8601. */
  readonly at: string;
  readonly epoch: number;
  readonly directoryVersion: number;
  readonly actor: Actor;
}

/**
 * The verdict of a need, signed, as it stands on the need's subject: ids and nothing else. It is no leaf and has no number;
 * the acceptance beside it is one.
 */
export async function needClaim(
  { mode, asker, need, task }: ClaimPlace,
  { by, at, epoch, directoryVersion, actor }: ClaimFrame,
  key: SigningKey,
): Promise<OutboxCompanion> {
  const id = uuidv7();
  const event = {
    specversion: '1.0',
    type: 'concordat.need.claimed.v1',
    source: by.unit === undefined ? `/${by.agency}` : `/${by.agency}/${by.unit}`,
    subject: need,
    id,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    mode,
    epoch,
    directoryversion: directoryVersion,
    actor: actor.ref,
    actorrole: actor.role,
    actortype: actor.type,
    data: { need, ...(task !== undefined && { task }) },
  } as LedgerEvent;
  return {
    subject: needSubject(mode, asker, need),
    messageId: id,
    event: await signJws(encodeEvent(event), key),
  };
}

/** How a verdict is appended: only where nothing stands yet. */
export const claimAppend = ({ subject, messageId, event }: OutboxCompanion) => ({
  subject,
  messageId,
  expectedSequence: 0 as const,
  bytes: encodeMessage({ event }) as Append['bytes'],
});

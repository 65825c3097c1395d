import { uuidv7 } from 'uuidv7';
import { encodeEvent, encodeMessage, signJws, type LedgerEvent, type SigningKey } from '#contracts';
import type { LedgerWriter } from '#messaging';

/** What an unnumbered event of this agency needs: who says it, and under which epoch and directory. */
export interface Speaker {
  readonly agency: string;
  readonly key: SigningKey;
  readonly writer: LedgerWriter;
  readonly epoch: () => number;
  readonly directoryVersion: () => number;
  /** Opaque reference of the service itself. */
  readonly actor: string;
}

/**
 * Says something as this agency's service that is no task event and no leaf of the log: a witness's word, a dead letter.
 * False when the ledger did not take it; saying it again is harmless.
 */
export async function say(
  speaker: Speaker,
  subject: string,
  what: Pick<LedgerEvent, 'type' | 'data'>,
): Promise<boolean> {
  const id = uuidv7();
  const event = {
    specversion: '1.0',
    type: what.type,
    source: `/${speaker.agency}`,
    id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    epoch: speaker.epoch(),
    directoryversion: speaker.directoryVersion(),
    actor: speaker.actor,
    actorrole: 'service',
    actortype: 'system',
    data: what.data,
  } as LedgerEvent;
  const bytes = encodeMessage({ event: await signJws(encodeEvent(event), speaker.key) });
  const [appended] = await speaker.writer.append([{ subject, messageId: id, bytes }]);
  return appended?.outcome === 'recorded';
}

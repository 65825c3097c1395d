import {
  DIRECTORY_SUBJECT,
  STATUS_SUBJECT,
  decodeEvent,
  decodeMessage,
  readJws,
  type LedgerEvent,
} from '#contracts';
import type { LedgerOwner } from '#messaging';
import type { StateStore } from './state.js';

/**
 * Raises the keeper's own count and directory version to what already stands on the ledger: a state that was lost or
 * restored from an old copy must not give a number twice. Only the keeper can write on these subjects.
 */
export async function recallOwnPast(owner: LedgerOwner, store: StateStore): Promise<void> {
  for (const subject of [STATUS_SUBJECT, DIRECTORY_SUBJECT]) {
    let stored = await owner.next(subject, 1);
    while (stored) {
      takeUp(stored.data, store);
      stored = await owner.next(subject, stored.sequence + 1);
    }
  }
}

function takeUp(data: Uint8Array, store: StateStore): void {
  const event = readEvent(data);
  if (!event) return;
  const { number, directory } = store.state;
  store.save({ number: Math.max(number, event.sendernumber ?? 0) });
  if (event.type !== 'concordat.directory.published.v1' || event.data.version <= directory.version) return;
  store.save({ directory: { version: event.data.version, hash: event.data.bundlehash, epoch: event.epoch } });
}

function readEvent(data: Uint8Array): LedgerEvent | undefined {
  try {
    return decodeEvent(readJws(decodeMessage(data).event).payload);
  } catch {
    return undefined;
  }
}

import {
  DIRECTORY_SUBJECT,
  EXERCISE_SUBJECT,
  STATUS_SUBJECT,
  decodeEvent,
  decodeMessage,
  readJws,
  type LedgerEvent,
} from '#contracts';
import type { LedgerOwner, StoredMessage } from '#messaging';
import type { StateStore } from './state.js';

/**
 * Raises the keeper's own count, directory version and clocks of exercises to what already stands on the ledger: a state that
 * was lost or restored from an old copy must not give a number twice, nor put a clock back. Only the keeper can write on
 * these subjects.
 */
export async function recallOwnPast(owner: LedgerOwner, store: StateStore): Promise<void> {
  for (const subject of [STATUS_SUBJECT, DIRECTORY_SUBJECT]) {
    let stored = await owner.next(subject, 1);
    while (stored) {
      takeUp(stored.data, store);
      stored = await owner.next(subject, stored.sequence + 1);
    }
  }
  const known = Math.max(0, ...store.clocks().map(({ sequence }) => sequence));
  let stored = await owner.next(EXERCISE_SUBJECT, known + 1);
  while (stored) {
    takeUpClock(stored, store);
    stored = await owner.next(EXERCISE_SUBJECT, stored.sequence + 1);
  }
}

function takeUpClock({ data, sequence }: StoredMessage, store: StateStore): void {
  const event = readEvent(data);
  if (event?.type !== 'concordat.exercise.clock.v1') return;
  const { exercise, at } = event.data;
  const last = store.clock(exercise);
  // The same event again is one of which the keeper did not know that it is recorded.
  if (last && last.at >= at && last.id !== event.id) return;
  store.keepClock({ exercise, at, id: event.id, message: decodeMessage(data), sequence });
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

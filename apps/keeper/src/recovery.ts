import type { Trust } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { believe } from './member-trust.js';
import type { StateStore } from './state.js';

/** Most messages of witnesses that are read in one go, so that a look at the broker is never kept waiting. */
const READ_UP_TO = 500;

/**
 * Reads what witnesses say of this epoch and takes each agency that has signed "sent again" off the list; opens the epoch
 * when none is left. What is not signed by the witness itself changes nothing.
 */
export async function readResent(owner: LedgerOwner, store: StateStore, trust: Trust): Promise<void> {
  const { epoch } = store.state;
  let { awaiting, cursor } = store.state;
  for (let read = 0; read < READ_UP_TO && awaiting.length > 0; read += 1) {
    const stored = await owner.next('concordat.witness.*', cursor);
    if (!stored) break;
    cursor = stored.sequence + 1;
    const sender = await whoSentAgain(stored, epoch, trust);
    awaiting = awaiting.filter((agency) => agency !== sender);
  }
  store.save({ awaiting, cursor, ...(awaiting.length === 0 ? { phase: 'open' as const } : {}) });
}

async function whoSentAgain(
  stored: { readonly subject: string; readonly data: Uint8Array },
  epoch: number,
  trust: Trust,
): Promise<string | undefined> {
  const read = await believe(stored, trust);
  if ('refused' in read || read.event.type !== 'concordat.witness.witnessed.v1') return undefined;
  return read.event.data.resent?.epoch === epoch ? read.event.source.split('/')[1] : undefined;
}

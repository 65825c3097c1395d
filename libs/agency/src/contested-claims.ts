import { parseNeedSubject } from '#contracts';
import type { LedgerWriter } from '#messaging';
import type { ClaimStore, ContestedRow } from '#storage';
import type { Refused } from './wish.js';

/** Most acceptances in one look. */
const LOOK = 50;

/**
 * Ends acceptances whose claim stood in the way. What is on a need's subject is read by its asker alone, so the broker is
 * asked: first whether anything stands there, then whether the task has moved since. In this order nothing is guessed,
 * however late an earlier attempt of ours arrives: once something stands there our pair cannot be recorded any more,
 * and had it been recorded before, the task would have moved. A task that has moved waits for our own reading of it.
 */
export async function settleContested(
  claims: ClaimStore,
  writer: Pick<LedgerWriter, 'isEmpty' | 'lastOn'>,
): Promise<void> {
  for (const row of await claims.contested(LOOK)) {
    const isFree = await writer.isEmpty(row.companionSubject);
    const last = await writer.lastOn(row.subject);
    if (isFree === undefined || last === undefined) return;
    if (last !== row.expectedSequence) continue;
    if (isFree) await claims.tryAgain(row.eventId);
    else await claims.lost(row, alreadyMet(row));
  }
}

function alreadyMet({ companionSubject }: ContestedRow): Refused {
  const need = parseNeedSubject(companionSubject)?.needId;
  return { refused: 'NEED_ALREADY_MET', ...(need !== undefined && { because: { need } }) };
}

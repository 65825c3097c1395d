import { epochOf } from '#contracts';
import type { KeeperState, Opening } from './state.js';

/** What the keeper found of the ledger's stream. */
export interface SeenLedger {
  readonly created: string;
  readonly epoch: number;
  readonly lastSequence: number;
}

/** What is to be done: nothing, finish an opening on the stream that is there, or open an epoch on a new stream. */
export type Judgement = { readonly do: 'keep' } | ({ readonly do: 'adopt' | 'open' } & Opening);

/**
 * Whether the ledger is the one that the keeper knows. A stream that is gone, made by somebody else, or shorter than it
 * was, has lost events, so an epoch above all known ones is opened and the agencies send again. Only a keeper that never
 * had a ledger, beside a broker that has none, opens the first epoch with nothing to recover.
 */
export function judgeLedger(
  state: KeeperState,
  found: SeenLedger | undefined,
  epochAtLeast: number = 1,
): Judgement {
  if (state.opening) {
    const half = found !== undefined && found.epoch === state.opening.epoch;
    return { do: half ? 'adopt' : 'open', ...state.opening };
  }
  const seen = found ? Math.max(found.epoch, epochOf(found.lastSequence + 1)) : 0;
  if (state.epoch === 0) {
    const nothingBefore = found === undefined && epochAtLeast <= 1;
    const epoch = Math.max(1, epochAtLeast, seen + 1);
    return { do: 'open', epoch, phase: nothingBefore ? 'open' : 'recovering' };
  }
  const known =
    found !== undefined && found.created === state.created && found.lastSequence >= state.lastSequence;
  if (known) return { do: 'keep' };
  return { do: 'open', epoch: Math.max(state.epoch, seen) + 1, phase: 'recovering' };
}

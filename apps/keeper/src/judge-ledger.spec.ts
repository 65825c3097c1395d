import { describe, expect, it } from '@jest/globals';
import { EPOCH_STRIDE } from '#contracts';
import { judgeLedger } from './judge-ledger.js';
import { NO_STATE, type KeeperState } from './state.js';

const KNOWN: KeeperState = {
  ...NO_STATE,
  epoch: 2,
  created: 'then',
  lastSequence: 2 * EPOCH_STRIDE + 50,
};
const FOUND = { created: 'then', epoch: 2, lastSequence: 2 * EPOCH_STRIDE + 50 };

describe('judging the ledger', () => {
  it('opens the first epoch with nothing to recover when there never was a ledger', () => {
    expect(judgeLedger(NO_STATE, undefined)).toEqual({ do: 'open', epoch: 1, phase: 'open' });
  });

  it('keeps the ledger that it knows, grown or not', () => {
    expect(judgeLedger(KNOWN, FOUND)).toEqual({ do: 'keep' });
    expect(judgeLedger(KNOWN, { ...FOUND, lastSequence: FOUND.lastSequence + 9 })).toEqual({ do: 'keep' });
  });

  it.each([
    ['is gone', undefined],
    ['was made by somebody else', { ...FOUND, created: 'later' }],
    ['is shorter than it was', { ...FOUND, lastSequence: FOUND.lastSequence - 1 }],
  ])('opens the next epoch, to be recovered, when the ledger %s', (_what, found) => {
    expect(judgeLedger(KNOWN, found)).toEqual({ do: 'open', epoch: 3, phase: 'recovering' });
  });

  it('goes above an epoch that it finds and did not know', () => {
    const found = { created: 'x', epoch: 0, lastSequence: 7 * EPOCH_STRIDE + 4 };
    expect(judgeLedger(KNOWN, found)).toEqual({ do: 'open', epoch: 8, phase: 'recovering' });
    expect(judgeLedger(NO_STATE, { ...FOUND })).toEqual({ do: 'open', epoch: 3, phase: 'recovering' });
  });

  it('believes an operator that there were epochs which a lost state would have known', () => {
    expect(judgeLedger(NO_STATE, undefined, 5)).toEqual({ do: 'open', epoch: 5, phase: 'recovering' });
    expect(judgeLedger(KNOWN, FOUND, 5)).toEqual({ do: 'keep' });
  });

  it('finishes an opening: on the stream that is there, or on a new one', () => {
    const half: KeeperState = { ...KNOWN, opening: { epoch: 3, phase: 'recovering' } };
    const made = { created: 'now', epoch: 3, lastSequence: 3 * EPOCH_STRIDE - 1 };
    expect(judgeLedger(half, made)).toEqual({ do: 'adopt', epoch: 3, phase: 'recovering' });
    expect(judgeLedger(half, FOUND)).toEqual({ do: 'open', epoch: 3, phase: 'recovering' });
    expect(judgeLedger(half, undefined)).toEqual({ do: 'open', epoch: 3, phase: 'recovering' });
  });
});

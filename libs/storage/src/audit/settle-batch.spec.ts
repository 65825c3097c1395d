import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { NewLeaf } from './audit-rows.js';
import { settleBatch } from './settle-batch.js';

const leaf = (event: string, eventId: string, number: number, sender = 'police'): NewLeaf => ({
  event,
  hash: createHash('sha256').update(event).digest(),
  eventId,
  sender,
  number,
  unit: 'control-room',
  type: 'concordat.task.received.v1',
  directoryVersion: 1,
  actor: 'A'.repeat(22),
  actorRole: 'service',
  actorType: 'system',
  sequence: number,
  subject: 'subject',
  recordedAt: new Date(0),
  skipped: [],
  tokens: [],
});

describe('a batch of new leaves', () => {
  it('gets contiguous indexes behind the log', () => {
    const { placed } = settleBatch([leaf('a', '1', 1), leaf('b', '2', 2)], [], 7);
    expect(placed.map(({ index }) => index)).toEqual([7, 8]);
  });

  it('takes the same bytes once, whether they are stored or come twice in the batch', () => {
    const stored = leaf('a', '1', 1);
    const { placed, equivocations } = settleBatch(
      [stored, leaf('b', '2', 2), leaf('b', '2', 2)],
      [stored],
      1,
    );
    expect(placed.map(({ event }) => event)).toEqual(['b']);
    expect(equivocations).toEqual([]);
  });

  it.each([
    ['number', leaf('b', '2', 1)],
    ['event id', leaf('b', '1', 2)],
  ])('refuses other bytes under a %s that is taken', (_what, second) => {
    const { placed, equivocations } = settleBatch([leaf('a', '1', 1), second], [], 0);
    expect(placed).toHaveLength(1);
    expect(equivocations).toMatchObject([{ reason: 'EQUIVOCATION', event: 'b' }]);
  });

  it('takes the same number of two senders', () => {
    expect(settleBatch([leaf('a', '1', 1), leaf('b', '2', 1, 'ambulance')], [], 0).placed).toHaveLength(2);
  });
});

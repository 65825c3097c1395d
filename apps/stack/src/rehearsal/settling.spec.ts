import { describe, expect, it } from '@jest/globals';
import { waitingTooLong } from './settling.js';

const kept = [
  { item: 'full-name', stage: 'accepted' },
  { item: 'key-safe', stage: 'attending' },
  { item: 'phone', stage: 'accepted', ended: 'sent', sentWith: 'e' },
];

describe('what was kept for a later stage', () => {
  it('should be gone when the task has come to the stage, and not before', () => {
    expect(waitingTooLong({ kept }, 'received')).toEqual([]);
    expect(waitingTooLong({ kept }, 'accepted')).toEqual(['full-name']);
    expect(waitingTooLong({ kept }, 'in-progress')).toEqual(['full-name', 'key-safe']);
    expect(waitingTooLong({ kept }, 'completed')).toEqual([]);
  });
});

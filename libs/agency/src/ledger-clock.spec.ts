import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerClock } from './ledger-clock.js';

const NOON = Date.parse('2031-01-17T12:00:00Z');

describe("what a service takes for the ledger's time", () => {
  it('is its own clock until something has arrived', () => {
    expect(new LedgerClock().now(NOON)).toBe(NOON);
  });

  it('follows the ledger when the own clock is an hour fast, or an hour slow', () => {
    for (const off of [3_600_000, -3_600_000]) {
      const clock = new LedgerClock();
      clock.heard(NOON, NOON + off + 20);
      expect(clock.now(NOON + off + 1_020)).toBe(NOON + 1_000);
    }
  });

  it('is never ahead of the ledger, however long things were on their way', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(delays, fc.integer({ min: -1e7, max: 1e7 }), (ways, off) => {
        const clock = new LedgerClock();
        ways.forEach((way, index) => clock.heard(NOON + index * 100, NOON + index * 100 + way + off));
        const now = NOON + ways.length * 100;
        expect(clock.now(now + off)).toBeLessThanOrEqual(now);
      }),
    );
  });

  it('forgets an old measure, so that a clock that was set right counts again', () => {
    const clock = new LedgerClock();
    clock.heard(NOON, NOON - 3_600_000);
    clock.heard(NOON + 1_200_000, NOON + 1_200_010);
    expect(clock.now(NOON + 1_201_010)).toBe(NOON + 1_201_000);
  });
});

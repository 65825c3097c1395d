import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CLOCK_REFUSALS,
  awaitClock,
  endClock,
  extendClock,
  marksOf,
  remainingMinutes,
  startClock,
  type ClockRule,
  type ClockState,
} from './clocks.js';

const RULE: ClockRule = {
  code: 's136-detention',
  power: 'mha-s136',
  maxMinutes: 1440,
  extension: { minutes: 720, reasons: ['intoxicated'], never: ['no-bed'] },
  warnAtPercent: [75, 90],
  endsWith: {},
};
const suite = { agency: 'mh-trust', unit: 'suite-north' };
const minute = (minutes: number): string =>
  new Date(Date.UTC(2031, 2, 21, 23, 5) + minutes * 60_000).toISOString();
const state = (outcome: ReturnType<typeof startClock>): ClockState => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
};

const at = fc.integer({ min: 0, max: 3000 }).map(minute);
const step = fc.oneof(
  at.map((at) => (clock: ClockState | undefined) => awaitClock(clock, RULE, { at })),
  at.map((at) => (clock: ClockState | undefined) => startClock(clock, RULE, { at, by: suite })),
  at.map((at) => (clock: ClockState | undefined) => endClock(clock, { at, reason: 'application-made' })),
  fc.tuple(at, fc.constantFrom('intoxicated', 'no-bed')).map(
    ([at, reason]) =>
      (clock: ClockState | undefined) =>
        extendClock(clock, RULE, { at, reason }),
  ),
);

describe('whatever is tried on a clock', () => {
  it('it starts at most once, is made longer at most once, and ends at most once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const before: ClockState[] = [];
        steps.reduce<ClockState | undefined>((clock, take) => {
          const next = take(clock);
          if ('refused' in next) {
            expect(Object.keys(CLOCK_REFUSALS)).toContain(next.refused);
            return clock;
          }
          before.push(next);
          return next;
        }, undefined);
        for (const key of ['startedAt', 'dueAt', 'extendedUntil', 'endedAt'] as const) {
          const said = before.map((clock) => clock[key]).filter((time) => time !== undefined);
          expect(new Set(said).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('no time passes unmarked: its marks are in order, the last is its end, and no time is left there', () => {
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 720 }), (from, minutes) => {
        const clock = state(startClock(undefined, RULE, { at: from, by: suite }));
        const longer = state(extendClock(clock, RULE, { at: from, reason: 'intoxicated', minutes }));
        for (const one of [clock, longer]) {
          const marks = marksOf(one, RULE).map(({ at }) => at);
          expect([...marks].sort()).toEqual(marks);
          expect(marks.at(-1)).toBe(one.extendedUntil ?? one.dueAt);
          expect(remainingMinutes(one, marks.at(-1) ?? '')).toBe(0);
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeClocks } from './clock-merge.js';
import { awaitClock, endClock, extendClock, startClock, type ClockRule, type ClockState } from './clocks.js';

const RULE: ClockRule = {
  code: 's136-detention',
  power: 'mha-s136',
  maxMinutes: 1440,
  extension: { minutes: 720, reasons: ['intoxicated'], never: ['no-bed'] },
  warnAtPercent: [75, 90],
  endsWith: {},
};
const ed = { agency: 'acute-hospital', unit: 'emergency-department' };
const response = { agency: 'police', unit: 'response' };
const minute = (minutes: number): string =>
  new Date(Date.UTC(2031, 2, 21, 23, 5) + minutes * 60_000).toISOString();

const made = (clock: ReturnType<typeof startClock>): ClockState => {
  if ('refused' in clock) throw new Error(clock.refused);
  return clock;
};
const waits = (at: number) => made(awaitClock(undefined, RULE, { at: minute(at) }));
const starts = (at: number, by = ed) => made(startClock(undefined, RULE, { at: minute(at), by }));
const longer = (clock: ClockState, minutes: number) =>
  made(extendClock(clock, RULE, { at: clock.startedAt ?? '', reason: 'intoxicated', minutes }));
const ends = (clock: ClockState, at: number, reason = 'application-made') =>
  made(endClock(clock, { at: minute(at), reason }));

const atTheGate = { at: minute(41), by: response };
const atTheDoor = { at: minute(52), by: ed };

describe('two readings of one clock', () => {
  it('of one that waits and one that runs give one that runs', () => {
    expect(mergeClocks(waits(6), starts(41))).toEqual({ ...waits(6), ...starts(41) });
    expect(mergeClocks(waits(9), waits(6))).toEqual(waits(6));
  });

  it('with two starts count from the earlier, and keep both', () => {
    expect(mergeClocks(starts(52, ed), starts(41, response))).toEqual({
      ...starts(41, response),
      disputedStarts: [atTheGate, atTheDoor],
    });
  });

  it('with one start told by two are of one mind', () => {
    const both = mergeClocks(starts(41, response), starts(41, ed));
    expect(both).toEqual(starts(41, ed));
    expect(both).not.toHaveProperty('disputedStarts');
  });

  it('with one start in two notations are of one mind', () => {
    const inSummerTime = { ...starts(41), startedAt: '2031-03-22T00:46:00+01:00' };
    expect(mergeClocks(starts(41), inSummerTime)).not.toHaveProperty('disputedStarts');
  });

  it('keep an extension, counted from the earlier start', () => {
    expect(mergeClocks(longer(starts(52), 720), starts(41, response))).toMatchObject({
      dueAt: minute(1481),
      extendedUntil: minute(1481 + 720),
    });
  });

  it('keep the longer of two extensions', () => {
    expect(mergeClocks(longer(starts(41), 90), longer(starts(41), 720))).toEqual(longer(starts(41), 720));
  });

  it('end at the earlier end, with its reason', () => {
    const early = ends(starts(41), 1191);
    expect(mergeClocks(ends(starts(41), 1200, 'time-expired'), early)).toEqual(early);
    expect(mergeClocks(starts(41), early)).toEqual(early);
  });

  it('of two clocks are a defect', () => {
    expect(() => mergeClocks(starts(41), { ...starts(41), code: 's5-2-holding' })).toThrow('two clocks');
  });
});

const number = fc.integer({ min: 0, max: 60 });
const simple: fc.Arbitrary<ClockState> = fc
  .record({
    from: fc.constantFrom('waits', 'starts'),
    at: number,
    by: fc.constantFrom(ed, response),
    minutes: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    end: fc.option(fc.record({ at: number, reason: fc.constantFrom('application-made', 'time-expired') }), {
      nil: undefined,
    }),
  })
  .map(({ from, at, by, minutes, end }) => {
    const begun = from === 'waits' ? waits(at) : starts(at, by);
    const lasting = from === 'starts' && minutes !== undefined ? longer(begun, minutes * 100) : begun;
    return end === undefined ? lasting : ends(lasting, at + end.at, end.reason);
  });
/** What a reader may hold: what was told once, or several readings merged before. */
const clock = fc
  .array(simple, { minLength: 1, maxLength: 4 })
  .map((clocks) => clocks.reduce((merged, next) => mergeClocks(merged, next)));

describe('merging clocks', () => {
  it('gives the same whoever is asked first', () => {
    fc.assert(fc.property(clock, clock, (a, b) => expect(mergeClocks(a, b)).toEqual(mergeClocks(b, a))));
  });

  it('gives the same in whichever groups it is done', () => {
    fc.assert(
      fc.property(clock, clock, clock, (a, b, c) =>
        expect(mergeClocks(mergeClocks(a, b), c)).toEqual(mergeClocks(a, mergeClocks(b, c))),
      ),
    );
  });

  it('gives nothing new when it is done twice', () => {
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        expect(mergeClocks(a, a)).toEqual(a);
        expect(mergeClocks(mergeClocks(a, b), b)).toEqual(mergeClocks(a, b));
      }),
    );
  });

  it('never makes a start, a due time or an end later, and loses no start', () => {
    const before = (a: string | undefined, b: string | undefined): boolean =>
      b === undefined || (a !== undefined && a <= b);
    const instants = ({ startedAt, disputedStarts = [] }: ClockState): readonly string[] => [
      ...(startedAt === undefined ? [] : [startedAt]),
      ...disputedStarts.map(({ at }) => at),
    ];
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        const both = mergeClocks(a, b);
        for (const one of [a, b]) {
          expect(before(both.startedAt, one.startedAt)).toBe(true);
          expect(before(both.dueAt, one.dueAt)).toBe(true);
          expect(before(both.endedAt, one.endedAt)).toBe(true);
          expect(instants(both)).toEqual(expect.arrayContaining([...instants(one)]));
        }
      }),
    );
  });
});

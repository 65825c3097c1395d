import { describe, expect, it } from '@jest/globals';
import {
  awaitClock,
  endClock,
  endsClock,
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
  extension: { minutes: 720, reasons: ['too-distressed', 'intoxicated'], never: ['no-bed'] },
  warnAtPercent: [75, 90],
  endsWith: { 'mha-assessment': ['application-made', 'no-application-alternative'] },
};
const FIXED: ClockRule = {
  code: 's5-2-holding',
  power: 'mha-s5-2',
  maxMinutes: 4320,
  warnAtPercent: [90],
  endsWith: {},
};

const ed = { agency: 'acute-hospital', unit: 'emergency-department' };
const suite = { agency: 'mh-trust', unit: 'suite-north' };

/** The instant this many minutes after 23:05 on 21 March 2031. */
const minute = (minutes: number): string =>
  new Date(Date.UTC(2031, 2, 21, 23, 5) + minutes * 60_000).toISOString();

const state = (outcome: ReturnType<typeof startClock>): ClockState => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
};
const waiting = state(awaitClock(undefined, RULE, { at: minute(6) }));
const running = state(startClock(waiting, RULE, { at: minute(41), by: ed }));
const extended = state(extendClock(running, RULE, { at: minute(900), reason: 'intoxicated' }));
const ended = state(endClock(running, { at: minute(1191), reason: 'application-made' }));
const releasedOnTheWay = state(endClock(waiting, { at: minute(30), reason: 'doctor-finds-no-disorder' }));

describe('a clock of the law', () => {
  it('waits without a due time until the person arrives', () => {
    expect(waiting).toEqual({ code: 's136-detention', waitingSince: minute(6) });
    expect(marksOf(waiting, RULE)).toEqual([]);
    expect(remainingMinutes(waiting, minute(30))).toBeUndefined();
  });

  it('runs from the arrival for as long as its rule says, and remembers since when it waited', () => {
    expect(running).toEqual({
      code: 's136-detention',
      waitingSince: minute(6),
      startedAt: minute(41),
      startedBy: ed,
      dueAt: minute(1481),
    });
    expect(state(startClock(undefined, RULE, { at: minute(41), by: ed })).dueAt).toBe(minute(1481));
  });

  it('writes every time in UTC, however it was told', () => {
    const { startedAt, dueAt } = state(
      startClock(undefined, RULE, { at: '2031-03-22T00:46:00+01:00', by: ed }),
    );
    expect({ startedAt, dueAt }).toEqual({ startedAt: minute(41), dueAt: minute(1481) });
  });

  it('is made longer from its due time on, by all that the rule allows or by less', () => {
    expect(extended).toEqual({ ...running, extendedUntil: minute(1481 + 720) });
    const less = extendClock(running, RULE, { at: minute(900), reason: 'too-distressed', minutes: 90 });
    expect(less).toEqual({ ...running, extendedUntil: minute(1481 + 90) });
  });

  it('may still be made longer in the minute in which it is due', () => {
    expect(extendClock(running, RULE, { at: minute(1481), reason: 'intoxicated' })).toHaveProperty(
      'extendedUntil',
    );
  });

  it('ends with what ended it, and keeps all else', () => {
    expect(ended).toEqual({ ...running, endedAt: minute(1191), endReason: 'application-made' });
    expect(releasedOnTheWay).toEqual({
      ...waiting,
      endedAt: minute(30),
      endReason: 'doctor-finds-no-disorder',
    });
  });

  it('throws on a text that is no time, since its caller has checked it', () => {
    expect(() => startClock(undefined, RULE, { at: 'at midnight', by: ed })).toThrow(
      'not a time: at midnight',
    );
  });
});

type Row = readonly [string, ClockState | undefined, Record<string, unknown> | 'goes'];
const STATES = { none: undefined, waiting, running, extended, ended, releasedOnTheWay };
const stateOf = (name: string): ClockState | undefined => STATES[name as keyof typeof STATES];
const gone = { refused: 'CLOCK_ENDED', because: { endedAt: minute(1191) } };
const goneBefore = { refused: 'CLOCK_ENDED', because: { endedAt: minute(30) } };
const runs = { refused: 'CLOCK_RUNNING', because: { startedAt: minute(41) } };
const stands = (at: number) => ({ refused: 'CLOCK_NOT_RUNNING', because: { at: minute(at) } });
const table = (rows: Readonly<Record<keyof typeof STATES, Record<string, unknown> | 'goes'>>): Row[] =>
  Object.entries(rows).map(([name, expected]) => [name, stateOf(name), expected]);

function judge(outcome: ClockState | object, expected: Row[2]): void {
  if (expected === 'goes') expect(outcome).not.toHaveProperty('refused');
  else expect(outcome).toEqual(expected);
}

describe('every step of a clock in every state', () => {
  const later = { none: 'goes', running: runs, extended: runs, ended: gone } as const;

  it.each(table({ ...later, waiting: 'goes', releasedOnTheWay: goneBefore }))(
    'waits: %s',
    (_name, clock, expected) => judge(awaitClock(clock, RULE, { at: minute(50) }), expected),
  );

  it.each(table({ ...later, waiting: 'goes', releasedOnTheWay: goneBefore }))(
    'starts: %s',
    (_name, clock, expected) => judge(startClock(clock, RULE, { at: minute(360), by: suite }), expected),
  );

  const once = { refused: 'CLOCK_EXTENDED_ALREADY', because: { extendedUntil: minute(2201) } };
  it.each(
    table({
      none: stands(950),
      waiting: stands(950),
      running: 'goes',
      extended: once,
      ended: gone,
      releasedOnTheWay: goneBefore,
    }),
  )('is made longer: %s', (_name, clock, expected) =>
    judge(extendClock(clock, RULE, { at: minute(950), reason: 'intoxicated' }), expected),
  );

  it.each(
    table({
      none: stands(1200),
      waiting: 'goes',
      running: 'goes',
      extended: 'goes',
      ended: gone,
      releasedOnTheWay: goneBefore,
    }),
  )('ends: %s', (_name, clock, expected) =>
    judge(endClock(clock, { at: minute(1200), reason: 'application-made' }), expected),
  );
});

describe('a clock is not made longer', () => {
  const reasons = ['too-distressed', 'intoxicated'];
  it.each([
    [
      'for lack of a bed',
      { at: minute(900), reason: 'no-bed' },
      { refused: 'EXTENSION_REASON_NOT_ALLOWED', because: { reason: 'no-bed', allowed: reasons } },
    ],
    [
      'for a reason that nobody knows',
      { at: minute(900), reason: 'toString' },
      { refused: 'EXTENSION_REASON_NOT_ALLOWED', because: { reason: 'toString', allowed: reasons } },
    ],
    [
      'by more than the law gives',
      { at: minute(900), reason: 'intoxicated', minutes: 721 },
      { refused: 'EXTENSION_LENGTH_NOT_ALLOWED', because: { minutes: 721, most: 720 } },
    ],
    [
      'by nothing',
      { at: minute(900), reason: 'intoxicated', minutes: 0 },
      { refused: 'EXTENSION_LENGTH_NOT_ALLOWED', because: { minutes: 0, most: 720 } },
    ],
    [
      'a minute after it was due',
      { at: minute(1482), reason: 'intoxicated' },
      { refused: 'CLOCK_RUN_OUT', because: { at: minute(1482), dueAt: minute(1481) } },
    ],
    [
      'at a time before it started',
      { at: minute(40), reason: 'intoxicated' },
      { refused: 'CLOCK_NOT_RUNNING', because: { at: minute(40), startedAt: minute(41) } },
    ],
  ])('%s', (_name, wish, refusal) => {
    expect(extendClock(running, RULE, wish)).toEqual(refusal);
  });

  it('at all where the law knows no longer time', () => {
    const fixed = state(startClock(undefined, FIXED, { at: minute(0), by: ed }));
    expect(extendClock(fixed, FIXED, { at: minute(1), reason: 'intoxicated' })).toEqual({
      refused: 'EXTENSION_REASON_NOT_ALLOWED',
      because: { reason: 'intoxicated', allowed: [] },
    });
  });
});

describe('the marks of a clock', () => {
  it('are 75 and 90 percent and the whole of its time', () => {
    expect(marksOf(running, RULE)).toEqual([
      { percent: 75, at: minute(41 + 1080) },
      { percent: 90, at: minute(41 + 1296) },
      { percent: 100, at: minute(1481) },
    ]);
  });

  it('move when it is made longer', () => {
    expect(marksOf(extended, RULE)).toEqual([
      { percent: 75, at: minute(41 + 1620) },
      { percent: 90, at: minute(41 + 1944) },
      { percent: 100, at: minute(2201) },
    ]);
  });

  it('are those up to its end', () => {
    expect(marksOf(ended, RULE).map(({ percent }) => percent)).toEqual([75]);
    expect(marksOf(releasedOnTheWay, RULE)).toEqual([]);
  });
});

describe('the time that is left', () => {
  it.each([
    ['at the start', running, 41, 1440],
    ['at the handover of a long night', running, 384, 1097],
    ['before the last assessment', running, 500, 981],
    ['with half a minute to go', running, 1480.5, 0],
    ['in the last minute', running, 1481, 0],
    ['when it is over', running, 1491, -10],
    ['after it was made longer', extended, 1481, 720],
    ['at the end', ended, 1191, 290],
    ['long after the end', ended, 5000, 290],
    ['before the end, asked afterwards', ended, 1181, 300],
  ])('%s', (_name, clock, at, left) => {
    expect(remainingMinutes(clock, minute(at))).toBe(left);
  });
});

describe('the end of a clock', () => {
  it.each([
    ['mha-assessment', 'application-made', true],
    ['mha-assessment', 'no-application-alternative', true],
    ['mha-assessment', 'recommendations-made-awaiting-bed', false],
    ['s136-conveyance', 'application-made', false],
    ['constructor', 'length', false],
  ])('%s with %s: %s', (kind, outcome, ends) => {
    expect(endsClock(RULE, kind, outcome)).toBe(ends);
  });
});

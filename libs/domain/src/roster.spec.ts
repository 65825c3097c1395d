import { describe, expect, it } from '@jest/globals';
import { notEndedAt, onShift, rosterState } from './roster.js';
import { NOON, hours, rosterOf, shiftOf } from './staffing-example.js';
import { isOpenAt } from './unit-facts.js';

const team = { agency: 'mh-trust', unit: 'crisis-team' };

describe('a roster', () => {
  it('is fresh to the last instant of its lease, stale from then on, and unknown where there is none', () => {
    const lease = { leaseUntil: hours(0) };
    expect([NOON - 1, NOON, NOON + 1].map((at) => rosterState(lease, at))).toEqual([
      'fresh',
      'fresh',
      'stale',
    ]);
    expect(rosterState(undefined, NOON)).toBe('unknown');
    expect(rosterState({ leaseUntil: 'tomorrow' }, NOON)).toBe('stale');
  });

  it('has on shift whoever has begun and not ended: at the change of shifts nobody is counted twice', () => {
    const early = shiftOf({ count: 1, until: hours(0) });
    const late = shiftOf({ count: 2, from: hours(0), until: hours(8) });
    const night = shiftOf({ count: 4, from: hours(8), until: hours(20) });
    const roster = rosterOf([early, late, night]);
    const there = (at: number) => onShift([roster], team, at).shifts.map(({ count }) => count);
    expect(there(NOON - 1)).toEqual([1]);
    expect(there(NOON)).toEqual([2]);
    expect(there(Date.parse(hours(8)))).toEqual([4]);
    expect(notEndedAt(roster.shifts, NOON)).toEqual([late, night]);
  });

  it('knows a unit that has nobody on shift from one that says nothing', () => {
    const roster = rosterOf([shiftOf({ unit: 'night-team' })]);
    expect(onShift([roster], team, NOON)).toMatchObject({ state: 'fresh', shifts: [] });
    expect(onShift([roster], { agency: 'mh-trust', unit: 'suite-1' }, NOON).state).toBe('unknown');
    expect(onShift([roster], { agency: 'police', unit: 'crisis-team' }, NOON).state).toBe('unknown');
    expect(onShift([], team, NOON).state).toBe('unknown');
  });

  it('gives way to a newer one of the same agency, wherever it stands', () => {
    const older = rosterOf([shiftOf({ count: 1 })], { publishedAt: hours(-2) });
    const newer = rosterOf([shiftOf({ count: 5 })], { publishedAt: hours(-1) });
    for (const rosters of [
      [older, newer],
      [newer, older],
    ])
      expect(onShift(rosters, team, NOON).shifts).toEqual(newer.shifts);
  });

  it('is judged by the ledger’s time, also where somebody asks for another hour', () => {
    const roster = rosterOf([shiftOf({ from: hours(6), until: hours(8) })]);
    const later = Date.parse(hours(7));
    expect(onShift([roster], team, later).state).toBe('stale');
    expect(onShift([roster], team, later, NOON)).toMatchObject({ state: 'fresh', shifts: roster.shifts });
  });
});

describe('the hours of a unit', () => {
  const evening = { opens: '18:00', closes: '23:00' };
  const at = (time: string): number => Date.parse(time);

  it.each([
    ['2026-01-15T17:59:59Z', false],
    ['2026-01-15T18:00:00Z', true],
    ['2026-01-15T22:59:59Z', true],
    ['2026-01-15T23:00:00Z', false],
    // In summer the clock on the wall is an hour ahead of UTC.
    ['2026-07-15T17:00:00Z', true],
    ['2026-07-15T22:00:00Z', false],
    // The evenings on either side of the last Sunday in March.
    ['2026-03-28T17:30:00Z', false],
    ['2026-03-29T17:30:00Z', true],
  ])('are those of the clock on the wall in London: at %s an evening service is open: %s', (time, open) => {
    expect(isOpenAt(evening, at(time))).toBe(open);
  });

  it('may run over midnight, and a unit without hours is always open', () => {
    const night = { opens: '20:00', closes: '08:00' };
    const open = ['19:59', '20:00', '23:59', '00:00', '07:59', '08:00'].map((clock) =>
      isOpenAt(night, at(`2026-01-15T${clock}:00Z`)),
    );
    expect(open).toEqual([false, true, true, true, true, false]);
    expect(isOpenAt({}, NOON)).toBe(true);
  });
});

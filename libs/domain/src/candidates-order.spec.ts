import { describe, expect, it } from '@jest/globals';
import { rankCandidates, type Candidate } from './candidates.js';
import type { Roster } from './roster.js';
import { NOON, hours, need, rosterOf, shiftOf, worldWith } from './staffing-example.js';

const named = (candidates: readonly Candidate[], name: string): Candidate => {
  const found = candidates.find(({ unit }) => `${unit.agency}/${unit.unit}` === name);
  if (!found) throw new Error(`${name} is no candidate`);
  return found;
};

describe('the order of candidates', () => {
  const names = (candidates: readonly Candidate[]) => candidates.map(({ unit }) => unit.unit);

  it('begins with who fits, and keeps who says nothing askable before who lacks something', () => {
    const roster = rosterOf([shiftOf({ unit: 'night-team' }), shiftOf({ unit: 'place-of-safety' })]);
    const found = rankCandidates({ ...need, area: 'south' }, worldWith([roster]));
    expect(names(found)).toEqual([
      'place-of-safety',
      'suite-1',
      'suite-2',
      'night-team',
      'crisis-team',
      'crew',
    ]);
    expect(names(found.filter(({ fits }) => fits))).toEqual(['place-of-safety', 'suite-1', 'suite-2']);
  });

  it('puts a stale roster before none, both askable, and both before a unit that lacks the skill', () => {
    const roster = (change: Partial<Roster>) => rosterOf([shiftOf()], change);
    const stale = rankCandidates(need, worldWith([roster({ leaseUntil: hours(-1) })]));
    expect(names(stale).slice(0, 2)).toEqual(['crisis-team', 'place-of-safety']);
    expect(stale.slice(0, 2).map(({ isAskable, roster: state }) => [isAskable, state])).toEqual([
      [true, 'stale'],
      [true, 'unknown'],
    ]);
    const empty = rankCandidates(need, worldWith([roster({ shifts: [] })]));
    expect(names(empty).indexOf('crisis-team')).toBeGreaterThan(names(empty).indexOf('place-of-safety'));
    expect(named(empty, 'mh-trust/crisis-team').isAskable).toBe(false);
  });

  it('puts more workers before fewer, and then goes by code', () => {
    const shifts = [
      shiftOf({ unit: 'night-team', count: 1 }),
      shiftOf({ unit: 'night-team', skill: 'worker', count: 2 }),
      shiftOf({ unit: 'crisis-team', count: 2 }),
      shiftOf({ unit: 'crisis-team', count: 9, skill: 'approved' }),
      shiftOf({ unit: 'suite-2', count: 2 }),
    ];
    const world = { at: NOON + 9 * 3_600_000, leasesAt: NOON };
    const late = shifts.map((shift) => ({ ...shift, until: hours(20) }));
    const found = rankCandidates(need, worldWith([rosterOf(late)], world));
    expect(found.slice(0, 3).map(({ unit, onShift }) => [unit.unit, onShift])).toEqual([
      ['night-team', 3],
      ['crisis-team', 2],
      ['suite-2', 2],
    ]);
  });

  it('leaves out the unit that asks, and no other', () => {
    expect(names(rankCandidates(need, worldWith([])))).toHaveLength(6);
    expect(
      names(rankCandidates({ ...need, asker: { agency: 'nobody', unit: 'x' } }, worldWith([]))),
    ).toHaveLength(7);
  });
});

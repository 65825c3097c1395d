import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CandidateNeed } from './candidate-world.js';
import { rankCandidates, type Candidate } from './candidates.js';
import { AGE_GROUPS, type Roster, type Shift } from './roster.js';
import { assessment, entry, hours, need, units, visit, worldWith } from './staffing-example.js';

const SKILLS = ['nurse', 'worker', 'approved', 'doctor'];
const LANGUAGES = ['pl', 'uk', 'bfi'];
const AREAS = ['north', 'south'];
const hour = fc.integer({ min: -3, max: 3 });

const shift = (skills: readonly string[]): fc.Arbitrary<Shift> =>
  fc.record(
    {
      unit: fc.constantFrom(...units.map(({ unit }) => unit)),
      skill: fc.constantFrom(...skills),
      count: fc.nat({ max: 3 }),
      ageGroups: fc.subarray([...AGE_GROUPS]),
      languages: fc.subarray(LANGUAGES),
      from: hour.map(hours),
      until: hour.map(hours),
    },
    { requiredKeys: ['unit', 'skill', 'count', 'until'] },
  );

const roster = (agency: string): fc.Arbitrary<Roster> =>
  fc.record({
    agency: fc.constant(agency),
    publishedAt: hour.map(hours),
    leaseUntil: hour.map(hours),
    units: fc.subarray(units.filter((one) => one.agency === agency).map(({ unit }) => unit)),
    shifts: fc.array(shift(SKILLS), { maxLength: 6 }),
    places: fc
      .subarray(units.filter((one) => one.agency === agency).map(({ unit }) => unit))
      .chain((some) =>
        fc.tuple(...some.map((unit) => fc.record({ unit: fc.constant(unit), free: fc.nat(2) }))),
      ),
  });

const rosters: fc.Arbitrary<readonly Roster[]> = fc
  .tuple(roster('mh-trust'), roster('ambulance'), roster('police'))
  .chain((all) => fc.subarray(all));

/** A day on which every unit says who is there, and several could do it: then the last reasons of the order decide. */
const calmRosters: fc.Arbitrary<readonly Roster[]> = fc
  .array(shift(['nurse', 'worker']), { maxLength: 8 })
  .map((all) => [
    {
      agency: 'mh-trust',
      publishedAt: hours(-1),
      leaseUntil: hours(1),
      units: units.map(({ unit }) => unit),
      shifts: all.map(({ unit, skill, count }) => ({ unit, skill, count, until: hours(2) })),
      places: [],
    },
  ]);

const needs: fc.Arbitrary<CandidateNeed> = fc.record(
  {
    kind: fc.constantFrom(visit.code, assessment.code, entry.code, 'no-such-kind'),
    asker: fc.constantFrom(need.asker, { agency: 'ambulance', unit: 'crew' }),
    ageGroup: fc.constantFrom(...AGE_GROUPS),
    languages: fc.subarray(LANGUAGES),
    area: fc.constantFrom(...AREAS),
    itemsKnown: fc.subarray(['area', 'full-name', 'crisis-plan']),
  },
  { requiredKeys: ['kind', 'asker'] },
);

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });

const placeOf = (found: readonly Candidate[], name: string): number =>
  found.findIndex(({ unit }) => unit.unit === name);

describe('the ranking of candidates', () => {
  it('is the same in whichever order units, rosters and shifts come', () => {
    const inAnyOrder = fc.tuple(needs, rosters).chain(([what, all]) =>
      fc.tuple(
        fc.constant(what),
        fc.constant(all),
        shuffled(units),
        shuffled(all).chain((some) =>
          fc.tuple(
            ...some.map((one) =>
              fc
                .tuple(shuffled(one.units), shuffled(one.shifts), shuffled(one.places))
                .map(([named, shifts, places]): Roster => ({ ...one, units: named, shifts, places })),
            ),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(inAnyOrder, ([what, all, otherUnits, otherRosters]) => {
        const world = worldWith(all);
        const other = worldWith(otherRosters, { directory: { ...world.directory, units: otherUnits } });
        expect(rankCandidates(what, other)).toEqual(rankCandidates(what, world));
      }),
      { numRuns: 300 },
    );
  });

  it('never puts a unit lower because it has a skilled worker more', () => {
    const more = fc.oneof(
      fc.tuple(needs, rosters, shift(SKILLS)),
      fc.tuple(fc.constant(need), calmRosters, shift(['nurse', 'worker'])),
    );
    fc.assert(
      fc.property(more, ([what, all, extra]) => {
        const agency = units.find(({ unit }) => unit === extra.unit)?.agency;
        const before = rankCandidates(what, worldWith(all));
        const grown = all.map((one) =>
          one.agency === agency ? { ...one, shifts: [...one.shifts, extra] } : one,
        );
        const after = rankCandidates(what, worldWith(grown));
        expect(placeOf(after, extra.unit)).toBeLessThanOrEqual(placeOf(before, extra.unit));
      }),
      { numRuns: 500 },
    );
  });

  it('never puts a unit lower because it says at last that it has everybody who is needed', () => {
    fc.assert(
      fc.property(needs, fc.constantFrom(...units), (what, { agency, unit }) => {
        const everybody = SKILLS.map((skill): Shift => ({
          unit,
          skill,
          count: 1,
          languages: LANGUAGES,
          until: hours(2),
        }));
        const said: Roster = {
          agency,
          publishedAt: hours(-1),
          leaseUntil: hours(1),
          units: [unit],
          shifts: everybody,
          places: [],
        };
        const before = rankCandidates(what, worldWith([]));
        const after = rankCandidates(what, worldWith([said]));
        expect(placeOf(after, unit)).toBeLessThanOrEqual(placeOf(before, unit));
      }),
    );
  });

  it('lists every other unit once, those that fit first, and says of each that does not why', () => {
    fc.assert(
      fc.property(needs, rosters, (what, all) => {
        const found = rankCandidates(what, worldWith(all));
        const names = found.map(({ unit }) => `${unit.agency}/${unit.unit}`);
        expect([...names, `${what.asker.agency}/${what.asker.unit}`].sort()).toEqual(
          units.map(({ agency, unit }) => `${agency}/${unit}`).sort(),
        );
        const fits = found.map((one) => one.fits);
        expect([...fits].sort((one, other) => Number(other) - Number(one))).toEqual(fits);
        for (const { fits: isFit, isAskable, shortfalls } of found) {
          expect(isFit).toBe(shortfalls.length === 0);
          expect(isAskable || !isFit).toBe(true);
          expect(new Set(shortfalls.map(({ code }) => code)).size).toBe(shortfalls.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EPOCH_STRIDE } from '#contracts';
import type { PublishedRoster } from '#storage';
import { AgencyBook } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('mh-trust');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

beforeEach(async () => {
  await book.store.database.query('TRUNCATE unit_roster, published_roster');
});

const ACTOR = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' };
const HOUR = 3_600_000;
const inHours = (count: number): string => new Date(Date.now() + count * HOUR).toISOString();
const nurses = (unit: string, count: number, until = inHours(8)) => ({
  unit,
  skill: 'mental-health-nurse',
  count,
  until,
});

describe('what the units of an agency say of their shifts', () => {
  it('stands in the place of what they said before, and says nothing of places where they do not', async () => {
    const { rosters } = book.store;
    const two = [nurses('crisis-team', 2), { ...nurses('crisis-team', 1), languages: ['pl'] }];
    await rosters.set({ unit: 'crisis-team', shifts: two, free: 3 }, ACTOR, 9);
    await rosters.set({ unit: 'bed-management', shifts: [] }, ACTOR, 9);
    expect(await rosters.own()).toEqual([
      { unit: 'bed-management', shifts: [] },
      { unit: 'crisis-team', shifts: two, free: 3 },
    ]);
    const other = [nurses('crisis-team', 5)];
    await rosters.set({ unit: 'crisis-team', shifts: other }, ACTOR, 9);
    expect((await rosters.own())[1]).toEqual({ unit: 'crisis-team', shifts: other });
    expect(await book.rows('unit_roster')).toMatchObject([{ actor: ACTOR }, { actor: ACTOR }]);
  });

  it('has room for so many shifts in all units together; what has ended takes none', async () => {
    const { rosters } = book.store;
    const three = (unit: string, until?: string) => ({
      unit,
      shifts: [1, 2, 3].map((count) => nurses(unit, count, until)),
    });
    expect(await rosters.set(three('crisis-team'), ACTOR, 5)).toBe(true);
    expect(await rosters.set(three('bed-management'), ACTOR, 5)).toBe(false);
    expect((await rosters.own()).map(({ unit }) => unit)).toEqual(['crisis-team']);
    expect(await rosters.set(three('crisis-team', inHours(-1)), ACTOR, 5)).toBe(true);
    expect(await rosters.set(three('bed-management'), ACTOR, 5)).toBe(true);
  });

  it('never goes beyond that room, also when units speak at once', async () => {
    const { rosters } = book.store;
    const units = ['suite-north', 'suite-south', 'suite-east', 'crisis-team'];
    const answers = await Promise.all(
      units.map((unit) => rosters.set({ unit, shifts: [nurses(unit, 1), nurses(unit, 2)] }, ACTOR, 4)),
    );
    expect(answers.filter(Boolean)).toHaveLength(2);
    expect((await rosters.own()).flatMap(({ shifts }) => shifts)).toHaveLength(4);
  });
});

describe('the rosters of the agencies', () => {
  const published = (
    agency: string,
    sequence: number,
    more: Partial<PublishedRoster> = {},
  ): PublishedRoster => ({
    agency,
    sequence,
    publishedAt: '2026-03-14T22:05:00.000Z',
    leaseUntil: '2026-03-14T22:10:00.000Z',
    units: ['crew'],
    shifts: [{ unit: 'crew', skill: 'paramedic', count: 2, until: '2026-03-15T06:00:00.000Z' }],
    places: [],
    ...more,
  });

  it('are those that the ledger had last of each, whatever comes again or late', async () => {
    const { rosters } = book.store;
    const old = published('ambulance', EPOCH_STRIDE + 1);
    const now = published('ambulance', EPOCH_STRIDE + 2, {
      shifts: [],
      places: [{ unit: 'crew', free: 0 }],
      leaseUntil: '2026-03-14T22:15:00.000Z',
    });
    const police = published('police', EPOCH_STRIDE + 3, { units: ['response'], shifts: [] });
    for (const one of [old, now, old, police, police]) await rosters.take(one);
    expect(await rosters.published()).toEqual([now, police]);
  });

  it('count on after the ledger was rebuilt, since a later epoch has greater places', async () => {
    const { rosters } = book.store;
    await rosters.take(published('ambulance', EPOCH_STRIDE + 9));
    const next = published('ambulance', 2 * EPOCH_STRIDE + 1, { shifts: [] });
    await rosters.take(next);
    expect(await rosters.published()).toEqual([next]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tryConcordat } from '../../apps/stack/test/command-trial.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { countyOf } from '../support/county.js';
import { LedgerBooks, rowsOf } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import {
  candidatesFor,
  isOnShift,
  named,
  seesRoster,
  setsRoster,
  type CandidateShown,
} from '../support/e2e-rosters.js';

// The haven's roster counts for three seconds only, so that it can be seen to go stale; the others' for the whole suite.
const county = countyOf({
  agencies: ['police', 'mh-trust', 'social-care', 'voluntary'],
  env: { '*': { ROSTER_LEASE_MS: '3600000' }, voluntary: { ROSTER_LEASE_MS: '3000' } },
});
let police: Desk;
let trust: Desk;
let council: Desk;
let haven: Desk;
let ledger: LedgerBooks;

beforeAll(async () => {
  await county.open();
  const deskOf = (agency: string, unit: string) =>
    new Desk(county.here().agency(agency).door, unit, 'desk 1');
  police = deskOf('police', 'control-room');
  trust = deskOf('mh-trust', 'crisis-team');
  council = deskOf('social-care', 'amhp-service');
  haven = deskOf('voluntary', 'safe-haven');
  ledger = await LedgerBooks.open(county.here());
}, 180_000);
afterAll(async () => {
  await ledger?.close();
  await county.close();
}, 60_000);

const HOUR = 3_600_000;
const inHours = (count: number): string => new Date(Date.now() + count * HOUR).toISOString();
/** The next time that the clock shows this hour in UTC, a day ahead at least: London is at most an hour further. */
const nextAt = (hour: number): string =>
  new Date(new Date(Date.now() + 24 * HOUR).setUTCHours(hour, 30, 0, 0)).toISOString();

const nurses = (count: number, more: object = {}): object => ({
  skill: 'mental-health-nurse',
  count,
  until: inHours(90),
  ...more,
});

describe('an agency that says who is on shift', () => {
  it('is seen by another agency with the same counts, in codes and in words, and no names', async () => {
    const shifts = [
      nurses(2, { ageGroups: ['18-64', '65-and-over'], languages: ['pl', 'bfi'] }),
      nurses(1, { employer: 'police-partnership', from: inHours(10) }),
    ];
    await isOnShift(trust, '136 suite', shifts, { free: 1 });
    const { state, units } = await seesRoster(police, 'mh-trust', ({ units: some }) => some.length === 1);
    expect(state).toBe('fresh');
    expect(units).toMatchObject([
      { unit: 'health-based-place-of-safety', name: 'HBPoS', onShift: 2, free: 1, shifts },
    ]);
    expect(units[0]?.shifts[0]).toMatchObject({
      label: 'Registered mental-health nurse (RMN)',
      speaks: ['Polish', 'British Sign Language'],
    });
    const silent = (await police.get('/roster')).body['silent'];
    expect(silent).toEqual(['police', 'social-care', 'voluntary']);
  }, 60_000);

  it('is taken in by every agency and by the audit service, and is no leaf of the log', async () => {
    const { message } = await ledger.at(await lastRoster('mh-trust'));
    expect(Object.keys(message)).toEqual(['event']);
    for (const desk of [trust, council, haven]) await seesRoster(desk, 'mh-trust', () => true);
    expect(await ledger.counts('concordat.deadletter.*')).toEqual({});
    const { refused } = await county.here().auditStatus();
    expect(refused).toEqual({});
    expect(await rowsOf(county.here(), 'audit', `SELECT * FROM leaf WHERE type LIKE '%roster%'`)).toEqual([]);
  }, 60_000);

  it('says it again only where something has changed, and without what has ended', async () => {
    const before = await ledger.counts('concordat.roster.mh-trust');
    const three = nurses(3);
    await isOnShift(trust, 'crisis-team', [three]);
    await seesRoster(police, 'mh-trust', ({ units }) => units.length === 2);
    // The same once more: nothing has changed, so nothing is said.
    await isOnShift(trust, 'crisis-team', [three]);
    await isOnShift(haven, 'safe-haven', [{ skill: 'safe-haven-worker', count: 2, until: inHours(90) }]);
    const first = await seesRoster(police, 'voluntary', ({ state }) => state === 'fresh');
    await seesRoster(police, 'voluntary', ({ leaseUntil }) => leaseUntil > first.leaseUntil);
    const after = await ledger.counts('concordat.roster.mh-trust');
    expect(countIn(after) - countIn(before)).toBe(1);
    const soon = new Date(Date.now() + 8_000).toISOString();
    await isOnShift(trust, 'crisis-team', [three, nurses(9, { until: soon })]);
    const crisisTeam = (counts: readonly number[]) =>
      seesRoster(police, 'mh-trust', ({ units }) =>
        units.some(
          ({ unit, shifts }) =>
            unit === 'crisis-team' && shifts.map(({ count }) => count).join() === counts.join(),
        ),
      );
    await crisisTeam([3, 9]);
    await crisisTeam([3]);
  }, 90_000);

  it('renews its roster for as long as its service runs; a dead one’s goes stale where others see it', async () => {
    const fresh = await seesRoster(police, 'voluntary', ({ state }) => state === 'fresh');
    const renewed = await seesRoster(police, 'voluntary', ({ leaseUntil }) => leaseUntil > fresh.leaseUntil);
    expect(renewed.units).toEqual(fresh.units);
    await county.here().kill('voluntary');
    const stale = await seesRoster(police, 'voluntary', ({ state }) => state === 'stale');
    expect(stale.units).toEqual(fresh.units);
    const need = { kind: 'safe-haven-place', at: nextAt(20), itemsKnown: [] };
    expect(named(await candidatesFor(police, need), 'voluntary/safe-haven')).toMatchObject({
      fits: false,
      isAskable: true,
      roster: 'stale',
      shortfalls: [{ code: 'roster-stale', label: expect.stringContaining(`until ${stale.leaseUntil}`) }],
    });
    await county.here().restart('voluntary');
    const back = await seesRoster(police, 'voluntary', ({ state }) => state === 'fresh');
    expect(back.units).toEqual(fresh.units);
  }, 120_000);

  it('is told every fault of what it says, and nothing of it counts', async () => {
    const before = await ledger.counts('concordat.roster.mh-trust');
    const bad = [nurses(1, { skill: 'juggler' }), nurses(1, { until: 'tomorrow', languages: ['elvish'] })];
    expect(faultsOf(await setsRoster(trust, 'crisis-team', { shifts: bad }), 400, 'BAD_INPUT')).toEqual([
      'NOT_AS_EXPECTED /shifts/1/until',
      'UNKNOWN_LANGUAGE /shifts/1/languages/0',
      'UNKNOWN_SKILL /shifts/0/skill',
    ]);
    const elsewhere = await setsRoster(trust, 'control-room', { shifts: [] });
    expect(faultsOf(elsewhere, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_WORD']);
    const many = Array.from({ length: 120 }, () => nurses(1));
    expect(faultsOf(await setsRoster(trust, 'bed-management', { shifts: many }), 422, 'BAD_CONTENT')).toEqual(
      ['TOO_MANY_SHIFTS /shifts'],
    );
    const { units } = await seesRoster(police, 'mh-trust', () => true);
    expect(units.map(({ unit }) => unit)).toEqual(['crisis-team', 'health-based-place-of-safety']);
    expect(await ledger.counts('concordat.roster.mh-trust')).toEqual(before);
  }, 60_000);
});

describe('two replicas of one agency', () => {
  it('publish what one of them was told once, and go on when either is gone', async () => {
    const { stack } = county.here();
    const spec = stack.spec('mh-trust');
    const { port } = await freePort(0);
    const env = { ...spec.env, HTTP_PORT: String(port) };
    await stack.supervisor.start({ ...spec, name: 'mh-trust-2', port, env });
    const { token } = county.here().agency('mh-trust').door;
    const second = new Desk({ url: `http://${LOOPBACK}:${port}`, token }, 'crisis-team', 'desk 2');
    const before = await ledger.counts('concordat.roster.mh-trust');
    const says = async (count: number): Promise<void> => {
      await isOnShift(second, 'crisis-team', [nurses(count)]);
      await seesRoster(police, 'mh-trust', ({ units }) =>
        units.some(({ unit, onShift }) => unit === 'crisis-team' && onShift === count),
      );
    };
    await says(11);
    await county.here().kill('mh-trust');
    await says(12);
    await county.here().restart('mh-trust');
    await county.here().kill('mh-trust-2');
    await seesRoster(trust, 'mh-trust', ({ state }) => state === 'fresh');
    const after = await ledger.counts('concordat.roster.mh-trust');
    expect(countIn(after) - countIn(before)).toBe(2);
  }, 120_000);
});

const countIn = (counts: Readonly<Record<string, number>>): number => Object.values(counts)[0] ?? 0;

/** The place on the ledger of an agency's newest roster, as that agency has it. */
async function lastRoster(agency: string): Promise<number> {
  const [row] = await rowsOf(
    county.here(),
    'police',
    'SELECT sequence FROM published_roster WHERE agency = $1',
    [agency],
  );
  return Number(row?.['sequence']);
}

describe('who can take a need', () => {
  const codesOf = ({ shortfalls }: CandidateShown) => shortfalls.map(({ code }) => code);

  beforeAll(async () => {
    await isOnShift(trust, 'health-based-place-of-safety', [nurses(2, { languages: ['pl'] })], { free: 1 });
    await isOnShift(trust, 'suite-south', [], { free: 0 });
    await isOnShift(trust, 'crisis-team', [nurses(1, { ageGroups: ['18-64'] })]);
    await isOnShift(trust, 'bed-management', []);
    await isOnShift(council, 'amhp-service', [
      { skill: 'adult-social-worker', count: 4, until: inHours(90) },
    ]);
    await isOnShift(haven, 'safe-haven', [{ skill: 'safe-haven-worker', count: 2, until: inHours(90) }]);
    await isOnShift(haven, 'peer-support', []);
    await seesRoster(
      police,
      'mh-trust',
      ({ units }) => units.length === 4 && units.some(({ free }) => free === 0),
    );
    await seesRoster(police, 'social-care', () => true);
    await seesRoster(police, 'voluntary', ({ state, units }) => state === 'fresh' && units.length === 2);
  }, 60_000);

  it('is ranked with a reason for each that does not fit: one worker, place, hour, area and agreement at a time', async () => {
    const suite = { kind: 'place-of-safety-admission', languages: ['pl'], itemsKnown: ['age-band'] };
    const found = await candidatesFor(police, suite);
    expect(found[0]).toMatchObject({
      unit: { agency: 'mh-trust', unit: 'health-based-place-of-safety', name: 'HBPoS' },
      fits: true,
      onShift: 2,
      shortfalls: [],
    });
    expect(codesOf(named(found, 'mh-trust/suite-south'))).toEqual(['full']);
    expect(codesOf(named(found, 'mh-trust/crisis-team'))).toEqual(['language']);
    expect(codesOf(named(found, 'mh-trust/bed-management'))).toEqual(['no-legal-power', 'language']);
    expect(codesOf(named(found, 'mh-trust/camhs-crisis'))).toEqual(['roster-unknown']);
    expect(codesOf(named(found, 'voluntary/safe-haven'))).toContain('not-asked-for-this');
    const child = await candidatesFor(police, { ...suite, ageGroup: 'under-18', languages: [] });
    expect(codesOf(named(child, 'mh-trust/crisis-team'))).toEqual(['age-group']);
    const secret = await candidatesFor(police, { ...suite, itemsKnown: ['mh-history'] });
    expect(codesOf(named(secret, 'mh-trust/health-based-place-of-safety'))).toEqual(['no-agreement']);
  }, 60_000);

  it('is asked of the law, the area and the hours, too', async () => {
    const assessment = { kind: 'mha-assessment', area: 'outside-wealdmere', itemsKnown: [] };
    expect(codesOf(named(await candidatesFor(police, assessment), 'social-care/amhp-service'))).toEqual([
      'no-legal-power',
      'outside-area',
    ]);
    await isOnShift(council, 'amhp-service', [{ skill: 'amhp', count: 1, until: inHours(90) }]);
    const there = await seesRoster(police, 'social-care', ({ units }) =>
      units.some(({ shifts }) => shifts[0]?.['skill'] === 'amhp'),
    );
    expect(there.units).toHaveLength(1);
    const [first] = await candidatesFor(police, { ...assessment, area: 'wealdmere-east' });
    expect(first).toMatchObject({
      unit: { unit: 'amhp-service' },
      fits: true,
      elsewhere: [{ code: 's12-doctor', label: 'Section 12 approved doctor' }],
    });
    const place = { kind: 'safe-haven-place', itemsKnown: [] };
    const lateAtNight = named(
      await candidatesFor(police, { ...place, at: nextAt(3) }),
      'voluntary/safe-haven',
    );
    expect(codesOf(lateAtNight)).toContain('closed');
    expect(lateAtNight.shortfalls[0]?.label).toContain('18:00 to 23:00');
    expect(codesOf(named(await candidatesFor(police, place), 'voluntary/peer-support'))).toContain(
      'no-skill-on-shift',
    );
    const inTheEvening = named(
      await candidatesFor(police, { ...place, at: nextAt(20) }),
      'voluntary/safe-haven',
    );
    expect(codesOf(inTheEvening)).not.toContain('closed');
  }, 60_000);

  it('is told by the command concordat, in words and for programs, and so is what is wrong with a question', async () => {
    const { home } = county.here();
    const ask = (...args: readonly string[]) => tryConcordat(['candidates', ...args], { home: home.dir });
    const question = ['--from', 'police/contact centre', '--kind', '136 suite request', '--language', 'pl'];
    const told = await ask(...question);
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.out).toContain('police/control-room needs place-of-safety-admission, urgency u2-within-hour');
    expect(told.out).toMatch(
      /^Can take it: \d+\n +1 {2}mh-trust\/health-based-place-of-safety +HBPoS +2 on shift/m,
    );
    expect(told.out).toContain('full  It has no free place.');
    const { ranked } = JSON.parse((await ask(...question, '--json')).out) as {
      ranked: { candidates: readonly CandidateShown[] };
    };
    const asked = await candidatesFor(police, { kind: 'place-of-safety-admission', languages: ['pl'] });
    const orderOf = (list: readonly CandidateShown[]) => list.map(({ unit, fits }) => [unit, fits]);
    expect(orderOf(ranked.candidates)).toEqual(orderOf(asked));
    const wrong = await ask(...question, '--area', 'the-moon', '--language', 'elvish');
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toContain('/area (--area): there is no such area');
    expect(wrong.err).toContain('/languages/1 (--language): there is no such language');
  }, 60_000);
});

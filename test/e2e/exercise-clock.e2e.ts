import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { call, type Answer, type Caller } from '../support/county-client.js';
import { rowsOf } from '../support/e2e-books.js';
import { exchange, faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital', 'voluntary'];
const county = sharedCounty(AGENCIES);

beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const START = '2026-03-14T22:05:00.000Z';
const LATER = '2026-03-14T22:20:00.000Z';

/** As a rehearsal does it. */
const put = (exercise: string, at: string): Promise<Answer> =>
  call(county.here().stack.system.keeper, 'PUT', `/exercises/${exercise}/clock`, { body: { at } });

async function untilShown(exercise: string, clock: Answer['body']): Promise<void> {
  for (const agency of county.here().agencies)
    await until(`${agency.code} shows the clock`, async () => {
      const { status, body } = await agency.get(`/exercises/${exercise}`);
      if (status !== 200 || body['sequence'] !== clock['sequence']) throw new Error(JSON.stringify(body));
      expect(body).toEqual(clock);
      return true;
    });
}

describe('the clock of an exercise', () => {
  it('is soon shown by every agency as it was set, with its place on the ledger, and follows when it is put forward', async () => {
    const exercise = randomUUID();
    const first = await put(exercise, '2026-03-14T23:05:00+01:00');
    expect(first).toEqual({
      status: 200,
      body: { exercise, at: START, sequence: expect.any(Number) },
    });
    await untilShown(exercise, first.body);
    const second = await put(exercise, LATER);
    expect(second.body).toMatchObject({ at: LATER });
    expect(Number(second.body['sequence'])).toBeGreaterThan(Number(first.body['sequence']));
    await untilShown(exercise, second.body);
  }, 60_000);

  it('is not put back, also not after a restart of the keeper', async () => {
    const exercise = randomUUID();
    const set = await put(exercise, LATER);
    const back = { status: 409, body: { code: 'CLOCK_GOES_BACK', because: { at: LATER } } };
    expect(await put(exercise, START)).toMatchObject(back);
    await county.here().kill('keeper');
    await county.here().restart('keeper');
    await until('the keeper has seen the ledger', async () => (await put(exercise, LATER)).status === 200);
    expect(await put(exercise, START)).toMatchObject(back);
    await untilShown(exercise, set.body);
  }, 60_000);

  it('of no exercise that it has heard of is not shown by an agency', async () => {
    const police: Caller = county.here().agency('police');
    const get = (id: string) => exchange(police.door, 'GET', `/exercises/${id}`);
    faultsOf(await get(randomUUID()), 404, 'EXERCISE_UNKNOWN');
    expect(faultsOf(await get('bridge'), 400, 'BAD_INPUT')).toEqual(['NOT_AN_ID']);
    const { paths } = (await police.get('/openapi.json')).body as { paths: Record<string, object> };
    expect(Object.keys(paths['/exercises/{id}'] ?? {})).toEqual(['get']);
  });

  it('is set by nobody without a token of the keeper', async () => {
    const { system } = county.here().stack;
    const door = { ...system.keeper, token: system.agencies['police']?.token ?? '' };
    const answer = await call(door, 'PUT', `/exercises/${randomUUID()}/clock`, { body: { at: START } });
    expect(answer.status).toBe(401);
  });

  it('is taken in by the audit service and every agency as what it is: no leaf, and no dead letter', async () => {
    const { body } = await put(randomUUID(), START);
    await until('the audit service has come so far', async () => {
      const [head] = await rowsOf(county.here(), 'audit', 'SELECT sequence FROM log_head');
      return Number(head?.['sequence']) >= Number(body['sequence']);
    });
    await untilShown(String(body['exercise']), body);
    const leaves = `SELECT event_id FROM leaf WHERE type = 'concordat.exercise.clock.v1'`;
    expect(await rowsOf(county.here(), 'audit', leaves)).toEqual([]);
    expect(await rowsOf(county.here(), 'audit', 'SELECT reason FROM refused')).toEqual([]);
    for (const agency of AGENCIES)
      expect(await rowsOf(county.here(), agency, 'SELECT reason FROM dead_letter')).toEqual([]);
  }, 60_000);
});

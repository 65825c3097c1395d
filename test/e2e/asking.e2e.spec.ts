import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import { openDoors } from '../support/bound-systems.js';
import { County } from '../support/county.js';
import { call, type Answer } from '../support/county-client.js';
import { until } from '../support/waiting.js';

let county: County;
/** Two systems of police: the second is bound to custody. */
let whole: Door;
let custody: Door;

beforeAll(async () => {
  county = await County.open({ agencies: ['police', 'ambulance'] });
  const doors = await openDoors(county, 'police', [{ name: 'cad' }, { name: 'cells', units: ['custody'] }]);
  [whole, custody] = doors as [Door, Door];
  await county.untilOpen();
}, 180_000);
afterAll(() => county?.close(), 60_000);

const put = (door: Door, id: string, body: object): Promise<Answer> =>
  call(door, 'PUT', `/drafts/${id}`, { body });
const places = ({ body }: Answer): readonly unknown[] =>
  (body['faults'] as readonly { pointer: string; code: string }[]).map(({ pointer, code }) => [
    pointer,
    code,
  ]);

describe('a draft', () => {
  it('is kept, shown and removed for whoever writes it, and is nobody else’s', async () => {
    const id = randomUUID();
    const content = { kind: 'welfare-check', items: { phone: { value: '07700 900123' } } };
    expect((await put(whole, id, { unit: 'Contact centre', content })).status).toBe(200);
    const { body } = await call(whole, 'GET', `/drafts/${id}`);
    expect(body).toMatchObject({ id, unit: 'control-room', content, updatedAt: expect.any(String) });
    for (const method of ['GET', 'DELETE'])
      expect(await call(custody, method, `/drafts/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'DRAFT_UNKNOWN' },
      });
    expect(await put(custody, id, { unit: 'custody', content: {} })).toMatchObject({ status: 404 });
    expect((await call(custody, 'GET', '/drafts')).body).toEqual({ drafts: [] });
    expect((await call(whole, 'GET', '/drafts')).body).toMatchObject({ drafts: [{ id, content }] });
    expect((await call(whole, 'DELETE', `/drafts/${id}`)).status).toBe(204);
    expect((await call(whole, 'GET', `/drafts/${id}`)).status).toBe(404);
  });

  it('is refused with its places where it is none, is too large, or is for a unit of others', async () => {
    const id = randomUUID();
    const bad = await put(whole, id, { unit: 'navy', content: [], more: 1 });
    expect(bad.status).toBe(400);
    expect(places(bad)).toEqual(
      expect.arrayContaining([
        ['/content', 'NOT_AS_EXPECTED'],
        ['/more', 'UNKNOWN_FIELD'],
      ]),
    );
    const large = await put(whole, id, { unit: 'custody', content: { text: 'x'.repeat(65_536) } });
    expect([large.status, large.body['code']]).toEqual([413, 'TOO_LARGE']);
    const other = await put(custody, id, { unit: 'control-room', content: {} });
    expect([other.status, other.body['code']]).toEqual([403, 'NOT_YOUR_UNIT']);
    expect((await call(whole, 'PUT', '/drafts/1', { body: { unit: 'custody', content: {} } })).status).toBe(
      400,
    );
  });
});

describe('what somebody needs to fill in a request', () => {
  it('is told for the units of the caller, by the newest directory', async () => {
    const { body } = await call(custody, 'GET', '/catalogue');
    expect(body).toMatchObject({
      agency: 'police',
      units: [{ code: 'custody', name: 'custody suite' }],
      modes: expect.arrayContaining(['test']),
    });
    const kinds = body['kinds'] as readonly { readonly mayBeAsked: readonly string[] }[];
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds.every(({ mayBeAsked }) => mayBeAsked.length > 0)).toBe(true);
  });

  it('and the cases that it works on come with what the person is called', async () => {
    const open = (items?: object[]) =>
      call(whole, 'POST', '/cases', {
        body: { mode: 'test', unit: 'control-room', ...(items && { items }) },
      });
    const named = await open([{ code: 'full-name', state: 'known', value: 'Rhian Vale' }]);
    const unnamed = await open();
    const { body } = await call(whole, 'GET', '/cases');
    expect(body['cases']).toEqual([
      expect.objectContaining({ caseId: unnamed.body['caseId'], alias: unnamed.body['alias'], openTasks: 0 }),
      expect.objectContaining({ caseId: named.body['caseId'], name: 'Rhian Vale' }),
    ]);
    expect((await call(custody, 'GET', '/cases')).body).toEqual({ cases: [] });
  });
});

describe('what was agreed by telephone', () => {
  const actor = { role: 'dispatcher', type: 'person', ref: 'd1' };
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
  const asked = (occurredAt: string) =>
    call(whole, 'POST', '/tasks', {
      body: {
        kind: 'emergency-medical-response',
        unit: 'control-room',
        mode: 'test',
        urgency: 'u1-immediate',
        to: { agency: 'ambulance', unit: 'emergency-operations-centre' },
        actor,
        occurredAt,
      },
    });

  it('is recorded with when it happened, by the asker and by the performer', async () => {
    const [first, second] = [ago(600_000), ago(300_000)];
    const { body } = await asked(first);
    const taskId = String(body['taskId']);
    const ambulance = county.agency('ambulance').door;
    const task = (door: Door) =>
      until('the task is there', async () => {
        const answer = await call(door, 'GET', `/tasks/${taskId}`);
        return answer.body['task'] as Record<string, unknown> | undefined;
      });
    await task(ambulance);
    const answer = { unit: 'emergency-operations-centre', actor, occurredAt: second };
    expect((await call(ambulance, 'POST', `/tasks/${taskId}/accept`, { body: answer })).status).toBe(200);
    await until('police see the acceptance', async () => (await task(whole))['status'] === 'accepted');
    expect(await task(whole)).toMatchObject({ occurredAt: first, acceptanceOccurredAt: second });
    const { body: told } = await call(whole, 'GET', `/tasks/${taskId}/events`);
    const data = (told['events'] as readonly { event: { type: string; data: object } }[]).flatMap(
      ({ event }) => (/requested|accepted/.test(event.type) ? [event.data] : []),
    );
    expect(data).toMatchObject([{ occurredat: first }, { occurredat: second }]);
  });

  it.each([
    ['later than now', () => ago(-60_000), 422, 'OCCURRED_IN_THE_FUTURE'],
    ['longer ago than a week', () => ago(7 * 86_400_000 + 60_000), 422, 'OCCURRED_TOO_LONG_AGO'],
    ['at no time', () => 'tonight', 400, 'NOT_AS_EXPECTED'],
  ])('is refused where it happened %s', async (_when, at, status, code) => {
    const answer = await asked(at());
    expect(answer.status).toBe(status);
    expect(places(answer)).toEqual([['/occurredAt', code]]);
  });
});

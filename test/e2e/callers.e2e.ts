import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { exchange, faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let ambulance: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'crew', 'crew 12');
}, 180_000);
afterAll(county.close, 60_000);

const EMR = 'emergency-medical-response';
const KNOWN = [
  { code: 'exact-location', state: 'known', value: 'East Quay footbridge', source: 'Mrs Venn' },
  { code: 'age-band', state: 'reported-unconfirmed', value: '18-25' },
  { code: 'means-access', state: 'withheld', absent: 'masked', heldBy: 'police' },
];
const FOR_LATER = [
  { code: 'full-name', state: 'known', value: 'Idris Pellow' },
  { code: 'phone', state: 'unknown', absent: 'not-asked' },
];

describe('a caller', () => {
  const key = (value: string) => ({ 'idempotency-key': value });

  it('that sends the same command twice under one key gets the same answer and makes one event', async () => {
    const body = police.body({
      kind: EMR,
      mode: 'exercise',
      to: { agency: 'ambulance', unit: 'crew' },
      note: 'once',
    });
    const name = randomUUID();
    const first = await police.post('/tasks', body, key(name));
    const again = await Promise.all([1, 2].map(() => police.post('/tasks', body, key(name))));
    expect(first.status).toBe(201);
    for (const answer of again) expect([answer.status, answer.body]).toEqual([201, first.body]);
    const { taskId, caseId } = first.body as unknown as Recorded;
    expect(await police.events(taskId)).toHaveLength(1);
    const file = (await police.get(`/cases/${caseId}`)).body;
    expect([file['entries'], file['tasks']]).toEqual([[expect.anything()], [expect.anything()]]);
    faultsOf(
      await police.post('/tasks', { ...body, note: 'twice' }, key(name)),
      409,
      'IDEMPOTENCY_KEY_REUSED',
    );
    const step = () => ambulance.post(`/tasks/${taskId}/accept`, ambulance.body(), key(name));
    await ambulance.sees(taskId, 'requested');
    const accepted = await step();
    expect([(await step()).body, accepted.status]).toEqual([accepted.body, 200]);
    expect(await ambulance.events(taskId, 2)).toHaveLength(2);
  }, 60_000);

  it('that will not wait is told queued, and later where it was recorded', async () => {
    const body = police.body({ kind: EMR, mode: 'exercise', to: { agency: 'ambulance', unit: 'crew' } });
    const queued = await police.post('/tasks', body, { prefer: 'wait=0' });
    expect([queued.status, queued.headers['preference-applied']]).toEqual([202, 'wait=0']);
    const { eventId, taskId } = queued.body as unknown as Recorded;
    expect(queued.headers['location']).toBe(`/messages/${eventId}`);
    const later = await police.get(`/messages/${eventId}?wait=20`);
    expect(later.body).toMatchObject({ state: 'recorded', eventId, taskId, sequence: expect.any(Number) });
    const waited = await police.post('/tasks', body, { prefer: 'respond-async, wait=20' });
    expect([waited.status, waited.headers['location']]).toEqual([
      201,
      `/tasks/${String(waited.body['taskId'])}`,
    ]);
  }, 60_000);

  it('who decided on what is no longer so is told what is so now', async () => {
    const { taskId } = await police.asks('ambulance/crew');
    await ambulance.sees(taskId, 'requested');
    await ambulance.does('receive', taskId, { seenStatus: 'requested' });
    // That it was received is no news for whoever accepts.
    await ambulance.does('accept', taskId, { seenStatus: 'requested' });
    const late = await ambulance.post(`/tasks/${taskId}/reject`, {
      ...ambulance.body({ seenStatus: 'requested' }),
      reason: 'no-capacity',
      facts: { availableAt: '2031-01-17T12:00:00Z' },
    });
    expect(faultsOf(late, 409, 'OVERTAKEN')).toEqual(['OVERTAKEN /seenStatus']);
    expect(late.body['because']).toEqual({ seen: 'requested', now: 'accepted' });
    expect(await ambulance.events(taskId, 3)).toHaveLength(3);
  }, 60_000);
});

describe('a case file', () => {
  it('stays at its agency; a request from it carries what may travel now and says what stays behind', async () => {
    const opened = await police.post('/cases', {
      mode: 'exercise',
      unit: 'control-room',
      items: [...KNOWN, ...FOR_LATER],
    });
    const { caseId } = opened.body as { caseId: string };
    expect(opened.status).toBe(201);
    const more = {
      unit: 'control-room',
      items: [{ code: 'age-band', state: 'known', value: '26-35' }],
      note: 'seen ID',
    };
    expect((await police.post(`/cases/${caseId}/entries`, more)).status).toBe(201);
    const asked = await police.post(
      '/tasks',
      police.body({
        caseId,
        kind: EMR,
        mode: 'exercise',
        to: { agency: 'ambulance', unit: 'crew' },
        fromCase: true,
      }),
    );
    expect([asked.status, asked.body['items']]).toMatchObject([
      201,
      { kept: ['full-name', 'phone'].map((code) => ({ code, until: 'accepted' })), leftOut: [] },
    ]);
    const { taskId } = asked.body as unknown as Recorded;
    const [request] = await ambulance.events(taskId);
    const codes = (request?.event.data['items'] as { code: string }[]).map(({ code }) => code);
    expect(codes.sort()).toEqual(KNOWN.map(({ code }) => code).sort());
    expect(JSON.stringify(request?.content)).toMatch(/26-35/);
    expect(JSON.stringify(request?.content)).not.toMatch(/18-25|seen ID|Pellow/);
    expect((await ambulance.get(`/cases/${caseId}`)).body).toMatchObject({
      entries: [],
      tasks: [{ taskId }],
    });
    const close = () =>
      police.post(`/cases/${caseId}/close`, { unit: 'control-room', outcome: 'handed over' });
    expect([(await close()).status, (await close()).status]).toEqual([200, 409]);
    faultsOf(await police.post(`/cases/${caseId}/entries`, more), 409, 'CASE_CLOSED');
  }, 60_000);
});

describe('the most that one message may hold', () => {
  it('is taken by the other agency and by the log, as every smaller one is', async () => {
    const { taskId } = await police.asks('ambulance/crew', { note: 'x'.repeat(4_000) });
    await ambulance.sees(taskId, 'requested');
    await ambulance.does('accept', taskId);
    await police.sees(taskId, 'accepted');
    const phones = Array.from({ length: 60 }, (_, n) => ({
      code: 'phone',
      state: 'conflicting',
      value: `07700 9000${String(n).padStart(2, '0')}`,
      source: 'x'.repeat(300),
      note: 'y'.repeat(400),
    }));
    const { eventId } = await police.does('inform', taskId, { items: phones });
    expect((await ambulance.events(taskId, 3))[2]).toMatchObject({ eventId, version: 3 });
    await until(
      'the log has it',
      async () => (await county.here().audit(`/events/${eventId}`)).status === 200,
    );
    expect((await ambulance.get('/dead-letters')).body).toEqual({ ledger: [], webhooks: [] });
  }, 90_000);
});

describe('a question to the audit service', () => {
  it('lists every bad parameter at its place', async () => {
    const { audit } = county.here().stack.system;
    const query = 'task=*&asker=police.*&from=2026-02-30T10:00:00Z&limit=0&toString=1&token=short';
    const { status, type, body } = await exchange(audit, 'GET', `/disclosures?${query}`);
    expect([status, type]).toEqual([400, 'application/problem+json']);
    const errors = body['errors'] as { parameter: string }[];
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual(
      ['task', 'asker', 'from', 'limit', 'toString', 'token'].sort(),
    );
    for (const path of [
      '/tasks/*/story',
      '/events/a.b',
      '/disclosures?from=now',
      '/log/proof/inclusion?index=-1',
    ])
      expect((await exchange(audit, 'GET', path)).status).toBe(400);
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { countyOf } from '../support/county.js';
import { rowsOf } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { CalledSystem, Listener, isSigned, type Called } from '../support/e2e-feed.js';
import { faultsOf } from '../support/e2e-http.js';
import { absent } from '../support/e2e-sharing.js';
import { until } from '../support/waiting.js';

const ACTUAL_ONLY = { 'mh-trust': { MODES: 'actual' } };
const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust'], env: ACTUAL_ONLY });
let police: Desk;
let ambulance: Desk;
let trust: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'response', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'crew', 'crew 12');
  trust = new Desk(county.here().agency('mh-trust').door, 'community-team', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

const ids = (listener: Listener): string[] => listener.heard.map(({ data }) => data.event.id);

/** Some requests that ambulance is told of, one after the other. */
async function requests(count: number, note = 'please'): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < count; n += 1) made.push((await police.asks('ambulance/crew', { note })).eventId);
  return made;
}

describe('the feed of server-sent events', () => {
  it('goes on after the last id that was heard: nothing is lost and nothing told twice, however often the line breaks', async () => {
    const whole = await Listener.open(ambulance.door);
    let part = await Listener.open(ambulance.door);
    const told: string[] = [];
    const made: string[] = [];
    let lastId = 0;
    for (let round = 0; round < 4; round += 1) {
      const before = told.length;
      const making = requests(3);
      await until('the next one is heard', () => part.heard.length >= 1);
      part.close();
      told.push(...ids(part));
      lastId = part.heard.at(-1)?.id ?? lastId;
      expect(told.length).toBeGreaterThan(before);
      made.push(...(await making));
      part = await Listener.open(ambulance.door, lastId);
    }
    const last = made.at(-1) as string;
    if (!told.includes(last)) await part.hears(last);
    await whole.hears(last);
    told.push(...ids(part));
    expect(told).toEqual(made);
    expect(ids(whole)).toEqual(made);
    expect(whole.heard.map(({ id }) => id)).toEqual(
      [...whole.heard.map(({ id }) => id)].sort((a, b) => a - b),
    );
    [whole, part].forEach((listener) => listener.close());
  }, 90_000);

  it('tells on a new line all that came while nobody listened, with the values and the task as it then was', async () => {
    const first = await Listener.open(ambulance.door);
    const { taskId, eventId } = await police.asks('ambulance/crew', { note: 'by the bandstand' });
    const { id } = await first.hears(eventId);
    first.close();
    await ambulance.does('accept', taskId);
    await ambulance.does('start', taskId);
    const again = await Listener.open(ambulance.door, id - 1);
    await until('all three are heard', () => again.of(taskId).length === 3);
    expect(again.of(taskId).map(({ type, data }) => [type.split('.')[2], data.task?.status])).toEqual([
      ['requested', 'requested'],
      ['accepted', 'accepted'],
      ['started', 'in-progress'],
    ]);
    expect(again.of(taskId)[0]?.data.content).toEqual({ note: 'by the bandstand' });
    again.close();
  }, 60_000);
});

describe('a webhook', () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const open: { system: CalledSystem; id: string }[] = [];

  async function hook(answer: (eventId: string, before: readonly Called[]) => number) {
    const system = await CalledSystem.open(answer);
    const { status, body } = await ambulance.post('/webhooks', { url: system.url, secret });
    expect([status, Object.keys(body).sort()]).toEqual([201, ['id', 'url']]);
    const made = { system, id: String(body['id']) };
    open.push(made);
    return made;
  }

  const letters = async (id: string) => {
    const { body } = await ambulance.get('/dead-letters');
    return (body['webhooks'] as { webhookId: string; reason: string }[])
      .filter(({ webhookId }) => webhookId === id)
      .map(({ reason }) => reason);
  };

  afterEach(async () => {
    for (const { system, id } of open.splice(0)) {
      const remove = { method: 'DELETE', headers: { authorization: `Bearer ${ambulance.door.token}` } };
      expect((await fetch(`${ambulance.door.url}/webhooks/${id}`, remove)).status).toBe(204);
      await system.close();
    }
  });

  it('brings a CloudEvent in structured mode, signed as Standard Webhooks are', async () => {
    const { system } = await hook(() => 200);
    const { eventId, taskId, sequence } = await police.asks('ambulance/crew', { note: 'at the gate' });
    const call = await system.answered(eventId, 200);
    expect(call.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(isSigned(call, secret)).toBe(true);
    expect(isSigned({ ...call, body: `${call.body} ` }, secret)).toBe(false);
    expect(JSON.parse(call.body)).toMatchObject({
      specversion: '1.0',
      id: eventId,
      type: 'concordat.task.requested.v1',
      source: '/police/response',
      subject: taskId,
      ledgersequence: String(sequence),
      data: { content: { note: 'at the gate' }, task: { status: 'requested', version: 1 } },
    });
    const { body } = await ambulance.get('/webhooks');
    expect(JSON.stringify(body)).not.toContain(secret.slice(6, 30));
  }, 60_000);

  it('tries an event again until it is taken, and keeps those behind it waiting, in order', async () => {
    const { system } = await hook((_, before) => (before.length < 2 ? 503 : 200));
    const made = await requests(3);
    await system.answered(made[2] as string, 200);
    const [first, second, third] = made;
    const calls = system.calls.map(({ eventId, status }) => [eventId, status]);
    expect(calls).toEqual([
      [first, 503],
      [first, 503],
      [first, 200],
      [second, 200],
      [third, 200],
    ]);
    expect(system.calls.every((call) => isSigned(call, secret))).toBe(true);
    const times = system.calls.map(({ at }) => at);
    expect((times[1] as number) - (times[0] as number)).toBeGreaterThan(0.4);
  }, 60_000);

  it('that wants an event no more puts it to the dead letters at once, and the next goes on', async () => {
    const { system, id } = await hook((eventId, [first]) =>
      first === undefined || first.eventId === eventId ? 410 : 200,
    );
    const [first, second] = await requests(2);
    await system.answered(second as string, 200);
    expect(system.calls.map(({ eventId, status }) => [eventId, status])).toEqual([
      [first, 410],
      [second, 200],
    ]);
    expect(await letters(id)).toEqual(['HTTP_410']);
  }, 60_000);

  it('that has failed too often is given up for this event, and the next goes on', async () => {
    let failing = true;
    const { system, id } = await hook(() => (failing ? 500 : 200));
    const [first] = await requests(1);
    await system.answered(first as string, 500);
    // Nine failures, with their pauses, would take a quarter of an hour.
    const nine = 'UPDATE webhook SET attempts = 9, next_attempt_at = now() WHERE id = $1';
    await rowsOf(county.here(), 'ambulance', nine, [id]);
    await until('it is given up', async () => (await letters(id)).length > 0);
    expect(await letters(id)).toEqual(['HTTP_500']);
    failing = false;
    const [next] = await requests(1);
    await system.answered(next as string, 200);
    expect(system.calls.filter(({ status }) => status === 200).map(({ eventId }) => eventId)).toEqual([next]);
  }, 60_000);
});

describe('a service that acts in earnest only', () => {
  it('never shows a drill to its people, and shows what is actual', async () => {
    const feed = await Listener.open(trust.door);
    const items = ['presenting-situation', 'risk-to-self', 'phone'].map((code) => absent(code, 'not-asked'));
    const kind = { kind: 'crisis-telephone-triage', items };
    const drill = await police.asks('mh-trust/community-team', { ...kind, note: 'this is a drill' });
    const real = await police.asks('mh-trust/community-team', { ...kind, mode: 'actual' });
    await feed.hears(real.eventId);
    await trust.sees(real.taskId, 'requested');
    expect(ids(feed)).toEqual([real.eventId]);
    faultsOf(await trust.get(`/tasks/${drill.taskId}`), 404, 'TASK_UNKNOWN');
    faultsOf(await trust.post(`/tasks/${drill.taskId}/accept`, trust.body()), 404, 'TASK_UNKNOWN');
    expect((await trust.get('/tasks')).body['tasks']).toMatchObject([{ taskId: real.taskId }]);
    const ask = { kind: 'welfare-check', to: { agency: 'police', unit: 'response' }, mode: 'exercise' };
    const own = await trust.post('/tasks', trust.body(ask));
    expect(faultsOf(own, 422, 'BAD_CONTENT')).toEqual(['NOT_IN_THIS_MODE /mode']);
    const modes = async (query: string) => {
      const { body } = await county.here().audit(`/disclosures?${query}`);
      return body['rows'];
    };
    expect(await modes(`task=${drill.taskId}&mode=actual`)).toEqual([]);
    expect((await county.here().audit(`/tasks/${drill.taskId}/story`)).body['task']).toMatchObject({
      mode: 'exercise',
    });
    feed.close();
    // It holds the drill all the same, or the sender would have to keep it for ever.
    await until('the sender need not keep the drill', async () => {
      const kept = await rowsOf(county.here(), 'police', 'SELECT task_id FROM outbox');
      return kept.every((row) => row['task_id'] !== drill.taskId);
    });
  }, 90_000);
});

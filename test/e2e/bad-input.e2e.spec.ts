import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import { countyOf } from '../support/county.js';
import {
  BAD_FORMS,
  BAD_ITEMS,
  BAD_JSON,
  GOOD,
  NOT_KNOWN,
  NOT_POSSIBLE,
} from '../support/e2e-bad-requests.js';
import { storedIn } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { exchange, faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust'] });
let police: Desk;
let ambulance: Desk;
let stranger: Desk;
/** A task that was asked for and not accepted, and one that is under way. */
const tasks = { open: '', accepted: '' };
let before: Record<string, number>;

beforeAll(async () => {
  await county.open();
  const door = (code: string): Door => county.here().agency(code).door;
  police = new Desk(door('police'), 'control-room', 'PC 1');
  ambulance = new Desk(door('ambulance'), 'crew', 'crew 1');
  stranger = new Desk(door('mh-trust'), 'community-team', 'nurse 1');
  for (const name of ['open', 'accepted'] as const)
    tasks[name] = (await police.asks('ambulance/crew')).taskId;
  for (const taskId of Object.values(tasks)) await ambulance.sees(taskId, 'requested');
  await ambulance.does('accept', tasks.accepted);
  await police.sees(tasks.accepted, 'accepted');
  before = await until('nothing is on its way any more', async () => {
    const now = await storedIn(county.here());
    if (now['police.outbox'] === 0 && now['ambulance.outbox'] === 0 && now['audit.leaf'] === 3) return now;
    throw new Error(JSON.stringify(now));
  });
}, 240_000);
afterAll(county.close, 60_000);

const asks = (change: object) => police.post('/tasks', { ...GOOD, ...change });
const item = (more: object) => ({ items: [{ code: 'age-band', state: 'known', ...more }] });
const raw = (text: string | Buffer, type = 'application/json') =>
  exchange(police.door, 'POST', '/tasks', { raw: text, headers: { 'content-type': type } });

describe('a request that names what does not exist, or what does not fit together', () => {
  it.each(NOT_KNOWN)('is told so, with the place: %s', async (_, change, ...faults) => {
    expect(faultsOf(await asks(change), 422, 'BAD_CONTENT')).toEqual(faults);
  });

  it.each(NOT_POSSIBLE)('is refused for a task %s', async (_, change, code, place) => {
    expect(faultsOf(await asks(change), 422, code)).toEqual([`${code} ${place}`]);
  });
});

describe('an item', () => {
  it.each(BAD_ITEMS)('%s is refused at its place', async (_, change, ...faults) => {
    expect(faultsOf(await asks(item(change)), 422, 'BAD_CONTENT')).toEqual(faults);
  });

  it.each([['', ' ', '-', '--', '?', '...', '/', '\u200b', '\u00a0', null, [], {}, [''], { line: ' ' }]])(
    'left blank says nothing and is refused, however the blank is written',
    async (...blanks) => {
      for (const value of blanks)
        expect(faultsOf(await asks(item({ value })), 422, 'BAD_CONTENT')).toEqual([
          'BLANK_VALUE /items/0/value',
        ]);
    },
  );

  it('may not stand twice unless its sources conflict', async () => {
    const [once, other] = ['18-25', '26-35'].map((value) => ({ code: 'age-band', state: 'known', value }));
    expect(faultsOf(await asks({ items: [once, other] }), 422, 'BAD_CONTENT')).toEqual([
      'ITEM_TWICE /items/1/code',
    ]);
  });

  it('that no agreement ever lets travel is refused with the reason, whoever sends it and on any task', async () => {
    const items = ['alias', 'mh-history', 'home-address'].map((code) => ({
      code,
      state: 'known',
      value: 'x',
    }));
    const refused = ['ITEM_NOT_ALLOWED /items/1', 'ITEM_NOT_ALLOWED /items/2'];
    const unneeded = [{ code: 'mh-history', state: 'unknown', absent: 'not-asked' }];
    const empty = await police.post(`/tasks/${tasks.accepted}/inform`, police.body({ items: unneeded }));
    expect(faultsOf(empty, 403, 'ITEM_NOT_ALLOWED')).toEqual(['ITEM_NOT_ALLOWED /items/0']);
    for (const answer of [
      await asks({ items }),
      await police.post(`/tasks/${tasks.open}/inform`, police.body({ items })),
      await police.post(`/tasks/${tasks.accepted}/inform`, police.body({ items })),
    ]) {
      expect(faultsOf(answer, 403, 'ITEM_NOT_ALLOWED')).toEqual(refused);
      expect(answer.body['because']).toEqual({
        items: ['mh-history', 'home-address'],
        why: ['no-agreement', 'no-agreement'],
      });
    }
  });

  it('that could only go later is refused in an answer which ends the task', async () => {
    const items = [{ code: 's136-consultation-record', state: 'known', value: 'x' }];
    const body = ambulance.body({ outcome: 'conveyed', items });
    const answer = await ambulance.post(`/tasks/${tasks.accepted}/complete`, body);
    expect(faultsOf(answer, 403, 'ITEM_NOT_ALLOWED')).toEqual(['ITEM_NOT_ALLOWED /items/0']);
  });
});

describe('a body of the wrong form', () => {
  it.each(BAD_FORMS)('is told each fault with its place: %s', async (_, change, ...faults) => {
    const found = faultsOf(await asks(change), 400, 'BAD_INPUT');
    expect(found.filter((fault) => !/UNKNOWN_AGENCY/.test(fault))).toEqual(faults);
  });

  it.each(BAD_JSON)('is refused as JSON: %s', async (_, text, code, ...faults) => {
    expect(faultsOf(await raw(text), 400, code)).toEqual(faults);
  });

  it('is refused for its size before it is read, and for any other media type', async () => {
    faultsOf(await raw(JSON.stringify({ ...GOOD, note: 'x'.repeat(70_000) })), 413, 'TOO_LARGE');
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'application/json5',
    ])
      faultsOf(await raw(JSON.stringify(GOOD), type), 415, 'NOT_THIS_MEDIA_TYPE');
  });
});

describe('an address', () => {
  const WILD = [
    '*',
    '%3E',
    'a.b',
    '%2A.%2A',
    randomUUID().toUpperCase(),
    `${randomUUID()}.x`,
    '%00',
    "'--",
    '..%2Ftasks',
  ];

  it('takes ids in their one form only: no wildcard, no dot, no other case', async () => {
    for (const id of WILD) {
      const paths = [`/tasks/${id}`, `/tasks/${id}/events`, `/cases/${id}`, `/messages/${id}`];
      for (const path of paths)
        expect(faultsOf(await police.get(path), 400, 'BAD_INPUT')).toEqual(['NOT_AN_ID']);
      faultsOf(await police.post(`/tasks/${id}/accept`, police.body()), 400, 'BAD_INPUT');
    }
  });

  it('that is malformed, or leads nowhere, is answered as a problem too', async () => {
    faultsOf(await police.get('/tasks/%zz'), 400, 'METHOD_OR_FORM');
    faultsOf(await police.get('/nowhere'), 404, 'NOT_FOUND');
    faultsOf(await exchange(police.door, 'DELETE', '/tasks'), 404, 'NOT_FOUND');
  });

  it('takes only parameters that it knows, in their form', async () => {
    for (const query of [
      'limit=many',
      'limit=1&limit=2',
      'status=lost',
      'case=*',
      'colour=red',
      'open=yes',
      'toString=1',
    ])
      faultsOf(await police.get(`/tasks?${query}`), 400, 'BAD_INPUT');
    faultsOf(await police.get('/events?after=-1'), 400, 'BAD_INPUT');
    const bad = await exchange(police.door, 'GET', '/events', { headers: { 'last-event-id': '1; DROP' } });
    expect(faultsOf(bad, 400, 'BAD_INPUT')).toEqual(['BAD_LAST_EVENT_ID']);
    const key = { 'idempotency-key': 'x'.repeat(201) };
    expect(faultsOf(await police.post('/tasks', GOOD, key), 400, 'BAD_INPUT')).toEqual([
      'BAD_IDEMPOTENCY_KEY',
    ]);
  });

  it('of an own system must be one that may be called, with a secret that is one', async () => {
    for (const url of [
      'ftp://a.example/',
      'javascript:alert(1)',
      'http://me:pass@a.example/',
      'a.example',
      '',
    ])
      expect(faultsOf(await police.post('/webhooks', { url, secret: 'short' }), 400, 'BAD_INPUT')).toEqual([
        'NOT_AS_EXPECTED /secret',
        'NOT_AS_EXPECTED /url',
      ]);
    const token = await police.post('/index-tokens', { kind: 'phone', value: 'none' });
    expect(faultsOf(token, 422, 'BAD_CONTENT')).toEqual(['NO_IDENTIFIER /value']);
    faultsOf(await police.post('/index-tokens', { kind: 'shoe-size', value: '9' }), 400, 'BAD_INPUT');
  });
});

describe('a step', () => {
  it('is for the party whose step it is', async () => {
    faultsOf(await police.post(`/tasks/${tasks.open}/accept`, police.body()), 403, 'NOT_THE_PERFORMER');
    const cancel = ambulance.body({ reason: 'no-longer-needed' });
    faultsOf(await ambulance.post(`/tasks/${tasks.open}/cancel`, cancel), 403, 'NOT_THE_ASKER');
  });

  it('on a task that the agency does not know says so, also when others know it', async () => {
    for (const id of [randomUUID(), tasks.open])
      faultsOf(await stranger.post(`/tasks/${id}/accept`, stranger.body()), 404, 'TASK_UNKNOWN');
    faultsOf(await stranger.get(`/tasks/${tasks.open}/events`), 404, 'TASK_UNKNOWN');
  });

  it('needs a reason or an outcome of its kind', async () => {
    const refused = async (name: string, taskId: string, more: object) =>
      ambulance.post(`/tasks/${taskId}/${name}`, ambulance.body(more));
    const reason = await refused('reject', tasks.open, { reason: 'no-capacity' });
    expect(faultsOf(reason, 422, 'REASON_NOT_ALLOWED')).toEqual(['REASON_NOT_ALLOWED /reason']);
    const word = await refused('reject', tasks.open, { reason: 'nonsense' });
    expect(faultsOf(word, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_WORD /reason']);
    expect(faultsOf(await refused('reject', tasks.open, {}), 400, 'BAD_INPUT')).toEqual(['MISSING /reason']);
    const outcome = await refused('complete', tasks.accepted, { outcome: 'seen-safe' });
    expect(faultsOf(outcome, 422, 'OUTCOME_NOT_ALLOWED')).toEqual(['OUTCOME_NOT_ALLOWED /outcome']);
    const cancel = await police.post(`/tasks/${tasks.open}/cancel`, police.body({ reason: 'no-capacity' }));
    expect(faultsOf(cancel, 400, 'BAD_INPUT')).toEqual(['NOT_AS_EXPECTED /reason']);
  });

  it('is possible only in a status that leads to it', async () => {
    faultsOf(await ambulance.post(`/tasks/${tasks.open}/start`, ambulance.body()), 409, 'NOT_IN_THIS_STATUS');
    faultsOf(
      await ambulance.post(`/tasks/${tasks.accepted}/accept`, ambulance.body()),
      409,
      'NOT_IN_THIS_STATUS',
    );
  });
});

describe('a caller without a token of this very agency', () => {
  it('gets no answer from any endpoint but health', async () => {
    const { paths } = (await police.get('/openapi.json')).body as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => [method.toUpperCase(), path.replace(/\{\w+\}/g, tasks.open)] as const,
      ),
    );
    expect(routes.length).toBeGreaterThanOrEqual(25);
    const [own, other] = [police.door.token, ambulance.door.token];
    const others = [null, 'Bearer wrong', 'Bearer ', `Bearer ${other}`, `Basic ${own}`, own];
    for (const [method, path] of [...routes, ['GET', '/openapi.json'], ['GET', '/nowhere']] as const) {
      for (const authorization of others) {
        const raw = method === 'POST' ? '{"bad' : undefined;
        const answer = await exchange(police.door, method, path, { authorization, ...(raw && { raw }) });
        if (path === '/health') expect(answer.status).toBe(200);
        else faultsOf(answer, 401, 'NO_VALID_TOKEN');
      }
    }
  }, 60_000);

  it('gets none from the audit service either', async () => {
    const { audit } = county.here().stack.system;
    const paths = [
      '/disclosures',
      `/tasks/${tasks.open}/story`,
      `/events/${tasks.open}`,
      '/status',
      '/log/checkpoint',
    ];
    for (const path of [
      ...paths,
      '/log/proof/inclusion?index=0&size=1',
      '/log/proof/consistency?first=1&second=1',
    ])
      for (const authorization of [null, 'Bearer wrong', `Bearer ${police.door.token}`]) {
        const { status, type } = await exchange(audit, 'GET', path, { authorization });
        expect([path, status, type]).toEqual([path, 401, 'application/problem+json']);
      }
    expect((await exchange(audit, 'GET', '/health', { authorization: null })).status).toBe(200);
  });
});

describe('of all this', () => {
  it('nothing was stored but that items were refused: not at an agency, not on the ledger, not in the log', async () => {
    const but = (place: string): boolean => /\.(refusal|refused_disclosure|outbox)$/.test(place);
    const rest = (books: Record<string, number>) =>
      Object.fromEntries(Object.entries(books).filter(([place]) => !but(place)));
    const now = await storedIn(county.here());
    expect(rest(now)).toEqual(rest(before));
    const noted = Object.keys(now).filter((place) => place.endsWith('.refusal') && now[place] !== 0);
    expect(noted).toEqual(['police.refusal', 'ambulance.refusal']);
    // The reports of refused items leave the outbox once they are proven.
    await until('every report is proven', async () => {
      const books = Object.entries(await storedIn(county.here()));
      return books.every(([place, count]) => !place.endsWith('.outbox') || count === before[place]);
    });
    const { body } = await county.here().audit('/status');
    expect([body['refused'], body['alarms']]).toEqual([{}, []]);
  });
});

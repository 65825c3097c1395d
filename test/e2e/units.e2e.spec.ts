import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoors } from '../support/bound-systems.js';
import { countyOf } from '../support/county.js';
import { rowsOf } from '../support/e2e-books.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { CalledSystem, Listener } from '../support/e2e-feed.js';
import { exchange, faultsOf, type Exchange } from '../support/e2e-http.js';
import { absent } from '../support/e2e-sharing.js';
import { until } from '../support/waiting.js';

const county = countyOf();
let police: Desk;
let ambulance: Desk;
/** Systems of the ambulance service: of its crews, and of its clinical desk. */
let crew: Desk;
let clinical: Desk;
/** What the crews are asked for, and what the clinical desk is asked for in another case. */
let theirs: Recorded;
let others: Recorded;
/** What the clinical desk offers to the police. */
let need: string;

const CREW_SYSTEM = { name: 'crews', units: ['crew', 'mental-health-response-vehicle'] };
const CLINICAL_SYSTEM = { name: 'clinical', units: ['clinical-desk', 'kennels'] };

const asks = (unit: string, more: object = {}) => police.asks(`ambulance/${unit}`, more);

beforeAll(async () => {
  await county.open();
  const [crewDoor, clinicalDoor] = await openDoors(county.here(), 'ambulance', [
    CREW_SYSTEM,
    CLINICAL_SYSTEM,
  ]);
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'emergency-operations-centre', 'desk 4');
  crew = new Desk(crewDoor as NonNullable<typeof crewDoor>, 'crew', 'crew 12');
  clinical = new Desk(clinicalDoor as NonNullable<typeof clinicalDoor>, 'clinical-desk', 'nurse 3');
  theirs = await asks('crew', { note: 'by the gate' });
  others = await asks('clinical-desk', { note: 'for the desk alone' });
  const items = ['presenting-situation', 'risk-to-self', 'exact-location', 'alias'].map((code) =>
    absent(code, 'not-asked'),
  );
  const offer = { kind: 'welfare-check', mode: 'exercise', strategy: 'one-after-another', items };
  const to = [{ agency: 'police', unit: 'response' }];
  const offered = await clinical.post('/needs', clinical.body({ ...offer, to }));
  expect(offered.status).toBe(201);
  need = String(offered.body['need']);
  await crew.sees(theirs.taskId, 'requested');
  await clinical.sees(others.taskId, 'received');
}, 180_000);
afterAll(county.close, 60_000);

const taskIds = ({ body }: Exchange): string[] =>
  (body['tasks'] as { taskId: string }[]).map(({ taskId }) => taskId);

describe('a system that is bound to units', () => {
  it('sees their tasks and no others, also where others have newer ones; another system sees all', async () => {
    expect(taskIds(await crew.get('/tasks'))).toEqual([theirs.taskId]);
    expect(taskIds(await crew.get('/tasks?limit=1'))).toEqual([theirs.taskId]);
    const onBoard = async (desk: Desk): Promise<string[]> =>
      ((await desk.get('/board')).body['rows'] as { taskId: string }[]).map(({ taskId }) => taskId);
    expect(await onBoard(crew)).toEqual([theirs.taskId]);
    expect(await onBoard(ambulance)).toEqual(expect.arrayContaining([theirs.taskId, others.taskId]));
    const ofTheDesk = taskIds(await clinical.get('/tasks'));
    expect([ofTheDesk.length, ofTheDesk.includes(others.taskId)]).toEqual([2, true]);
    const needs = async (desk: Desk) => (await desk.get('/needs')).body['needs'];
    expect([await needs(clinical), await needs(crew)]).toMatchObject([[{ need }], []]);
    expect(taskIds(await ambulance.get('/tasks')).sort()).toEqual([theirs.taskId, ...ofTheDesk].sort());
    expect(taskIds(await ambulance.get('/tasks?unit=clinical-desk'))).toEqual(ofTheDesk);
    expect(taskIds(await crew.get('/tasks?unit=clinical-desk'))).toEqual([]);
    expect(faultsOf(await crew.get('/tasks?unit=kennels'), 422, 'BAD_CONTENT')).toEqual([
      'UNKNOWN_WORD /unit',
    ]);
  });

  /** Addresses that say something of one task, one case or one event. */
  const OF_ONE = /^\/(tasks|cases|messages|needs)\/\{/;

  it('is told of anything else of others just what it is told of what never was, at every address', async () => {
    const { paths } = (await crew.get('/openapi.json')).body as { paths: Record<string, object> };
    const routes = Object.entries(paths)
      .filter(([path]) => OF_ONE.test(path))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
      );
    expect(routes.length).toBeGreaterThan(30);
    const known = { tasks: others.taskId, cases: others.caseId, messages: others.eventId, needs: need };
    for (const [method, path] of routes) {
      const kind = (OF_ONE.exec(path)?.[1] ?? 'tasks') as keyof typeof known;
      const answers = [known[kind], randomUUID()].map(async (id) => {
        const at = path.replace(/\{\w+\}/, id).replace(/\{clock\}/, 's136-detention');
        const json = method === 'GET' ? undefined : { unit: 'crew' };
        const { status, text } = await exchange(crew.door, method, at, json ? { json } : {});
        return [path, status, text.replaceAll(id, 'ID')];
      });
      const [hidden, unknown] = await Promise.all(answers);
      expect(hidden).toEqual(unknown);
      expect(hidden?.[1]).toBe(404);
    }
  });

  it('has no other address at which it could hear of one: a new one has to be judged here first', async () => {
    const { paths } = (await crew.get('/openapi.json')).body as { paths: Record<string, object> };
    const limited = [
      '/tasks',
      '/tasks/explain',
      '/cases',
      '/notices',
      '/unsent',
      '/dead-letters',
      '/events',
      '/needs',
      '/reports/unmet',
      '/board',
      '/lead/tasks',
    ];
    const own = ['/webhooks', '/webhooks/{id}', '/status', '/roster/{unit}', '/drafts', '/drafts/{id}'];
    const ofNoTask = [
      ...['/health', '/terms', '/index-tokens', '/exercises/{id}', '/roster', '/candidates'],
      ...['/catalogue', '/roster/choices'],
    ];
    // What concerns every unit is not for one of them.
    const ofAll = ['/erasures', '/erasures/{id}/answer'];
    expect((await exchange(crew.door, 'GET', '/erasures')).status).toBe(403);
    const rest = Object.keys(paths).filter((path) => !OF_ONE.test(path));
    expect(rest.sort()).toEqual([...limited, ...own, ...ofNoTask, ...ofAll].sort());
  });

  it('acts for its units alone, at every address that takes a unit', async () => {
    const document = (await crew.get('/openapi.json')).body as unknown as Document;
    const taking = Object.entries(document.paths).flatMap(([path, { post }]) =>
      post && takesUnit(document, post) ? [path] : [],
    );
    expect(taking.length).toBeGreaterThan(30);
    for (const path of taking) {
      const at = path.replace(/\{id\}/, theirs.taskId).replace(/\{\w+\}/, 's136-detention');
      const answer = await crew.post(at, { unit: 'clinical-desk' });
      expect([path, faultsOf(answer, 403, 'NOT_YOUR_UNIT')]).toEqual([path, ['NOT_YOUR_UNIT /unit']]);
    }
    const roster = { json: { actor: { role: 'dispatcher', type: 'person' }, shifts: [] } };
    const put = (unit: string) => exchange(crew.door, 'PUT', `/roster/${unit}`, roster);
    faultsOf(await put('clinical-desk'), 403, 'NOT_YOUR_UNIT');
    expect((await put('crew')).status).toBe(200);
    await crew.does('accept', theirs.taskId);
  });

  it('learns nothing from a case that it may not see, nor counts what others have', async () => {
    const ask = { kind: 'welfare-check', mode: 'exercise', to: { agency: 'police', unit: 'response' } };
    const asking = (caseId: string) => crew.post('/tasks', crew.body({ ...ask, caseId, fromCase: true }));
    const [hidden, unknown] = [await asking(others.caseId), await asking(randomUUID())];
    expect(faultsOf(hidden, 422, 'BAD_CONTENT')).toEqual(['CASE_UNKNOWN /caseId']);
    expect(hidden.text).toBe(unknown.text);
    await clinical.does('reject', others.taskId, { reason: 'already-in-hand', fact: 'a crew is there' });
    const counted = async (desk: Desk) =>
      (await desk.get('/status')).body['notices'] as readonly { kind: string; open: number }[];
    await until('the decline is noted', async () => (await counted(clinical)).length > 0);
    expect(await counted(clinical)).toMatchObject([{ kind: 'declined', open: 1 }]);
    expect(await counted(crew)).toEqual([]);
    expect((await crew.get('/notices')).body['notices']).toEqual([]);
    const there = new Desk(county.here().agency('police').door, 'response', 'PC 4417');
    const { body: offered } = await clinical.get(`/needs/${need}`);
    const [{ task }] = offered['offers'] as [{ task: string }];
    await there.does('reject', task, {
      reason: 'no-capacity',
      facts: { availableAt: '2099-01-01T00:00:00Z' },
    });
    const unmet = async (desk: Desk) => (await desk.get('/reports/unmet')).body['tasks'] as object[];
    await until('it is reported', async () => (await unmet(clinical)).length === 1);
    expect(await unmet(crew)).toEqual([]);
  });

  it('is named at the start where its unit is not one of the agency, and does not keep the service from starting', () => {
    const log = readFileSync(join(county.here().home.logs, 'ambulance.log'), 'utf8');
    const warned = log.split('\n').filter((line) => line.includes('bound to a unit'));
    expect(warned.map((line) => JSON.parse(line) as object)).toMatchObject([
      { system: 'clinical', unit: 'kennels' },
    ]);
  });
});

describe('the feed of a system that is bound to units', () => {
  it('tells it of their tasks alone, with ids that count no others, and goes on after the last that was heard', async () => {
    const first = await Listener.open(crew.door);
    const made: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      await asks('clinical-desk', { note: 'not for crews' });
      made.push((await asks('crew')).eventId);
    }
    await first.hears(made[2] as string);
    const places = first.heard.map(({ place }) => place);
    first.close();
    expect(first.heard.map(({ data }) => data.event.id)).toEqual(made);
    const numbers = places.map((place) => Number(place.split('.')[0]));
    expect(numbers).toEqual([0, 1, 2].map((n) => (numbers[0] ?? 0) + n));
    await asks('clinical-desk');
    const later = (await asks('crew')).eventId;
    const again = await Listener.open(crew.door, places[0]);
    await again.hears(later);
    again.close();
    expect(again.heard.map(({ data }) => data.event.id)).toEqual([...made.slice(1), later]);
    expect(again.heard[0]?.place).toBe(places[1]);
    for (const wrong of ['7', '99999.00000000', `99999.${places[0]?.split('.')[1]}`]) {
      const answer = await exchange(crew.door, 'GET', '/events', { headers: { 'last-event-id': wrong } });
      expect(faultsOf(answer, 400, 'BAD_INPUT')).toEqual(['BAD_LAST_EVENT_ID']);
    }
  }, 60_000);

  it('calls its webhook with the same, and leaves those of others alone', async () => {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const [own, all] = [await CalledSystem.open(() => 200), await CalledSystem.open(() => 200)];
    await crew.post('/webhooks', { url: own.url, secret });
    await ambulance.post('/webhooks', { url: all.url, secret });
    const feed = await Listener.open(crew.door);
    const hidden = await asks('clinical-desk');
    const { eventId } = await asks('crew');
    await feed.hears(eventId);
    feed.close();
    await Promise.all([own, all].map((system) => system.answered(eventId, 200)));
    expect(own.calls.map((call) => call.eventId)).toEqual([eventId]);
    const both = [hidden.eventId, eventId];
    expect(all.calls.map((call) => call.eventId).filter((id) => both.includes(id))).toEqual(both);
    const cursor = async () =>
      ((await crew.get('/webhooks')).body['webhooks'] as { cursor: string }[])[0]?.cursor;
    const place = feed.heard.at(-1)?.place;
    await until('its cursor has moved on', async () => (await cursor()) === place);
    await asks('clinical-desk');
    await all.answered((await asks('clinical-desk')).eventId, 200);
    expect(await cursor()).toBe(place);
    await Promise.all([own, all].map((system) => system.close()));
  }, 60_000);

  it('calls no system that has no token any more', async () => {
    const [gone, here] = [await CalledSystem.open(() => 200), await CalledSystem.open(() => 200)];
    const insert = `INSERT INTO webhook (id, url, secret, system, cursor) SELECT $1, $2, 'of old', 'gone', max(id) FROM feed`;
    await rowsOf(county.here(), 'ambulance', insert, [randomUUID(), gone.url]);
    await ambulance.post('/webhooks', { url: here.url, secret: 'x'.repeat(40) });
    await here.answered((await asks('crew')).eventId, 200);
    await here.answered((await asks('crew')).eventId, 200);
    expect(gone.calls).toEqual([]);
    await Promise.all([gone, here].map((system) => system.close()));
  }, 60_000);
});

interface Operation {
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly $ref?: string } }>;
  };
}

interface Document {
  readonly paths: Record<string, { readonly post?: Operation }>;
  readonly components: { readonly schemas: Record<string, { readonly properties?: object }> };
}

/** Whether the body of an operation names the unit that acts. */
function takesUnit({ components }: Document, { requestBody }: Operation): boolean {
  const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
  return name !== undefined && 'unit' in (components.schemas[name]?.properties ?? {});
}

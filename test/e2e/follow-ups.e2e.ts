import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { FOR_A_SUITE, absent, audited, eventOn, known, toldTo } from '../support/e2e-sharing.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let ambulance: Desk;
let trust: Desk;

beforeAll(async () => {
  await county.open();
  const door = (code: string) => county.here().agency(code).door;
  police = new Desk(door('police'), 'control-room', 'PC 4417');
  ambulance = new Desk(door('ambulance'), 'crew', 'crew 12');
  trust = new Desk(door('mh-trust'), 'health-based-place-of-safety', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

const SUITE = 'mh-trust/health-based-place-of-safety';
const NAME = 'Corvin Aldmoor';
const seen = (body: Record<string, unknown>) =>
  body['notices'] as { kind: string; eventId: string; seen: object[]; closedAt?: string }[];

/** Police tell ambulance a name on an accepted task of a new case; ambulance passes it on to the trust. */
async function passedOn(name: string): Promise<{ first: Recorded; second: Recorded }> {
  const first = await police.asks('ambulance/crew', {});
  await ambulance.sees(first.taskId, 'requested');
  await ambulance.does('accept', first.taskId);
  await police.sees(first.taskId, 'accepted');
  await police.does('inform', first.taskId, { items: [known('full-name', name, { sourceKind: 'caller' })] });
  const { eventId: via } = await eventOn(ambulance, first.taskId, 'informed');
  const items = [...FOR_A_SUITE, { code: 'full-name', via }];
  const { caseId } = (await ambulance.get(`/tasks/${first.taskId}`)).body as { caseId: string };
  const request = { kind: 'place-of-safety-admission', caseId, items };
  const second = await ambulance.asks(SUITE, request);
  await trust.sees(second.taskId, 'requested');
  await trust.does('accept', second.taskId);
  await until('the name has gone on', async () => (await toldTo(trust, second.taskId))['full-name'] === name);
  return { first, second };
}

describe('an item that was passed on', () => {
  let first: Recorded;
  let second: Recorded;

  it('goes under an agreement that names its originator, with a fresh salt and a link to the event it came by', async () => {
    ({ first, second } = await passedOn(NAME));
    const told = await eventOn(ambulance, first.taskId, 'informed');
    const on = await eventOn(trust, second.taskId, 'informed');
    expect(on.event.data['items']).toMatchObject([
      { code: 'full-name', originator: 'police', via: told.eventId },
    ]);
    expect(on.content.items?.[0]?.salt).not.toBe(told.content.items?.[0]?.salt);
    const [row] = await audited(county.here(), `/disclosures?task=${second.taskId}&item=full-name`, 1);
    expect(row).toMatchObject({
      originator: 'police',
      via: told.eventId,
      sender: 'ambulance',
      receiver: 'mh-trust',
    });
  }, 90_000);

  it('is put right with everyone who was given it, and each is shown as having seen it or not', async () => {
    const right = known('full-name', 'Corvin Aldmore', { sourceKind: 'document' });
    const { body } = await police.post(`/cases/${first.caseId}/correct`, police.body({ items: [right] }));
    expect(body).toMatchObject({ tasks: [{ taskId: first.taskId, agency: 'ambulance', state: 'recorded' }] });
    await until('the trust has the right name', async () => {
      return (await toldTo(trust, second.taskId))['full-name'] === 'Corvin Aldmore';
    });
    const correction = await eventOn(trust, second.taskId, 'corrected');
    const open = seen((await trust.get(`/tasks/${second.taskId}/notices`)).body);
    expect(open).toMatchObject([{ kind: 'corrected', eventId: correction.eventId, seen: [] }]);
    await trust.does('acknowledge', second.taskId, { events: [correction.eventId] });
    for (const desk of [trust, ambulance])
      await until('it is seen', async () => {
        const [notice] = seen((await desk.get(`/tasks/${second.taskId}/notices`)).body);
        return notice?.closedAt !== undefined;
      });
    const standing = (await police.get(`/cases/${first.caseId}`)).body['standing'] as {
      code: string;
      state: string;
    }[];
    expect(standing).toContainEqual(expect.objectContaining({ code: 'full-name', state: 'known' }));
    const origin = await eventOn(ambulance, first.taskId, 'informed');
    const copies = await audited(county.here(), `/events/${origin.eventId}/items/full-name/copies`, 4);
    expect(
      copies.map(({ receiver, kind: _, ...row }) => [
        receiver,
        row['corrects'] !== undefined && row['corrects'] !== null,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['ambulance', false],
        ['mh-trust', false],
        ['ambulance', true],
        ['mh-trust', true],
      ]),
    );
  }, 90_000);

  it('is taken back from everyone who was given it, wherever it stands', async () => {
    const { body } = await police.post(
      `/cases/${first.caseId}/recall`,
      police.body({ items: ['full-name'], reason: 'wrong-person' }),
    );
    expect(body).toMatchObject({ tasks: [{ agency: 'ambulance', state: 'recorded' }] });
    for (const [desk, { taskId }] of [
      [ambulance, first],
      [trust, second],
    ] as const)
      await until('it must no longer be used', async () => {
        return (await toldTo(desk, taskId))['full-name'] === 'wrong-person';
      });
    const again = await ambulance.post(
      `/tasks/${second.taskId}/inform`,
      ambulance.body({
        items: [
          {
            code: 'full-name',
            via: (await eventOn(ambulance, first.taskId, 'informed')).eventId,
          },
        ],
      }),
    );
    expect(faultsOf(again, 422, 'BAD_CONTENT')).toEqual(['TAKEN_BACK /items/0/via']);
  }, 90_000);
});

describe('an item that was told twice, or not yet', () => {
  it('is put right with whoever was passed an earlier telling of it', async () => {
    const { first, second } = await passedOn('Ilsa Fulmar');
    await police.does('inform', first.taskId, {
      items: [known('full-name', 'Ilsa Fulmar', { sourceKind: 'caller' })],
    });
    const right = known('full-name', 'Ilse Fulmar', { sourceKind: 'document' });
    await police.post(`/cases/${first.caseId}/correct`, police.body({ items: [right] }));
    await until('the trust has the right name', async () => {
      return (await toldTo(trust, second.taskId))['full-name'] === 'Ilse Fulmar';
    });
  }, 90_000);

  it('that waits is put right where it waits and in the own file, and one that is not so goes nowhere', async () => {
    const name = known('full-name', 'Tam Ruddock', { sourceKind: 'caller' });
    const items = [name, known('phone', '07700 900871')];
    const opened = await police.post('/cases', { unit: 'control-room', mode: 'exercise', items });
    const { caseId } = opened.body as { caseId: string };
    const asked = await police.asks('ambulance/crew', { caseId, fromCase: true });
    const right = known('full-name', 'Tamsin Ruddock', { sourceKind: 'document' });
    const corrected = await police.post(`/cases/${caseId}/correct`, police.body({ items: [right] }));
    expect(corrected).toMatchObject({ status: 200, body: { tasks: [], kept: 1 } });
    const recalled = await police.post(
      `/tasks/${asked.taskId}/recall`,
      police.body({ items: ['phone'], reason: 'wrong-person' }),
    );
    expect(recalled).toMatchObject({ status: 200, body: { tasks: [], kept: 1 } });
    await ambulance.sees(asked.taskId, 'requested');
    await ambulance.does('accept', asked.taskId);
    await until('what waited has come', async () => {
      return (await toldTo(ambulance, asked.taskId))['full-name'] === 'Tamsin Ruddock';
    });
    expect(await toldTo(ambulance, asked.taskId)).not.toHaveProperty('phone');
    const again = await police.asks('ambulance/crew', { caseId, fromCase: true });
    expect(again).toMatchObject({ items: { kept: [{ code: 'full-name' }] } });
  }, 90_000);
});

describe('a person without a name', () => {
  let task: Recorded;
  let closed: Recorded;
  let alias = '';
  let caseId = '';

  it('gets an alias that nobody else has, under which the request goes', async () => {
    const opened = await police.post('/cases', {
      unit: 'control-room',
      mode: 'exercise',
      items: [absent('full-name', 'asked-unknown')],
    });
    ({ alias, caseId } = opened.body as { alias: string; caseId: string });
    expect(alias).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d{3}$/);
    closed = await police.asks('ambulance/crew', { caseId, fromCase: true });
    task = await police.asks(SUITE, {
      kind: 'place-of-safety-admission',
      urgency: 'u1-immediate',
      caseId,
      fromCase: true,
    });
    await trust.sees(task.taskId, 'requested');
    expect(await toldTo(trust, task.taskId)).toMatchObject({ alias });
    // Whoever opens a file of its own calls the person as the others do.
    await trust.post(`/cases/${caseId}/entries`, trust.body({ actor: undefined, note: 'quiet, will talk' }));
    expect((await trust.get(`/cases/${caseId}`)).body).toMatchObject({
      alias,
      identity: { aliases: [alias] },
    });
    await ambulance.sees(closed.taskId, 'requested');
    await ambulance.does('accept', closed.taskId);
    await ambulance.does('complete', closed.taskId, { outcome: 'discharged-at-scene' });
    await trust.does('accept', task.taskId);
    await police.sees(task.taskId, 'accepted');
    await police.sees(closed.taskId, 'completed');
  }, 90_000);

  it('is told to who holds the task when the identity is confirmed; others learn only that it was', async () => {
    const items = [known('full-name', 'Ilsa Fulmar'), known('nhs-number', '9990612048')];
    const { body } = await police.post(`/cases/${caseId}/identity`, police.body({ items }));
    expect(new Set((body['tasks'] as { agency: string }[]).map(({ agency }) => agency))).toEqual(
      new Set(['ambulance', 'mh-trust']),
    );
    const told = await eventOn(trust, task.taskId, 'identified');
    expect(told.content.items?.map(({ value }) => value)).toEqual(['Ilsa Fulmar', '9990612048']);
    const only = await eventOn(ambulance, closed.taskId, 'identified');
    expect([only.event.data['items'], only.content.items]).toEqual([undefined, undefined]);
    const { identity } = (await trust.get(`/cases/${caseId}`)).body;
    expect(identity).toMatchObject({ status: 'confirmed', name: 'Ilsa Fulmar', aliases: [alias] });
    expect(await police.post(`/cases/${caseId}/identity`, police.body({ items }))).toMatchObject({
      body: { tasks: [] },
    });
  }, 90_000);

  it('is found by an auditor under alias and name alike', async () => {
    const find = async (kind: string, value: string): Promise<unknown[]> => {
      const { body } = await police.post('/index-tokens', { kind, value });
      const rows = await audited(county.here(), `/disclosures?token=${String(body['token'])}`, 1);
      return rows.map((row) => row['taskId']);
    };
    expect(await find('alias', alias.toLowerCase())).toContain(task.taskId);
    // Also what was told of the person on a task that only ever knew the alias.
    expect(await find('full-name', 'ilsa  FULMAR')).toEqual(
      expect.arrayContaining([task.taskId, closed.taskId]),
    );
    // The case joins what was told under the alias alone with what was told under the name.
    const ofCase = await audited(county.here(), `/disclosures?case=${caseId}`, 4);
    expect(ofCase.map((row) => row['item'])).toEqual(
      expect.arrayContaining(['alias', 'full-name', 'nhs-number']),
    );
  }, 90_000);

  it('is reversed by the agency that confirmed it, and the alias stays', async () => {
    const other = await trust.post(`/cases/${caseId}/identity/reverse`, trust.body());
    expect(other).toMatchObject({ status: 403, body: { code: 'IDENTITY_OF_ANOTHER_AGENCY' } });
    expect((await police.post(`/cases/${caseId}/identity/reverse`, police.body())).status).toBe(200);
    for (const desk of [police, trust])
      await until('the alias stands alone again', async () => {
        const identity = (await desk.get(`/cases/${caseId}`)).body['identity'] as {
          status: string;
          name: string;
        };
        return identity.status === 'alias-only' && identity.name === alias;
      });
  }, 90_000);
});

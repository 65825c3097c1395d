import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { SharingTalk } from '../support/audit-sharing-talk.js';
import { newTask, Talk, type Sent } from '../support/audit-talk.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(30_000);

let world: AuditWorld;
let view: AuditView;
let talk: SharingTalk;

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  talk = new SharingTalk(world, new Talk(world));
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const inTheLog = (sent: Sent): Promise<Row> => until(() => view.leafOf(sent));

const rowsAt = (path: string): Promise<Row[]> => view.found(path);

const PERSON = { actortype: 'person' };
const token = (): string => randomBytes(32).toString('base64url');

describe('a disclosure', () => {
  it('says under which rule of which version, on what basis and in which way it travelled', async () => {
    const task = newTask();
    const { code: rule, ruleversion, basis } = talk.clause();
    const finder = { agency: 'ambulance', unit: 'crew' };
    const sent = await talk.say(task, 'informed', {
      by: 'ambulance',
      items: [
        {
          code: 'area',
          state: 'unknown',
          absent: 'temp-unknown',
          finder,
          expectedby: '2026-11-22T10:00:00.000Z',
          way: 'pulled',
          stage: 'on-request',
        },
        { code: 'full-name', rule, ruleversion, basis, way: 'overridden' },
      ],
    });
    await inTheLog(sent);
    const [unknown, overridden] = await rowsAt(`/disclosures?task=${task.id}`);
    expect(unknown).toMatchObject({
      absent: 'temp-unknown',
      way: 'pulled',
      stage: 'on-request',
      finderAgency: 'ambulance',
      finderUnit: 'crew',
      expectedBy: '2026-11-22T10:00:00.000Z',
      directoryVersion: 1,
    });
    expect(overridden).toMatchObject({ rule, ruleVersion: ruleversion, basis, way: 'overridden' });
    expect(await rowsAt(`/disclosures?task=${task.id}&way=overridden&rule=${rule}`)).toEqual([overridden]);
  });
});

describe('what an agency did not let travel', () => {
  it('is a leaf with a proof, and is found by who, whom, what, why, task and case, without any value', async () => {
    const task = newTask();
    const { id: taskid, caseId: caseid } = task;
    const told = await talk.say(task, 'informed', { by: 'police', items: [{ code: 'full-name' }] });
    const outgoing = await talk.refuse('police', {
      direction: 'outgoing',
      other: 'voluntary',
      kind: 'welfare-check',
      items: [
        { code: 'full-name', why: 'no-agreement' },
        { code: 'date-of-birth', why: 'not-in-force' },
      ],
    });
    const incoming = await talk.refuse('ambulance', {
      direction: 'incoming',
      other: 'police',
      taskid,
      caseid,
      eventid: told.id,
      items: [{ code: 'full-name', why: 'not-the-originators' }],
    });
    const leaf = await inTheLog(incoming);
    const { body } = await world.get(`/events/${outgoing.id}`);
    expect(body).toMatchObject({ event: outgoing.jws });
    const [came] = await rowsAt(`/refused-disclosures?task=${taskid}`);
    expect(came).toMatchObject({
      leafIndex: Number(leaf['index']),
      reporter: 'ambulance',
      direction: 'incoming',
      sender: 'police',
      receiver: 'ambulance',
      item: 'full-name',
      why: 'not-the-originators',
      taskId: taskid,
      caseId: caseid,
      toldBy: told.id,
    });
    expect(await rowsAt(`/disclosures?task=${taskid}`)).toMatchObject([
      { refusedBy: { eventId: incoming.id, reason: 'not-the-originators' } },
    ]);
    const search = (query: string) => rowsAt(`/refused-disclosures?${query}`);
    const [first, second] = await search('agency=voluntary');
    expect(first).toMatchObject({
      sender: 'police',
      receiver: 'voluntary',
      kind: 'welfare-check',
      taskId: null,
    });
    expect(await search('agency=police')).toEqual([first, second, came]);
    expect(await search('item=date-of-birth&reporter=police')).toEqual([second]);
    expect(await search('why=no-agreement')).toEqual([first]);
    expect(await search(`case=${caseid}&direction=incoming`)).toEqual([came]);
    expect(await search('to=2020-01-01T00:00:00Z')).toEqual([]);
    const { next } = (await world.get('/refused-disclosures?limit=1')).body as { next: string };
    expect(await search(`limit=1&after=${next}`)).toEqual([second]);
    const { coverage } = await view.status();
    expect(coverage.find(({ sender }) => sender === 'ambulance')?.missing).toEqual([]);
  });
});

describe('an override', () => {
  it('is listed with reason, authoriser and due time until a person in a role of the clause reviews it', async () => {
    const task = newTask();
    const { code: rule, ruleversion, basis, reviewedBy, reviewWithinMinutes, authorisedBy } = talk.clause();
    const until = '2099-01-01T00:00:00.000Z';
    const [reason] = world.bundle.data.overrideReasons.map(({ code }) => code);
    const authorised = { authorisedby: 'B'.repeat(21) + 'A', authorisedrole: authorisedBy[0] };
    const used = await talk.say(task, 'informed', {
      by: 'police',
      data: { override: { reason, ...authorised, until } },
      items: [{ code: 'full-name', rule, ruleversion, basis, way: 'overridden' }, { code: 'area' }],
    });
    await inTheLog(used);
    const open = (more = '') => rowsAt(`/overrides?task=${task.id}${more}`);
    const [row] = await open('&reviewed=false');
    const due = Date.parse(String(row?.['recordedAt'])) + reviewWithinMinutes * 60_000;
    expect(row).toMatchObject({
      eventId: used.id,
      sender: 'police',
      receiver: 'ambulance',
      reason,
      authorisedBy: authorised.authorisedby,
      authorisedRole: authorised.authorisedrole,
      until,
      dueBy: new Date(due).toISOString(),
      items: [{ item: 'full-name', rule, ruleVersion: ruleversion }],
      reviewed: false,
      review: null,
    });
    const data = { override: used.id, finding: 'not-justified' };
    const may = { actorrole: reviewedBy[0], ...PERSON };
    await talk.say(task, 'reviewed', { by: 'police', data, over: { ...may, actortype: 'system' } });
    await talk.say(task, 'reviewed', { by: 'police', data, over: { ...PERSON, actorrole: 'service' } });

    await inTheLog(await talk.say(newTask(), 'reviewed', { by: 'police', data, over: may }));
    expect(await open('&reviewed=false')).toHaveLength(1);
    const review = await talk.say(task, 'reviewed', { by: 'police', data, over: may });
    await inTheLog(review);
    expect(await open('&reviewed=false')).toEqual([]);
    expect(await open('&reviewed=true')).toMatchObject([
      {
        eventId: used.id,
        review: { eventId: review.id, agency: 'police', actorRole: may.actorrole, finding: data.finding },
      },
    ]);
  });
});

describe('what was told wrongly', () => {
  it('shows what corrected and what recalled it, and who has seen that', async () => {
    const task = newTask();
    const told = await talk.say(task, 'informed', {
      by: 'police',
      items: [{ code: 'full-name' }, { code: 'area' }],
    });
    const items = [{ code: 'full-name', corrects: told.id }];
    const correction = await talk.say(task, 'corrected', { by: 'police', items });
    await talk.say(task, 'corrected', { by: 'ambulance', items });
    const recalls = [{ event: told.id, item: 'area' }];
    const recall = await talk.say(task, 'recalled', {
      by: 'police',
      data: { recalls, reason: 'wrong-person' },
    });
    const events = [correction.id];
    await talk.say(task, 'acknowledged', { by: 'police', data: { events }, over: PERSON });
    const seen = await talk.say(task, 'acknowledged', { by: 'ambulance', data: { events }, over: PERSON });
    const leaf = await inTheLog(seen);
    const [name, area] = await rowsAt(`/disclosures?task=${task.id}`);
    expect(name).toMatchObject({
      correctedBy: [
        {
          eventId: correction.id,
          reason: null,
          seenBy: [{ agency: 'ambulance', actorType: 'person', leafIndex: Number(leaf['index']) }],
        },
      ],
      recalledBy: [],
    });
    expect((name?.['correctedBy'] as unknown[]).length).toBe(1);
    expect(area).toMatchObject({
      correctedBy: [],
      recalledBy: [{ eventId: recall.id, reason: 'wrong-person', seenBy: [] }],
    });
    const story = (await world.get(`/tasks/${task.id}/story`)).body as { events: { items: Row[] }[] };
    expect(story.events[0]?.items[1]).toMatchObject({ item: 'area', recalledBy: [{ eventId: recall.id }] });
  });

  it('is followed to everyone who was given it, copies that were passed on included', async () => {
    const [first, second, third] = [
      newTask(),
      newTask('ambulance', 'mh-trust'),
      newTask('social-care', 'acute-hospital'),
    ];
    const code = 'full-name';
    const told = await talk.say(first, 'informed', { by: 'police', items: [{ code }, { code: 'area' }] });
    const passed = { originator: 'police', via: told.id };
    const copy = await talk.say(second, 'informed', { by: 'ambulance', items: [{ code, ...passed }] });
    // Social care was never told what it claims to pass on.
    await talk.say(third, 'informed', { by: 'social-care', items: [{ code, ...passed }] });
    const correction = await talk.say(first, 'corrected', {
      by: 'police',
      items: [{ code, corrects: told.id }],
    });
    const carried = await talk.say(second, 'corrected', {
      by: 'ambulance',
      items: [{ code, originator: 'police', via: correction.id, corrects: copy.id }],
    });
    const data = { events: [carried.id] };
    await inTheLog(await talk.say(second, 'acknowledged', { by: 'mh-trust', data, over: PERSON }));
    const whole = await rowsAt(`/events/${told.id}/items/${code}/copies`);
    expect(whole.map(({ eventId, receiver }) => [eventId, receiver])).toEqual([
      [told.id, 'ambulance'],
      [copy.id, 'mh-trust'],
      [correction.id, 'ambulance'],
      [carried.id, 'mh-trust'],
    ]);
    expect(whole[1]).toMatchObject({
      originator: 'police',
      correctedBy: [{ eventId: carried.id, seenBy: [{ agency: 'mh-trust' }] }],
    });
    for (const { id } of [copy, correction, carried]) {
      expect(await rowsAt(`/events/${id}/items/${code}/copies`)).toEqual(whole);
    }
    expect(await rowsAt(`/events/${told.id}/items/area/copies`)).toHaveLength(1);
    expect((await world.get(`/events/${copy.id}/items/area/copies`)).status).toBe(404);
  });
});

describe('a person', () => {
  it('is found under every alias: by a token that any event of the case carried, on any of its tasks', async () => {
    const [alias, name] = [token(), token()];
    const first = newTask();
    const second = newTask('police', 'mh-trust', first.caseId);
    await talk.say(first, 'informed', { by: 'police', items: [{ code: 'area' }], tokens: [alias] });
    await talk.say(second, 'informed', { by: 'police', items: [{ code: 'area' }] });
    const confirmed = { identity: 'confirmed' };
    await inTheLog(
      await talk.say(first, 'identified', { by: 'police', data: confirmed, tokens: [alias, name] }),
    );
    const found = await rowsAt(`/disclosures?token=${name}`);
    expect(found.map(({ taskId }) => taskId)).toEqual([first.id, second.id]);
    expect(await rowsAt(`/disclosures?token=${alias}`)).toEqual(found);
  });

  it('is not found by an identity that was taken back, but still by the alias', async () => {
    const [alias, name, later] = [token(), token(), token()];
    const task = newTask();
    const step = (by: string, identity: string, tokens: readonly string[]) =>
      talk.say(task, 'identified', { by, data: { identity }, tokens });
    await talk.say(task, 'informed', { by: 'police', items: [{ code: 'area' }], tokens: [alias] });
    await step('police', 'confirmed', [alias, name]);
    await inTheLog(await step('ambulance', 'reversed', [name]));
    expect(await rowsAt(`/disclosures?token=${name}`)).toHaveLength(1);
    await inTheLog(await step('police', 'reversed', [alias, name]));
    expect(await rowsAt(`/disclosures?token=${name}`)).toEqual([]);
    expect(await rowsAt(`/disclosures?token=${alias}`)).toHaveLength(1);
    await inTheLog(await step('police', 'confirmed', [alias, later]));
    expect(await rowsAt(`/disclosures?token=${name}`)).toEqual([]);
    expect(await rowsAt(`/disclosures?token=${later}`)).toHaveLength(1);
  });
});

describe('a question about all this', () => {
  it('is answered to auditors alone', async () => {
    const { id } = newTask();
    for (const path of ['/refused-disclosures', '/overrides', `/events/${id}/items/area/copies`]) {
      expect([path, (await world.get(path, TOKENS.any)).status]).toEqual([path, 403]);
    }
  });
});

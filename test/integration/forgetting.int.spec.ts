import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { Opener, commitTo, decodeEvent, readJws } from '#contracts';
import { leafHash, verifyInclusion } from '#transparency';
import { ask, newToken, People, type AuditAnswer, type Person } from '../support/audit-forgetting.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import { TOKENS, directoryMessage, startAuditWorld, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(60_000);

let world: AuditWorld;
let view: AuditView;
let people: People;

beforeAll(async () => {
  world = await startAuditWorld();
  [people, view] = [new People(world), new AuditView(world)];
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const HOLD = { ground: 'coroner', words: 'inquest 7 of this year' };
const erase = (body: object): Promise<AuditAnswer> => people.erase(body);

/** The newest leaf of the audit service of one type, and what it says. */
async function newest(type: string): Promise<{ row: Row; data: Record<string, unknown> }> {
  const [row] = await view.rows('SELECT * FROM leaf WHERE type = $1 ORDER BY index DESC LIMIT 1', [
    `concordat.audit.${type}.v1`,
  ]);
  if (!row) throw new Error(`no leaf of type ${type}`);
  return { row, data: decodeEvent(readJws(String(row['event'])).payload).data as never };
}

const kept = (one: Person): Promise<readonly number[]> => people.kept(one);

describe('what the audit service stores of values', () => {
  it('is not what travelled: it is wrapped once more, under a key of its person', async () => {
    const { told, task } = await people.meet();
    const [row] = await view.rows(
      'SELECT s.box, s.person FROM sealed_part s JOIN leaf l ON l.index = s.leaf_index WHERE l.event_id = $1',
      [told.id],
    );
    expect(row?.['person']).toBe(task.caseId);
    expect((row?.['box'] as Buffer).includes('ciphertext')).toBe(false);
    expect(await kept({ told, task, token: '' })).toEqual([2, 1, 1, 1]);
  });
});

describe('the custodian', () => {
  const open = (body: object, token: string = TOKENS.custodian): Promise<AuditAnswer> =>
    ask(world, ['POST', '/openings'], body, token);
  const why = { reason: 'court-order', words: 'order 4 of the county court' };

  it('is given the sealed values once a leaf says who was given them and why, and opens them with the key alone', async () => {
    const { told } = await people.meet();
    const { status, body } = await open({ event: told.id, ...why });
    expect(status).toBe(201);
    const { row, data } = await newest('values-opened');
    expect(data).toMatchObject({ event: told.id, reason: 'court-order' });
    expect(row).toMatchObject({ actor_role: 'custodian', actor_type: 'person' });
    const [note] = await view.rows('SELECT words, salt, custodian FROM opening WHERE leaf_index = $1', [
      row['index'],
    ]);
    expect(note?.['custodian']).toBe('custodian');
    const salt = Buffer.from(String(note?.['salt']), 'base64url');
    expect(data['words']).toBe(commitTo(why.words, salt, 'words'));
    expect(String(row['event'])).not.toContain('order 4');
    const { privateKey, kid } = world.key('custodian', 'sealing');
    expect(new Opener({ privateKey, kid }).open(String(body['sealed']))).toContain('Zebedee Quill');
    expect(body['event']).toBe(told.jws);
  });

  it('is nobody else: no auditor, no records officer, no service', async () => {
    const { told } = await people.meet();
    for (const token of [TOKENS.auditor, TOKENS['records-officer'], TOKENS.any]) {
      expect((await open({ event: told.id, ...why }, token)).status).toBe(403);
    }
    for (const path of ['/holds', '/erasures', '/retention']) {
      expect((await ask(world, ['GET', path], undefined, TOKENS.custodian)).status).toBe(403);
    }
  });

  it('must say which event, for which reason and in which words; each fault is named, and nothing is recorded', async () => {
    const before = await view.rows('SELECT count(*) FROM opening');
    const { status, body } = await open({ event: 'x', reason: 'curiosity', colour: 'red' });
    expect(status).toBe(400);
    const places = (body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter);
    expect(places.sort()).toEqual(['colour', 'event', 'reason', 'words']);
    expect((await open({ event: uuidv7(), ...why })).status).toBe(404);
    expect(await view.rows('SELECT count(*) FROM opening')).toEqual(before);
  });
});

describe('an erasure', () => {
  it('is refused under a hold, with a leaf that names it, and takes place once the hold is released', async () => {
    const one = await people.meet();
    const placed = await ask(world, ['POST', '/holds'], { ...HOLD, token: [one.token] });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      cases: [one.task.caseId],
      ground: 'coroner',
      words: HOLD.words,
      releasedAt: null,
    });
    const hold = String(placed.body['id']);
    expect((await newest('hold-placed')).data).toMatchObject({
      hold,
      cases: [one.task.caseId],
      ground: 'coroner',
    });
    const { status, body } = await erase({ token: [one.token] });
    expect([status, body['title']]).toEqual([409, 'A legal hold stands in the way']);
    expect(JSON.stringify(body['errors'])).toContain(hold);
    expect((await newest('erasure-refused')).data).toEqual({
      cases: [one.task.caseId],
      reason: 'held',
      hold,
    });
    expect(await kept(one)).toEqual([2, 1, 1, 1]);

    const listed = await ask(world, ['GET', '/holds']);
    expect((listed.body['rows'] as Row[]).map(({ id }) => id)).toContain(hold);
    const released = await ask(world, ['POST', `/holds/${hold}/release`], { words: 'the inquest is over' });
    expect([released.status, released.body['releaseWords']]).toEqual([200, 'the inquest is over']);
    expect((await newest('hold-released')).data).toMatchObject({ hold });
    expect((await ask(world, ['POST', `/holds/${hold}/release`], { words: 'again' })).status).toBe(409);
    expect((await ask(world, ['POST', `/holds/${uuidv7()}/release`], { words: 'again' })).status).toBe(404);
    expect((await erase({ token: [one.token] })).status).toBe(201);
    expect(await kept(one)).toEqual([0, 0, 0, 0]);
  });

  it('is refused while a task of the person is open: somebody still works with what was told', async () => {
    const one = await people.meet({ over: false });
    const { status, body } = await erase({ case: [one.task.caseId] });
    expect([status, body['title']]).toEqual([409, 'A task is still open']);
    expect((await newest('erasure-refused')).data).toEqual({ cases: [one.task.caseId], reason: 'task-open' });
    // The performer cannot close what only the asker can.
    await people.cancels(one.task, one.task.performer, 2);
    await people.talk.send(await people.talk.answer(one.task, 'concordat.task.received.v1', 3));
    expect((await erase({ case: [one.task.caseId] })).status).toBe(409);
    expect(await kept(one).then(([, keys]) => keys)).toBe(1);
  });

  it('names each fault of a request, and knows no case that the log does not have', async () => {
    const bad = await ask(world, ['POST', '/erasures'], { ground: 'bored', authority: 'me', token: ['x'] });
    expect(bad.status).toBe(400);
    const places = (bad.body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter);
    expect(places.sort()).toEqual(['authority', 'ground', 'token', 'words']);
    expect((await erase({})).status).toBe(400);
    expect((await erase({ case: [uuidv7()] })).status).toBe(400);
    expect((await erase({ token: [newToken()] })).status).toBe(404);
  });

  it('says beforehand what it would meet, and does nothing', async () => {
    const one = await people.meet();
    const { status, body } = await ask(world, ['POST', '/erasures/plan'], { token: [one.token] });
    expect(status).toBe(200);
    expect(body['cases']).toEqual([
      expect.objectContaining({
        caseId: one.task.caseId,
        agencies: ['ambulance', 'police'],
        tasks: 1,
        openTasks: 0,
        sealed: 2,
        tokens: 1,
        holds: [],
        erasures: [],
      }),
    ]);
    expect(await kept(one)).toEqual([2, 1, 1, 1]);
  });

  it('destroys keys, sealed parts, tokens, salts, and questions that named the person; what was shared with whom stays', async () => {
    const [one, other] = [await people.meet(), await people.meet()];
    await world.get(`/disclosures?token=${one.token}`);
    await world.get(`/disclosures?token=${other.token}`);
    const before = await view.found(`/disclosures?case=${one.task.caseId}`);
    expect(before).toHaveLength(3);
    const leaf = await view.leafOf(one.told);
    const proven = await until(async () => {
      const { body } = await world.get(`/events/${one.told.id}`);
      return (body as Row)['proof'] ? (body as Record<string, never>) : undefined;
    });
    const { status, body } = await erase({ token: [one.token] });
    expect(status).toBe(201);
    expect(await kept(one)).toEqual([0, 0, 0, 0]);
    expect(await kept(other)).toEqual([2, 1, 1, 1]);
    const { data } = await newest('erased');
    expect(data).toMatchObject({
      erasure: body['id'],
      cases: [one.task.caseId],
      leaves: 2,
      ground: 'no-longer-necessary',
      authority: 'data-protection-officer',
    });
    const questions = await view.rows('SELECT query FROM reading WHERE query::text LIKE $1', [
      `%${one.token}%`,
    ]);
    expect(questions).toEqual([]);
    expect(
      await view.rows('SELECT FROM reading WHERE query::text LIKE $1', [`%${other.token}%`]),
    ).toHaveLength(1);
    // With whom, under which rule: as before. By the person's token nothing is found any more.
    expect(await view.found(`/disclosures?case=${one.task.caseId}`)).toEqual(before);
    expect(await view.found(`/disclosures?token=${one.token}`)).toEqual([]);
    const gone = await ask(
      world,
      ['POST', '/openings'],
      { event: one.told.id, reason: 'complaint', words: 'x' },
      TOKENS.custodian,
    );
    expect(gone.status).toBe(410);
    // What was proven before is proven still.
    const claim = {
      index: Number(proven['index']),
      size: Number(proven['size']),
      leafHash: leafHash(Buffer.from(String(leaf?.['event']), 'ascii')),
      proof: (proven['proof'] as unknown as string[]).map((one) => Buffer.from(one, 'base64')),
    };
    const [point] = await view.rows('SELECT root FROM checkpoint WHERE size = $1', [claim.size]);
    expect(verifyInclusion({ ...claim, root: point?.['root'] as Buffer })).toBe(true);
    const { body: now } = await world.get(`/events/${one.told.id}`);
    expect((now as Row)['event']).toBe(one.told.jws);
  });

  it('is the same erasure when it is asked for twice', async () => {
    const one = await people.meet();
    const first = await erase({ case: [one.task.caseId] });
    const again = await erase({ case: [one.task.caseId] });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body['id']).toBe(first.body['id']);
  });
});

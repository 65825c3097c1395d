import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { AUDIT_SUBJECT, commitTo, decodeEvent, readJws, type DataOf } from '#contracts';
import { newTask, Talk, type Sent, type TestTask } from '../support/audit-talk.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import {
  directoryMessage,
  OFFICER_OF,
  startAuditWorld,
  TOKENS,
  type AuditWorld,
} from '../support/audit-world.js';

jest.setTimeout(30_000);

let world: AuditWorld;
let view: AuditView;
let talk: Talk;
/** One task in which the officer's agency takes part, and one in which it does not. */
let ours: TestTask;
let theirs: TestTask;
let told: Sent;

beforeAll(async () => {
  world = await startAuditWorld();
  [talk, view] = [new Talk(world), new AuditView(world)];
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  [ours, theirs] = [newTask('police', OFFICER_OF), newTask('police', 'mh-trust')];
  told = await talk.request(ours, {}, [randomBytes(32).toString('base64url')]);
  const other = await talk.request(theirs);
  for (const sent of [told, other]) await talk.send(sent);
  await until(() => view.leafOf(other));
  await until(() => view.leafOf(told));
}, 180_000);

afterAll(() => world?.stop(), 60_000);

type Page = { readonly rows: readonly Row[] };
const rowsAt = async (path: string, token?: string): Promise<readonly Row[]> => {
  const { status, body } = await world.get(path, token);
  expect([path, status]).toEqual([path, 200]);
  return (body as Page).rows;
};

/** The newest leaf of the sender `audit`, with what it says. */
async function newestRead(): Promise<{ row: Row; data: DataOf<'concordat.audit.read.v1'> }> {
  const [row] = await view.rows("SELECT * FROM leaf WHERE sender = 'audit' ORDER BY number DESC LIMIT 1");
  const event = decodeEvent(readJws(String(row?.['event'])).payload);
  if (event.type !== 'concordat.audit.read.v1') throw new Error(`not a reading: ${event.type}`);
  return { row: row as Row, data: event.data };
}

describe('reading the log', () => {
  it('is a leaf that says who, when, what kind, and which leaves the answer named', async () => {
    const rows = await rowsAt(`/disclosures?task=${ours.id}`);
    const { row, data } = await newestRead();
    const leaf = Number((await view.leafOf(told))?.['index']);
    expect(rows.map(({ leafIndex }) => leafIndex)).toEqual(rows.map(() => leaf));
    expect(data).toMatchObject({ kind: 'search', leaves: 1, first: leaf, last: leaf });
    expect(data.indexes).toBe(createHash('sha256').update(`${leaf}-${leaf}`).digest('base64url'));
    expect(row).toMatchObject({ actor_role: 'auditor', actor_type: 'person', sender: 'audit' });
  });

  it('keeps the question beside the log, and the leaf commits to it without telling it', async () => {
    const token = randomBytes(32).toString('base64url');
    await rowsAt(`/disclosures?token=${token}&mode=exercise`);
    const { row, data } = await newestRead();
    expect(String(row['event'])).not.toContain(token);
    expect(readJws(String(row['event'])).payload).not.toContain(token);
    const [kept] = await view.rows('SELECT query, salt FROM reading WHERE leaf_index = $1', [row['index']]);
    expect(kept?.['query']).toEqual({ token, mode: 'exercise' });
    expect(data.query).toBe(
      commitTo(kept?.['query'], Buffer.from(String(kept?.['salt']), 'base64url'), 'query'),
    );
  });

  it.each([
    ['a story', () => `/tasks/${ours.id}/story`, 'story'],
    ['an event with its proof', () => `/events/${told.id}`, 'event'],
    ['the copies of an item', () => `/events/${told.id}/items/area/copies`, 'copies'],
    ['refused disclosures', () => '/refused-disclosures', 'refusals'],
    ['overrides', () => '/overrides', 'overrides'],
    ['who has read', () => '/readings', 'readings'],
  ])('is recorded for %s too', async (_what, path, kind) => {
    const { status } = await world.get(path());
    expect(status).toBe(200);
    expect((await newestRead()).data.kind).toBe(kind);
  });

  it('is listed for auditors, newest first, with the question as it was asked', async () => {
    await rowsAt(`/disclosures?task=${theirs.id}&limit=7`);
    const [newest] = await rowsAt('/readings?limit=1');
    expect(newest).toMatchObject({
      reader: 'auditor',
      role: 'auditor',
      agency: null,
      kind: 'search',
      query: { task: theirs.id, limit: '7' },
    });
  });

  it('is not recorded where nothing is read: a refused question, the log itself, the status', async () => {
    const { row } = await newestRead();
    await world.get('/disclosures?task=1');
    await world.get(`/tasks/${newTask().id}/story`);
    await world.get('/log/checkpoint', TOKENS.any);
    await world.get('/status', TOKENS.any);
    expect((await newestRead()).row['index']).toBe(row['index']);
  });

  it('comes to the ledger as an event of the audit service, in the order of its numbers', async () => {
    const { row } = await newestRead();
    const stands = await until(async () => {
      const acts = await view.rows('SELECT number, sequence FROM own_act WHERE sequence IS NULL');
      return acts.length === 0 && (await world.ledgerAt(AUDIT_SUBJECT));
    });
    expect(stands).toBe(row['event']);
    const numbers = await view.rows("SELECT number FROM leaf WHERE sender = 'audit' ORDER BY index");
    expect(numbers.map(({ number }) => Number(number))).toEqual(numbers.map((_, at) => at + 1));
  });

  it('does not take place when it cannot be recorded', async () => {
    await view.rows('ALTER TABLE reading ADD CONSTRAINT never CHECK (false) NOT VALID');
    try {
      const { status, body } = await world.get(`/disclosures?task=${ours.id}`);
      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain('exact-location');
    } finally {
      await view.rows('ALTER TABLE reading DROP CONSTRAINT never');
    }
    expect(await rowsAt(`/disclosures?task=${ours.id}`)).not.toEqual([]);
  });
});

describe('an agency’s records officer', () => {
  const officer = TOKENS['records-officer'];

  it('finds what the own agency sent or received, and nothing else', async () => {
    const all = await rowsAt('/disclosures?mode=exercise&limit=500');
    const seen = await rowsAt('/disclosures?mode=exercise&limit=500', officer);
    const parties = all.filter((row) => [row['sender'], row['receiver']].includes(OFFICER_OF));
    expect(seen).toEqual(parties);
    expect(seen.length).toBeLessThan(all.length);
    expect((await newestRead()).data).toMatchObject({ kind: 'search', agency: OFFICER_OF });
  });

  it('is told of the others’ tasks and events as little as of none', async () => {
    expect((await world.get(`/tasks/${ours.id}/story`, officer)).status).toBe(200);
    const [foreign] = await rowsAt(`/disclosures?task=${theirs.id}`);
    const id = String(foreign?.['eventId']);
    for (const path of [
      `/tasks/${theirs.id}/story`,
      `/events/${id}`,
      `/events/${id}/items/${String(foreign?.['item'])}/copies`,
    ]) {
      expect([path, (await world.get(path, officer)).status]).toEqual([path, 404]);
    }
    expect(await rowsAt(`/disclosures?task=${theirs.id}`, officer)).toEqual([]);
    expect(await rowsAt(`/disclosures?agency=mh-trust`, officer)).toEqual([]);
  });

  it('cannot widen the own view, nor see who has read', async () => {
    expect((await world.get('/disclosures?within=police', officer)).status).toBe(400);
    expect((await world.get('/readings', officer)).status).toBe(403);
  });

  it('is a reader only where the directory of tokens says so: no other role reads', async () => {
    for (const path of ['/disclosures', '/overrides', '/refused-disclosures', `/tasks/${ours.id}/story`]) {
      for (const token of [TOKENS.any, TOKENS.custodian]) {
        expect([path, (await world.get(path, token)).status]).toEqual([path, 403]);
      }
    }
  });
});

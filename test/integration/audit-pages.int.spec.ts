import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { STATUS_SUBJECT, encodeMessage } from '#contracts';
import { readNoteKey, verifyProofFile, type NoteKey } from '#verifier';
import { cosigns, newTask, Talk, type Sent } from '../support/audit-talk.js';
import { AuditView, until } from '../support/audit-view.js';
import {
  directoryMessage,
  EPOCH,
  OFFICER_OF,
  startAuditWorld,
  TOKENS,
  type AuditWorld,
} from '../support/audit-world.js';

jest.setTimeout(30_000);

let world: AuditWorld;
let view: AuditView;
let ours: Sent;
let theirs: Sent;
let leafOfOurs: number;

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  const talk = new Talk(world);
  await world.startAudit();
  expect((await asked('/labels')).status).toBe(404);
  const status = await world.status({}, undefined, EPOCH, 1);
  await world.put(STATUS_SUBJECT, encodeMessage({ event: status }));
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(2);
  ours = await talk.request(newTask('police', OFFICER_OF));
  theirs = await talk.request(newTask('police', 'mh-trust'));
  for (const sent of [ours, theirs]) await talk.send(sent);
  await until(() => view.leafOf(theirs));
  leafOfOurs = Number((await until(() => view.leafOf(ours)))['index']);
  const { checkpoint } = await until(async () => {
    const found = await view.status();
    return found.checkpoint?.size === found.size && found.size > leafOfOurs && found;
  });
  const [row] = await view.rows('SELECT root FROM checkpoint WHERE size = $1', [checkpoint?.size]);
  await cosigns(world, { size: Number(checkpoint?.size), root: row?.['root'] as Buffer });
  await until(async () => (await view.rows('SELECT FROM cosignature')).length > 0);
}, 180_000);

afterAll(() => world?.stop(), 60_000);

interface Asked {
  readonly status: number;
  readonly text: string;
  /** The leaf that the answer says its reading is. */
  readonly reading: number | undefined;
}

async function asked(path: string, token: string = TOKENS.auditor): Promise<Asked> {
  const url = `http://${LOOPBACK}:${world.audit.port}${path}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const leaf = answer.headers.get('concordat-reading');
  return {
    status: answer.status,
    text: await answer.text(),
    reading: leaf === null ? undefined : Number(leaf),
  };
}

const keys = async (): Promise<NoteKey[]> => {
  const { text } = await asked('/log/keys');
  return text.split('\n').flatMap((line) => readNoteKey(line) ?? []);
};

describe('the keys of the log', () => {
  it('are those of the log and of every witness, and verify a proof that the service gives', async () => {
    const given = await keys();
    expect(given.map(({ name, type }) => [name, type])).toEqual([
      ['concordat/log/1', 1],
      ...world.bundle.data.agencies
        .map(({ code }) => [`concordat/witness/${code}`, 4] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const { text } = await asked(`/leaves/${leafOfOurs}/proof`);
    expect(verifyProofFile(text, given)).toMatchObject({
      ok: true,
      index: leafOfOurs,
      witnesses: [expect.stringMatching(/^concordat\/witness\//)],
    });
  });

  it('are for whoever has a token, and asking for them is no reading', async () => {
    expect(await asked('/log/keys', TOKENS.any)).toMatchObject({ status: 200, reading: undefined });
    expect((await asked('/log/keys', 'guessed')).status).toBe(401);
  });
});

describe('the proof of a leaf by its place', () => {
  it('is the same as that of its event, and is recorded as a reading of it', async () => {
    const { text, reading } = await asked(`/leaves/${leafOfOurs}/proof`);
    expect((await asked(`/events/${ours.id}/proof`)).text.split('\n')[1]).toBe(text.split('\n')[1]);
    const [row] = await view.rows('SELECT kind, leaves::text FROM reading WHERE leaf_index = $1', [reading]);
    expect(row).toEqual({ kind: 'event', leaves: `{[${leafOfOurs},${leafOfOurs + 1})}` });
  });

  it('is had of an own act too, such as the reading before, once a checkpoint covers it', async () => {
    const { reading } = await asked(`/disclosures?agency=police`);
    const text = await until(async () => {
      const { status, text: found } = await asked(`/leaves/${reading}/proof`);
      return status === 200 && found;
    });
    expect(verifyProofFile(text, await keys())).toMatchObject({ ok: true, index: reading });
  });

  it('is no more to a records officer than what the own agency sent or received', async () => {
    const elsewhere = Number((await until(() => view.leafOf(theirs)))['index']);
    const { reading } = await asked('/readings');
    const officer = TOKENS['records-officer'];
    expect((await asked(`/leaves/${leafOfOurs}/proof`, officer)).status).toBe(200);
    for (const index of [elsewhere, reading, 1_000_000])
      expect([index, (await asked(`/leaves/${index}/proof`, officer)).status]).toEqual([index, 404]);
    expect((await asked('/leaves/first/proof')).status).toBe(400);
    expect((await asked(`/leaves/${leafOfOurs}/proof`, TOKENS.any)).status).toBe(403);
  });
});

describe('what the codes are called', () => {
  it('is what the newest directory says, and nothing of any task', async () => {
    const { text, reading } = await asked('/labels', TOKENS['records-officer']);
    const labels = JSON.parse(text) as Record<string, readonly { code: string; label: string }[]>;
    const { agencies, items } = world.bundle.data;
    expect(labels['agencies']?.map(({ label }) => label)).toEqual(agencies.map(({ name }) => name));
    expect(labels['items']).toEqual(items.map(({ code, label }) => ({ code, label })));
    expect(reading).toBeUndefined();
  });
});

describe('an answer that is a reading', () => {
  it.each([
    '/disclosures',
    '/refused-disclosures',
    '/overrides',
    '/readings',
    '/holds',
    '/erasures',
    '/retention',
    '/reports/gaps',
    '/exports/disclosures?format=csv',
    '/evidence',
  ])('says which leaf it is: %s', async (path) => {
    const { status, reading } = await asked(path);
    expect([status, reading]).toEqual([200, expect.any(Number)]);
    expect(await view.rows('SELECT FROM reading WHERE leaf_index = $1', [reading])).toHaveLength(1);
  });

  it('is none where the question was refused', async () => {
    expect(await asked('/disclosures?task=x')).toMatchObject({ status: 400, reading: undefined });
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ASK_LEAVES_SUBJECT, STATUS_SUBJECT, encodeMessage, type CheckpointSignedData } from '#contracts';
import { bundleHash } from '#directory';
import {
  SIGNATURE_TYPE,
  noteVerifier,
  openNote,
  rangeRoot,
  appendLeaves,
  emptyRange,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from '#transparency';
import { cosigns, newTask, Talk, type Sent } from '../support/audit-talk.js';
import { AuditView, hashOf, until, type Row } from '../support/audit-view.js';
import { directoryMessage, EPOCH, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(30_000);

let world: AuditWorld;
let view: AuditView;
let talk: Talk;

beforeAll(async () => {
  world = await startAuditWorld();
  talk = new Talk(world);
  view = new AuditView(world);
  await world.startAudit();
}, 180_000);

afterAll(() => world?.stop(), 60_000);

describe('the audit service', () => {
  it('lets events wait until the first directory comes, and trusts that by the pinned key of the keeper', async () => {
    const status = await world.status({}, undefined, EPOCH, 1);
    await world.put(STATUS_SUBJECT, encodeMessage({ event: status }));
    await talk.send(await talk.request(newTask()));
    await world.put(...(await directoryMessage(world)));
    // The event stands before the first directory, and no key counted there: it is refused, not lost from sight.
    await until(async () => (await view.status()).refused['UNKNOWN_KEY'] === 1);
    // The keeper's own word does count there: its key is pinned.
    expect(await view.rows('SELECT event FROM leaf WHERE event = $1', [status])).toHaveLength(1);
    const [stored] = await view.rows('SELECT version, hash FROM directory_version');
    expect(stored).toEqual({ version: '1', hash: bundleHash(world.bundle) });
    const sent = await talk.request(newTask());
    await talk.send(sent);
    await until(() => view.leafOf(sent));
  });

  it('keeps the very bytes of the wire as leaf, and one row for each item: value, absent, withheld', async () => {
    const task = newTask();
    const token = randomBytes(32).toString('base64url');
    const sent = await talk.request(task, {}, [token]);
    const sequence = await talk.send(sent);
    const leaf = await until(() => view.leafOf(sent));
    expect(leaf).toMatchObject({ event: sent.jws, hash: hashOf(sent.jws) });
    const found = (await world.get(`/disclosures?token=${token}`)).body as { rows: Row[] };
    expect(found.rows.map(({ item, category, absent }) => [item, category, absent])).toEqual([
      ['area', 'value', null],
      ['date-of-birth', 'absent', 'asked-unknown'],
      ['full-name', 'withheld', 'masked'],
    ]);
    expect(found.rows[0]).toMatchObject({
      leafIndex: Number(leaf['index']),
      taskId: task.id,
      mode: 'exercise',
      kind: 'welfare-check',
      sender: 'police',
      senderUnit: 'control-room',
      receiver: 'ambulance',
      stage: 'offer',
      actorType: 'system',
    });
    const [place] = await view.rows('SELECT sequence FROM leaf WHERE event_id = $1', [sent.id]);
    expect(Number(place?.['sequence'])).toBe(sequence);
    const [parts] = await view.rows('SELECT count(*) FROM sealed_part WHERE leaf_index = $1', [
      leaf['index'],
    ]);
    expect(parts).toEqual({ count: '1' });
  });

  it('tells the whole story of a task in version order', async () => {
    const task = newTask();
    const said = [
      await talk.request(task),
      await talk.answer(task, 'concordat.task.received.v1', 2),
      await talk.answer(task, 'concordat.task.accepted.v1', 3),
    ];
    for (const sent of [said[0], said[2], said[1]] as Sent[]) await talk.send(sent);
    await until(() => view.leafOf(said[1] as Sent));
    const story = (await world.get(`/tasks/${task.id}/story`)).body as Row & { events: Row[] };
    expect(story).toMatchObject({
      task: { id: task.id, kind: 'welfare-check', mode: 'exercise' },
      asker: { agency: 'police', unit: 'control-room' },
      performer: { agency: 'ambulance', unit: 'crew' },
    });
    expect(story.events.map(({ eventId }) => eventId)).toEqual(said.map(({ id }) => id));
    expect(story.events[0]?.['items']).toHaveLength(3);
    expect((await world.get(`/tasks/${newTask().id}/story`)).status).toBe(404);
  });

  it('takes the same bytes once, and refuses and reports two texts under one number', async () => {
    const task = newTask();
    const sent = await talk.request(task);
    await talk.send(sent);
    await until(() => view.leafOf(sent));
    const before = await view.status();
    await talk.send(sent);
    const number = before.coverage.find(({ sender }) => sender === 'police')?.through;
    const other = await talk.request(newTask(), { sendernumber: number });
    const sequence = await talk.send(other);
    const after = await until(async () => {
      const now = await view.status();
      return now.alarms.length > 0 && now;
    });
    expect(after.size).toBe(before.size);
    expect(after.alarms).toMatchObject([{ reason: 'EQUIVOCATION', place: `police ${number}`, sequence }]);
    expect(await view.leafOf(other)).toBeUndefined();
    expect(await view.rows('SELECT event FROM refused WHERE sequence = $1', [sequence])).toEqual([
      { event: other.jws },
    ]);
  });

  it('refuses what is badly signed, on a wrong subject, of an unknown code, or of an epoch to come', async () => {
    const good = await talk.request(newTask());
    const [head, body] = good.jws.split('.') as [string, string];
    const forged = `${head}.${body}.${randomBytes(64).toString('base64url')}`;
    const { sealed } = JSON.parse(good.bytes.toString()) as { sealed: string };
    const strange = newTask();
    const places = {
      BAD_SIGNATURE: await world.put(good.subject, encodeMessage({ event: forged, sealed })),
      WRONG_SUBJECT: await world.put(newTask().subject, good.bytes),
      UNKNOWN_CODE: await talk.send(await talk.request(strange, { actorrole: 'wizard' })),
      BAD_EPOCH: await talk.send(await talk.request(strange, { epoch: EPOCH + 1 })),
      MALFORMED: await world.put(good.subject, Buffer.from('not json')),
      SEALED_MISMATCH: await world.put(good.subject, encodeMessage({ event: good.jws, sealed: '{}' })),
    };
    for (const [reason, sequence] of Object.entries(places)) {
      await until(async () => {
        const [row] = await view.rows('SELECT reason FROM refused WHERE sequence = $1', [sequence]);
        return row?.['reason'] === reason;
      });
    }
    await talk.send(good);
    await until(() => view.leafOf(good));
  });

  it('says in its coverage which numbers are missing, but not those that were named as skipped', async () => {
    talk.skip('mh-trust');
    const named = talk.skip('mh-trust');
    const sent = await talk.make(
      { ...newTask(), subject: 'unused' },
      { type: 'concordat.task.informed.v1', sender: 'mh-trust', version: 1, data: { skipped: [named] } },
    );
    const { subject: id } = JSON.parse(Buffer.from(sent.jws.split('.')[1] ?? '', 'base64url').toString()) as {
      subject: string;
    };
    await world.put(`concordat.exercise.task.mh-trust.police.${id}`, sent.bytes);
    await until(() => view.leafOf(sent));
    expect((await view.status()).coverage).toContainEqual({ sender: 'mh-trust', through: 3, missing: [1] });
  });
});

describe('the log', () => {
  it('proves every leaf under a checkpoint that it signs within a second', async () => {
    const sent = await talk.request(newTask());
    await talk.send(sent);
    const leaf = await until(() => view.leafOf(sent));
    const { checkpoint } = await until(async () => {
      const now = await view.status();
      return (now.checkpoint?.size ?? 0) > Number(leaf['index']) && now;
    }, 1_000);
    const { body } = await world.get(`/events/${sent.id}`);
    const event = body as { event: string; index: number; size: number; proof: string[]; checkpoint: string };
    expect(event.event).toBe(sent.jws);
    const signed = verifyCheckpoint(event.checkpoint, view.logVerifier);
    if ('refused' in signed) throw new Error(signed.refused);
    expect(signed.size).toBe(checkpoint?.size);
    const proof = event.proof.map((text) => Buffer.from(text, 'base64'));
    const claim = {
      index: event.index,
      size: signed.size,
      leafHash: hashOf(sent.jws),
      proof,
      root: signed.root,
    };
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, leafHash: hashOf(`${sent.jws}x`) })).toBe(false);
  });

  it('chains its announcements: each names the leaves since the one before, and the roots follow from them', async () => {
    const announced = await view.announced();
    let range = emptyRange;
    for (const { from, size, leaves, root } of announced) {
      expect(from).toBe(range.size);
      range = appendLeaves(
        range,
        leaves.map((leaf) => Buffer.from(leaf, 'base64url')),
      );
      expect([range.size, rangeRoot(range).toString('base64url')]).toEqual([size, root]);
    }
    const [first, last] = [announced[0], announced.at(-1)] as [CheckpointSignedData, CheckpointSignedData];
    const { body } = await world.get(`/log/proof/consistency?first=${first.size}&second=${last.size}`);
    const proof = (body as { proof: string[] }).proof.map((text) => Buffer.from(text, 'base64'));
    const [firstRoot, secondRoot] = [first, last].map(({ root }) => Buffer.from(root, 'base64url'));
    expect(
      verifyConsistency({
        first: first.size,
        second: last.size,
        firstRoot: firstRoot as Buffer,
        secondRoot: secondRoot as Buffer,
        proof,
      }),
    ).toBe(true);
  });

  it('stores a good cosignature under its checkpoint, and raises the alarm for one over another root', async () => {
    const { size } = (await view.untilSize(1)).checkpoint as { size: number };
    const [row] = await view.rows('SELECT root FROM checkpoint WHERE size = $1', [size]);
    const root = row?.['root'] as Buffer;
    await cosigns(world, { size, root });
    await until(async () => (await view.status()).checkpoint?.cosignatures === 1);
    const note = (await world.get(`/log/checkpoint?size=${size}`)).body as string;
    const name = 'concordat/witness/social-care';
    const key = Buffer.from(world.key('social-care', 'witness').x, 'base64url');
    const opened = openNote(note, [view.logVerifier, noteVerifier(name, SIGNATURE_TYPE.cosignature, key)]);
    expect('refused' in opened ? [] : opened.signatures.map((one) => one.name)).toEqual([
      'concordat/log/1',
      name,
    ]);
    await cosigns(world, { size, root: randomBytes(32) });
    await until(async () =>
      (await view.status()).alarms.some(({ reason }) => reason === 'CHECKPOINT_REFUSED'),
    );
  });

  it('gives witnesses the leaf hashes that they missed', async () => {
    const agency = await world.member('voluntary');
    const question = { pattern: ASK_LEAVES_SUBJECT, id: '1', data: { from: 1, to: 4 } };
    const reply = await agency.request(ASK_LEAVES_SUBJECT, JSON.stringify(question), { timeout: 2_000 });
    const { response } = reply.json<{ response: { from: number; leaves: string[]; size: number } }>();
    const leaves = await view.rows('SELECT event FROM leaf WHERE index BETWEEN 1 AND 3 ORDER BY index');
    expect(response.from).toBe(1);
    expect(response.leaves).toEqual(leaves.map(({ event }) => hashOf(String(event)).toString('base64url')));
    expect(response.size).toBeGreaterThan(3);
  });
});

describe('over HTTP, the audit service', () => {
  it('answers nothing but its health without a token, and auditors alone on cases', async () => {
    expect((await world.get('/health', '')).status).toBe(200);
    for (const path of ['/disclosures', '/status', '/log/checkpoint', '/nowhere']) {
      const { status: code, type } = await world.get(path, 'wrong');
      expect([path, code, type.split(';')[0]]).toEqual([
        path,
        path === '/nowhere' ? 404 : 401,
        'application/problem+json',
      ]);
    }
    expect((await world.get('/disclosures', TOKENS.any)).status).toBe(403);
    expect((await world.get('/log/checkpoint', TOKENS.any)).status).toBe(200);
  });

  it('lists every bad parameter at its place', async () => {
    const { status: code, body } = await world.get('/disclosures?task=1&mode=play&limit=0&colour=red');
    expect(code).toBe(400);
    expect((body as { errors: { parameter: string }[] }).errors.map(({ parameter }) => parameter)).toEqual([
      'task',
      'mode',
      'limit',
      'colour',
    ]);
  });

  it('gives disclosures page by page without a gap', async () => {
    const whole = (await world.get('/disclosures?asker=police&limit=500')).body as { rows: Row[] };
    const paged: Row[] = [];
    for (let after = ''; ;) {
      const page = (await world.get(`/disclosures?asker=police&limit=4${after}`)).body as {
        rows: Row[];
        next?: string;
      };
      paged.push(...page.rows);
      if (page.next === undefined) break;
      after = `&after=${page.next}`;
    }
    expect(paged).toEqual(whole.rows);
  });
});

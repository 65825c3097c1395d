import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { STATUS_SUBJECT, encodeMessage } from '#contracts';
import { SIGNATURE_TYPE, formatVerifierKey, noteVerifier } from '#transparency';
import { EvidenceVerifier, readNoteKey, verifyProofFile, type NoteKey } from '#verifier';
import { SharingTalk } from '../support/audit-sharing-talk.js';
import { cosigns, newTask, Talk, type Sent, type TestTask } from '../support/audit-talk.js';
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
let task: TestTask;
let sent: Sent;
let talk: Talk;

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  talk = new Talk(world);
  await world.startAudit();
  const status = await world.status({}, undefined, EPOCH, 1);
  await world.put(STATUS_SUBJECT, encodeMessage({ event: status }));
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(2);
  task = newTask('police', 'mh-trust');
  sent = await talk.request(task);
  await talk.send(sent);
  for (let more = 0; more < 12; more += 1) await talk.send(await talk.request(newTask()));
  await world.get(`/disclosures?task=${task.id}`);
  const { checkpoint } = await until(async () => {
    const status = await view.status();
    return status.size >= 15 && status.checkpoint?.size === status.size && status;
  });
  const [row] = await view.rows('SELECT root FROM checkpoint WHERE size = $1', [checkpoint?.size]);
  await cosigns(world, { size: Number(checkpoint?.size), root: row?.['root'] as Buffer });
  await until(async () => (await view.status()).checkpoint?.cosignatures === 1 || (await cosigned()));
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const cosigned = async (): Promise<boolean> => (await view.rows('SELECT FROM cosignature')).length > 0;

async function textAt(
  path: string,
  token: string = TOKENS.auditor,
): Promise<{ status: number; text: string }> {
  const url = `http://${LOOPBACK}:${world.audit.port}${path}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, text: await answer.text() };
}

const keeper = (): string => world.key('keeper', 'signing').x;

function verdict(text: string, options: { keeperKey?: string; witnesses?: number } = {}) {
  const verifier = new EvidenceVerifier({ keeperKey: keeper(), ...options });
  for (const line of text.split('\n').slice(0, -1)) verifier.line(line);
  return verifier.result();
}

describe('evidence of the whole log', () => {
  it('is verified without this service and without any of its code', async () => {
    const { status, text } = await textAt('/evidence');
    expect(status).toBe(200);
    const result = verdict(text, { witnesses: 1 });
    if (!result.ok) throw new Error(result.sentence);
    expect(result).toMatchObject({ ok: true, origin: 'concordat/log/1', whole: true, pinned: true });
    expect(result).toMatchObject({ witnesses: ['social-care'] });
    expect(text).toContain(sent.jws);
  });

  it('says so when the keeper’s key was not pinned, and refuses another', async () => {
    const { text } = await textAt('/evidence');
    const trusting = new EvidenceVerifier();
    for (const line of text.split('\n').slice(0, -1)) trusting.line(line);
    expect(trusting.result()).toMatchObject({ ok: true, pinned: false });
    expect(verdict(text, { keeperKey: world.key('police', 'signing').x })).toMatchObject({
      ok: false,
      code: 'KEEPER_UNKNOWN',
      field: 'event',
    });
  });

  it('is no longer sound with any one line left out, doubled, or changed places with the next', async () => {
    const { text } = await textAt('/evidence');
    const lines = text.split('\n').slice(0, -1);
    const accepted: string[] = [];
    lines.forEach((line, at) => {
      const wrong = {
        'left out': lines.toSpliced(at, 1),
        doubled: lines.toSpliced(at, 0, line),
        swapped: at + 1 < lines.length ? lines.with(at, lines[at + 1] ?? '').with(at + 1, line) : [],
      };
      for (const [what, changed] of Object.entries(wrong)) {
        if (verdict(changed.map((one) => `${one}\n`).join('')).ok) accepted.push(`line ${at + 1} ${what}`);
      }
    });
    expect(accepted).toEqual([]);
  });

  it('names index and field of the first changed value, in every field of every line', async () => {
    const { text } = await textAt('/evidence');
    const lines = text.split('\n').slice(0, -1);
    const unseen: string[] = [];
    lines.forEach((line, at) => {
      const parts = JSON.parse(line) as Record<string, unknown>;
      for (const [name, value] of Object.entries(parts)) {
        // Said on the log's word alone: they tell which keys counted, and claim nothing that the file could prove.
        if (['made', 'recordedAt', 'sequence'].includes(name)) continue;
        const changed = lines.with(at, JSON.stringify({ ...parts, [name]: other(value) }));
        const result = verdict(changed.map((one) => `${one}\n`).join(''));
        if (result.ok) unseen.push(`line ${at + 1}, ${name}`);
        else if (parts['is'] === 'leaf' && name === 'event' && result.index !== parts['index'])
          unseen.push(`line ${at + 1}, ${name}: says leaf ${result.index}`);
      }
    });
    expect(unseen).toEqual([]);
  });

  it('is for auditors alone, and is a reading like any other', async () => {
    expect((await textAt('/evidence', TOKENS['records-officer'])).status).toBe(403);
    expect((await textAt('/evidence', TOKENS.any)).status).toBe(403);
    const [row] = await view.rows('SELECT kind FROM reading ORDER BY leaf_index DESC LIMIT 1');
    expect(row).toEqual({ kind: 'evidence' });
  });
});

/** Another value that could stand there just as well. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 3;
  if (typeof value === 'string') {
    const at = Math.floor(value.length / 2);
    return value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
  }
  return { ...(value as object), added: true };
}

describe('evidence of one task', () => {
  it('holds its leaves with a proof each', async () => {
    const { text } = await textAt(`/evidence?task=${task.id}`);
    expect(verdict(text)).toMatchObject({ ok: true, whole: false, leaves: 1 });
    const lines = text.split('\n').slice(0, -1);
    const at = lines.findIndex((line) => line.startsWith('{"is":"leaf"'));
    const leaf = JSON.parse(lines[at] ?? '') as { proof: string[] };
    const bad = { ...leaf, proof: leaf.proof.with(0, Buffer.alloc(32).toString('base64')) };
    expect(verdict(`${lines.with(at, JSON.stringify(bad)).join('\n')}\n`)).toMatchObject({
      code: 'PROOF_WRONG',
      field: 'proof',
    });
  });

  it('takes no value that its event did not commit to', async () => {
    const salt = Buffer.alloc(32, 7);
    const value = { line: 'north gate' };
    const { text } = await textAt(`/evidence?task=${task.id}`);
    const lines = text.split('\n').slice(0, -1);
    const at = lines.findIndex((line) => line.startsWith('{"is":"leaf"'));
    const { index } = JSON.parse(lines[at] ?? '') as { index: number };
    const opening = { is: 'opening', index, place: 0, salt: salt.toString('base64url'), value };
    const withIt = lines.toSpliced(at + 1, 0, JSON.stringify(opening));
    expect(verdict(`${withIt.join('\n')}\n`)).toMatchObject({ code: 'OPENING_WRONG', index, field: 'value' });
  });

  it('is found by nobody who took no part, and by nobody under two names at once', async () => {
    expect((await textAt(`/evidence?task=${task.id}`, TOKENS['records-officer'])).status).toBe(404);
    expect((await textAt(`/evidence?task=${task.id}&event=${sent.id}`)).status).toBe(400);
    expect((await textAt(`/evidence?task=${newTask().id}`)).status).toBe(404);
  });
});

describe('a proof file', () => {
  const logKey = (): NoteKey => {
    const raw = Buffer.from(world.key('audit', 'log').x, 'base64url');
    const vkey = formatVerifierKey(noteVerifier('concordat/log/1', SIGNATURE_TYPE.ed25519, raw));
    return readNoteKey(vkey) as NoteKey;
  };
  const witness = (): NoteKey => ({
    name: 'concordat/witness/social-care',
    type: 4,
    key: Buffer.from(world.key('social-care', 'witness').x, 'base64url'),
  });

  it('shows one event on any machine, with the keys of log and witnesses', async () => {
    const { text } = await textAt(`/events/${sent.id}/proof`);
    expect(verifyProofFile(text, [logKey(), witness()])).toMatchObject({
      ok: true,
      origin: 'concordat/log/1',
      witnesses: ['concordat/witness/social-care'],
      event: { id: sent.id, source: expect.stringMatching(/^\/police\//) as unknown },
    });
  });

  it('does not hold with another event, index, hash, checkpoint or key', async () => {
    const { text } = await textAt(`/events/${sent.id}/proof`);
    const check = (changed: string): unknown => verifyProofFile(changed, [logKey(), witness()]);
    expect(check(text.replace(/extra (....)/, 'extra AAAA'))).toMatchObject({ ok: false });
    expect(check(text.replace(/index \d+/, 'index 0'))).toMatchObject({ code: 'PROOF_WRONG' });
    expect(check(text.replace(/\n(?=\n)/, `\n${Buffer.alloc(32).toString('base64')}\n`))).toMatchObject({
      code: 'PROOF_WRONG',
    });
    expect(check(text.replace('concordat/log/1\n', 'concordat/log/2\n'))).toMatchObject({
      code: 'KEY_MISSING',
    });
    expect(check('c2sp.org/tlog-proof@v1\n')).toMatchObject({ code: 'NOT_A_PROOF' });
    expect(verifyProofFile(text, [witness()])).toMatchObject({ code: 'KEY_MISSING' });
    expect(verifyProofFile(text, [{ ...logKey(), key: witness().key }])).toMatchObject({
      code: 'NOT_SIGNED',
    });
  });
});

describe('what another agency did not let travel to us', () => {
  it('shows its proof to our records officer, and not to another’s', async () => {
    const sharing = new SharingTalk(world, talk);
    const refused = (other: string) =>
      sharing.refuse('police', {
        direction: 'outgoing',
        other,
        items: [{ code: 'full-name', why: 'no-agreement' }],
      });
    const [ours, theirs] = [await refused(OFFICER_OF), await refused('voluntary')];
    await until(() => view.leafOf(theirs));
    const officer = TOKENS['records-officer'];
    const seen = async (path: string): Promise<number> => (await textAt(path, officer)).status;
    await until(async () => (await seen(`/events/${ours.id}/proof`)) !== 409);
    for (const path of [`/events/${ours.id}`, `/events/${ours.id}/proof`, `/evidence?event=${ours.id}`])
      expect([path, await seen(path)]).toEqual([path, 200]);
    for (const path of [`/events/${theirs.id}`, `/events/${theirs.id}/proof`, `/evidence?event=${theirs.id}`])
      expect([path, await seen(path)]).toEqual([path, 404]);
  });
});

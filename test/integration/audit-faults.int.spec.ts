import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newTask, Talk, type Sent } from '../support/audit-talk.js';
import { AuditView, until } from '../support/audit-view.js';
import { directoryMessage, EPOCH, startAuditWorld, type AuditWorld } from '../support/audit-world.js';

let world: AuditWorld;
let view: AuditView;
let talk: Talk;
let audit: Awaited<ReturnType<AuditWorld['startAudit']>>;

beforeAll(async () => {
  world = await startAuditWorld();
  talk = new Talk(world);
  view = new AuditView(world);
  audit = await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
}, 180_000);

afterAll(() => world?.stop(), 60_000);

/** Requests on tasks of their own. */
const requests = (count: number): Promise<Sent[]> =>
  Promise.all(Array.from({ length: count }, () => talk.request(newTask())));

async function sendAll(sent: readonly Sent[]): Promise<void> {
  for (let at = 0; at < sent.length; at += 100) {
    await Promise.all(sent.slice(at, at + 100).map((one) => talk.send(one)));
  }
}

const sizeInDatabase = async (): Promise<number> =>
  Number((await view.rows('SELECT size FROM log_head'))[0]?.['size']);

/** Every one of these is in the log exactly once, the log has no gap, and the checkpoints announce each leaf once. */
async function expectWhole(sent: readonly Sent[], size: number): Promise<void> {
  const done = await view.untilSize(size, 60_000);
  expect(done.size).toBe(size);
  const leaves = await view.rows('SELECT index, event FROM leaf ORDER BY index');
  expect(leaves.map(({ index }) => Number(index))).toEqual(leaves.map((_, at) => at));
  const held = new Set(leaves.map(({ event }) => event));
  expect(held.size).toBe(leaves.length);
  expect(sent.filter(({ jws }) => !held.has(jws))).toEqual([]);
  const announced = (await view.announced()).flatMap(({ leaves: added }) => added);
  expect([announced.length, new Set(announced).size]).toEqual([size, size]);
}

async function killAudit(child = audit): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the audit log stays whole', () => {
  it('when its service is killed again and again under load', async () => {
    const { size } = await view.status();
    const sent = await requests(1_500);
    const sending = sendAll(sent);
    for (let kill = 0; kill < 3; kill += 1) {
      const grown = size + kill * 300;
      // What the killed process had in hand comes back after 30 s, the consumer's time to acknowledge.
      await until(async () => (await sizeInDatabase()) > grown, 45_000);
      await killAudit();
      audit = await world.startAudit();
    }
    await sending;
    await expectWhole(sent, size + sent.length);
  }, 240_000);

  it('when its database is killed under load', async () => {
    const { size } = await view.status();
    const sent = await requests(600);
    const sending = sendAll(sent);
    await until(async () => (await view.status()).size > size);
    await world.servers.postgresServer().kill();
    await pause(500);
    await world.servers.startPostgresAgain();
    await sending;
    await expectWhole(sent, size + sent.length);
  }, 120_000);

  it('when the broker is killed before a checkpoint is on the ledger', async () => {
    const { size } = await view.status();
    const sent = await requests(50);
    await sendAll(sent);
    await until(async () => (await sizeInDatabase()) > size);
    await world.servers.natsServer().kill();
    await pause(1_500);
    await world.servers.startNatsAgain();
    await expectWhole(sent, size + sent.length);
  }, 120_000);

  it('when a second replica stands by and takes over', async () => {
    const { size } = await view.status();
    const env = { ...world.audit.env, HTTP_PORT: '0' };
    const second = await world.startAudit({ name: 'audit-2', env, readyLimitMs: 0 });
    const log = join(world.servers.home.dir, 'audit-2.log');
    await until(async () => readFileSync(log, 'utf8').includes('the audit service is up'));
    expect(readFileSync(log, 'utf8')).not.toContain('this replica writes the log');
    await killAudit();
    const sent = await requests(3);
    await sendAll(sent);
    await until(() => view.leafOf(sent[2] as Sent), 45_000);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
    audit = await world.startAudit();
    await expectWhole(sent, size + sent.length);
  }, 120_000);
});

describe('the start of the audit service', () => {
  async function startAndEnd(): Promise<{ code: unknown; said: string | undefined }> {
    const env = { ...world.audit.env, HTTP_PORT: '0' };
    const child = await world.startAudit({ name: 'audit-3', env, readyLimitMs: 0 });
    const [code] = (await once(child, 'exit')) as unknown[];
    const lines = readFileSync(join(world.servers.home.dir, 'audit-3.log'), 'utf8').split('\n');
    return { code, said: lines.findLast((line) => line.startsWith('Not started: ')) };
  }

  it.each([
    [
      'is stale',
      'last 30 seconds',
      () => world.status({ checkedat: new Date(Date.now() - 60_000).toISOString() }),
    ],
    ['reports faults', 'fsync-not-always', () => world.status({ faults: ['fsync-not-always'] })],
    ['is of an earlier epoch', 'epoch', () => world.status({}, undefined, EPOCH - 1)],
    ['is signed by another', 'pinned key', () => world.status({}, world.key('police', 'signing'))],
  ])(
    'is refused when the status %s',
    async (_what, why, answer) => {
      world.keeperSays(answer);
      const { code, said } = await startAndEnd();
      expect(code).toBe(3);
      expect(said).toMatch(new RegExp(`^Not started: .*${why}`));
    },
    30_000,
  );

  it('is refused when a leaf was changed behind its back, and says which', async () => {
    world.keeperSays(() => world.status());
    await view.rows('UPDATE node SET hash = $1 WHERE level > 2', [randomBytes(32)]);
    await view.rows("UPDATE leaf SET event = event || 'x' WHERE index = 5");
    expect(await startAndEnd()).toEqual({
      code: 3,
      said: 'Not started: a leaf is missing or was changed, from index 5 on.',
    });
  }, 30_000);
});

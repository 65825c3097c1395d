import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeEvent, decodeMessage, ed25519PublicKey, readJws, verifyJws } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { repositoryRoot } from '../../apps/stack/src/platform/home.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { startBroker, type Broker } from '../support/broker.js';
import { makeRealm } from '../support/realm.js';

const TOKEN = 'token-of-the-operator';
const realm = makeRealm();
let broker: Broker;
let started: Broker | undefined;
let owner: LedgerOwner;
let environment: Record<string, string>;
let port: number;
const running: ChildProcess[] = [];

function startKeeper(change: Record<string, string> = {}): ChildProcess {
  const main = join(repositoryRoot(), 'dist', 'apps', 'keeper', 'src', 'main.js');
  const child = spawn(process.execPath, [main], {
    cwd: repositoryRoot(),
    env: { PATH: process.env['PATH'] ?? '', ...environment, ...change },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdout?.resume();
  running.push(child);
  return child;
}

async function http(
  path: string,
  options: RequestInit = {},
): Promise<{ status: number; type: string; body: unknown }> {
  const response = await fetch(`http://${LOOPBACK}:${port}${path}`, options).catch(() => undefined);
  if (!response) return { status: 0, type: '', body: undefined };
  return {
    status: response.status,
    type: (response.headers.get('content-type') ?? '').split(';')[0] ?? '',
    body: await response.json(),
  };
}

async function untilHealth(status: number): Promise<void> {
  const end = Date.now() + 20_000;
  while ((await http('/health')).status !== status) {
    if (Date.now() > end) throw new Error(`the keeper's health does not become ${status}`);
    await pause(50);
  }
}

async function end(child: ChildProcess, how: NodeJS.Signals | 'close'): Promise<number | null> {
  const exited = once(child, 'exit');
  if (how === 'close') child.stdin?.end();
  else child.kill(how);
  await exited;
  return child.exitCode;
}

beforeAll(async () => {
  started = broker = await startBroker({ agencies: realm.agencies });
  owner = await broker.owner();
}, 180_000);
afterAll(() => started?.stop());

beforeEach(async () => {
  await owner.remove();
  const dir = mkdtempSync(join(broker.home.dir, 'keeper-'));
  port = (await freePort(0)).port;
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text, { mode: 0o600 });
    return join(dir, name);
  };
  const sha256 = createHash('sha256').update(TOKEN).digest('hex');
  environment = {
    NATS_URL: broker.url,
    NATS_SEED_FILE: file('seed', `${broker.seed('keeper')}\n`),
    SYSTEM_SEED_FILE: file('system', broker.seed('system')),
    KEYS_FILE: file('keys.json', realm.privateKeys('keeper')),
    MEMBER_KEYS_FILE: file('members.json', JSON.stringify(realm.directory.keys)),
    DIRECTORY_DIR: join(repositoryRoot(), 'libs', 'directory', 'data'),
    KEEPER_STATE_DIR: join(dir, 'state'),
    TOKENS_FILE: file('tokens.json', JSON.stringify([{ name: 'operator', sha256 }])),
    LEDGER_MAX_BYTES: '100000000',
    HTTP_PORT: String(port),
  };
});
afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGKILL');
});

describe('the keeper as a process', () => {
  it('does not start without its configuration, and says what is missing', async () => {
    const child = startKeeper({ NATS_URL: '', KEYS_FILE: '' });
    let said = '';
    child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(said).toBe('The keeper cannot start: NATS_URL is missing; KEYS_FILE is missing\n');
  });

  it('answers a bare question and one in the envelope of Nest with a signed, fresh status', async () => {
    startKeeper();
    await untilHealth(200);
    const police = await broker.client('police');
    for (const question of ['{}', '', JSON.stringify({ id: '7', pattern: 'x', data: {} })]) {
      const reply = await police.request('concordat.keeper.status', question, { timeout: 3_000 });
      const { response } = reply.json<{ response: { event: string } }>();
      const read = readJws(response.event);
      const key = realm.directory.keys.find(({ member }) => member === 'keeper');
      await verifyJws(read, ed25519PublicKey(key?.x ?? ''));
      const event = decodeEvent(read.payload);
      expect(event).toMatchObject({ epoch: 1, data: { state: 'open', faults: [], directory: 1 } });
      const age = Date.now() - Date.parse((event.data as { checkedat: string }).checkedat);
      expect(age).toBeLessThan(2_000);
    }
  }, 30_000);

  it('tells nobody but its health without a token, and every fault of a request', async () => {
    startKeeper();
    await untilHealth(200);
    expect((await http('/health')).body).toMatchObject({ status: 'ok', epoch: 1, state: 'open', faults: [] });
    const refused = await http('/status');
    expect([refused.status, refused.type]).toEqual([401, 'application/problem+json']);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    expect((await http('/status', { headers })).body).toMatchObject({ epoch: 1, directory: 1, number: 3 });
    const post = (body: unknown) =>
      http('/epoch/open', { method: 'POST', headers, body: JSON.stringify(body) });
    expect(await post({ operator: '', extra: 1 })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/operator' }, { pointer: '/reason' }, { pointer: '/extra' }] },
    });
    expect((await post({ operator: 'me', reason: 'drill' })).status).toBe(409);
    const open = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await http('/epoch/open', open)).status).toBe(401);
    expect(await http('/epoch/open', { ...open, body: '{' })).toMatchObject({
      status: 400,
      type: 'application/problem+json',
    });
    expect((await http('/nowhere')).type).toBe('application/problem+json');
  }, 30_000);

  it('puts the clock of an exercise forward for who has a token, and tells every fault of a request', async () => {
    startKeeper();
    await untilHealth(200);
    const id = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11';
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const put = (body: unknown, exercise = id, given: Record<string, string> = headers) =>
      http(`/exercises/${exercise}/clock`, { method: 'PUT', headers: given, body: JSON.stringify(body) });
    const set = await put({ at: '2026-03-14T23:05:00+01:00' });
    const newest = await owner.newest('concordat.exercise');
    expect([set.status, set.body]).toEqual([
      200,
      { exercise: id, at: '2026-03-14T22:05:00.000Z', sequence: newest?.sequence },
    ]);
    expect(await put({ at: '2026-03-14T22:04:59.999Z' })).toMatchObject({
      status: 409,
      type: 'application/problem+json',
      body: { code: 'CLOCK_GOES_BACK', because: { at: '2026-03-14T22:05:00.000Z' } },
    });
    expect(await put({ at: '22:05', to: 1 }, 'BRIDGE')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '' }, { pointer: '/at' }, { pointer: '/to' }] },
    });
    for (const body of [
      null,
      [],
      'text',
      {},
      { at: 7 },
      { at: '2026-03-14T22:05:00' },
      { at: '2026-02-30T22:05:00Z' },
    ])
      expect(await put(body)).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect((await put({}, 'x', { 'content-type': 'application/json' })).status).toBe(401);
    expect((await owner.newest('concordat.exercise'))?.sequence).toBe(newest?.sequence);
  }, 30_000);

  it('waits for a broker that is not there yet', async () => {
    await broker.kill();
    startKeeper();
    await untilHealth(503);
    await broker.startAgain();
    await untilHealth(200);
  }, 30_000);

  it.each(['SIGTERM', 'SIGINT', 'close'] as const)(
    'ends in order on %s',
    async (how) => {
      const child = startKeeper({ CONCORDAT_WATCH_STDIN: '1' });
      await untilHealth(200);
      expect(await end(child, how)).toBe(0);
    },
    30_000,
  );

  it('comes back whole after kill -9 while it starts', async () => {
    const state = join(environment['KEEPER_STATE_DIR'] ?? '', 'state.json');
    const letters = join(environment['KEEPER_STATE_DIR'] ?? '', 'letters');
    const has = (count: number): boolean => existsSync(letters) && readdirSync(letters).length >= count;
    const moments = [() => existsSync(state), () => has(1), () => has(2), () => has(3)];
    for (const moment of moments) {
      const child = startKeeper();
      while (!moment() && child.exitCode === null) await pause(1);
      await end(child, 'SIGKILL');
    }
    startKeeper();
    await untilHealth(200);
    const numbers = [];
    for (const subject of ['concordat.status', 'concordat.directory']) {
      for (let at = await owner.next(subject, 1); at; at = await owner.next(subject, at.sequence + 1)) {
        numbers.push(decodeEvent(readJws(decodeMessage(at.data).event).payload).sendernumber);
      }
    }
    expect(numbers.sort()).toEqual(numbers.map((_number, index) => index + 1));
    expect((await http('/health')).body).toMatchObject({ epoch: 1, state: 'open' });
  }, 60_000);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EPOCH_STRIDE, decodeEvent, decodeMessage, readJws, type LedgerEvent } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { Keeper } from '../../apps/keeper/src/keeper.js';
import { StateStore } from '../../apps/keeper/src/state.js';
import { ask, startBroker, type Broker } from '../support/broker.js';
import { eventFrame, makeRealm, resentMessage, signedMessage } from '../support/realm.js';

const realm = makeRealm();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let broker: Broker;
let started: Broker | undefined;
let owner: LedgerOwner;
let dir: string;

function keeperOn(
  through: LedgerOwner = owner,
  store = new StateStore(dir),
  epochAtLeast = 1,
  numberAtLeast = 0,
) {
  return new Keeper({
    owner: through,
    store,
    key: realm.signing('keeper'),
    directory: realm.directory,
    plan: { replicas: 1, maxBytes: 100_000_000 },
    epochAtLeast,
    numberAtLeast,
    log: quiet,
  });
}

/** Every event on some subjects of the ledger, with its sequence. */
async function eventsOn(
  ...subjects: string[]
): Promise<{ sequence: number; jws: string; event: LedgerEvent }[]> {
  const found = [];
  for (const subject of subjects) {
    for (let at = await owner.next(subject, 1); at; at = await owner.next(subject, at.sequence + 1)) {
      const jws = decodeMessage(at.data).event;
      found.push({ sequence: at.sequence, jws, event: decodeEvent(readJws(jws).payload) });
    }
  }
  return found.sort((a, b) => a.sequence - b.sequence);
}
const ownEvents = () => eventsOn('concordat.status', 'concordat.directory');

async function rounds(keeper: Keeper, until: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !until(); turn += 1) {
    await keeper.round();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(until()).toBe(true);
}

async function sendAgain(agencies: readonly string[], epoch: number): Promise<void> {
  for (const agency of agencies) {
    const client = await broker.client(agency);
    const bytes = await resentMessage(agency, epoch, realm.signing(agency));
    await client.request(`concordat.witness.${agency}`, bytes, { timeout: 2_000 });
  }
}

beforeAll(async () => {
  started = broker = await startBroker({ agencies: realm.agencies });
  owner = await broker.owner();
}, 180_000);
afterAll(() => started?.stop());
beforeEach(async () => {
  await owner.remove();
  dir = mkdtempSync(join(broker.home.dir, 'keeper-'));
});

describe('the first epoch', () => {
  it('is open at once: a status, the directory, and a status that names it', async () => {
    const keeper = keeperOn();
    await keeper.round();
    const events = await ownEvents();
    expect(events.map(({ event }) => [event.type, event.sendernumber, event.epoch])).toEqual([
      ['concordat.status.reported.v1', 1, 1],
      ['concordat.directory.published.v1', 2, 1],
      ['concordat.status.reported.v1', 3, 1],
    ]);
    expect(events[0]?.sequence).toBe(EPOCH_STRIDE);
    expect(events[2]?.event.data).toMatchObject({ state: 'open', directory: 1, faults: [], awaiting: [] });
  });

  it('gets no second status while nothing changes, also after a restart', async () => {
    await keeperOn().round();
    const keeper = keeperOn();
    await keeper.round();
    await keeper.round();
    expect(await ownEvents()).toHaveLength(3);
  });

  it('gets the next directory version when the directory changes', async () => {
    await keeperOn().round();
    const { data, keys } = realm.directory;
    const changed = { data: { ...data, witnessing: { cosignatures: 1 } }, keys };
    const parts = { owner, store: new StateStore(dir), key: realm.signing('keeper'), directory: changed };
    const more = {
      plan: { replicas: 1, maxBytes: 100_000_000 },
      epochAtLeast: 1,
      numberAtLeast: 0,
      log: quiet,
    };
    await new Keeper({ ...parts, ...more }).round();
    const versions = (await eventsOn('concordat.directory')).map(
      ({ event }) => (event.data as { version: number }).version,
    );
    expect(versions).toEqual([1, 2]);
  });

  it('answers with a status that is signed, has no number and is not recorded', async () => {
    const keeper = keeperOn();
    expect(await keeper.answer()).toBeUndefined();
    await keeper.round();
    const event = decodeEvent(readJws((await keeper.answer()) ?? '').payload);
    expect(event).toMatchObject({ source: '/keeper', epoch: 1, data: { state: 'open', faults: [] } });
    expect(event.sendernumber).toBeUndefined();
    expect(await ownEvents()).toHaveLength(3);
  });

  it('keeps its events until the audit service has signed that the log holds them', async () => {
    const keeper = keeperOn();
    await keeper.round();
    expect(new StateStore(dir).letters().map(({ number }) => number)).toEqual([1, 2, 3]);
    const audit = await broker.client('audit');
    const hash = 'A'.repeat(43);
    const checkpoint = {
      origin: 'concordat/log',
      size: 2,
      root: hash,
      signature: 'A'.repeat(86),
      from: 0,
      leaves: [],
    };
    const coverage = [{ sender: 'keeper', through: 3, missing: [2] }];
    const event: LedgerEvent = {
      ...eventFrame('audit', 1),
      type: 'concordat.checkpoint.signed.v1',
      data: { ...checkpoint, coverage },
    };
    const forged = await signedMessage(event, realm.signing('police'));
    await audit.request('concordat.checkpoint', forged, { timeout: 2_000 });
    await keeper.round();
    expect(new StateStore(dir).letters()).toHaveLength(3);
    await audit.request('concordat.checkpoint', await signedMessage(event, realm.signing('audit')), {
      timeout: 2_000,
    });
    await keeper.round();
    expect(new StateStore(dir).letters().map(({ number }) => number)).toEqual([2]);
  });
});

describe('a broker that has changed', () => {
  it('is reported when a setting was changed, and good again when it was put right', async () => {
    const keeper = keeperOn();
    await keeper.round();
    const client = await broker.client('keeper');
    const update = async (change: object): Promise<void> => {
      const { config } = JSON.parse((await client.request('$JS.API.STREAM.INFO.LEDGER')).string()) as {
        config: object;
      };
      await client.request('$JS.API.STREAM.UPDATE.LEDGER', JSON.stringify({ ...config, ...change }));
    };
    await update({ allow_direct: true });
    await keeper.round();
    await update({ allow_direct: false });
    await keeper.round();
    const statuses = await eventsOn('concordat.status');
    const faults = statuses.map(({ event }) => (event.data as { faults: string[] }).faults.join());
    expect(faults).toEqual(['', '', 'stream-settings-differ', '']);
  });

  it('gets a lost consumer back', async () => {
    const keeper = keeperOn();
    await keeper.round();
    const client = await broker.client('keeper');
    await client.request('$JS.API.CONSUMER.DELETE.LEDGER.police');
    await keeper.round();
    expect(keeper.sight?.faults).toEqual([]);
    expect((await client.request('$JS.API.CONSUMER.INFO.LEDGER.police')).string()).not.toContain('"error"');
  });

  it('that is away is waited for, and never written to late', async () => {
    const keeper = keeperOn();
    await keeper.round();
    await broker.kill();
    await rounds(keeper, () => keeper.sight?.faults.join() === 'broker-unreachable');
    await broker.startAgain();
    await rounds(keeper, () => keeper.sight?.faults.length === 0);
    expect(keeper.state.epoch).toBe(1);
    expect(await ownEvents()).toHaveLength(3);
  }, 30_000);
});

describe('a ledger that was lost', () => {
  it('becomes a new epoch that opens when every agency has signed that it sent again', async () => {
    const keeper = keeperOn();
    await keeper.round();
    await broker.kill();
    broker.wipe();
    await broker.startAgain();
    await rounds(keeper, () => keeper.state.epoch === 2 && keeper.sight?.faults.length === 0);
    expect(keeper.state).toMatchObject({ phase: 'recovering', awaiting: realm.agencies });
    const [first, second] = await ownEvents();
    expect([first?.event.type, first?.sequence]).toEqual(['concordat.status.reported.v1', 2 * EPOCH_STRIDE]);
    expect([second?.event.type, second?.event.data]).toMatchObject([
      'concordat.directory.published.v1',
      { version: 1 },
    ]);
    const police = await broker.client('police');
    const forged = await resentMessage('ambulance', 2, realm.signing('police'));
    await police.request('concordat.witness.police', forged, { timeout: 2_000 });
    await police.request(
      'concordat.witness.police',
      await resentMessage('police', 1, realm.signing('police')),
    );
    await sendAgain(realm.agencies.slice(1), 2);
    await keeper.round();
    expect(keeper.state).toMatchObject({ phase: 'recovering', awaiting: [realm.agencies[0]] });
    await sendAgain(realm.agencies.slice(0, 1), 2);
    await keeper.round();
    const newest = (await eventsOn('concordat.status')).filter(({ event }) => event.epoch === 2).at(-1);
    expect(newest?.event.data).toMatchObject({ state: 'open', awaiting: [] });
  }, 60_000);

  it('gets the unproven events of the keeper again, the same bytes, none missing', async () => {
    const keeper = keeperOn();
    await keeper.round();
    const before = (await ownEvents()).map(({ jws }) => jws);
    await owner.remove();
    await keeper.round();
    const after = await ownEvents();
    expect(after.map(({ jws }) => jws)).toEqual(expect.arrayContaining(before));
    expect(after.map(({ event }) => event.sendernumber).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is seen also when an older copy was put back', async () => {
    const keeper = keeperOn();
    await keeper.round();
    await broker.kill();
    const copy = join(dir, 'copy');
    const store = join(broker.home.nats, 'store');
    cpSync(store, copy, { recursive: true });
    await broker.startAgain();
    const police = await broker.client('police');
    await ask(police, 'concordat.roster.police', 'on shift');
    await rounds(keeper, () => keeper.state.lastSequence === EPOCH_STRIDE + 3);
    await broker.kill();
    rmSync(store, { recursive: true, force: true });
    cpSync(copy, store, { recursive: true });
    await broker.startAgain();
    await rounds(keeper, () => keeper.state.epoch === 2);
    expect(keeper.state.phase).toBe('recovering');
  }, 60_000);

  it('can be opened by an operator, and the record says so', async () => {
    const keeper = keeperOn();
    await keeper.round();
    expect(await keeper.openByHand('operator', 'drill')).toEqual({ refused: 'NOT_RECOVERING' });
    await owner.remove();
    await keeper.round();
    expect(await keeper.openByHand('operator', 'two agencies are gone')).toEqual({ opened: 2 });
    await keeper.round();
    const newest = (await eventsOn('concordat.status')).filter(({ event }) => event.epoch === 2).at(-1);
    expect(newest?.event).toMatchObject({
      actortype: 'person',
      data: { state: 'open', overridden: true, awaiting: realm.agencies },
    });
  });

  it('is not doubled by a keeper that lost its own state', async () => {
    await keeperOn().round();
    const numbers = (await ownEvents()).map(({ event }) => event.sendernumber);
    dir = mkdtempSync(join(broker.home.dir, 'keeper-'));
    const keeper = keeperOn();
    await keeper.round();
    expect(keeper.state).toMatchObject({ epoch: 2, phase: 'recovering' });
    const fresh = (await ownEvents()).map(({ event }) => event.sendernumber);
    expect(fresh.filter((number) => numbers.includes(number))).toEqual([]);
  });

  it('goes on above what the operator names when both are lost', async () => {
    const keeper = keeperOn(owner, new StateStore(dir), 6, 40);
    await keeper.round();
    expect(keeper.state).toMatchObject({ epoch: 6, phase: 'recovering', directory: { version: 41 } });
    expect((await ownEvents()).map(({ event }) => event.sendernumber)).toEqual([41, 42, 43]);
  });
});

/** The same thing, but its process ends at the nth call: before the call is made, or before its answer is heard. */
class Crash extends Error {}
function crashing<T extends object>(target: T, budget: { calls: number }, when: 'before' | 'after'): T {
  return new Proxy(target, {
    get(inner, name) {
      const member: unknown = Reflect.get(inner, name, inner);
      if (typeof member !== 'function' || name === 'letters') return member;
      return (...args: unknown[]) => {
        budget.calls -= 1;
        if (budget.calls < 0) throw new Crash();
        if (budget.calls === 0 && when === 'before') throw new Crash();
        const result: unknown = member.apply(inner, args);
        if (budget.calls > 0) return result;
        if (!(result instanceof Promise)) throw new Crash();
        return result.then(() => Promise.reject(new Crash()));
      };
    },
  });
}

/** Runs rounds that crash at call 1, 2, 3, … until one gets through; `prepare` sets the stage before each. */
async function crashEverywhere(
  when: 'before' | 'after',
  prepare: () => Promise<void>,
  check: () => Promise<void>,
): Promise<number> {
  for (let call = 1; ; call += 1) {
    await prepare();
    const budget = { calls: call };
    const doomed = keeperOn(crashing(owner, budget, when), crashing(new StateStore(dir), budget, when));
    const crashed = await doomed.round().then(
      () => false,
      (error: unknown) => {
        expect(error).toBeInstanceOf(Crash);
        return true;
      },
    );
    await keeperOn().round();
    await keeperOn().round();
    await check();
    if (!crashed) return call;
  }
}

describe('a keeper that dies at any point', () => {
  async function checkNumbers(): Promise<void> {
    const byNumber = new Map<number, Set<string>>();
    for (const { event, jws } of await ownEvents()) {
      const number = event.sendernumber ?? 0;
      byNumber.set(number, (byNumber.get(number) ?? new Set<string>()).add(jws));
    }
    expect([...byNumber.keys()].sort((a, b) => a - b)).toEqual(
      [...byNumber.keys()].map((_key, index) => index + 1),
    );
    expect([...byNumber.values()].every((texts) => texts.size === 1)).toBe(true);
    const events = await ownEvents();
    expect(new Set(events.map(({ jws }) => jws)).size).toBe(events.length);
  }

  it.each(['before', 'after'] as const)(
    'leaves one first epoch (%s a call)',
    async (when) => {
      const calls = await crashEverywhere(
        when,
        async () => {
          await owner.remove();
          dir = mkdtempSync(join(broker.home.dir, 'keeper-'));
        },
        async () => {
          const { state } = new StateStore(dir);
          expect(state).toMatchObject({ epoch: 1, phase: 'open', directory: { version: 1 } });
          await checkNumbers();
          expect(await eventsOn('concordat.directory')).toHaveLength(1);
        },
      );
      expect(calls).toBeGreaterThan(15);
    },
    120_000,
  );

  it.each(['before', 'after'] as const)(
    'leaves one new epoch after a loss (%s a call)',
    async (when) => {
      const calls = await crashEverywhere(
        when,
        async () => {
          await owner.remove();
          dir = mkdtempSync(join(broker.home.dir, 'keeper-'));
          await keeperOn().round();
          await owner.remove();
        },
        async () => {
          const { state } = new StateStore(dir);
          expect(state).toMatchObject({ epoch: 2, phase: 'recovering', awaiting: realm.agencies });
          await checkNumbers();
          const [first] = await ownEvents();
          expect(first?.event).toMatchObject({ type: 'concordat.status.reported.v1', epoch: 2 });
        },
      );
      expect(calls).toBeGreaterThan(15);
    },
    120_000,
  );
});

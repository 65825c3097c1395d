import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EPOCH_STRIDE, decodeEvent, readJws, type LedgerEvent } from '#contracts';
import type { Keeper } from '../../apps/keeper/src/keeper.js';
import { ask } from '../support/broker.js';
import { KeeperStage } from '../support/keeper-stage.js';
import { eventFrame, resentMessage, signedMessage } from '../support/realm.js';

let stage: KeeperStage;
let started: KeeperStage | undefined;

beforeAll(async () => {
  started = stage = await KeeperStage.open();
}, 180_000);
afterAll(() => started?.broker.stop());
beforeEach(() => stage.clear());

async function rounds(keeper: Keeper, until: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !until(); turn += 1) {
    await keeper.round();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(until()).toBe(true);
}

async function sendAgain(agencies: readonly string[], epoch: number): Promise<void> {
  for (const agency of agencies) {
    const client = await stage.broker.client(agency);
    const bytes = await resentMessage(agency, epoch, stage.realm.signing(agency));
    await client.request(`concordat.witness.${agency}`, bytes, { timeout: 2_000 });
  }
}

describe('the first epoch', () => {
  it('is open at once: a status, the directory, and a status that names it', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    const events = await stage.events();
    expect(events.map(({ event }) => [event.type, event.sendernumber, event.epoch])).toEqual([
      ['concordat.status.reported.v1', 1, 1],
      ['concordat.directory.published.v1', 2, 1],
      ['concordat.status.reported.v1', 3, 1],
    ]);
    expect(events[0]?.sequence).toBe(EPOCH_STRIDE);
    expect(events[2]?.event.data).toMatchObject({ state: 'open', directory: 1, faults: [], awaiting: [] });
  });

  it('gets no second status while nothing changes, also after a restart', async () => {
    await stage.keeper().round();
    const keeper = stage.keeper();
    await keeper.round();
    await keeper.round();
    expect(await stage.events()).toHaveLength(3);
  });

  it('gets the next directory version when the directory changes', async () => {
    await stage.keeper().round();
    const { data, keys } = stage.realm.directory;
    const changed = { data: { ...data, witnessing: { cosignatures: 1 } }, keys };
    await stage.keeper({ directory: changed }).round();
    const versions = (await stage.events('concordat.directory')).map(
      ({ event }) => (event.data as { version: number }).version,
    );
    expect(versions).toEqual([1, 2]);
  });

  it('answers with a status that is signed, has no number and is not recorded', async () => {
    const keeper = stage.keeper();
    expect(await keeper.answer()).toBeUndefined();
    await keeper.round();
    const event = decodeEvent(readJws((await keeper.answer()) ?? '').payload);
    expect(event).toMatchObject({ source: '/keeper', epoch: 1, data: { state: 'open', faults: [] } });
    expect(event.sendernumber).toBeUndefined();
    expect(await stage.events()).toHaveLength(3);
  });

  it('keeps its events until the audit service has signed that the log holds them', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    expect(
      stage
        .stored()
        .letters()
        .map(({ number }) => number),
    ).toEqual([1, 2, 3]);
    const audit = await stage.broker.client('audit');
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
    const forged = await signedMessage(event, stage.realm.signing('police'));
    await audit.request('concordat.checkpoint', forged, { timeout: 2_000 });
    await keeper.round();
    expect(stage.stored().letters()).toHaveLength(3);
    await audit.request('concordat.checkpoint', await signedMessage(event, stage.realm.signing('audit')), {
      timeout: 2_000,
    });
    await keeper.round();
    expect(
      stage
        .stored()
        .letters()
        .map(({ number }) => number),
    ).toEqual([2]);
  });
});

describe('a broker that has changed', () => {
  it('is reported when a setting was changed, and good again when it was put right', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    const client = await stage.broker.client('keeper');
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
    const statuses = await stage.events('concordat.status');
    const faults = statuses.map(({ event }) => (event.data as { faults: string[] }).faults.join());
    expect(faults).toEqual(['', '', 'stream-settings-differ', '']);
  });

  it('gets a lost consumer back', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    const client = await stage.broker.client('keeper');
    await client.request('$JS.API.CONSUMER.DELETE.LEDGER.police');
    await keeper.round();
    expect(keeper.sight?.faults).toEqual([]);
    expect((await client.request('$JS.API.CONSUMER.INFO.LEDGER.police')).string()).not.toContain('"error"');
  });

  it('that is away is waited for, and never written to late', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    await stage.broker.kill();
    await rounds(keeper, () => keeper.sight?.faults.join() === 'broker-unreachable');
    await stage.broker.startAgain();
    await rounds(keeper, () => keeper.sight?.faults.length === 0);
    expect(keeper.state.epoch).toBe(1);
    expect(await stage.events()).toHaveLength(3);
  }, 30_000);
});

describe('a ledger that was lost', () => {
  it('becomes a new epoch that opens when every agency has signed that it sent again', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    await stage.broker.kill();
    stage.broker.wipe();
    await stage.broker.startAgain();
    await rounds(keeper, () => keeper.state.epoch === 2 && keeper.sight?.faults.length === 0);
    expect(keeper.state).toMatchObject({ phase: 'recovering', awaiting: stage.realm.agencies });
    const [first, second] = await stage.events();
    expect([first?.event.type, first?.sequence]).toEqual(['concordat.status.reported.v1', 2 * EPOCH_STRIDE]);
    expect([second?.event.type, second?.event.data]).toMatchObject([
      'concordat.directory.published.v1',
      { version: 1 },
    ]);
    const police = await stage.broker.client('police');
    const forged = await resentMessage('ambulance', 2, stage.realm.signing('police'));
    await police.request('concordat.witness.police', forged, { timeout: 2_000 });
    await police.request(
      'concordat.witness.police',
      await resentMessage('police', 1, stage.realm.signing('police')),
    );
    await sendAgain(stage.realm.agencies.slice(1), 2);
    await keeper.round();
    expect(keeper.state).toMatchObject({ phase: 'recovering', awaiting: [stage.realm.agencies[0]] });
    await sendAgain(stage.realm.agencies.slice(0, 1), 2);
    await keeper.round();
    const newest = (await stage.events('concordat.status')).filter(({ event }) => event.epoch === 2).at(-1);
    expect(newest?.event.data).toMatchObject({ state: 'open', awaiting: [] });
  }, 60_000);

  it('gets the unproven events of the keeper again, the same bytes, none missing', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    const before = (await stage.events()).map(({ jws }) => jws);
    await stage.owner.remove();
    await keeper.round();
    const after = await stage.events();
    expect(after.map(({ jws }) => jws)).toEqual(expect.arrayContaining(before));
    expect(after.map(({ event }) => event.sendernumber).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is seen also when an older copy was put back', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    await stage.broker.kill();
    const copy = join(stage.dir, 'copy');
    const store = join(stage.broker.home.nats, 'store');
    cpSync(store, copy, { recursive: true });
    await stage.broker.startAgain();
    const police = await stage.broker.client('police');
    await ask(police, 'concordat.roster.police', 'on shift');
    await rounds(keeper, () => keeper.state.lastSequence === EPOCH_STRIDE + 3);
    await stage.broker.kill();
    rmSync(store, { recursive: true, force: true });
    cpSync(copy, store, { recursive: true });
    await stage.broker.startAgain();
    await rounds(keeper, () => keeper.state.epoch === 2);
    expect(keeper.state.phase).toBe('recovering');
  }, 60_000);

  it('can be opened by an operator, and the record says so', async () => {
    const keeper = stage.keeper();
    await keeper.round();
    expect(await keeper.openByHand('operator', 'drill')).toEqual({ refused: 'NOT_RECOVERING' });
    await stage.owner.remove();
    await keeper.round();
    expect(await keeper.openByHand('operator', 'two agencies are gone')).toEqual({ opened: 2 });
    await keeper.round();
    const newest = (await stage.events('concordat.status')).filter(({ event }) => event.epoch === 2).at(-1);
    expect(newest?.event).toMatchObject({
      actortype: 'person',
      data: { state: 'open', overridden: true, awaiting: stage.realm.agencies },
    });
  }, 60_000);

  it('is not doubled by a keeper that lost its own state', async () => {
    await stage.keeper().round();
    const numbers = (await stage.events()).map(({ event }) => event.sendernumber);
    stage.loseState();
    const keeper = stage.keeper();
    await keeper.round();
    expect(keeper.state).toMatchObject({ epoch: 2, phase: 'recovering' });
    const fresh = (await stage.events()).map(({ event }) => event.sendernumber);
    expect(fresh.filter((number) => numbers.includes(number))).toEqual([]);
  });

  it('goes on above what the operator names when both are lost', async () => {
    const keeper = stage.keeper({ epochAtLeast: 6, numberAtLeast: 40 });
    await keeper.round();
    expect(keeper.state).toMatchObject({ epoch: 6, phase: 'recovering', directory: { version: 41 } });
    expect((await stage.events()).map(({ event }) => event.sendernumber)).toEqual([41, 42, 43]);
  });
});

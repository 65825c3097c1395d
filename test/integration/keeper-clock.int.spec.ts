import { createPublicKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EPOCH_STRIDE, epochOf, readJws, verifyJws } from '#contracts';
import type { Keeper } from '../../apps/keeper/src/keeper.js';
import { KeeperStage, type Recorded } from '../support/keeper-stage.js';
import { until } from '../support/waiting.js';

let stage: KeeperStage;
let started: KeeperStage | undefined;
let exercise: string;

beforeAll(async () => {
  started = stage = await KeeperStage.open();
}, 180_000);
afterAll(() => started?.broker.stop());
beforeEach(async () => {
  await stage.clear();
  exercise = randomUUID();
});

const NINE = '2026-03-14T21:00:00.000Z';
const TEN = '2026-03-14T22:00:00.000Z';
const goesBack = (last: string) => ({ refused: 'CLOCK_GOES_BACK', because: { at: last } });

/** A keeper that has looked at the broker and spoken. */
async function keeperAtWork(): Promise<Keeper> {
  const keeper = stage.keeper();
  await keeper.round();
  return keeper;
}

const clocks = (): Promise<readonly Recorded[]> => stage.events('concordat.exercise');

describe('the clock of an exercise', () => {
  it('is signed by the keeper and recorded, without a number, and its place is answered', async () => {
    const keeper = await keeperAtWork();
    const set = await keeper.setClock({ exercise, at: NINE });
    const [recorded] = await clocks();
    expect(set).toEqual({ exercise, at: NINE, sequence: recorded?.sequence });
    expect(recorded?.event).toMatchObject({
      type: 'concordat.exercise.clock.v1',
      source: '/keeper',
      epoch: 1,
      data: { exercise, at: NINE },
    });
    expect(recorded?.event.sendernumber).toBeUndefined();
    const key = createPublicKey(stage.realm.signing('keeper').privateKey);
    await expect(verifyJws(readJws(recorded?.jws ?? ''), key)).resolves.toBeUndefined();
  });

  it('never goes back, and another exercise has another clock', async () => {
    const keeper = await keeperAtWork();
    await keeper.setClock({ exercise, at: TEN });
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual(goesBack(TEN));
    expect(await keeper.setClock({ exercise: randomUUID(), at: NINE })).toMatchObject({ at: NINE });
    expect((await clocks()).map(({ event }) => event.data)).toMatchObject([{ at: TEN }, { at: NINE }]);
  });

  it('that is put to the time which it shows is answered the same and recorded once', async () => {
    const keeper = await keeperAtWork();
    const first = await keeper.setClock({ exercise, at: NINE });
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual(first);
    expect(await clocks()).toHaveLength(1);
  });

  it('goes on after a restart of the keeper, and still not back', async () => {
    const before = await (await keeperAtWork()).setClock({ exercise, at: TEN });
    const keeper = await keeperAtWork();
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual(goesBack(TEN));
    expect(await keeper.setClock({ exercise, at: TEN })).toEqual(before);
    expect(await clocks()).toHaveLength(1);
  });

  it('can be set on a ledger that was made before there were such clocks', async () => {
    await keeperAtWork();
    const client = await stage.broker.client('keeper');
    const ask = async <T>(path: string, body: object = {}): Promise<T> =>
      (await client.request(`$JS.API.${path}`, JSON.stringify(body))).json<T>();
    const { config } = await ask<{ config: { subjects: string[] } }>('STREAM.INFO.LEDGER');
    const subjects = config.subjects.filter((subject) => subject !== 'concordat.exercise');
    await ask('STREAM.UPDATE.LEDGER', { ...config, subjects });
    const older = stage.keeper();
    await older.round();
    expect(older.sight?.faults).toEqual([]);
    expect(await older.setClock({ exercise, at: NINE })).toMatchObject({ at: NINE });
  });

  it('is not set before the keeper has seen the ledger', async () => {
    const keeper = stage.keeper();
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual({ refused: 'NOT_READY' });
    await keeper.round();
    expect(await clocks()).toEqual([]);
  });

  it('that could not be recorded is recorded once when the broker is back', async () => {
    const keeper = await keeperAtWork();
    await stage.broker.kill();
    await until('the keeper misses the broker', async () => {
      await keeper.round();
      return keeper.sight?.faults.includes('broker-unreachable');
    });
    expect(await keeper.setClock({ exercise, at: TEN })).toEqual({ refused: 'NOT_RECORDED' });
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual(goesBack(TEN));
    await stage.broker.startAgain();
    await until('the clock is recorded', async () => {
      await keeper.round();
      return (await clocks()).length > 0;
    });
    const [recorded] = await clocks();
    expect(await keeper.setClock({ exercise, at: TEN })).toMatchObject({ sequence: recorded?.sequence });
    expect(await clocks()).toHaveLength(1);
  }, 60_000);
});

describe('the clocks of exercises after a loss of the ledger', () => {
  it('stand in the new epoch with their newest value, the same bytes, behind the status', async () => {
    const keeper = await keeperAtWork();
    const other = randomUUID();
    await keeper.setClock({ exercise, at: NINE });
    await keeper.setClock({ exercise: other, at: NINE });
    await keeper.setClock({ exercise, at: TEN });
    const newest = (await clocks()).slice(1).map(({ jws }) => jws);
    await stage.owner.remove();
    await keeper.round();
    const again = await clocks();
    expect(again.map(({ jws }) => jws).sort()).toEqual(newest.sort());
    expect(again.every(({ sequence }) => sequence > 2 * EPOCH_STRIDE)).toBe(true);
    const set = await keeper.setClock({ exercise, at: TEN });
    expect(again.map(({ sequence }) => sequence)).toContain('sequence' in set ? set.sequence : 0);
    await keeper.round();
    expect(await clocks()).toHaveLength(2);
  });

  it('are known again to a keeper that lost its own state, and do not go back', async () => {
    const first = await keeperAtWork();
    await first.setClock({ exercise, at: NINE });
    await first.setClock({ exercise, at: TEN });
    stage.loseState();
    const keeper = await keeperAtWork();
    expect(keeper.state.epoch).toBe(2);
    expect(await keeper.setClock({ exercise, at: NINE })).toEqual(goesBack(TEN));
    const again = await clocks();
    expect(again.map(({ event, sequence }) => [event.data, epochOf(sequence)])).toEqual([
      [{ exercise, at: TEN }, 2],
    ]);
  });

  it('that a keeper from an older copy of its state did not know of are known to it again', async () => {
    const keeper = await keeperAtWork();
    await keeper.setClock({ exercise, at: NINE });
    const older = stage.stored().clock(exercise);
    await keeper.setClock({ exercise, at: TEN });
    if (older) stage.stored().keepClock(older);
    expect(await (await keeperAtWork()).setClock({ exercise, at: NINE })).toEqual(goesBack(TEN));
  });
});

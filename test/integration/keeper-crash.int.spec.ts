import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Keeper } from '../../apps/keeper/src/keeper.js';
import { KeeperStage } from '../support/keeper-stage.js';

let stage: KeeperStage;
let started: KeeperStage | undefined;

beforeAll(async () => {
  started = stage = await KeeperStage.open();
}, 180_000);
afterAll(() => started?.broker.stop());

/** The end of a process. */
class Crash extends Error {}

/** The same thing, but its process ends when the last call of the budget is done and not yet heard of. */
function crashing<T extends object>(target: T, budget: { calls: number }): T {
  return new Proxy(target, {
    get(inner, name) {
      const member: unknown = Reflect.get(inner, name, inner);
      if (typeof member !== 'function' || name === 'letters') return member;
      return (...args: unknown[]) => {
        budget.calls -= 1;
        if (budget.calls < 0) throw new Crash();
        const result: unknown = member.apply(inner, args);
        if (budget.calls > 0) return result;
        if (!(result instanceof Promise)) throw new Crash();
        return result.then(() => Promise.reject(new Crash()));
      };
    },
  });
}

/**
 * Runs rounds, or what else is to be done, that end after call 1, 2, 3, … until one gets through; `prepare` sets the stage before each. What a process
 * leaves behind when it ends before a call is what it leaves when it ends after the one before.
 */
async function crashEverywhere(
  prepare: () => Promise<void>,
  check: () => Promise<void>,
  act: (keeper: Keeper) => Promise<unknown> = (keeper) => keeper.round(),
): Promise<number> {
  for (let call = 1; ; call += 1) {
    await prepare();
    const budget = { calls: call };
    const owner = crashing(stage.owner, budget);
    const doomed = stage.keeper({ owner, store: crashing(stage.stored(), budget) });
    const crashed = await act(doomed).then(
      () => false,
      (error: unknown) => {
        expect(error).toBeInstanceOf(Crash);
        return true;
      },
    );
    await stage.keeper().round();
    await check();
    if (!crashed) return call;
  }
}

describe('a keeper that dies at any point', () => {
  async function checkNumbers(): Promise<void> {
    const byNumber = new Map<number, Set<string>>();
    for (const { event, jws } of await stage.events()) {
      const number = event.sendernumber ?? 0;
      byNumber.set(number, (byNumber.get(number) ?? new Set<string>()).add(jws));
    }
    expect([...byNumber.keys()].sort((a, b) => a - b)).toEqual(
      [...byNumber.keys()].map((_key, index) => index + 1),
    );
    expect([...byNumber.values()].every((texts) => texts.size === 1)).toBe(true);
    const events = await stage.events();
    expect(new Set(events.map(({ jws }) => jws)).size).toBe(events.length);
  }

  it('leaves one first epoch', async () => {
    const calls = await crashEverywhere(
      () => stage.clear(),
      async () => {
        const { state } = stage.stored();
        expect(state).toMatchObject({ epoch: 1, phase: 'open', directory: { version: 1 } });
        await checkNumbers();
        expect(await stage.events('concordat.directory')).toHaveLength(1);
      },
    );
    expect(calls).toBeGreaterThan(15);
  }, 120_000);

  it('leaves one new epoch after a loss', async () => {
    const calls = await crashEverywhere(
      async () => {
        await stage.clear();
        await stage.keeper().round();
        await stage.owner.remove();
      },
      async () => {
        const { state } = stage.stored();
        expect(state).toMatchObject({ epoch: 2, phase: 'recovering', awaiting: stage.realm.agencies });
        await checkNumbers();
        const [first] = await stage.events();
        expect(first?.event).toMatchObject({ type: 'concordat.status.reported.v1', epoch: 2 });
      },
    );
    expect(calls).toBeGreaterThan(15);
  }, 120_000);

  it('leaves the clock of an exercise once on the ledger, or nowhere', async () => {
    const clock = { exercise: '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11', at: '2026-03-14T22:05:00.000Z' };
    let recorded = 0;
    const calls = await crashEverywhere(
      () => stage.clear(),
      async () => {
        const events = await stage.events('concordat.exercise');
        const kept = stage.stored().clocks();
        expect(events.map(({ jws, sequence }) => [jws, sequence])).toEqual(
          kept.map(({ message, sequence }) => [message.event, sequence]),
        );
        recorded = events.length;
      },
      async (keeper) => {
        await keeper.round();
        await keeper.setClock(clock);
      },
    );
    expect(calls).toBeGreaterThan(20);
    expect(recorded).toBe(1);
  }, 120_000);
});

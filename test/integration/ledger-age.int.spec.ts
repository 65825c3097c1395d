import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { taskSubject } from '#contracts';
import type { Keeper } from '../../apps/keeper/src/keeper.js';
import { ask, pull } from '../support/broker.js';
import { KeeperStage } from '../support/keeper-stage.js';
import { until } from '../support/waiting.js';

/** After how many ms this ledger drops what the audit service holds. */
const AGE = 3_000;

let stage: KeeperStage;
let started: KeeperStage | undefined;

beforeAll(async () => {
  started = stage = await KeeperStage.open();
}, 180_000);
afterAll(() => started?.broker.stop());
beforeEach(() => stage.clear());

const subject = taskSubject('exercise', 'police', 'ambulance', '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11');

async function says(): Promise<void> {
  const answer = await ask(await stage.broker.client('police'), subject, 'something of a task');
  expect(answer).toHaveProperty('answer');
}

/** The audit service takes in all that waits for it. */
async function auditTakesIn(): Promise<void> {
  const audit = await stage.broker.client('audit');
  for (let message = await pull(audit, 'audit'); message; message = await pull(audit, 'audit')) {
    message.respond('+ACK');
  }
  await audit.flush();
}

const isThere = async (): Promise<boolean> => (await stage.owner.newest(subject)) !== undefined;
const maxAge = async (): Promise<unknown> => (await stage.owner.find())?.settings['max_age'];

/** The keeper works, round for round, until something is so. */
const roundsUntil = (what: string, keeper: Keeper, isSo: () => Promise<boolean>): Promise<unknown> =>
  until(what, async () => {
    await keeper.round();
    return isSo();
  });

describe('what grows old on the ledger', () => {
  it('is dropped after its time once the audit service holds it', async () => {
    const keeper = stage.keeper({ maxAgeMs: AGE });
    await keeper.round();
    await says();
    await auditTakesIn();
    await roundsUntil('it is dropped', keeper, async () => !(await isThere()));
    expect(keeper.age.lag).toEqual({ pending: 0, oldestMs: 0, keepsAll: false });
    expect(await maxAge()).toBe(AGE * 1_000_000);
  }, 60_000);

  it('stays for as long as the audit service does not hold it, and the keeper says so', async () => {
    const keeper = stage.keeper({ maxAgeMs: AGE });
    await keeper.round();
    await says();
    await roundsUntil('nothing ages out any more', keeper, async () => (await maxAge()) === 0);
    expect(keeper.age.lag).toMatchObject({ keepsAll: true });
    await roundsUntil('it is older than anything may grow', keeper, () =>
      Promise.resolve((keeper.age.lag?.oldestMs ?? 0) > AGE + 1_000),
    );
    expect(await isThere()).toBe(true);
    expect(keeper.sight?.faults).toEqual([]);
    await auditTakesIn();
    await roundsUntil('it is dropped', keeper, async () => !(await isThere()));
    expect(await maxAge()).toBe(AGE * 1_000_000);
  }, 60_000);
});

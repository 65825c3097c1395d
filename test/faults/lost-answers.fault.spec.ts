import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { underLoad } from '../support/county-load.js';
import { countyOf } from '../support/county.js';

/** So the broker says that an event is on the ledger. */
const RECORDED = '"stream":"LEDGER"';

const county = countyOf({ brokerProxies: ['police', 'ambulance', 'audit'], databaseProxies: ['police'] });
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

describe('an acknowledgement is lost on the way back', () => {
  it('tells the caller in the end that the request is recorded, once', async () => {
    const { broker } = county.here();
    const police = county.here().agency('police');
    const fault = broker['police']?.on('to-client', RECORDED, 'cut');
    const told = await police.asks('ambulance', { wait: 20 });
    await fault?.struck();
    fault?.lift();
    expect([200, 201, 202]).toContain(told.status);
    await police.untilMessage(told.eventId);
    await police.untilSees(told.taskId, 'requested');
    expect(await police.events(told.taskId)).toHaveLength(1);
  }, 60_000);

  it('holds for an answer too that never comes on a connection that stays open', async () => {
    const { broker } = county.here();
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const { taskId } = await police.asks('ambulance');
    await ambulance.untilSees(taskId, 'requested');
    const fault = broker['ambulance']?.on('to-client', RECORDED, 'drop');
    const told = await ambulance.accepts(taskId, { wait: 30 });
    await fault?.struck();
    fault?.lift();
    await ambulance.untilMessage(told.eventId);
    await police.untilSees(taskId, 'accepted');
    expect(await police.events(taskId)).toHaveLength(2);
  }, 120_000);

  it('holds for the answer to a whole batch', async () => {
    const { broker } = county.here();
    const police = county.here().agency('police');
    // While the broker is away requests gather, and then go as one batch.
    broker['police']?.refuse();
    const waiting = await Promise.all(
      Array.from({ length: 80 }, () => police.asks('ambulance', { wait: 0 })),
    );
    expect(waiting.map(({ state }) => state)).toEqual(waiting.map(() => 'queued'));
    const batch = broker['police']?.on('to-server', 'Nats-Batch-Commit', 'hold', 1);
    const answer = broker['police']?.on('to-client', '"batch":', 'cut');
    broker['police']?.allow();
    await batch?.struck();
    batch?.lift();
    await answer?.struck();
    answer?.lift();
    for (const { eventId } of waiting) await police.untilMessage(eventId);
    for (const { taskId } of waiting) expect(await police.events(taskId)).toHaveLength(1);
  }, 90_000);

  it('holds for many connections cut under load, of every service', async () => {
    const { broker } = county.here();
    const load = underLoad(county.here());
    for (const service of ['police', 'ambulance', 'audit', 'police']) {
      await load.untilRecorded(12);
      const fault = broker[service]?.on('to-client', RECORDED, 'cut', 2);
      await fault?.struck();
      fault?.lift();
    }
    await load.untilRecorded(12);
    await load.finish();
  }, 120_000);

  it('holds when it is the database that does not answer whether a request was stored', async () => {
    const { database } = county.here();
    const police = county.here().agency('police');
    const key = 'one request, said twice';
    const fault = database['police']?.on('to-client', 'COMMIT\0', 'cut');
    const first = await police.asks('ambulance', { key });
    await fault?.struck();
    fault?.lift();
    const again = first.state === undefined ? await police.asks('ambulance', { key }) : first;
    await police.untilMessage(again.eventId);
    expect((await police.asks('ambulance', { key })).eventId).toBe(again.eventId);
  }, 60_000);

  it('leaves no event doubled, none vanished and no number used twice', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);
});

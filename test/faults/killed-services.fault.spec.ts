import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { underLoad } from '../support/county-load.js';
import { countyOf } from '../support/county.js';
import { until } from '../support/waiting.js';

const PUBLISH = 'HPUB concordat.exercise.task';
const ACKNOWLEDGE = '$JS.ACK.';

const county = countyOf({
  brokerProxies: ['police', 'ambulance', 'audit'],
  databaseProxies: ['audit'],
});
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

describe('a service is killed without warning', () => {
  it('sends what it had stored and not yet published, once it is back', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const fault = county.here().broker['police']?.on('to-server', PUBLISH, 'hold');
    const told = await police.asks('ambulance', { wait: 1 });
    await fault?.struck();
    expect(told.state).toBe('queued');
    await county.here().kill('police');
    fault?.lift();
    expect(await ambulance.sees(told.taskId)).toBeUndefined();
    await county.here().restart('police');
    await police.untilMessage(told.eventId);
    await ambulance.untilSees(told.taskId, 'requested');
    expect(await ambulance.events(told.taskId)).toHaveLength(1);
  }, 90_000);

  it('takes in once what it had stored and not yet acknowledged', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const fault = county.here().broker['ambulance']?.on('to-server', ACKNOWLEDGE, 'hold');
    const told = await police.asks('ambulance');
    await fault?.struck();
    await ambulance.untilSees(told.taskId, 'requested');
    await county.here().kill('ambulance');
    fault?.lift();
    await county.here().restart('ambulance');
    expect(await ambulance.events(told.taskId)).toHaveLength(1);
    expect((await ambulance.accepts(told.taskId)).state).toBe('recorded');
    await police.untilSees(told.taskId, 'accepted');
  }, 90_000);

  it('audits once what the audit service had not committed when it was killed', async () => {
    const load = underLoad(county.here());
    await load.untilRecorded(10);
    const database = county.here().database['audit'];
    // In the midst of a batch; and from there on no commit reaches the database.
    const insert = database?.on('to-server', 'INSERT INTO node', 'hold');
    await insert?.struck();
    const commit = database?.on('to-server', 'COMMIT\0', 'hold', 100);
    insert?.lift();
    await commit?.struck();
    await county.here().kill('audit');
    commit?.lift();
    await load.untilRecorded(10);
    await county.here().restart('audit');
    await load.finish();
  }, 120_000);

  it('audits once what the audit service had committed and not yet acknowledged', async () => {
    const load = underLoad(county.here());
    await load.untilRecorded(10);
    const fault = county.here().broker['audit']?.on('to-server', ACKNOWLEDGE, 'hold');
    await fault?.struck();
    await county.here().kill('audit');
    fault?.lift();
    await load.untilRecorded(10);
    await county.here().restart('audit');
    await load.finish();
  }, 120_000);

  it('goes on working under load while each agency and the keeper are killed in turn', async () => {
    const load = underLoad(county.here());
    for (const service of ['police', 'ambulance', 'keeper']) {
      await load.untilRecorded(6);
      await county.here().kill(service);
      if (service === 'keeper') await load.untilRecorded(6);
      await county.here().restart(service);
    }
    await load.untilRecorded(6);
    await load.finish();
    const epochs = county.here().agencies.map(async (agency) => (await agency.status()).epoch);
    expect(await Promise.all(epochs)).toEqual(epochs.map(() => ({ number: 1, state: 'open' })));
  }, 120_000);

  it('leaves nothing lost, nothing doubled, and every task in order', async () => {
    await expectNothingLostNothingDoubled(county.here());
    await until('nothing waits for the audit service', async () => {
      const { body } = await county.here().audit('/status');
      return (body['lag'] as { leavesWithoutCheckpoint: number }).leavesWithoutCheckpoint === 0;
    });
  }, 150_000);
});

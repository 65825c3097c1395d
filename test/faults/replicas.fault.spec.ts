import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { Caller } from '../support/county-client.js';
import { underLoad } from '../support/county-load.js';
import { countyOf } from '../support/county.js';

const SECOND = 'police-2';

const county = countyOf();
let second: Caller;
beforeAll(async () => {
  await county.open();
  const { stack } = county.here();
  const spec = stack.spec('police');
  const { port } = await freePort(0);
  await stack.supervisor.start({
    ...spec,
    name: SECOND,
    port,
    env: { ...spec.env, HTTP_PORT: String(port) },
  });
  const { token } = county.here().agency('police').door;
  second = new Caller('police', { url: `http://${LOOPBACK}:${port}`, token });
}, 180_000);
afterAll(county.close, 60_000);

/** Both replicas, each with a partner, so that commands come to both at once. */
const everyone = (): Caller[] => {
  const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
  return [police, ambulance, second, ambulance];
};

describe('two replicas of one agency', () => {
  it('both take commands, and both know what became of them', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const requests = await Promise.all([police, second, police, second].map((one) => one.asks('ambulance')));
    expect(requests.map(({ state }) => state)).toEqual(requests.map(() => 'recorded'));
    for (const { taskId, eventId } of requests) {
      await ambulance.untilSees(taskId, 'requested');
      expect([await police.learns(eventId), await second.learns(eventId)]).toEqual(['recorded', 'recorded']);
    }
  }, 60_000);

  it('decide together: the same wish said to both is carried out once', async () => {
    const police = county.here().agency('police');
    const key = 'said to both';
    const both = await Promise.all([police, second].map((one) => one.asks('ambulance', { key })));
    const stored = both.filter(({ state }) => state !== undefined);
    expect(new Set(stored.map(({ eventId }) => eventId)).size).toBe(1);
    expect((await second.asks('ambulance', { key })).eventId).toBe(stored[0]?.eventId);
  }, 60_000);

  it('share the work under load', async () => {
    const load = underLoad(county.here(), everyone());
    await load.untilRecorded(30);
    await load.finish();
  }, 90_000);

  it('go on, the one for the other, whichever is killed', async () => {
    const load = underLoad(county.here(), everyone());
    for (const service of ['police', SECOND, 'police']) {
      await load.untilRecorded(10);
      await county.here().kill(service);
      const { taskId } = await (service === 'police' ? second : county.here().agency('police')).asks(
        'ambulance',
      );
      await county.here().agency('ambulance').untilSees(taskId, 'requested');
      await county.here().restart(service);
    }
    await load.finish();
  }, 150_000);

  it('leave nothing lost and nothing doubled', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);
});

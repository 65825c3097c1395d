import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { countyOf } from '../support/county.js';
import type { Told } from '../support/county-client.js';

/** Bytes that the ledger may take at first: the directory and a few dozen events. */
const TINY = 400_000;

const county = countyOf({ env: { keeper: { LEDGER_MAX_BYTES: String(TINY) } } });
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const LONG = 'x'.repeat(3_900);
const queued: Told[] = [];

describe('the ledger has no room left', () => {
  it('queues what is asked, and loses nothing of what was recorded', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const { taskId } = await police.asks('ambulance');
    await ambulance.untilSees(taskId, 'requested');
    let recorded = 1;
    for (let round = 0; round < 100 && queued.length === 0; round += 1) {
      const told = await police.informs(taskId, { note: LONG, wait: 3 });
      if (told.state === 'queued') queued.push(told);
      else recorded += 1;
    }
    expect(queued).toHaveLength(1);
    // Not smaller than what did not fit.
    const another = await police.asks('ambulance', { note: LONG, wait: 1 });
    expect([another.status, another.state]).toEqual([202, 'queued']);
    queued.push(another);
    expect(await police.events(taskId)).toHaveLength(recorded);
  }, 120_000);

  it('goes on by itself when it is given room', async () => {
    const { stack } = county.here();
    await county.here().kill('keeper');
    const spec = stack.spec('keeper');
    await stack.supervisor.start({ ...spec, env: { ...spec.env, LEDGER_MAX_BYTES: '100000000' } });
    const police = county.here().agency('police');
    for (const { eventId } of queued) await police.untilMessage(eventId);
    await expectNothingLostNothingDoubled(county.here());
  }, 150_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { underLoad } from '../support/county-load.js';
import { countyOf } from '../support/county.js';
import { until } from '../support/waiting.js';

const county = countyOf();
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

describe('a server is killed under load', () => {
  it('keeps every recorded event when nats-server is killed, twice', async () => {
    const load = underLoad(county.here());
    for (let time = 0; time < 2; time += 1) {
      await load.untilRecorded(15);
      await county.here().stack.nats.kill();
      const [police] = county.here().agencies;
      await until(
        'police sees that the broker is away',
        async () => (await police?.status())?.brokerUp === false,
      );
      await county.here().stack.startNatsAgain();
    }
    await load.untilRecorded(15);
    await load.finish();
  }, 150_000);

  it('keeps the same epoch: nothing was lost', async () => {
    for (const agency of county.here().agencies)
      expect((await agency.status()).epoch).toEqual({ number: 1, state: 'open' });
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);

  it('keeps every recorded event when Postgres is killed, twice', async () => {
    const load = underLoad(county.here());
    for (let time = 0; time < 2; time += 1) {
      await load.untilRecorded(15);
      await county.here().stack.postgres.kill();
      await county.here().stack.startPostgresAgain();
    }
    await load.untilRecorded(15);
    await load.finish();
  }, 150_000);

  it('leaves nothing lost and nothing doubled', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 150_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countyOf } from '../support/county.js';
import { falseKeeper, type FalseKeeper } from '../support/false-keeper.js';
import { until } from '../support/waiting.js';

const county = countyOf();
let keeper: FalseKeeper;
beforeAll(county.open, 180_000);
afterAll(async () => {
  await keeper?.close();
  await county.close();
}, 60_000);

/** What each service says when it ends by itself at the start: its exit code and its one sentence. */
async function refusals(services: readonly string[]): Promise<string[]> {
  const { stack } = county.here();
  await Promise.all(services.map((service) => county.here().kill(service)));
  return Promise.all(
    services.map(async (name) => {
      const spec = stack.spec(name);
      const env = { ...spec.env, STATUS_WAIT_MS: '8000' };
      const started = stack.supervisor.start({ ...spec, env, readyLimitMs: 110_000 });
      const said = await started.then(
        () => 'it started',
        (error: Error) => error.message,
      );
      const code = /exit code (\d+)/.exec(said)?.[1];
      const sentence = said.trim().split('\n').at(-1) ?? '';
      return `${name} ${code}: ${sentence}`;
    }),
  );
}

const both = (sentence: string): string[] => ['police', 'audit'].map((name) => `${name} 3: ${sentence}`);

describe('a service does not start on a broker that it cannot trust', () => {
  it('refuses while no keeper answers', async () => {
    await county.here().kill('keeper');
    expect(await refusals(['police', 'audit'])).toEqual(
      both('Not started: the keeper does not answer with a status of the broker.'),
    );
  }, 150_000);

  it('refuses a status that is too old', async () => {
    keeper = await falseKeeper(county.here().stack);
    const checkedAt = new Date(Date.now() - 60_000);
    keeper.says({ checkedAt });
    expect(await refusals(['police', 'audit'])).toEqual(
      both(
        `Not started: the status of the broker is not from the last 30 seconds (checked at ${checkedAt.toISOString()}).`,
      ),
    );
  }, 60_000);

  it('refuses a status that another key has signed', async () => {
    keeper.says({ signedBy: 'ambulance' });
    expect(await refusals(['police', 'audit'])).toEqual(
      both('Not started: the status is not signed with the pinned key of the keeper.'),
    );
  }, 60_000);

  it('refuses an epoch below one that it knows', async () => {
    keeper.says({ epoch: 7 });
    await county.here().restart('police', 'audit');
    keeper.says({ epoch: 6 });
    expect(await refusals(['audit'])).toEqual([
      'audit 3: Not started: the epoch of the ledger is lower than one that was seen (it says 6, 7 was seen before).',
    ]);
    keeper.says({ epoch: 1 });
    await keeper.close();
  }, 90_000);

  it('refuses a broker that does not sync each write, as the real keeper reports it', async () => {
    const { stack, home } = county.here();
    const file = join(home.nats, 'nats-server.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { jetstream: Record<string, unknown> };
    delete config.jetstream['sync_interval'];
    await stack.nats.stop();
    writeFileSync(file, JSON.stringify(config));
    await stack.startNatsAgain();
    // Unhealthy on such a broker, so the supervisor gives up waiting; it runs all the same.
    const spawned = stack.supervisor
      .start({ ...stack.spec('keeper'), readyLimitMs: 60_000 })
      .catch(() => undefined);
    const [said] = await refusals(['ambulance']);
    expect(said).toMatch(
      /^ambulance 3: Not started: the keeper reports faults of the broker \(.*sync.*\)\.$/,
    );
    await stack.supervisor.kill('keeper');
    await spawned;
    await until('the keeper is gone', () => stack.supervisor.status('keeper').pid === undefined);
  }, 120_000);
});

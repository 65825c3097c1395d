import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { JetStreamApi, type LedgerOwner, type LedgerPlan } from '#messaging';
import { startBroker, type Broker } from '../support/broker.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const PLAN: LedgerPlan = { epoch: 1, agencies: AGENCIES, replicas: 1, maxBytes: 100_000_000 };

let started: Broker | undefined;
let owner: LedgerOwner;
let keeper: NatsConnection;

beforeAll(async () => {
  started = await startBroker({ agencies: AGENCIES });
  owner = await started.owner();
  keeper = await started.client('keeper');
}, 180_000);

afterAll(() => started?.stop());

beforeEach(async () => {
  await owner.remove();
  await owner.declare(PLAN);
});

describe('looking at the broker', () => {
  const update = (change: object): Promise<unknown> =>
    new JetStreamApi(keeper, 2_000)
      .ask<{ config: object }>('STREAM.INFO.LEDGER')
      .then(({ config }) =>
        new JetStreamApi(keeper, 2_000).ask('STREAM.UPDATE.LEDGER', { ...config, ...change }),
      );

  it('finds nothing wrong with what was declared, and declares it twice without harm', async () => {
    await owner.declare(PLAN);
    const findings = await owner.inspect(PLAN);
    expect(findings.faults).toEqual([]);
    expect(findings.server.major).toBeGreaterThanOrEqual(2);
    expect(findings.ledger).toMatchObject({ epoch: 1, lastSequence: 2 ** 40 - 1 });
  });

  it.each([
    ['allow_rollup_hdrs', { allow_rollup_hdrs: true }],
    ['max_age', { max_age: 3_600_000_000_000 }],
    ['discard', { discard: 'old' }],
    ['allow_direct', { allow_direct: true }],
    ['allow_atomic', { allow_atomic: false }],
    ['max_msgs_per_subject', { max_msgs_per_subject: 5 }],
    ['republish', { republish: { src: 'concordat.status', dest: 'elsewhere' } }],
    ['subjects', { subjects: ['concordat.status'] }],
    ['metadata', { metadata: { 'concordat.epoch': '7' } }],
  ])('finds that %s was changed, and puts it right when it declares again', async (name, change) => {
    await update(change);
    const findings = await owner.inspect(PLAN);
    expect(findings.faults).toEqual(['stream-settings-differ']);
    expect(findings.details).toEqual([`LEDGER.${name}`]);
    await owner.declare(PLAN);
    expect((await owner.inspect(PLAN)).faults).toEqual([]);
  });

  it('finds a consumer that is gone, one that was changed, and a stream that is gone', async () => {
    const api = new JetStreamApi(keeper, 2_000);
    await api.ask('CONSUMER.DELETE.LEDGER.police');
    expect((await owner.inspect(PLAN)).faults).toEqual(['consumer-missing']);
    const { config } = await api.ask<{ config: object }>('CONSUMER.INFO.LEDGER.audit');
    const body = { stream_name: 'LEDGER', config: { ...config, filter_subjects: ['concordat.status'] } };
    await api.ask('CONSUMER.CREATE.LEDGER.audit', body);
    expect((await owner.inspect(PLAN)).faults).toEqual(['consumer-missing', 'consumer-settings-differ']);
    await owner.remove();
    expect((await owner.inspect(PLAN)).faults).toEqual(['stream-missing']);
  });
});

describe('a server that does not sync', () => {
  it('is found by its own words', async () => {
    const lax = await startBroker({
      agencies: ['police'],
      change: (config) => ({ ...config, jetstream: { max_file_store: 500_000_000 } }),
    });
    try {
      const its = await lax.owner();
      await its.declare({ ...PLAN, agencies: ['police'] });
      expect((await its.inspect({ ...PLAN, agencies: ['police'] })).faults).toEqual(['fsync-not-always']);
    } finally {
      await lax.stop();
    }
  }, 60_000);
});

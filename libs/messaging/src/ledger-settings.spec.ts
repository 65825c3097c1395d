import { describe, expect, it } from '@jest/globals';
import { differences, ledgerConsumers, ledgerStream } from './ledger-settings.js';

const PLAN = { epoch: 3, agencies: ['police', 'ambulance'], replicas: 1, maxBytes: 1_000_000 };

describe('the settings of the ledger', () => {
  it('start the sequences of an epoch above those of all earlier ones', () => {
    expect(ledgerStream(PLAN)['first_seq']).toBe(3 * 2 ** 40);
    expect(ledgerStream(PLAN)['metadata']).toEqual({ 'concordat.epoch': '3' });
  });

  it('leave members no header that removes or redirects', () => {
    expect(ledgerStream(PLAN)).toMatchObject({
      allow_rollup_hdrs: false,
      allow_msg_ttl: false,
      allow_msg_schedules: false,
      discard: 'new',
      retention: 'limits',
    });
  });

  it('give each agency and the audit service one durable consumer of its own name', () => {
    expect(ledgerConsumers(PLAN.agencies).map(({ durable_name: name }) => name)).toEqual([
      'police',
      'ambulance',
      'audit',
    ]);
  });

  it('deliver to an agency no task of two others', () => {
    const [police] = ledgerConsumers(['police', 'ambulance', 'voluntary']);
    const subjects = police?.['filter_subjects'] as string[];
    expect(subjects.filter((subject) => subject.includes('.task.'))).toEqual([
      'concordat.*.task.police.*.*',
      'concordat.*.task.ambulance.police.*',
      'concordat.*.task.voluntary.police.*',
    ]);
  });
});

describe('the report of a refused disclosure', () => {
  it('is stored, and delivered to the agency that made it and to the audit service', () => {
    expect(ledgerStream(PLAN)['subjects']).toContain('concordat.refusal.*');
    const readers = ledgerConsumers(['police', 'ambulance']).map(
      ({ durable_name: name, filter_subjects: subjects }) => [
        name,
        (subjects as string[]).filter((subject) => subject.includes('.refusal.')),
      ],
    );
    expect(readers).toEqual([
      ['police', ['concordat.refusal.police']],
      ['ambulance', ['concordat.refusal.ambulance']],
      ['audit', ['concordat.refusal.*']],
    ]);
  });
});

describe('comparing what was asked with what the server has', () => {
  const asked = ledgerStream(PLAN);
  const withServerWords: Record<string, unknown> = {
    ...asked,
    subjects: [...(asked['subjects'] as string[])].reverse(),
    metadata: { ...(asked['metadata'] as object), '_nats.ver': '2.15.1' },
    compression: 'none',
    mirror_direct: false,
    consumer_limits: {},
  };

  it('takes another order, and what the server adds without effect, as the same', () => {
    expect(differences(asked, withServerWords)).toEqual([]);
  });

  it('takes a left-out setting that is off as the same', () => {
    expect(differences(asked, { ...withServerWords, allow_msg_schedules: undefined })).toEqual([]);
  });

  it('finds a setting that an older server left out', () => {
    expect(differences(asked, { ...withServerWords, allow_atomic: undefined })).toEqual(['allow_atomic']);
  });

  it('finds another value, and a setting that nobody asked for', () => {
    expect(differences(asked, { ...withServerWords, allow_rollup_hdrs: true })).toEqual([
      'allow_rollup_hdrs',
    ]);
    expect(differences(asked, { ...withServerWords, persist_mode: 'async' })).toEqual(['persist_mode']);
    expect(differences(asked, { ...withServerWords, republish: { src: '>', dest: 'x.>' } })).toEqual([
      'republish',
    ]);
  });

  it('finds the metadata of another epoch', () => {
    expect(differences(asked, { ...withServerWords, metadata: { 'concordat.epoch': '2' } })).toEqual([
      'metadata',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { brokerConfig } from './broker-config.js';

const key = (letter: string): string => `U${letter.repeat(55)}`;
const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const NKEYS = {
  keeper: key('A'),
  system: key('B'),
  audit: key('C'),
  police: key('D'),
  ambulance: key('E'),
  'mh-trust': key('F'),
};
const PLAN = {
  agencies: AGENCIES,
  nkeys: NKEYS,
  listen: { host: '127.0.0.1', port: 4222 },
  storeDir: '/store',
};

interface Account {
  readonly users: readonly { readonly nkey: string }[];
  readonly jetstream?: string;
  readonly exports?: readonly { readonly service: string; readonly accounts: readonly string[] }[];
  readonly imports?: readonly { readonly service: { readonly account: string; readonly subject: string } }[];
}
const accounts = (): Readonly<Record<string, Account>> =>
  (brokerConfig(PLAN) as { accounts: Readonly<Record<string, Account>> }).accounts;

describe('the configuration of the broker', () => {
  it('syncs each event to disk before it is acknowledged, and knows no user without a key', () => {
    const config = brokerConfig(PLAN) as Record<string, unknown>;
    expect(config['jetstream']).toMatchObject({ sync_interval: 'always', strict: true, store_dir: '/store' });
    expect(config).not.toHaveProperty('no_auth_user');
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it('gives JetStream to the account of the keeper alone', () => {
    const withJetStream = Object.entries(accounts()).filter(([, account]) => account.jetstream !== undefined);
    expect(withJetStream.map(([name]) => name)).toEqual(['HUB']);
    expect(accounts()['HUB']?.users).toEqual([{ nkey: NKEYS.keeper }]);
  });

  it('names the accounts that may import on every export', () => {
    const exported = Object.values(accounts()).flatMap((account) => account.exports ?? []);
    expect(exported.filter(({ accounts: to }) => to.length === 0)).toEqual([]);
  });

  it('exports exactly what is imported', () => {
    const all = Object.entries(accounts());
    const offered = all.flatMap(([from, account]) =>
      (account.exports ?? []).flatMap(({ service, accounts: to }) =>
        to.map((name) => `${from} ${service} ${name}`),
      ),
    );
    const taken = all.flatMap(([name, account]) =>
      (account.imports ?? []).map(({ service }) => `${service.account} ${service.subject} ${name}`),
    );
    expect([...offered].sort()).toEqual([...taken].sort());
  });

  it('lets an agency reach the JetStream API only to pull its own consumer', () => {
    const subjects = (accounts()['AGENCY_police']?.imports ?? []).map(({ service }) => service.subject);
    expect(subjects.filter((subject) => subject.startsWith('$JS'))).toEqual([
      '$JS.API.CONSUMER.MSG.NEXT.LEDGER.police',
      '$JS.ACK.LEDGER.police.>',
      '$JS.ACK.*.*.LEDGER.police.>',
    ]);
    const writes = subjects.filter((subject) => subject.includes('.task.'));
    expect(writes.every((subject) => subject.split('.').slice(3, 5).includes('police'))).toBe(true);
  });

  it('opens the report of a refused disclosure to the agency that makes it', () => {
    const exports = accounts()['HUB']?.exports ?? [];
    const refusals = exports.filter(({ service }) => service.startsWith('concordat.refusal.'));
    expect(refusals).toEqual(
      AGENCIES.map((agency) => ({
        service: `concordat.refusal.${agency}`,
        accounts: [`AGENCY_${agency}`],
      })),
    );
  });

  it('lets the audit service write checkpoints and its own acts, and nothing else', () => {
    const subjects = (accounts()['AUDIT']?.imports ?? []).map(({ service }) => service.subject);
    expect(subjects.filter((subject) => !subject.startsWith('$JS'))).toEqual([
      'concordat.checkpoint',
      'concordat.audit',
      'concordat.keeper.status',
      'concordat.keeper.checkpoint',
      'concordat.keeper.reread',
      'concordat.keeper.erase',
    ]);
  });

  it('refuses a missing key, a seed in the place of a key, one key for two, and a name that is no token', () => {
    const withKeys =
      (nkeys: Record<string, string>): (() => object) =>
      () =>
        brokerConfig({ ...PLAN, nkeys });
    expect(withKeys({ ...NKEYS, police: '' })).toThrow('no public user key of police');
    expect(withKeys({ ...NKEYS, police: `S${key('D')}` })).toThrow('no public user key of police');
    expect(withKeys({ ...NKEYS, police: NKEYS.audit })).toThrow(RangeError);
    expect(() => brokerConfig({ ...PLAN, agencies: ['*'], nkeys: { ...NKEYS, '*': key('G') } })).toThrow(
      RangeError,
    );
  });
});

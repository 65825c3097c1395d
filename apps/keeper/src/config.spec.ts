import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const ENV = {
  NATS_URL: 'one:4222,two:4222',
  NATS_SEED_FILE: 'seed',
  SYSTEM_SEED_FILE: 'system',
  KEYS_FILE: 'key',
  MEMBER_KEYS_FILE: 'keys',
  DIRECTORY_DIR: 'directory',
  KEEPER_STATE_DIR: 'state',
  TOKENS_FILE: 'tokens',
  HTTP_PORT: '7000',
};

describe("the keeper's configuration", () => {
  it('takes what must be given and has an answer for the rest', () => {
    expect(readConfig(ENV)).toMatchObject({
      servers: ['one:4222', 'two:4222'],
      httpHost: '127.0.0.1',
      httpPort: 7000,
      replicas: 1,
      epochAtLeast: 1,
      watchStdin: false,
    });
  });

  it('names everything that is missing at once', () => {
    const { NATS_URL: _url, KEYS_FILE: _key, ...rest } = ENV;
    expect(() => readConfig({ ...rest, HTTP_PORT: 'many' })).toThrow(
      'NATS_URL is missing; KEYS_FILE is missing; HTTP_PORT must be a whole number',
    );
  });

  it('does not open an epoch after a lost state without the count of its own events', () => {
    expect(() => readConfig({ ...ENV, KEEPER_EPOCH_AT_LEAST: '4' })).toThrow('KEEPER_NUMBER_AT_LEAST');
    expect(
      readConfig({ ...ENV, KEEPER_EPOCH_AT_LEAST: '4', KEEPER_NUMBER_AT_LEAST: '90' }).numberAtLeast,
    ).toBe(90);
  });
});

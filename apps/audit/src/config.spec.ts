import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const whole = {
  NATS_URL: 'nats://127.0.0.1:4222, 127.0.0.1:4223',
  NATS_SEED_FILE: 'seed',
  DATABASE_URL: 'postgres://x',
  KEYS_FILE: 'keys',
  KEEPER_KEY_FILE: 'keeper',
  TOKENS_FILE: 'tokens',
  HTTP_PORT: '8081',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
}

describe('the configuration of the audit service', () => {
  it('is read from the environment', () => {
    expect(readConfig(whole)).toMatchObject({
      natsServers: ['127.0.0.1:4222', '127.0.0.1:4223'],
      httpPort: 8081,
      logOrigin: 'concordat/log/1',
      logLevel: 'info',
      watchStdin: false,
    });
  });

  it('names every missing variable at once', () => {
    expect(faultsOf({ HTTP_PORT: '1' })).toEqual(
      ['NATS_URL', 'NATS_SEED_FILE', 'DATABASE_URL', 'KEYS_FILE', 'KEEPER_KEY_FILE', 'TOKENS_FILE'].map(
        (name) => `${name} is missing`,
      ),
    );
  });

  it('names what is there but wrong', () => {
    const faults = faultsOf({ ...whole, HTTP_PORT: 'x', LOG_LEVEL: 'loud', LOG_ORIGIN: 'My Log' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['HTTP_PORT', 'LOG_LEVEL', 'LOG_ORIGIN']);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const dir = mkdtempSync(join(tmpdir(), 'concordat-console-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const SERVICES = { agencies: { police: 'http://127.0.0.1:4102' }, audit: 'http://127.0.0.1:4101' };
const whole = {
  CONSOLE_URL: 'https://concordat.example',
  HTTP_PORT: '4110',
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_ID: 'console',
  OIDC_CLIENT_SECRET_FILE: file('secret', 'hush\n'),
  SERVICES_FILE: file('services.json', JSON.stringify(SERVICES)),
};

describe('the configuration of the console', () => {
  it('is read from the environment', () => {
    expect(readConfig(whole)).toMatchObject({
      url: 'https://concordat.example',
      clientSecret: 'hush',
      services: SERVICES,
      idleMs: 1_800_000,
      lastsMs: 43_200_000,
    });
  });

  it('names everything that is missing at once', () => {
    for (const name of Object.keys(whole)) expect(() => readConfig({})).toThrow(`${name} is missing`);
  });

  it.each([
    ['CONSOLE_URL', 'http://concordat.example', 'CONSOLE_URL is no https address'],
    ['CONSOLE_URL', 'https://concordat.example/console', 'CONSOLE_URL is no https address without a path'],
    ['OIDC_ISSUER', 'http://id.example', 'OIDC_ISSUER is no https address'],
    ['SESSION_IDLE_S', 'long', 'SESSION_IDLE_S is no number above 0'],
    ['SERVICES_FILE', file('bad.json', '{"agencies":{"police":"x"}}'), 'the address of police is none'],
    ['OIDC_CLIENT_SECRET_FILE', join(dir, 'none'), 'OIDC_CLIENT_SECRET_FILE'],
  ])('says what is wrong with %s', (name, value, fault) => {
    expect(() => readConfig({ ...whole, [name]: value })).toThrow(fault);
  });
});

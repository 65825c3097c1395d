import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { callerOf, readCallers } from './callers.js';

const TOKEN = 'a-token-of-enough-length';
const sha256 = createHash('sha256').update(TOKEN).digest('hex');
const CALLERS = readCallers(JSON.stringify([{ name: 'operator', sha256 }]));

describe('bearer tokens', () => {
  it('name the caller whose hash is listed', () => {
    expect(callerOf(`Bearer ${TOKEN}`, CALLERS)?.name).toBe('operator');
  });

  it.each([undefined, '', TOKEN, `Basic ${TOKEN}`, `Bearer ${sha256}`, `Bearer ${TOKEN}x`])(
    'name nobody for %s',
    (header) => {
      expect(callerOf(header, CALLERS)).toBeUndefined();
    },
  );

  it('are refused as a list when an entry has no hash', () => {
    expect(() => readCallers('[{"name":"x","sha256":"short"}]')).toThrow('TOKENS_FILE');
  });
});

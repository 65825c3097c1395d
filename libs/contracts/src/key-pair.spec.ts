import { describe, expect, it } from '@jest/globals';
import { diffieHellman, sign, verify } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { freshKeyPair } from './key-pair.js';

describe('A fresh pair of keys', () => {
  it('signs and verifies, and its JWK is that of its key objects', () => {
    const { privateKey, publicKey, jwk } = freshKeyPair('Ed25519');
    const text = Buffer.from('who tasked whom');
    expect(verify(null, text, publicKey, sign(null, text, privateKey))).toBe(true);
    expect(privateKey.export({ format: 'jwk' })).toEqual(jwk);
    expect(jwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    expect(freshKeyPair('Ed25519').jwk.d).not.toBe(jwk.d);
  });

  it('agrees on a secret', () => {
    const [one, other] = [freshKeyPair('X25519'), freshKeyPair('X25519')];
    const secret = diffieHellman({ privateKey: one.privateKey, publicKey: other.publicKey });
    expect(secret.equals(diffieHellman({ privateKey: other.privateKey, publicKey: one.publicKey }))).toBe(
      true,
    );
    expect(one.jwk.crv).toBe('X25519');
  });

  // With key objects straight from `generateKeyPairSync` this process stands still within the first thousand rounds.
  it('never stops the process, however often keys are made and exported under a busy collector', () => {
    const built = new URL('../../../dist/libs/contracts/src/key-pair.js', import.meta.url).href;
    const rounds = `import { freshKeyPair } from '${built}';
      for (let round = 0; round < 20000; round += 1) {
        const { privateKey, publicKey } = freshKeyPair(round % 2 ? 'Ed25519' : 'X25519');
        publicKey.export({ format: 'jwk' });
        privateKey.export({ format: 'jwk' });
      }`;
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ['--max-semi-space-size=1', '--input-type=module', '-e', rounds],
      { timeout: 60_000, encoding: 'utf8', env: {} },
    );
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  }, 90_000);
});

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sealedHash } from '#contracts';
import { unwrap, wrap } from './sealed-box.js';

const sealed = '{"protected":"eyJ","ciphertext":"…"}';
const hash = sealedHash(sealed);
const key = randomBytes(32);

describe('a sealed part under the key of its person', () => {
  it('comes out as it went in, and says nothing of itself before', () => {
    const box = wrap(sealed, key, 7);
    expect(unwrap(box, key, { leafIndex: 7, hash })).toBe(sealed);
    expect(box.includes('protected')).toBe(false);
    expect(wrap(sealed, key, 7).equals(box)).toBe(false);
  });

  it('cannot be opened with another key, on another leaf, for another hash, or when a byte was changed', () => {
    const box = wrap(sealed, key, 7);
    expect(unwrap(box, randomBytes(32), { leafIndex: 7, hash })).toBeUndefined();
    expect(unwrap(box, key, { leafIndex: 8, hash })).toBeUndefined();
    expect(unwrap(box, key, { leafIndex: 7, hash: sealedHash('another') })).toBeUndefined();
    for (let at = 0; at < box.length; at += 1) {
      const changed = Buffer.from(box);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(unwrap(changed, key, { leafIndex: 7, hash })).toBeUndefined();
    }
    expect(unwrap(Buffer.alloc(0), key, { leafIndex: 7, hash })).toBeUndefined();
  });
});

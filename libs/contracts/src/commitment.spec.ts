import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { commitTo, indexToken, opens } from './commitment.js';
import { sealItem } from './sealed.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

describe('A commitment', () => {
  it('is SHA-256 over domain, zero byte, salt and canonical JSON, by an independent computation', () => {
    const salt = randomBytes(32);
    const made = sha256.create().update(utf8('concordat/item/v1')).update(Uint8Array.of(0)).update(salt);
    expect(commitTo({ b: 'é', a: [1, 2.5, null] }, salt)).toBe(
      b64(made.update(utf8('{"a":[1,2.5,null],"b":"é"}')).digest()),
    );
  });

  it('does not depend on the order of keys', () => {
    const salt = randomBytes(32);
    expect(commitTo({ a: 1, b: 2 }, salt)).toBe(commitTo({ b: 2, a: 1 }, salt));
  });

  it('to one value made twice is two commitments', () => {
    expect(sealItem({ value: 'Jane Smith' }).commitment).not.toBe(
      sealItem({ value: 'Jane Smith' }).commitment,
    );
  });

  it('opens with its own value and salt only', () => {
    const salt = randomBytes(32);
    const made = commitTo('Jane Smith', salt);
    expect(opens(made, 'Jane Smith', salt)).toBe(true);
    expect(opens(made, 'Jane Smyth', salt)).toBe(false);
    expect(opens(made, 'Jane Smith', randomBytes(32))).toBe(false);
    expect(opens('', 'Jane Smith', salt)).toBe(false);
  });

  it.each([0, 16, 31, 33])('is not made with a salt of %d bytes', (length) => {
    expect(() => commitTo('x', randomBytes(length))).toThrow(RangeError);
  });
});

describe('An index token', () => {
  const key = randomBytes(32);

  it('is HMAC-SHA256 over domain, kind and normal form, by an independent computation', () => {
    expect(indexToken('full-name', ' Jane  SMITH ', key)).toBe(
      b64(hmac(sha256, key, utf8('concordat/index/v1\0full-name\0jane smith'))),
    );
  });

  it.each([
    ['full-name', 'Siân  O’Brien', 'sian o brien'],
    ['full-name', 'ZOË', 'zoe'],
    ['alias', ' Jay-Jay ', 'jay jay'],
    ['nhs-number', '999 000 0018', '9990000018'],
    ['date-of-birth', '1987-03-04', '1987/03/04'],
    ['phone', '07700 900461', '+44 7700 900461'],
    ['phone', '07700 900461', '+44 (0)7700 900461'],
    ['phone', '07700-900461', '0044 7700 900 461'],
    ['phone', '０７７００９００４６１', '07700900461'],
  ] as const)('of %s finds %s and %s as one', (kind, one, other) => {
    expect(indexToken(kind, one, key)).toBe(indexToken(kind, other, key));
  });

  it('differs by kind, by value and by key', () => {
    const token = indexToken('full-name', 'jane smith', key);
    expect(indexToken('alias', 'jane smith', key)).not.toBe(token);
    expect(indexToken('full-name', 'jane smyth', key)).not.toBe(token);
    expect(indexToken('full-name', 'jane smith', randomBytes(32))).not.toBe(token);
    expect(indexToken('phone', '07700900461', key)).not.toBe(indexToken('phone', '07700900462', key));
  });
});

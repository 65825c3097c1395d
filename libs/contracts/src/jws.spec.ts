import { sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CompactSign, compactVerify } from 'jose';
import { encodeEvent } from './event.js';
import { MAX_EVENT_BYTES, ed25519PublicKey, readJws, signJws, verifyJws } from './jws.js';
import { changedTexts, requestEvent, signingKey, thrownBy } from './worked-message.js';
import { WireError } from './wire-error.js';

const key = signingKey('police');
const payload = encodeEvent(requestEvent());
const CONTENT_TYPE = 'application/cloudevents+json';

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8').toString('base64url');

/** A compact JWS with any header, properly signed. */
function signedWith(header: unknown): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${sign(null, Buffer.from(input), key.privateKey).toString('base64url')}`;
}

const take = async (jws: string): Promise<string> => {
  const read = readJws(jws);
  await verifyJws(read, key.publicKey);
  return read.payload;
};

describe('A signed event', () => {
  it('that we signed is verified by jose', async () => {
    const { payload: verified, protectedHeader } = await compactVerify(
      await signJws(payload, key),
      key.publicKey,
      {
        algorithms: ['EdDSA'],
      },
    );
    expect(Buffer.from(verified).toString('utf8')).toBe(payload);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', cty: CONTENT_TYPE, kid: key.kid });
  });

  it('that jose signed is verified by us', async () => {
    const jws = await new CompactSign(Buffer.from(payload))
      .setProtectedHeader({ kid: key.kid, alg: 'EdDSA', cty: CONTENT_TYPE })
      .sign(key.privateKey);
    expect(await take(jws)).toBe(payload);
  });

  it('is verified with the public key as the directory lists it', async () => {
    const { x } = key.publicKey.export({ format: 'jwk' });
    const read = readJws(await signJws(payload, key));
    await expect(verifyJws(read, ed25519PublicKey(x ?? ''))).resolves.toBeUndefined();
  });

  it('is refused when any one of its characters is changed', async () => {
    const jws = await signJws(payload, key);
    let tried = 0;
    for (const changed of changedTexts(jws)) {
      expect(await thrownBy(() => take(changed.text))).toBeInstanceOf(WireError);
      tried += 1;
    }
    expect(tried).toBe(jws.length);
  });

  it('is refused when it is cut or when anything is put behind it', async () => {
    const jws = await signJws(payload, key);
    for (const other of [jws.slice(0, -1), `${jws}A`, `${jws}=`, `${jws}.`, `${jws}\n`, '', '..']) {
      expect(await thrownBy(() => take(other))).toBeInstanceOf(WireError);
    }
  });

  it('is refused under the key of another', async () => {
    const read = readJws(await signJws(payload, key));
    const thrown = await thrownBy(() => verifyJws(read, signingKey('other').publicKey));
    expect(thrown).toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  it('is neither written nor read above the largest size', async () => {
    expect(await thrownBy(() => signJws('x'.repeat(MAX_EVENT_BYTES), key))).toMatchObject({
      code: 'TOO_LARGE',
    });
    expect(await thrownBy(() => readJws('x'.repeat(MAX_EVENT_BYTES + 1)))).toMatchObject({
      code: 'TOO_LARGE',
    });
  });
});

describe('The header of a signature', () => {
  const good = { alg: 'EdDSA', cty: CONTENT_TYPE, kid: key.kid };

  it.each([
    ['no algorithm', { ...good, alg: 'none' }],
    ['a shared secret', { ...good, alg: 'HS256' }],
    ['another curve', { ...good, alg: 'ES256' }],
    ['the newer name of the same algorithm', { ...good, alg: 'Ed25519' }],
    ['a list of algorithms', { ...good, alg: ['EdDSA'] }],
    ['another content type', { ...good, cty: 'text/plain' }],
    ['critical members', { ...good, crit: ['b64'], b64: false }],
    ['an unencoded payload', { ...good, b64: false }],
    ['a key of its own', { ...good, jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A' } }],
    ['an address of keys', { ...good, jku: 'https://keys.example' }],
    ['a type', { ...good, typ: 'JOSE' }],
  ])('is refused with %s, though it is signed', async (_name, header) => {
    expect(await thrownBy(() => take(signedWith(header)))).toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' });
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a number', 5],
    ['no JSON', '{'],
    ['no key id', { alg: 'EdDSA', cty: CONTENT_TYPE, kid: 7 }],
    ['words as key id', { ...good, kid: 'Jane Smith' }],
    ['very deep', '['.repeat(30_000)],
  ])('is refused as malformed when it is %s', async (_name, header) => {
    expect(await thrownBy(() => take(signedWith(header)))).toMatchObject({ code: 'MALFORMED' });
  });
});

describe('Base64url', () => {
  it('is refused with spare bits set, though it decodes to the same bytes', async () => {
    const jws = await signJws(payload, key);
    const last = jws.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = jws.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '');
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(jws.split('.')[2] ?? '', 'base64url'),
    );
    expect(await thrownBy(() => take(twin))).toMatchObject({ code: 'MALFORMED' });
  });

  it('is refused in the other alphabet, with padding or with white space', async () => {
    const [header, body, signature] = (await signJws(payload, key)).split('.') as [string, string, string];
    for (const other of [`${signature}==`, ` ${signature}`, `${signature.slice(0, -2)}+/`]) {
      expect(await thrownBy(() => take(`${header}.${body}.${other}`))).toMatchObject({ code: 'MALFORMED' });
    }
  });
});

import { createPublicKey, type KeyObject } from 'node:crypto';

/** The length of a raw Ed25519 public key in bytes (RFC 8032 §5.1.5). */
export const PUBLIC_KEY_BYTES = 32;

/** The length of an Ed25519 signature in bytes (RFC 8032 §5.1.6). */
export const SIGNATURE_BYTES = 64;

/** Makes a key object of a raw Ed25519 public key. Throws unless it has 32 bytes. */
export function publicKeyFromRaw(raw: Uint8Array): KeyObject {
  if (raw.length !== PUBLIC_KEY_BYTES) throw new TypeError('a raw Ed25519 public key has 32 bytes');
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** The raw 32-byte public key of an Ed25519 key, private or public. Throws for any other kind of key. */
export function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('only Ed25519 keys sign notes');
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' });
  return spki.subarray(-PUBLIC_KEY_BYTES);
}

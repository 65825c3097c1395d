import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A private key of a curve of RFC 8037 as JWK (RFC 7517). */
export interface PrivateJwk<Curve extends 'Ed25519' | 'X25519' = 'Ed25519' | 'X25519'> {
  readonly kty: 'OKP';
  readonly crv: Curve;
  /** Raw public and private key, 32 bytes each, base64url. */
  readonly x: string;
  readonly d: string;
}

/** A new pair of keys: as key objects, and as the JWK of the private one. */
export interface FreshKeyPair<Curve extends 'Ed25519' | 'X25519' = 'Ed25519' | 'X25519'> {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: PrivateJwk<Curve>;
}

/**
 * Makes a pair of keys. The one place that does: in Node 20 a key object that `generateKeyPairSync` hands out can stop the
 * process for ever when it is exported as JWK. The export holds the key's lock and allocates; if that starts a collection
 * which finds the job that made the key, the job's end waits for the same lock. Keys that are encoded as they are made, and
 * read back, know no such job.
 */
export function freshKeyPair<Curve extends 'Ed25519' | 'X25519'>(crv: Curve): FreshKeyPair<Curve> {
  const jwk = (crv === 'Ed25519' ? ENCODED.ed25519() : ENCODED.x25519()) as PrivateJwk<Curve>;
  const { kty, x } = jwk;
  return {
    privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }),
    publicKey: createPublicKey({ key: { kty, crv, x }, format: 'jwk' }),
    jwk,
  };
}

/** Node takes `jwk` as an encoding here, which its types do not say yet. */
const AS_JWK = { publicKeyEncoding: { format: 'jwk' }, privateKeyEncoding: { format: 'jwk' } } as never;

const ENCODED = {
  ed25519: (): unknown => generateKeyPairSync('ed25519', AS_JWK).privateKey,
  x25519: (): unknown => generateKeyPairSync('x25519', AS_JWK).privateKey,
};

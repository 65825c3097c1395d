import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { isJsonObject, readJson } from './json.js';
import { WireError } from './wire-error.js';

/** The one signature algorithm of the wire: Ed25519 as JOSE names it (RFC 8037). */
const ALGORITHM = 'EdDSA';
const CONTENT_TYPE = 'application/cloudevents+json';
/** Largest signed event, in bytes; C2SP tlog-tiles entries end at 65,535. */
export const MAX_EVENT_BYTES = 65_535;

const signOffThread = promisify(
  (data: Buffer, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) => {
    sign(null, data, key, done);
  },
);
const verifyOffThread = promisify(
  (data: Buffer, key: KeyObject, signature: Buffer, done: (error: Error | null, fits: boolean) => void) => {
    verify(null, data, key, signature, done);
  },
);

/** A private signing key and the key id under which the directory lists its public part. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The parts of a compact JWS, read but not yet verified. */
export interface ReadJws {
  readonly kid: string;
  readonly payload: string;
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/** An Ed25519 public key from its raw 32 bytes in base64url (JWK `x`). */
export const ed25519PublicKey = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

const headers = new Map<string, string>();

function headerFor(kid: string): string {
  const known = headers.get(kid);
  if (known) return known;
  const header = base64url(JSON.stringify({ alg: ALGORITHM, cty: CONTENT_TYPE, kid }));
  headers.set(kid, header);
  return header;
}

/** Signs a text as compact JWS (RFC 7515 §7.1), off the main thread. Throws WireError TOO_LARGE. */
export async function signJws(payload: string, key: SigningKey): Promise<string> {
  const input = `${headerFor(key.kid)}.${base64url(payload)}`;
  const signature = await signOffThread(Buffer.from(input, 'ascii'), key.privateKey);
  const jws = `${input}.${signature.toString('base64url')}`;
  if (jws.length > MAX_EVENT_BYTES) throw new WireError('TOO_LARGE', 'event');
  return jws;
}

/**
 * Reads a compact JWS without judging its signature. Throws WireError: MALFORMED, TOO_LARGE, or ALGORITHM_NOT_ALLOWED
 * when the header holds anything but `alg: EdDSA`, `cty` and `kid`.
 */
export function readJws(jws: string): ReadJws {
  if (jws.length > MAX_EVENT_BYTES) throw new WireError('TOO_LARGE', 'event');
  const parts = jws.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) {
    throw new WireError('MALFORMED', 'event');
  }
  const [header, payload, signature] = parts as [string, string, string];
  return {
    kid: readHeader(header),
    payload: exactBytes(payload).toString('utf8'),
    signingInput: Buffer.from(`${header}.${payload}`, 'ascii'),
    signature: exactBytes(signature),
  };
}

/** Verifies what `readJws` read, off the main thread. Throws WireError BAD_SIGNATURE. */
export async function verifyJws(jws: ReadJws, publicKey: KeyObject): Promise<void> {
  const fits =
    jws.signature.length === 64 && (await verifyOffThread(jws.signingInput, publicKey, jws.signature));
  if (!fits) throw new WireError('BAD_SIGNATURE');
}

function readHeader(encoded: string): string {
  const header = readJson(exactBytes(encoded).toString('utf8'), 4);
  if (!isJsonObject(header)) throw new WireError('MALFORMED', 'header');
  const { alg, cty, kid, ...rest } = header;
  if (alg !== ALGORITHM || cty !== CONTENT_TYPE || Object.keys(rest).length > 0) {
    throw new WireError('ALGORITHM_NOT_ALLOWED', 'header');
  }
  if (typeof kid !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(kid)) throw new WireError('MALFORMED', 'header');
  return kid;
}

/** Base64url has spare bits at its end: only the one text that encodes the bytes is taken. */
function exactBytes(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) throw new WireError('MALFORMED', 'event');
  return bytes;
}

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

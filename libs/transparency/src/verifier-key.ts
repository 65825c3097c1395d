import { createHash, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { PUBLIC_KEY_BYTES, publicKeyFromRaw } from './ed25519.js';

/** The signature types this library knows, with their bytes (C2SP signed-note, signature types). */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const;

/** One of the known signature type bytes: 1 (plain Ed25519) or 4 (timestamped Ed25519 cosignature). */
export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

/** A key that a reader of notes trusts. Made by `noteVerifier` or `parseVerifierKey`. */
export interface NoteVerifier {
  readonly name: string;
  readonly type: SignatureType;
  /** Raw Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  /** 4 bytes. */
  readonly keyId: Buffer;
  /** The same public key, ready to verify with. */
  readonly key: KeyObject;
}

/** Whether a text may name a key: not empty, no white space, no plus, no control character (C2SP signed-note). */
export function isKeyName(name: unknown): name is string {
  return typeof name === 'string' && /^[^\p{White_Space}\p{Cc}\p{Cs}+]+$/u.test(name);
}

/** The id of a key, 4 bytes: SHA-256(name ‖ 0x0A ‖ type ‖ raw public key)[:4] (C2SP signed-note). */
export function noteKeyId(name: string, type: SignatureType, publicKey: Uint8Array): Buffer {
  const hash = createHash('sha256').update(`${name}\n`, 'utf8').update(Buffer.of(type)).update(publicKey);
  return hash.digest().subarray(0, 4);
}

/** A verifier for a raw 32-byte Ed25519 public key. Throws for a bad name or a key of another length. */
export function noteVerifier(name: string, type: SignatureType, publicKey: Uint8Array): NoteVerifier {
  if (!isKeyName(name))
    throw new TypeError('a key name is not empty and has no spaces, plus or control characters');
  const key = publicKeyFromRaw(publicKey);
  return { name, type, publicKey: Buffer.from(publicKey), keyId: noteKeyId(name, type, publicKey), key };
}

/** Writes a key as `name+hex key id+Base64(type ‖ raw public key)` (vkey of C2SP signed-note). */
export function formatVerifierKey(verifier: Pick<NoteVerifier, 'name' | 'type' | 'publicKey'>): string {
  const { name, type, publicKey } = verifier;
  const material = Buffer.concat([Buffer.of(type), publicKey]).toString('base64');
  return `${name}+${noteKeyId(name, type, publicKey).toString('hex')}+${material}`;
}

/** Reads what `formatVerifierKey` wrote. Throws for another shape, an unknown type or an id that does not fit the key. */
export function parseVerifierKey(text: string): NoteVerifier {
  // Base64 may hold a plus, a name and an id may not: only the first two divide.
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  const bytes = decodeBase64(material);
  const type = bytes?.[0];
  if (name === undefined || bytes?.length !== 1 + PUBLIC_KEY_BYTES || !isSignatureType(type)) {
    throw new TypeError('a verifier key is name+id+key, with an Ed25519 key of a known type');
  }
  const verifier = noteVerifier(name, type, bytes.subarray(1));
  if (verifier.keyId.toString('hex') !== id)
    throw new TypeError('the id of the verifier key is of another key');
  return verifier;
}

function isSignatureType(value: unknown): value is SignatureType {
  return Object.values<unknown>(SIGNATURE_TYPE).includes(value);
}

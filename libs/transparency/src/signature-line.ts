import { verify } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { SIGNATURE_BYTES } from './ed25519.js';
import { isKeyName, SIGNATURE_TYPE, type NoteVerifier } from './verifier-key.js';

/** The parts of one signature line; `keyId` has 4 bytes, `blob` is what the signature type puts behind it. */
export interface SignatureLine {
  readonly name: string;
  readonly keyId: Buffer;
  readonly blob: Buffer;
}

/** What a good signature says: the time in POSIX seconds for a cosignature, nothing more for a plain signature. */
export interface SignedAt {
  readonly time?: number;
}

const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;

/** Writes a signature line, without a newline at its end: em dash, name, Base64(key id ‖ blob) (C2SP signed-note). */
export function formatSignatureLine({ name, keyId, blob }: SignatureLine): string {
  return `— ${name} ${Buffer.concat([keyId, blob]).toString('base64')}`;
}

/** Reads one signature line without its newline; undefined for any other shape. */
export function parseSignatureLine(line: unknown): SignatureLine | undefined {
  if (typeof line !== 'string') return undefined;
  const [dash, name, encoded, ...more] = line.split(' ');
  const bytes = decodeBase64(encoded);
  if (dash !== '—' || !isKeyName(name) || bytes === undefined || more.length > 0) return undefined;
  if (bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), blob: bytes.subarray(KEY_ID_BYTES) };
}

/** Whether the line says that it is of this key: same name and same key id. */
export function isLineOf(line: SignatureLine, verifier: NoteVerifier): boolean {
  return line.name === verifier.name && line.keyId.equals(verifier.keyId);
}

/** Checks the blob of a signature line over the text of its note, by the type of the key; undefined if it is wrong. */
export function checkSignature(verifier: NoteVerifier, text: string, blob: Buffer): SignedAt | undefined {
  const { type, key } = verifier;
  switch (type) {
    case SIGNATURE_TYPE.ed25519:
      return isSigned(text, key, blob) ? {} : undefined;
    case SIGNATURE_TYPE.cosignature: {
      const time = readTime(blob);
      if (time === undefined) return undefined;
      return isSigned(cosignedMessage(text, time), key, blob.subarray(TIME_BYTES)) ? { time } : undefined;
    }
    default:
      return type satisfies never;
  }
}

/** The message under a cosignature: two header lines, then the whole text of the note (C2SP tlog-cosignature). */
export function cosignedMessage(text: string, time: number): string {
  return `cosignature/v1\ntime ${time}\n${text}`;
}

/** The blob of a cosignature: the time in POSIX seconds as 8 bytes, big end first, then the signature. */
export function cosignatureBlob(time: number, signature: Uint8Array): Buffer {
  const head = Buffer.alloc(TIME_BYTES);
  head.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([head, signature]);
}

// Times past 2^53 would be rounded and are millions of years away: refused.
function readTime(blob: Buffer): number | undefined {
  if (blob.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const time = Number(blob.readBigUInt64BE());
  return Number.isSafeInteger(time) ? time : undefined;
}

function isSigned(message: string, key: NoteVerifier['key'], signature: Buffer): boolean {
  return signature.length === SIGNATURE_BYTES && verify(null, Buffer.from(message, 'utf8'), key, signature);
}

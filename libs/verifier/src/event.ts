import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64url, joined, toBase64url, utf8 } from './bytes.js';
import { canonical } from './jcs.js';
import { verified } from './note.js';
import { readStrictJson } from './strict-json.js';

/** A signed event that was taken apart: nothing of it is believed yet. */
export interface ReadEvent {
  readonly kid: string;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly body: EventBody;
}

/** What is read of an event's own words (CloudEvents 1.0). */
export interface EventBody {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly sendernumber?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a compact JWS over a JSON event (RFC 7515): algorithm EdDSA, a header of `alg`, `cty` and `kid` alone; undefined for any other text. */
export function readEvent(jws: string): ReadEvent | undefined {
  const [header, payload, signature, ...more] = jws.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0)
    return undefined;
  const head = json(header) as Readonly<Record<string, unknown>> | undefined;
  const body = json(payload) as EventBody | undefined;
  const bytes = fromBase64url(signature);
  if (!head || Object.keys(head).sort().join() !== 'alg,cty,kid') return undefined;
  const { alg, kid } = head;
  if (alg !== 'EdDSA' || typeof kid !== 'string') return undefined;
  if (!bytes || !isBody(body)) return undefined;
  return { kid, signed: utf8(`${header}.${payload}`), signature: bytes, body };
}

/** Whether this key signed the event. */
export const isSignedBy = ({ signature, signed }: ReadEvent, key: Uint8Array): boolean =>
  verified(signature, signed, key);

/** The member whose word it is: the first part of `/agency/unit`. */
export const senderOf = ({ source }: EventBody): string => source.split('/')[1] ?? '';

/** Whether a value and its salt are what an item's commitment was made of. */
export function opensTo(commitment: string, value: unknown, salt: string): boolean {
  const bytes = fromBase64url(salt);
  if (bytes?.length !== 32) return false;
  const made = sha256(joined(utf8('concordat/item/v1\0'), bytes, utf8(canonical(value))));
  return toBase64url(made) === commitment;
}

function json(part: string): unknown {
  const bytes = fromBase64url(part);
  if (!bytes) return undefined;
  try {
    return readStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isBody(value: EventBody | undefined): value is EventBody {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, source, data, sendernumber } = value as Readonly<Record<keyof EventBody, unknown>>;
  const numbered = sendernumber === undefined || Number.isSafeInteger(sendernumber);
  const texts = [id, type, source].every((text) => typeof text === 'string');
  return texts && numbered && typeof data === 'object' && data !== null;
}

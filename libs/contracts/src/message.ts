import { isJsonObject, readJson } from './json.js';
import { WireError } from './wire-error.js';

/** Largest message on the ledger, in bytes; the broker's `max_payload` is the same. */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** What stands on the ledger: a signed event, its sealed part, its index tokens, or a directory bundle. */
export interface Message {
  /** Compact JWS over a CloudEvent: these bytes are signed, stored, and the leaf of the log. */
  readonly event: string;
  /** JWE in General JSON, as the exact text whose hash the event carries. */
  readonly sealed?: string;
  /** Keyed tokens of identifiers; erasable, not part of the leaf. */
  readonly index?: readonly string[];
  /** The directory that a `concordat.directory.published` event names by its hash. */
  readonly bundle?: unknown;
}

/** The bytes of a message. Throws WireError TOO_LARGE. */
export function encodeMessage(message: Message): Buffer {
  const bytes = Buffer.from(JSON.stringify(message), 'utf8');
  if (bytes.length > MAX_MESSAGE_BYTES) throw new WireError('TOO_LARGE');
  return bytes;
}

/** Reads the outer form of a message; says nothing about signatures. Throws WireError TOO_LARGE or MALFORMED. */
export function decodeMessage(bytes: Uint8Array): Message {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new WireError('TOO_LARGE');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const value = readJson(text, LEVELS);
  if (!isMessage(value)) throw new WireError('MALFORMED', 'message');
  return value;
}

/** Levels of nesting that a directory bundle needs, with room. */
const LEVELS = 24;
/** Most index tokens of a message: one for each item that an event may carry. */
export const MAX_TOKENS = 60;
const KEYS = new Set(['event', 'sealed', 'index', 'bundle']);

function isMessage(value: unknown): value is Message {
  if (!isJsonObject(value)) return false;
  const { event, sealed, index } = value;
  return (
    Object.keys(value).every((key) => KEYS.has(key)) &&
    typeof event === 'string' &&
    (sealed === undefined || typeof sealed === 'string') &&
    (index === undefined ||
      (Array.isArray(index) &&
        index.length <= MAX_TOKENS &&
        index.every((token) => typeof token === 'string' && /^[A-Za-z0-9_-]{43}$/.test(token))))
  );
}

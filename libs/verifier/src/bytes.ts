const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether both hold the same bytes. */
export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Base64 with padding (RFC 4648 §4) in its one spelling; undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || text.length - bare.length !== (4 - (bare.length % 4)) % 4) return undefined;
  return decoded(bare, STANDARD);
}

/** Base64url without padding (RFC 4648 §5) in its one spelling; undefined for anything else. */
export const fromBase64url = (text: string): Uint8Array | undefined => decoded(text, URL_SAFE);

/** Base64url without padding. */
export const toBase64url = (bytes: Uint8Array): string => encoded(bytes, URL_SAFE);

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  const bare = encoded(bytes, STANDARD);
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
}

function encoded(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 6; bits -= 6) text += alphabet[(held >> (bits - 6)) & 63] ?? '';
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (alphabet[(held << (6 - bits)) & 63] ?? '') : text;
}

function decoded(text: string, alphabet: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  // Bits that belong to no byte have to be zero: else one value had several spellings.
  return held === 0 ? Uint8Array.from(bytes) : undefined;
}

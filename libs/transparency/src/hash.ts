import { createHash } from 'node:crypto';

/** The length of every hash of the tree in bytes (SHA-256). */
export const HASH_BYTES = 32;

// Different first bytes keep a leaf from ever being read as an inner node.
const LEAF_PREFIX = Buffer.of(0x00);
const NODE_PREFIX = Buffer.of(0x01);

/** The root of the tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). Not to be written into. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** The hash of one leaf: SHA-256(0x00 ‖ data), 32 bytes (RFC 6962 §2.1). */
export function leafHash(data: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(data).digest();
}

/** The hash over two subtrees: SHA-256(0x01 ‖ left ‖ right), 32 bytes (RFC 6962 §2.1). Throws unless both have 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (!isHash(left) || !isHash(right)) throw new TypeError('a node is made of two hashes of 32 bytes');
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** Whether the value is a byte array of exactly 32 bytes. */
export function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === HASH_BYTES;
}

/** Whether two byte arrays hold the same bytes. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

import type { KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { isCount } from './coordinates.js';
import { EMPTY_ROOT, isHash, sameBytes } from './hash.js';
import { openNote, signNote, type NoteRefusal } from './note.js';
import { isKeyName, type NoteVerifier } from './verifier-key.js';

/** What a log commits to: its name, its number of leaves and their Merkle root (32 bytes). */
export interface Checkpoint {
  /** Also the name of the log's key: not empty, no white space, no plus. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** The text is not exactly a checkpoint as this library writes it. */
export interface MalformedCheckpoint {
  readonly refused: 'CHECKPOINT_MALFORMED';
}

/** Why a signed checkpoint is refused: as for any note; or the text is no checkpoint; or it is of another log than the key. */
export type CheckpointRefusal = NoteRefusal | MalformedCheckpoint['refused'] | 'CHECKPOINT_OF_ANOTHER_LOG';

/**
 * The text of a checkpoint: origin, size, Base64 root, a newline after each (C2SP tlog-checkpoint). This is what log and
 * witnesses sign. Throws for an origin, size or root that no checkpoint can have.
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  if (!isCheckpoint(checkpoint))
    throw new TypeError('a checkpoint has a name, a size and a root of 32 bytes that fit');
  const { origin, size, root } = checkpoint;
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads the text of a checkpoint, without signatures. Strict: takes only what `formatCheckpoint` writes, so
 * that formatting the result gives the same bytes again. Extension lines, which the specification advises against,
 * are refused, and so is a tree without leaves whose root is not the empty root.
 */
export function parseCheckpoint(text: string): Checkpoint | MalformedCheckpoint {
  const refusal: MalformedCheckpoint = { refused: 'CHECKPOINT_MALFORMED' };
  if (typeof text !== 'string') return refusal;
  const [origin, size, encoded, end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0 || size === undefined || !/^(0|[1-9][0-9]*)$/.test(size)) return refusal;
  const checkpoint = { origin, size: Number(size), root: decodeBase64(encoded) };
  return isCheckpoint(checkpoint) ? checkpoint : refusal;
}

/** The checkpoint as a note signed by the log's private Ed25519 key, under the origin as key name. Throws as `formatCheckpoint`. */
export function signCheckpoint(checkpoint: Checkpoint, key: KeyObject): string {
  return signNote(formatCheckpoint(checkpoint), checkpoint.origin, key);
}

/**
 * Opens a signed checkpoint with the log's key; other signatures, such as cosignatures, are ignored. The key's name must be the
 * origin. It says only that the log signed this: whether it extends an earlier one is for `verifyConsistency`.
 */
export function verifyCheckpoint(
  note: string,
  key: NoteVerifier,
): Checkpoint | { readonly refused: CheckpointRefusal } {
  const opened = openNote(note, [key]);
  if ('refused' in opened) return opened;
  const checkpoint = parseCheckpoint(opened.text);
  if ('refused' in checkpoint) return checkpoint;
  return checkpoint.origin === key.name ? checkpoint : { refused: 'CHECKPOINT_OF_ANOTHER_LOG' };
}

function isCheckpoint(value: { readonly [Key in keyof Checkpoint]: unknown }): value is Checkpoint {
  const { origin, size, root } = value;
  if (!isKeyName(origin) || !isCount(size) || !isHash(root)) return false;
  return size > 0 || sameBytes(root, EMPTY_ROOT);
}

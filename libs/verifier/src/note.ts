import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, joined, same, toBase64, utf8 } from './bytes.js';

/** A key that may sign a note: a log's own (type 1) or a witness's (type 4), 32 bytes. */
export interface NoteKey {
  readonly name: string;
  readonly type: 1 | 4;
  readonly key: Uint8Array;
}

/** What a checkpoint commits to. */
export interface CheckpointText {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A note that was taken apart: nothing of it is believed yet. */
export interface ReadNote {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly lines: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Reads a signed note (C2SP signed-note); undefined for any other text. */
export function readNote(note: string): ReadNote | undefined {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) return undefined;
  const lines = note
    .slice(cut + 2, -1)
    .split('\n')
    .map(readLine);
  if (lines.some((line) => line === undefined)) return undefined;
  return { text: note.slice(0, cut + 1), lines: lines as ReadNote['lines'] };
}

function readLine(line: string): { name: string; bytes: Uint8Array } | undefined {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  return name !== undefined && bytes && bytes.length > 4 ? { name, bytes } : undefined;
}

/** Reads the text of a checkpoint (C2SP tlog-checkpoint): three lines, each in its one spelling; undefined for any other. */
export function readCheckpoint(text: string): CheckpointText | undefined {
  const [origin, size, root, end, ...more] = text.split('\n');
  if (!origin || size === undefined || root === undefined || end !== '' || more.length > 0) return undefined;
  const bytes = fromBase64(root);
  if (!/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)) || bytes?.length !== 32)
    return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** How a key stands to a note: it signed it, a line of its own does not hold, or no line is of it. */
export type Signed = 'good' | 'bad' | 'absent';

/** Judges the line of a key under a note; of several lines of one key each has to hold. */
export function signedBy({ text, lines }: ReadNote, { name, type, key }: NoteKey): Signed {
  const id = keyIdOf({ name, type, key });
  const own = lines.filter((line) => line.name === name && same(line.bytes.slice(0, 4), id));
  if (own.length === 0) return 'absent';
  return own.every(({ bytes }) => holds(text, type, bytes.slice(4), key)) ? 'good' : 'bad';
}

function holds(text: string, type: 1 | 4, blob: Uint8Array, key: Uint8Array): boolean {
  if (type === 1) return verified(blob, utf8(text), key);
  if (blob.length !== 72) return false;
  const time = new DataView(blob.buffer, blob.byteOffset).getBigUint64(0);
  return verified(blob.slice(8), utf8(`cosignature/v1\ntime ${time}\n${text}`), key);
}

/** Whether this is a signature over these bytes (RFC 8032); false for any that cannot be one. */
export function verified(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 64 || key.length !== 32) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/** Reads a key as it is written for people, `name+id+base64` (C2SP signed-note vkey); undefined for any other text. */
export function readNoteKey(vkey: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  const type = bytes?.[0];
  if (name === undefined || bytes?.length !== 33 || (type !== 1 && type !== 4)) return undefined;
  const found = { name, type, key: bytes.slice(1) } as const;
  return hexOf(keyIdOf(found)) === id ? found : undefined;
}

/** Writes a key as `readNoteKey` reads it. */
export const formatNoteKey = (key: NoteKey): string =>
  `${key.name}+${hexOf(keyIdOf(key))}+${toBase64(joined(Uint8Array.of(key.type), key.key))}`;

/** The four bytes by which a signature line names its key (C2SP signed-note). */
const keyIdOf = ({ name, type, key }: NoteKey): Uint8Array =>
  sha256(joined(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

import { sign, type KeyObject } from 'node:crypto';
import { rawPublicKey } from './ed25519.js';
import { checkSignature, formatSignatureLine, isLineOf, parseSignatureLine } from './signature-line.js';
import type { SignatureLine, SignedAt } from './signature-line.js';
import { isKeyName, noteKeyId, SIGNATURE_TYPE, type NoteVerifier } from './verifier-key.js';

/** A signature that was checked and is good. `keyId` has 4 bytes; `time` (POSIX seconds) only for a cosignature. */
export interface VerifiedSignature extends SignedAt {
  readonly name: string;
  readonly keyId: Buffer;
}

/** The text of a note, which may be trusted, and the known keys that signed it: at least one, none twice. */
export interface OpenedNote {
  readonly text: string;
  readonly signatures: readonly VerifiedSignature[];
}

/**
 * Why a note is not opened: it breaks the format; the signature of a known key is wrong; no known key signed it.
 */
export type NoteRefusal = 'NOTE_MALFORMED' | 'NOTE_SIGNATURE_WRONG' | 'NOTE_UNSIGNED';

/** The most signatures read from one note. The specification asks for at least 16. */
export const MAX_SIGNATURES = 100;

/** The longest note that is read, in UTF-16 units. */
export const MAX_NOTE_LENGTH = 1_000_000;

/**
 * Signs a text with a private Ed25519 key and gives the whole signed note, signature line included (C2SP signed-note,
 * type 0x01). Throws for a text that does not end in a newline or has control characters, a bad name or another key.
 */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  if (!text.endsWith('\n') || !isNoteText(text))
    throw new TypeError('the text of a note is plain lines, each ended by a newline');
  if (!isKeyName(name))
    throw new TypeError('a key name is not empty and has no spaces, plus or control characters');
  const keyId = noteKeyId(name, SIGNATURE_TYPE.ed25519, rawPublicKey(privateKey));
  const blob = sign(null, Buffer.from(text, 'utf8'), privateKey);
  return `${text}\n${formatSignatureLine({ name, keyId, blob })}\n`;
}

/**
 * Puts further signature lines (without newlines, as `cosign` gives them) under a signed note. Does not verify them.
 * Throws for a malformed note or line, and past the most signatures that are read.
 */
export function addSignatureLines(signedNote: string, lines: readonly string[]): string {
  // Line by line: an empty line among them would move the end of the text.
  const note = `${signedNote}${lines.map((line) => `${line}\n`).join('')}`;
  if (!lines.every((line) => parseSignatureLine(line)) || !splitNote(signedNote) || !splitNote(note)) {
    throw new TypeError('a signed note takes only signature lines, and only so many');
  }
  return note;
}

/**
 * Opens a note (C2SP signed-note). Signatures of unknown keys are ignored; one wrong signature of a known key refuses the
 * note, whatever else is right; without one good signature it is refused too. Verifiers of type 0x04 check cosignatures.
 */
export function openNote(
  signedNote: string,
  verifiers: readonly NoteVerifier[],
): OpenedNote | { readonly refused: NoteRefusal } {
  const note = splitNote(signedNote);
  if (note === undefined) return { refused: 'NOTE_MALFORMED' };
  const signatures = new Map<NoteVerifier, VerifiedSignature>();
  for (const line of note.lines) {
    const verifier = verifiers.find((candidate) => isLineOf(line, candidate));
    if (verifier === undefined) continue;
    const signed = checkSignature(verifier, note.text, line.blob);
    if (signed === undefined) return { refused: 'NOTE_SIGNATURE_WRONG' };
    if (!signatures.has(verifier))
      signatures.set(verifier, { name: line.name, keyId: verifier.keyId, ...signed });
  }
  if (signatures.size === 0) return { refused: 'NOTE_UNSIGNED' };
  return { text: note.text, signatures: [...signatures.values()] };
}

interface SplitNote {
  readonly text: string;
  readonly lines: readonly SignatureLine[];
}

// The text may hold empty lines itself: the last one divides it from the signatures.
function splitNote(note: unknown): SplitNote | undefined {
  if (typeof note !== 'string' || note.length > MAX_NOTE_LENGTH || !isNoteText(note)) return undefined;
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) return undefined;
  const written = note.slice(gap + 2, -1).split('\n');
  if (written.length > MAX_SIGNATURES) return undefined;
  const lines = written.map(parseSignatureLine).filter((line) => line !== undefined);
  return lines.length === written.length ? { text: note.slice(0, gap + 1), lines } : undefined;
}

// No control characters but the newline, and no half of a surrogate pair, which has no form in UTF-8.
function isNoteText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return !/\p{Cs}/u.test(text);
}

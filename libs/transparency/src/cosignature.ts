import { sign, type KeyObject } from 'node:crypto';
import { parseCheckpoint } from './checkpoint.js';
import { isCount } from './coordinates.js';
import { rawPublicKey } from './ed25519.js';
import {
  checkSignature,
  cosignatureBlob,
  cosignedMessage,
  formatSignatureLine,
  isLineOf,
  parseSignatureLine,
} from './signature-line.js';
import { isKeyName, noteKeyId, SIGNATURE_TYPE, type NoteVerifier } from './verifier-key.js';

/** A witness about to cosign: the name of its key, its private Ed25519 key and the time in POSIX seconds. */
export interface Cosigner {
  readonly name: string;
  readonly key: KeyObject;
  readonly time: number;
}

/**
 * A witness's word that it has seen this checkpoint extend every earlier one (C2SP tlog-cosignature, cosignature/v1,
 * type 0x04). Takes the text of the checkpoint without signatures; gives a signature line without a new
 * The caller must have checked consistency and stored the checkpoint before. Throws for a text that is no
 * checkpoint, a bad name, another kind of key, or a time that is no whole number of seconds.
 */
export function cosign(checkpointText: string, { name, key, time }: Cosigner): string {
  if ('refused' in parseCheckpoint(checkpointText))
    throw new TypeError('only the text of a checkpoint is cosigned');
  if (!isKeyName(name))
    throw new TypeError('a key name is not empty and has no spaces, plus or control characters');
  if (!isCount(time)) throw new TypeError('the time of a cosignature is whole POSIX seconds');
  const signature = sign(null, Buffer.from(cosignedMessage(checkpointText, time), 'utf8'), key);
  const keyId = noteKeyId(name, SIGNATURE_TYPE.cosignature, rawPublicKey(key));
  return formatSignatureLine({ name, keyId, blob: cosignatureBlob(time, signature) });
}

/**
 * Checks a witness's line over the text of a checkpoint; gives the time that the witness signed, in POSIX seconds.
 * Undefined for a wrong signature, another key, a key not of type 0x04, or a text that is no checkpoint; never throws on
 * hostile text. Whether the time is believable is for the caller to judge.
 */
export function verifyCosignature(
  checkpointText: string,
  signatureLine: string,
  verifier: NoteVerifier,
): { readonly time: number } | undefined {
  const parsed = parseSignatureLine(signatureLine);
  if (parsed === undefined || verifier.type !== SIGNATURE_TYPE.cosignature) return undefined;
  if (!isLineOf(parsed, verifier) || 'refused' in parseCheckpoint(checkpointText)) return undefined;
  const signed = checkSignature(verifier, checkpointText, parsed.blob);
  return signed?.time === undefined ? undefined : { time: signed.time };
}

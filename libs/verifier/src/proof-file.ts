import { fromBase64, utf8 } from './bytes.js';
import { readEvent, type EventBody } from './event.js';
import { includes, leafHashOf } from './merkle.js';
import { readCheckpoint, readNote, signedBy, type NoteKey } from './note.js';

/** Why a proof file does not hold. */
export const PROOF_FAULTS = {
  NOT_A_PROOF: 'this is no proof file (c2sp.org/tlog-proof@v1)',
  NO_EVENT: 'the proof file holds no event of the log',
  CHECKPOINT_MALFORMED: 'the checkpoint in it cannot be read',
  KEY_MISSING: 'none of the given keys is the log’s own',
  NOT_SIGNED: 'the log’s key did not sign the checkpoint',
  COSIGNATURE_WRONG: 'a witness’s line under the checkpoint does not hold',
  TOO_FEW_WITNESSES: 'fewer witnesses cosigned the checkpoint than were asked for',
  PROOF_WRONG: 'the proof does not lead from this event to the checkpoint',
} as const;

/** What a proof file shows: the event stands at this index of a log that these witnesses saw. */
export interface HeldProof {
  readonly ok: true;
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  readonly witnesses: readonly string[];
  readonly event: EventBody;
}

/** The first thing that is wrong. */
export interface ProofFault {
  readonly ok: false;
  readonly code: keyof typeof PROOF_FAULTS;
  readonly sentence: string;
}

/** Whether a text says that it is a proof file. */
export const isProofFile = (text: string): boolean => text.startsWith('c2sp.org/tlog-proof@v1\n');

/**
 * Verifies a proof file (C2SP tlog-proof): its `extra` line is the event, whose ASCII bytes are the leaf. `keys` are those of the
 * log, under its origin, and of witnesses, of whom at least `least` must have cosigned.
 */
export function verifyProofFile(text: string, keys: readonly NoteKey[], least = 0): HeldProof | ProofFault {
  const fault = (code: ProofFault['code']): ProofFault => ({
    ok: false,
    code,
    sentence: `${PROOF_FAULTS[code]}.`,
  });
  const [, extra, digits, hashes = '', note] =
    /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9]\d*)\n((?:\S+\n)*)\n([^]*)$/.exec(text) ?? [];
  if (extra === undefined || digits === undefined || note === undefined) return fault('NOT_A_PROOF');
  const bytes = fromBase64(extra);
  const jws = bytes && new TextDecoder().decode(bytes);
  const event = jws === undefined ? undefined : readEvent(jws);
  if (jws === undefined || !event) return fault('NO_EVENT');
  const read = readNote(note);
  const checkpoint = read && readCheckpoint(read.text);
  if (!read || !checkpoint) return fault('CHECKPOINT_MALFORMED');
  const own = keys.filter(({ type, name }) => type === 1 && name === checkpoint.origin);
  if (own.length === 0) return fault('KEY_MISSING');
  if (!own.some((key) => signedBy(read, key) === 'good')) return fault('NOT_SIGNED');
  const others = keys.filter(({ type }) => type === 4).map((key) => ({ key, signed: signedBy(read, key) }));
  if (others.some(({ signed }) => signed === 'bad')) return fault('COSIGNATURE_WRONG');
  const proof = hashes.split('\n').filter(Boolean).map(fromBase64);
  const { origin, size, root } = checkpoint;
  const index = Number(digits);
  const leaf = leafHashOf(utf8(jws));
  const isWhole = proof.every((hash) => hash !== undefined);
  if (!isWhole || !includes({ index, size, leaf, proof }, root)) return fault('PROOF_WRONG');
  const good = others.filter(({ signed }) => signed === 'good').map(({ key }) => key.name);
  const witnesses = [...new Set(good)];
  if (witnesses.length < least) return fault('TOO_FEW_WITNESSES');
  return { ok: true, origin, index, size, witnesses, event: event.body };
}

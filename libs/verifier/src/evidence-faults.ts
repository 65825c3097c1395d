/** Codes of what can be wrong with evidence. */
export const FAULTS = {
  LINE_MALFORMED: 'this is not a line of an evidence export',
  OUT_OF_ORDER: 'this line does not stand where it should',
  CHECKPOINT_MALFORMED: 'the checkpoint is no signed note of this log and size',
  CHECKPOINT_NOT_SIGNED: 'the checkpoint is not signed by the key of the log',
  COSIGNATURE_WRONG: 'a witness’s line under the checkpoint does not hold',
  TOO_FEW_WITNESSES: 'fewer witnesses cosigned the checkpoint than were asked for',
  DIRECTORY_WRONG: 'this directory is not what its publication names',
  DIRECTORY_MISSING: 'this publishes a directory that the file leaves out',
  KEEPER_UNKNOWN: 'this is not signed by the keeper’s key',
  EVENT_MALFORMED: 'this is no signed event',
  KEY_UNKNOWN: 'the key that signed this did not count for its sender at this place of the ledger',
  SIGNATURE_WRONG: 'the signature does not fit the event',
  INDEX_WRONG: 'this is not the index that comes here',
  PROOF_WRONG: 'the proof does not lead from this leaf to the checkpoint',
  ROOT_WRONG: 'the leaves do not make the tree that the checkpoint signs',
  NUMBER_TWICE: 'this number of the sender has come before',
  NUMBER_MISSING:
    'this number of the sender never came and was not named as skipped; the leaf came behind it',
  OPENING_WRONG: 'value and salt are not what the event committed to',
  CUT_OFF: 'the file ends before its end line',
  COUNT_WRONG: 'the end line counts otherwise',
} as const;
/** One of `FAULTS`. */
export type FaultCode = keyof typeof FAULTS;

/** The first thing that is wrong: the line of the file from 1, the leaf where there is one, and the field of the line. */
export interface EvidenceFault {
  readonly ok: false;
  readonly code: FaultCode;
  readonly line: number;
  readonly index?: number;
  readonly field: string;
  /** One plain sentence. */
  readonly sentence: string;
}

/** Thrown where the first fault is found. */
export class Found extends Error {
  constructor(
    readonly code: FaultCode,
    readonly field: string,
    readonly index?: number,
  ) {
    super(code);
  }
}

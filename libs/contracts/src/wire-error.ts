/** Why a message was not taken in; the codes are API, the texts are for people. */
export const WIRE_FAULTS = {
  MALFORMED: 'The message is not in the form of the wire.',
  TOO_LARGE: 'The message is larger than the wire allows.',
  ALGORITHM_NOT_ALLOWED: 'The signature or seal names an algorithm that is not on the allow-list.',
  UNKNOWN_KEY:
    'The signing key is not in the directory, or not of the sender, or revoked at this place of the ledger.',
  BAD_SIGNATURE: 'The signature does not fit the bytes.',
  BAD_EVENT: 'The event breaks the definition of its class.',
  UNKNOWN_CODE: 'The event uses a code that the directory does not hold.',
  WRONG_SUBJECT: 'The event stands on a subject that is not its own.',
  SEALED_MISMATCH: 'The sealed part is not the one that the event was signed with.',
  CANNOT_OPEN: 'The sealed part cannot be opened with the key of this reader.',
  COMMITMENT_MISMATCH: 'A sealed value does not fit the commitment in the event.',
  AGAINST_LIFECYCLE: 'The event is signed, but the task does not allow this step, or not by this party.',
  EQUIVOCATION: 'The sender signed two different events with one number.',
  BAD_EPOCH: 'The event does not belong to the epoch in which it was recorded.',
  CHECKPOINT_REFUSED: 'The checkpoint does not extend the log that this witness has accepted.',
} as const;

/** One of the codes of `WIRE_FAULTS`. */
export type WireFault = keyof typeof WIRE_FAULTS;

/** A message that cannot be taken in. Never retried: the bytes will not get better. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(
    readonly code: WireFault,
    /** Codes and places only, never content. */
    readonly place: string = '',
    options?: ErrorOptions,
  ) {
    super(place ? `${WIRE_FAULTS[code]} (${place})` : WIRE_FAULTS[code], options);
  }
}

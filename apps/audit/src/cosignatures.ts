import { senderOf, type LedgerEvent } from '#contracts';
import type { DirectoryHistory } from '#directory';
import type { CheckpointStore, Cosignature } from '#storage';
import { SIGNATURE_TYPE, formatCheckpoint, noteVerifier, verifyCosignature } from '#transparency';

/** Name under which an agency's witness key signs (C2SP signed-note key name). */
export const witnessName = (agency: string): string => `concordat/witness/${agency}`;

/** Checks what witnesses say of our checkpoints. */
export class Cosignatures {
  constructor(
    private readonly checkpoints: CheckpointStore,
    private readonly history: DirectoryHistory,
    private readonly origin: string,
  ) {}

  /**
   * The cosignature of a witness event that stood at `sequence`, as the signature line that belongs under our note.
   * Undefined when the event brings none; refused when it is not of the agency's witness key in force there, or over a
   * checkpoint that this log never signed.
   */
  async check(
    event: LedgerEvent<'concordat.witness.witnessed.v1'>,
    sequence: number,
  ): Promise<Cosignature | undefined | { readonly refused: 'CHECKPOINT_REFUSED' | 'BAD_SIGNATURE' }> {
    const given = event.data.cosignature;
    // What was said of the log before this one stays its own.
    if (!given || (given.origin !== undefined && given.origin !== this.origin)) return undefined;
    const ours = await this.checkpoints.find(given.size);
    if (ours?.root.toString('base64url') !== given.root) return { refused: 'CHECKPOINT_REFUSED' };
    const agency = senderOf(event);
    const key = this.history
      .at(sequence)
      ?.bundle.keys.find(
        ({ member, use, status }) => member === agency && use === 'witness' && status === 'active',
      );
    if (!key) return { refused: 'BAD_SIGNATURE' };
    const name = witnessName(agency);
    const verifier = noteVerifier(name, SIGNATURE_TYPE.cosignature, Buffer.from(key.x, 'base64url'));
    const line = cosignatureLine(name, verifier.keyId, given);
    const text = formatCheckpoint({ origin: this.origin, size: ours.size, root: ours.root });
    const good = verifyCosignature(text, line, verifier);
    if (!good) return { refused: 'BAD_SIGNATURE' };
    return { size: ours.size, witness: agency, time: good.time, line, sequence };
  }
}

/** C2SP tlog-cosignature: key id, then the time in seconds as 8 bytes (big end first), then the signature. */
function cosignatureLine(
  name: string,
  keyId: Buffer,
  { time, signature }: { readonly time: number; readonly signature: string },
): string {
  const seconds = Buffer.alloc(8);
  seconds.writeBigUInt64BE(BigInt(time));
  const blob = Buffer.concat([keyId, seconds, Buffer.from(signature, 'base64url')]);
  return `— ${name} ${blob.toString('base64')}`;
}

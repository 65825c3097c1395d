import { ed25519PublicKey, decodeMessage, verifyMessage, type LedgerEvent, type Trust } from '#contracts';
import type { Directory } from '#directory';

/** A message as it stands on the ledger. */
export interface StoredText {
  readonly subject: string;
  readonly data: Uint8Array;
}

/** Signing keys that are active in the keeper's own directory, and its codes. */
export const trustOf = (directory: Directory): Trust => ({
  vocabulary: directory.vocabulary,
  findKey: (kid) => {
    const key = directory.keyById(kid);
    if (!key || key.use !== 'signing' || key.status !== 'active') return undefined;
    return { member: key.member, publicKey: ed25519PublicKey(key.x) };
  },
});

/** The event of a stored message, or the reason why it is not to be believed. */
export async function believe(
  stored: StoredText,
  trust: Trust,
): Promise<{ readonly event: LedgerEvent } | { readonly refused: unknown }> {
  try {
    return { event: await verifyMessage(decodeMessage(stored.data), stored.subject, trust) };
  } catch (refused) {
    return { refused };
  }
}

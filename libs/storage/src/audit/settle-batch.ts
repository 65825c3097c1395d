import type { NewLeaf, Refusal } from './audit-rows.js';
import type { PlacedLeaf } from './audit-tables.js';

/** A leaf that is stored already, as far as doubles are concerned. */
export interface StoredLeaf {
  readonly eventId: string;
  readonly sender: string;
  readonly number: number;
  readonly hash: Buffer;
}

/** What becomes of the leaves of one batch. */
export interface SettledBatch {
  readonly placed: readonly PlacedLeaf[];
  readonly equivocations: readonly Refusal[];
}

/**
 * Gives each new leaf its index, from `size` on. The same bytes again fall away. Other bytes under a sender's number or
 * an event id that is taken become an EQUIVOCATION.
 */
export function settleBatch(
  leaves: readonly NewLeaf[],
  stored: readonly StoredLeaf[],
  size: number,
): SettledBatch {
  const taken = new Map<string, Buffer>();
  const take = (leaf: StoredLeaf): void => claimsOf(leaf).forEach((claim) => taken.set(claim, leaf.hash));
  stored.forEach(take);
  const placed: PlacedLeaf[] = [];
  const equivocations: Refusal[] = [];
  for (const leaf of leaves) {
    const holders = claimsOf(leaf).flatMap((claim) => taken.get(claim) ?? []);
    if (holders.length === 0) {
      take(leaf);
      placed.push({ ...leaf, index: size + placed.length });
    } else if (!holders.every((hash) => hash.equals(leaf.hash))) {
      equivocations.push(equivocation(leaf));
    }
  }
  return { placed, equivocations };
}

const claimsOf = ({ eventId, sender, number }: StoredLeaf): readonly string[] => [
  `id ${eventId}`,
  `number ${sender} ${number}`,
];

const equivocation = (leaf: NewLeaf): Refusal => ({
  sequence: leaf.sequence,
  subject: leaf.subject,
  reason: 'EQUIVOCATION',
  place: `${leaf.sender} ${leaf.number}`,
  event: leaf.event,
  recordedAt: leaf.recordedAt,
});

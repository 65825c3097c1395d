import { isCount } from './coordinates.js';
import { isHash, nodeHash, sameBytes } from './hash.js';

/** The claim that the tree of `size` leaves with `root` has `leafHash` as its leaf `index` (from 0). Hashes have 32 bytes. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** The claim that the tree of `second` leaves begins with the tree of `first` leaves. Hashes have 32 bytes. */
export interface ConsistencyClaim {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Where the walk up the tree stands: `node` on the path, `last` the right edge, both as indexes within a level. */
interface Position {
  readonly node: number;
  readonly last: number;
}

/**
 * Whether an inclusion claim holds, by the iterative algorithm of RFC 9162 §2.1.3.2, which shares no code with the
 * making of proofs. False, never an exception, for whatever else it is given.
 * A proof is only as good as where `size` and `root` come from: take both from one verified checkpoint.
 */
export function verifyInclusion(claim: InclusionClaim): boolean {
  if (!isRecord(claim)) return false;
  const { index, size, leafHash, proof, root } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (!isHash(leafHash) || !isHash(root) || !isProof(proof)) return false;
  let at: Position = { node: index, last: size - 1 };
  let computed: Uint8Array = leafHash;
  for (const sibling of proof) {
    if (at.last === 0) return false;
    if (isRightChild(at)) {
      computed = nodeHash(sibling, computed);
      at = skipMissingSiblings(at);
    } else {
      computed = nodeHash(computed, sibling);
    }
    at = parent(at);
  }
  return at.last === 0 && sameBytes(computed, root);
}

/**
 * Whether a consistency claim holds, by the iterative algorithm of RFC 9162 §2.1.4.2, which shares no code with the
 * making of proofs. Equal sizes need equal roots and an empty proof. `first` = 0 is never evidence: false. False,
 * never an exception, for whatever else it is given.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  if (!isRecord(claim)) return false;
  const { first, second, firstRoot, secondRoot, proof } = claim;
  if (!isCount(first) || !isCount(second) || first < 1 || first > second) return false;
  if (!isHash(firstRoot) || !isHash(secondRoot) || !isProof(proof)) return false;
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  return proof.length > 0 && climb(claim);
}

function climb({ first, second, firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  let at = firstLeftEdge({ node: first - 1, last: second - 1 });
  // Where the old tree is perfect (its walk starts at node 0), its root is the first hash and is not repeated.
  const [seed, ...rest] = at.node === 0 ? [firstRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let oldRoot: Uint8Array = seed;
  let newRoot: Uint8Array = seed;
  for (const sibling of rest) {
    if (at.last === 0) return false;
    if (isRightChild(at)) {
      oldRoot = nodeHash(sibling, oldRoot);
      newRoot = nodeHash(sibling, newRoot);
      at = skipMissingSiblings(at);
    } else {
      newRoot = nodeHash(newRoot, sibling);
    }
    at = parent(at);
  }
  return at.last === 0 && sameBytes(oldRoot, firstRoot) && sameBytes(newRoot, secondRoot);
}

function isRightChild({ node, last }: Position): boolean {
  return node % 2 === 1 || node === last;
}

// On the right edge of a tree that is not full, a node without a sibling rises unhashed.
function skipMissingSiblings(from: Position): Position {
  let at = from;
  while (at.node % 2 === 0 && at.node !== 0) at = parent(at);
  return at;
}

function firstLeftEdge(from: Position): Position {
  let at = from;
  while (at.node % 2 === 1) at = parent(at);
  return at;
}

// No bit operators: they would cut sizes to 32 bits.
function parent({ node, last }: Position): Position {
  return { node: Math.floor(node / 2), last: Math.floor(last / 2) };
}

function isProof(proof: unknown): proof is readonly Uint8Array[] {
  // A tree of 2^53 leaves has no longer proofs; more is refused before anything is hashed.
  return Array.isArray(proof) && proof.length <= 64 && Array.from(proof).every(isHash);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

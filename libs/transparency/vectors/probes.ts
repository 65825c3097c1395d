import { createHash } from 'node:crypto';
import { EMPTY_ROOT } from '../src/hash.js';
import { consistencyProof, inclusionProof, rootFromLeaves } from '../src/proofs.js';
import type { ConsistencyClaim, InclusionClaim } from '../src/verifiers.js';
import { byteLeafHashes, nodeTable } from './trees.js';

/** Sizes of the trees whose proofs are tampered with. */
export const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 21, 32, 33];
const leafHashes = byteLeafHashes(66);
const node = nodeTable(leafHashes);
const rootAt = (size: number) => rootFromLeaves(leafHashes.slice(0, size));
const garbage = createHash('sha256').update('garbage').digest();
const nothing = Buffer.alloc(0);

type Mutation<Claim> = (claim: Claim) => readonly Claim[];
type Proof = readonly Uint8Array[];

function flipped(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash);
  copy[bit] = (copy[bit] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

/** Every wrong proof that can be made of a right one, by kind. `roots` are hashes an attacker would try to slip in. */
export const proofMutations: Record<string, (proof: Proof, roots: Proof) => readonly Proof[]> = {
  'one bit of a hash is flipped': (proof) =>
    proof.flatMap((hash, at) => [3, 4].map((bit) => proof.with(at, flipped(hash, bit)))),
  'a hash is replaced': (proof) => proof.map((_, at) => proof.with(at, garbage)),
  'a hash is cut short or too long': (proof) =>
    proof.flatMap((hash, at) =>
      [hash.subarray(1), Buffer.concat([hash, hash])].map((bad) => proof.with(at, bad)),
    ),
  'a hash is inserted': (proof) => [...proof, garbage].map((_, at) => proof.toSpliced(at, 0, garbage)),
  'a hash is removed': (proof) => proof.map((_, at) => proof.toSpliced(at, 1)),
  'a hash is doubled': (proof) => proof.map((hash, at) => proof.toSpliced(at, 0, hash)),
  'two hashes are swapped': (proof) =>
    proof.slice(1).map((hash, at) => proof.with(at, hash).with(at + 1, proof[at] ?? garbage)),
  'garbage stands before': (proof) => [[garbage, ...proof]],
  'garbage stands after': (proof) => [[...proof, garbage]],
  'a root stands before': (proof, roots) => roots.map((root) => [root, ...proof]),
  'a root stands after': (proof, roots) => roots.map((root) => [...proof, root]),
  'an empty hash stands after': (proof) => [[...proof, nothing]],
  'the proof is cut short': (proof) => proof.map((_, at) => proof.slice(0, at)),
  'the proof is empty': (proof) => (proof.length > 0 ? [[]] : []),
};

/** Every wrong claim of inclusion that can be made of a right one, by kind. */
export const inclusionMutations: Record<string, Mutation<InclusionClaim>> = {
  'index + 1': (claim) => [{ ...claim, index: claim.index + 1 }],
  'index - 1': (claim) => [{ ...claim, index: claim.index - 1 }],
  'index XOR 2': (claim) => [{ ...claim, index: claim.index ^ 2 }],
  'size doubled': (claim) => [{ ...claim, size: claim.size * 2 }],
  'size halved': (claim) =>
    [Math.floor(claim.size / 2), claim.size / 2 - 0.25].map((size) => ({ ...claim, size })),
  'wrong leaf': (claim) =>
    [garbage, nothing, EMPTY_ROOT, flipped(claim.leafHash, 4)].map((leafHash) => ({ ...claim, leafHash })),
  'wrong root': (claim) =>
    [garbage, nothing, EMPTY_ROOT, rootAt(claim.size + 1), flipped(claim.root, 3)].map((root) => ({
      ...claim,
      root,
    })),
  'leaf and root swapped': (claim) =>
    claim.size > 1 ? [{ ...claim, leafHash: claim.root, root: claim.leafHash }] : [],
};

/** Every wrong claim of consistency that can be made of a right one, by kind. */
export const consistencyMutations: Record<string, Mutation<ConsistencyClaim>> = {
  'first + 1': (claim) => [{ ...claim, first: claim.first + 1 }],
  'first - 1': (claim) => [{ ...claim, first: claim.first - 1 }],
  'first XOR 2': (claim) => [{ ...claim, first: claim.first ^ 2 }],
  'second doubled': (claim) => [{ ...claim, second: claim.second * 2 }],
  'second halved': (claim) => [{ ...claim, second: Math.floor(claim.second / 2) }],
  'first greater than second': (claim) => [
    { ...claim, first: claim.second + 1 },
    ...(claim.first < claim.second ? [{ ...claim, first: claim.second, second: claim.first }] : []),
  ],
  'first is zero': (claim) =>
    [claim.firstRoot, EMPTY_ROOT].flatMap((firstRoot) => [
      { ...claim, first: 0, firstRoot },
      { ...claim, first: 0, firstRoot, proof: [] },
      { ...claim, first: 0, firstRoot, proof: [garbage] },
      { first: 0, second: 0, firstRoot, secondRoot: firstRoot, proof: [] },
    ]),
  'equal sizes with a proof or other roots': (claim) => [
    { ...claim, first: claim.second, firstRoot: claim.secondRoot, proof: [garbage] },
    { ...claim, first: claim.second, firstRoot: claim.secondRoot, proof: [claim.secondRoot] },
    { ...claim, first: claim.second, firstRoot: garbage, proof: [] },
  ],
  'wrong first root': (claim) =>
    [garbage, nothing, EMPTY_ROOT, flipped(claim.firstRoot, 3)].map((firstRoot) => ({ ...claim, firstRoot })),
  'wrong second root': (claim) =>
    [garbage, nothing, EMPTY_ROOT, flipped(claim.secondRoot, 4)].map((secondRoot) => ({
      ...claim,
      secondRoot,
    })),
  'roots swapped': (claim) =>
    claim.first < claim.second
      ? [{ ...claim, firstRoot: claim.secondRoot, secondRoot: claim.firstRoot }]
      : [],
};

/** Right claims: every leaf of every tree. */
export const inclusions: readonly InclusionClaim[] = SIZES.flatMap((size) =>
  leafHashes.slice(0, size).map((leafHash, index) => {
    return { index, size, leafHash, proof: inclusionProof(index, size, node), root: rootAt(size) };
  }),
);

/** Right claims: every earlier size of every tree. */
export const consistencies: readonly ConsistencyClaim[] = SIZES.flatMap((second) =>
  Array.from({ length: second }, (_, before) => {
    const roots = { firstRoot: rootAt(before + 1), secondRoot: rootAt(second) };
    return { first: before + 1, second, ...roots, proof: consistencyProof(before + 1, second, node) };
  }),
);

/** How many right claims of each sort there are. */
export const total = SIZES.reduce((sum, size) => sum + size, 0);

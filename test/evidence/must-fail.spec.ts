import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  SIZES,
  consistencies,
  consistencyMutations,
  inclusionMutations,
  inclusions,
  proofMutations,
  total,
} from '../../libs/transparency/vectors/probes.js';
import { byteLeafHashes, fromHex, merkleVectors } from '../../libs/transparency/vectors/trees.js';
import type { ConsistencyClaim, InclusionClaim } from '#transparency';
import { GrowingTree, extendsTree, includes, leafHashOf } from '#verifier';

const verifyInclusion = ({ index, size, leafHash, proof, root }: InclusionClaim): boolean =>
  includes({ index, size, leaf: leafHash, proof }, root);
const verifyConsistency = (claim: ConsistencyClaim): boolean => extendsTree(claim);

describe('the independent verifier and the published tree of eight leaves', () => {
  const vectors = merkleVectors();

  it('agree on every leaf, root and proof', () => {
    const tree = new GrowingTree();
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    expect(vectors.leaves.map((leaf) => hex(leafHashOf(fromHex(leaf))))).toEqual(vectors.leafHashes);
    expect(hex(tree.root())).toBe(vectors.roots[0]);
    for (const [at, leaf] of vectors.leafHashes.entries()) {
      tree.add(fromHex(leaf));
      expect(hex(tree.root())).toBe(vectors.roots[at + 1]);
    }
    const root = (size: number): Buffer => fromHex(vectors.roots[size] ?? '');
    for (const { index, size, proof } of vectors.inclusion) {
      const leafHash = fromHex(vectors.leafHashes[index] ?? '');
      expect(verifyInclusion({ index, size, leafHash, proof: proof.map(fromHex), root: root(size) })).toBe(
        true,
      );
    }
    for (const { from, to, proof } of vectors.consistency.filter(({ from: first }) => first > 0)) {
      const roots = { firstRoot: root(from), secondRoot: root(to) };
      expect(verifyConsistency({ first: from, second: to, ...roots, proof: proof.map(fromHex) })).toBe(true);
    }
  });

  it('agree on every root up to 130 leaves, rolled up into the published digest', () => {
    const tree = new GrowingTree();
    const digest = createHash('sha256');
    for (const [size, leaf] of [...byteLeafHashes(130), undefined].entries()) {
      digest.update(`${size} ${Buffer.from(tree.root()).toString('hex')}\n`);
      if (leaf) tree.add(leaf);
    }
    expect(digest.digest('hex')).toBe('9c67f07f906103b6bf201842a50ff0b8c91fca9b3e211334a6b7aa3133165dec');
  });
});

describe('an inclusion proof that was tampered with', () => {
  it('starts from proofs that are right', () => {
    expect(inclusions).toHaveLength(total);
    expect(inclusions.filter((claim) => !verifyInclusion(claim))).toEqual([]);
  });

  it.each(Object.keys(inclusionMutations))('is refused: %s', (kind) => {
    const probes = inclusions.flatMap((claim) => inclusionMutations[kind]?.(claim) ?? []);
    expect(probes.length).toBeGreaterThanOrEqual(total - 1);
    expect(probes.filter(verifyInclusion)).toEqual([]);
  });

  it.each(Object.keys(proofMutations))('is refused: %s', (kind) => {
    const probes = inclusions.flatMap((claim) =>
      (proofMutations[kind]?.(claim.proof, [claim.root, claim.leafHash]) ?? []).map((proof) => ({
        ...claim,
        proof,
      })),
    );
    expect(probes.length).toBeGreaterThanOrEqual(total - 1);
    expect(probes.filter(verifyInclusion)).toEqual([]);
  });
});

describe('a consistency proof that was tampered with', () => {
  it('starts from proofs that are right', () => {
    expect(consistencies).toHaveLength(total);
    expect(consistencies.filter((claim) => !verifyConsistency(claim))).toEqual([]);
  });

  it.each(Object.keys(consistencyMutations))('is refused: %s', (kind) => {
    const probes = consistencies.flatMap((claim) => consistencyMutations[kind]?.(claim) ?? []);
    expect(probes.length).toBeGreaterThanOrEqual(total - SIZES.length);
    expect(probes.filter(verifyConsistency)).toEqual([]);
  });

  it.each(Object.keys(proofMutations))('is refused: %s', (kind) => {
    const probes = consistencies.flatMap((claim) =>
      (proofMutations[kind]?.(claim.proof, [claim.firstRoot, claim.secondRoot]) ?? []).map((proof) => ({
        ...claim,
        proof,
      })),
    );
    expect(probes.length).toBeGreaterThanOrEqual(total - SIZES.length);
    expect(probes.filter(verifyConsistency)).toEqual([]);
  });
});

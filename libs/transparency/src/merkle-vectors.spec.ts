import { describe, expect, it } from '@jest/globals';
import { fromHex, merkleVectors, nodeTable } from '../vectors/trees.js';
import { appendLeaf, emptyRange, rangeRoot } from './compact-range.js';
import { consistencyProof, inclusionProof, rootFromLeaves } from './proofs.js';
import { verifyConsistency, verifyInclusion } from './verifiers.js';

const vectors = merkleVectors();
const leafHashes = vectors.leafHashes.map(fromHex);
const roots = vectors.roots.map(fromHex);
const node = nodeTable(leafHashes);
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));
const at = <T>(items: readonly T[], index: number): T => items[index] as T;

describe('the published tree of eight leaves', () => {
  it('is all there: nine roots, 36 inclusion proofs, 36 consistency proofs', () => {
    expect([vectors.roots.length, vectors.inclusion.length, vectors.consistency.length]).toEqual([9, 36, 36]);
  });

  it.each(vectors.roots.map((root, size) => ({ size, root })))(
    'has the published root at size $size',
    ({ size, root }) => {
      const leaves = leafHashes.slice(0, size);
      expect(rootFromLeaves(leaves).toString('hex')).toBe(root);
      expect(rangeRoot(leaves.reduce(appendLeaf, emptyRange)).toString('hex')).toBe(root);
    },
  );

  it.each(vectors.inclusion)('proves leaf $index in $size leaves as published', ({ index, size, proof }) => {
    expect(hex(inclusionProof(index, size, node))).toEqual(proof);
    const claim = {
      index,
      size,
      leafHash: at(leafHashes, index),
      proof: proof.map(fromHex),
      root: at(roots, size),
    };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it.each(vectors.consistency)('proves that $to leaves extend $from as published', ({ from, to, proof }) => {
    expect(hex(consistencyProof(from, to, node))).toEqual(proof);
    const sizes = { first: from, second: to, firstRoot: at(roots, from), secondRoot: at(roots, to) };
    expect(verifyConsistency({ ...sizes, proof: proof.map(fromHex) })).toBe(true);
  });
});

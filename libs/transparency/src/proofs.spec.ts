import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeTable } from '../vectors/trees.js';
import { appendLeaves, emptyRange, rangeRoot } from './compact-range.js';
import { leafHash } from './hash.js';
import {
  consistencyPlan,
  consistencyProof,
  inclusionPlan,
  inclusionProof,
  planCoordinates,
} from './proofs.js';
import { verifyConsistency, verifyInclusion } from './verifiers.js';

const LARGEST = 3000;
const leafHashes = Array.from({ length: LARGEST }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const node = nodeTable(leafHashes);
const rootAt = (size: number) => rangeRoot(appendLeaves(emptyRange, leafHashes.slice(0, size)));

/** Two numbers from 1 to the largest size, the smaller first. */
const twoSizes = fc
  .tuple(fc.integer({ min: 1, max: LARGEST }), fc.integer({ min: 1, max: LARGEST }))
  .map(([a, b]) => {
    return { small: Math.min(a, b), large: Math.max(a, b) };
  });

describe('proofs made from a table of finished nodes', () => {
  it('show that any leaf is in any tree that has it', () => {
    const check = ({ small, large }: { small: number; large: number }) => {
      const index = small - 1;
      const proof = inclusionProof(index, large, node);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(large)));
      const leaf = leafHashes[index] ?? Buffer.alloc(0);
      expect(verifyInclusion({ index, size: large, leafHash: leaf, proof, root: rootAt(large) })).toBe(true);
    };
    fc.assert(fc.property(twoSizes, check));
  });

  it('show that any tree extends any smaller one', () => {
    const check = ({ small, large }: { small: number; large: number }) => {
      const proof = consistencyProof(small, large, node);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(large)) + 1);
      const roots = { firstRoot: rootAt(small), secondRoot: rootAt(large) };
      expect(verifyConsistency({ first: small, second: large, ...roots, proof })).toBe(true);
    };
    fc.assert(fc.property(twoSizes, check));
  });
});

describe('a plan', () => {
  it('names only nodes that are finished at its size, none twice', () => {
    const check = ({ small, large }: { small: number; large: number }) => {
      for (const plan of [inclusionPlan(small - 1, large), consistencyPlan(small, large)]) {
        const needed = planCoordinates(plan);
        expect(needed.every(({ level, index }) => (index + 1) * 2 ** level <= large)).toBe(true);
        expect(new Set(needed.map(({ level, index }) => `${level}/${index}`)).size).toBe(needed.length);
      }
    };
    fc.assert(fc.property(twoSizes, check));
  });

  it('makes one hash of several nodes at the right edge', () => {
    expect(inclusionPlan(0, 7).at(-1)).toEqual([
      { level: 1, index: 2 },
      { level: 0, index: 6 },
    ]);
  });

  it('stays small and exact for the largest trees', () => {
    const size = Number.MAX_SAFE_INTEGER;
    expect(inclusionPlan(0, size)).toHaveLength(53);
    expect(planCoordinates(inclusionPlan(0, size)).every(({ index }) => Number.isSafeInteger(index))).toBe(
      true,
    );
    expect(consistencyPlan(2 ** 52 + 1, size).length).toBeLessThanOrEqual(54);
  });

  it.each([
    [0, 0],
    [1, 1],
    [-1, 1],
    [0.5, 2],
    [NaN, 2],
    [0, 2 ** 53],
  ])('is refused for leaf %p of %p', (index, size) => {
    expect(() => inclusionPlan(index, size)).toThrow(RangeError);
  });

  it.each([
    [0, 1],
    [0, 0],
    [2, 1],
    [-1, 1],
    [1, NaN],
    [1, 2 ** 53],
  ])('is refused from %p to %p leaves', (first, second) => {
    expect(() => consistencyPlan(first, second)).toThrow(RangeError);
  });
});

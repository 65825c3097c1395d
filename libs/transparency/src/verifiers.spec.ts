import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, nodeHash } from './hash.js';
import {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './verifiers.js';

const hash = leafHash(Buffer.from('a leaf'));
const inclusion: InclusionClaim = { index: 0, size: 1, leafHash: hash, proof: [], root: hash };
const consistency: ConsistencyClaim = { first: 1, second: 1, firstRoot: hash, secondRoot: hash, proof: [] };

const strangeNumbers = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  0.5,
  2 ** 53,
  2 ** 60,
  2n,
  '1',
  '',
  null,
  undefined,
  {},
  [],
];
const strangeHashes = [
  null,
  undefined,
  '',
  'hash',
  7,
  {},
  [],
  Buffer.alloc(0),
  Buffer.alloc(31),
  Buffer.alloc(33),
  [...hash],
];
const strangeProofs = [
  null,
  undefined,
  '',
  7,
  {},
  { length: 0 },
  [null],
  [undefined],
  Array(1),
  ['x'],
  [Buffer.alloc(31)],
];

/** Every claim in which one field is replaced by each of the strange values that fit its kind. */
function strangeClaims(claim: InclusionClaim | ConsistencyClaim): unknown[] {
  return Object.entries(claim).flatMap(([field, good]) => {
    const strange =
      typeof good === 'number' ? strangeNumbers : good instanceof Uint8Array ? strangeHashes : strangeProofs;
    return strange.map((value) => ({ ...claim, [field]: value }));
  });
}

describe('a verifier that is given hostile input', () => {
  it('accepts the right claims that the strange ones are made of', () => {
    expect([verifyInclusion(inclusion), verifyConsistency(consistency)]).toEqual([true, true]);
  });

  it('answers false, and never throws, where one field is strange', () => {
    const inclusions = strangeClaims(inclusion) as InclusionClaim[];
    const consistencies = strangeClaims(consistency) as ConsistencyClaim[];
    expect(inclusions).toHaveLength(
      2 * strangeNumbers.length + 2 * strangeHashes.length + strangeProofs.length,
    );
    expect(consistencies).toHaveLength(inclusions.length);
    expect(inclusions.filter(verifyInclusion)).toEqual([]);
    expect(consistencies.filter(verifyConsistency)).toEqual([]);
  });

  it('answers false for anything that is no claim at all', () => {
    const check = (value: unknown) => {
      expect(verifyInclusion(value as InclusionClaim)).toBe(false);
      expect(verifyConsistency(value as ConsistencyClaim)).toBe(false);
    };
    fc.assert(fc.property(fc.anything(), check));
  });

  it('answers false for random fields', () => {
    const count = fc.oneof(fc.maxSafeNat(), fc.double(), fc.anything());
    const bytes = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), fc.anything());
    const proof = fc.oneof(fc.array(bytes, { maxLength: 70 }), fc.anything());
    const inclusions = fc.record({ index: count, size: count, leafHash: bytes, proof, root: bytes });
    const consistencies = fc.record({
      first: count,
      second: count,
      firstRoot: bytes,
      secondRoot: bytes,
      proof,
    });
    const no = (answer: boolean) => expect(answer).toBe(false);
    fc.assert(fc.property(inclusions, (claim) => no(verifyInclusion(claim as InclusionClaim))));
    fc.assert(fc.property(consistencies, (claim) => no(verifyConsistency(claim as ConsistencyClaim))));
  });

  it('refuses a proof that is longer than any tree is high, without hashing it', () => {
    const proof = Array.from({ length: 1_000_000 }, () => hash);
    expect(verifyInclusion({ ...inclusion, size: Number.MAX_SAFE_INTEGER, proof })).toBe(false);
    expect(verifyConsistency({ ...consistency, second: Number.MAX_SAFE_INTEGER, proof })).toBe(false);
  });
});

describe('a tree with more leaves than 32 bits count', () => {
  it('keeps the whole index: the last of 2^40 + 1 leaves stands beside one perfect subtree', () => {
    const left = leafHash(Buffer.from('2^40 leaves'));
    const claim = {
      index: 2 ** 40,
      size: 2 ** 40 + 1,
      leafHash: hash,
      proof: [left],
      root: nodeHash(left, hash),
    };
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, index: 0 })).toBe(false);
    const roots = { firstRoot: left, secondRoot: claim.root };
    expect(verifyConsistency({ first: 2 ** 40, second: 2 ** 40 + 1, ...roots, proof: [hash] })).toBe(true);
  });
});

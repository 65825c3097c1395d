import { describe, expect, it } from '@jest/globals';
import {
  SIZES,
  consistencies,
  consistencyMutations,
  inclusionMutations,
  inclusions,
  proofMutations,
  total,
} from '../vectors/probes.js';
import { verifyConsistency, verifyInclusion } from './verifiers.js';

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

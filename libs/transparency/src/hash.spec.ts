import { describe, expect, it } from '@jest/globals';
import { fromHex, merkleVectors } from '../vectors/trees.js';
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.js';

const counting = (from: number, length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => from + index));

describe('hashes of the tree', () => {
  it('gives the published hash of each of the eight leaves', () => {
    const { leaves, leafHashes } = merkleVectors();
    expect(leaves).toHaveLength(8);
    expect(leaves.map((leaf) => leafHash(fromHex(leaf)).toString('hex'))).toEqual(leafHashes);
  });

  it('gives the published hash of a longer leaf and of a node', () => {
    expect(leafHash(counting(0x10, 16)).toString('hex')).toBe(
      '3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a',
    );
    expect(nodeHash(counting(0, 32), counting(32, 32)).toString('hex')).toBe(
      '1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57',
    );
  });

  it('knows the root of the empty tree', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(merkleVectors().roots[0]);
  });

  it('refuses to make a node of anything but two hashes', () => {
    expect(() => nodeHash(Buffer.alloc(31), Buffer.alloc(33))).toThrow(TypeError);
  });
});

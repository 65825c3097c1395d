import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { byteLeafHashes, nodeTable } from '../vectors/trees.js';
import { appendLeaf, emptyRange, rangeRoot } from './compact-range.js';
import { consistencyProof, inclusionPlan, inclusionProof, foldPlan, rootFromLeaves } from './proofs.js';
import { verifyConsistency, verifyInclusion } from './verifiers.js';

const LEAVES = 130;
const leafHashes = byteLeafHashes(LEAVES);
const node = nodeTable(leafHashes);
const rootOf = remembered((start, end) => rootFromLeaves(leafHashes.slice(start, end)));
const line = (prefix: string, hashes: readonly Buffer[]) =>
  `${[prefix, ...hashes.map((hash) => hash.toString('hex'))].join(' ')}\n`;

function remembered(compute: (start: number, end: number) => Buffer): (start: number, end: number) => Buffer {
  const known = new Map<number, Buffer>();
  return (start, end) => {
    const key = start * 1000 + end;
    const hash = known.get(key) ?? compute(start, end);
    known.set(key, hash);
    return hash;
  };
}

/** One hash over all lines, and how many there were. */
function rollUp(lines: Iterable<string>): { readonly count: number; readonly digest: string } {
  const hash = createHash('sha256');
  let count = 0;
  for (const text of lines) {
    hash.update(text);
    count += 1;
  }
  return { count, digest: hash.digest('hex') };
}

/** The spans of leaves that make a subtree (draft-ietf-plants-merkle-tree-certs), for each end up to `last`. */
function* subtrees(last: number): Generator<readonly [start: number, end: number]> {
  for (let end = 0; end <= last; end += 1) {
    for (let start = 0; start <= end; start += 1) {
      if (start % smallestPowerFrom(end - start) === 0 || start === end) yield [start, end];
    }
  }
}

function smallestPowerFrom(width: number): number {
  let power = 1;
  while (power < width) power *= 2;
  return power;
}

/** The plan of an inclusion proof, moved to a subtree that begins at `start`. */
function subtreeInclusion(index: number, start: number, end: number): Buffer[] {
  const plan = inclusionPlan(index - start, end - start);
  return foldPlan(plan, ({ level, index: place }) => node({ level, index: place + start / 2 ** level }));
}

/** The subtree consistency proof of the draft, by direct recursion; with start 0 it is that of RFC 6962. */
function subtreeConsistency(
  subtree: readonly [number, number],
  tree: readonly [number, number],
  known = true,
): Buffer[] {
  const [start, end] = subtree;
  const [from, to] = tree;
  if (start === from && end === to) return known ? [] : [rootOf(from, to)];
  const middle = from + smallestPowerFrom(to - from) / 2;
  if (end <= middle) return [...subtreeConsistency(subtree, [from, middle], known), rootOf(middle, to)];
  const left = rootOf(from, middle);
  if (start >= middle) return [...subtreeConsistency(subtree, [middle, to], known), left];
  return [...subtreeConsistency([middle, end], [middle, to], false), left];
}

describe('every tree up to 130 leaves, rolled up into one digest', () => {
  it('has the known roots, also from the compact range', () => {
    function* lines(): Generator<string> {
      let range = emptyRange;
      for (let size = 0; size <= LEAVES; size += 1) {
        expect(rangeRoot(range)).toEqual(rootOf(0, size));
        yield line(`${size}`, [rangeRoot(range)]);
        const next = leafHashes[size];
        if (next !== undefined) range = appendLeaf(range, next);
      }
    }
    const digest = '9c67f07f906103b6bf201842a50ff0b8c91fca9b3e211334a6b7aa3133165dec';
    expect(rollUp(lines())).toEqual({ count: 131, digest });
  });

  it('has the known inclusion proofs, and each verifies', () => {
    let refused = 0;
    function* lines(): Generator<string> {
      for (let size = 0; size <= LEAVES; size += 1) {
        for (const [index, leafHash] of leafHashes.slice(0, size).entries()) {
          const proof = inclusionProof(index, size, node);
          if (!verifyInclusion({ index, size, leafHash, proof, root: rootOf(0, size) })) refused += 1;
          yield line(`${index} ${size}`, proof);
        }
      }
    }
    const digest = '893ce6eea61adc33c22c0e3a952498b76dfa3c282e78ac659f6fcc0ea44f9983';
    expect(rollUp(lines())).toEqual({ count: 8515, digest });
    expect(refused).toBe(0);
  });

  it('has the known consistency proofs, and each verifies', () => {
    let refused = 0;
    function* lines(): Generator<string> {
      for (let second = 0; second <= LEAVES; second += 1) {
        for (let first = 1; first <= second; first += 1) {
          const proof = consistencyProof(first, second, node);
          const roots = { firstRoot: rootOf(0, first), secondRoot: rootOf(0, second) };
          if (!verifyConsistency({ first, second, ...roots, proof })) refused += 1;
          yield line(`${first} ${second}`, proof);
        }
      }
    }
    const digest = '2498232e1aebe8d1aa8d339d897fc471f4495fe0b8a55ac08f7dae3d88bc4c2a';
    expect(rollUp(lines())).toEqual({ count: 8515, digest });
    expect(refused).toBe(0);
  });
});

describe('every subtree up to 130 leaves, rolled up into the published digests', () => {
  it('has the published subtree hashes', () => {
    const lines = [...subtrees(LEAVES)].map(([start, end]) =>
      line(`[${start}, ${end})`, [rootOf(start, end)]),
    );
    expect(rollUp(lines).digest).toBe('b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81');
  });

  it('has the published subtree inclusion proofs', () => {
    function* lines(): Generator<string> {
      for (const [start, end] of subtrees(LEAVES)) {
        for (let index = start; index < end; index += 1) {
          yield line(`${index} [${start}, ${end})`, subtreeInclusion(index, start, end));
        }
      }
    }
    expect(rollUp(lines()).digest).toBe('ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f');
  });

  it('has the published subtree consistency proofs, of which ours are the rows that begin at leaf 0', () => {
    let ours = 0;
    let different = 0;
    function* lines(): Generator<string> {
      for (let size = 0; size <= LEAVES; size += 1) {
        for (const [start, end] of subtrees(size)) {
          const proof = start === end ? [] : subtreeConsistency([start, end], [0, size]);
          const text = line(`[${start}, ${end}) ${size}`, proof);
          yield text;
          if (start > 0 || end === 0) continue;
          ours += 1;
          if (line(`[0, ${end}) ${size}`, consistencyProof(end, size, node)) !== text) different += 1;
        }
      }
    }
    expect(rollUp(lines()).digest).toBe('10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74');
    expect({ ours, different }).toEqual({ ours: 8515, different: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteLeafHashes } from '../vectors/trees.js';
import {
  appendedNodes,
  appendLeaf,
  appendLeaves,
  emptyRange,
  parseRange,
  rangeRoot,
  serializeRange,
} from './compact-range.js';
import { EMPTY_ROOT, leafHash } from './hash.js';
import { rootFromLeaves } from './proofs.js';

const leaves = fc.array(fc.uint8Array({ maxLength: 4 }).map(leafHash), { maxLength: 300 });

describe('a compact range', () => {
  it('has the empty root before the first leaf', () => {
    expect(rangeRoot(emptyRange)).toEqual(EMPTY_ROOT);
  });

  it('has the root that the definition gives, in whatever portions the leaves come', () => {
    const check = (first: readonly Buffer[], second: readonly Buffer[]) => {
      const grown = appendLeaves(appendLeaves(emptyRange, first), second);
      expect(grown.size).toBe(first.length + second.length);
      expect(rangeRoot(grown)).toEqual(rootFromLeaves([...first, ...second]));
      expect([...first, ...second].reduce(appendLeaf, emptyRange)).toEqual(grown);
    };
    fc.assert(fc.property(leaves, leaves, check), { numRuns: 50 });
  });

  it('leaves the range it grew from as it was', () => {
    const three = appendLeaves(emptyRange, byteLeafHashes(3));
    const before = serializeRange(three);
    appendLeaf(three, leafHash(Buffer.of(3)));
    expect(serializeRange(three)).toEqual(before);
    expect(emptyRange).toEqual({ size: 0, hashes: [] });
  });

  it('refuses a leaf that is no hash', () => {
    expect(() => appendLeaf(emptyRange, Buffer.from('leaf'))).toThrow(TypeError);
  });

  it('tells each finished node once, at its place, whose hash is the root of the leaves below it', () => {
    const hashes = byteLeafHashes(100);
    const first = appendedNodes(emptyRange, hashes.slice(0, 37));
    const second = appendedNodes(first.range, hashes.slice(37));
    const nodes = [...first.nodes, ...second.nodes];
    // 100 leaves make 50 pairs, 25 fours, and so on.
    expect(nodes).toHaveLength(100 + 50 + 25 + 12 + 6 + 3 + 1);
    expect(new Set(nodes.map(({ level, index }) => `${level}/${index}`)).size).toBe(nodes.length);
    for (const { level, index, hash } of nodes) {
      const width = 2 ** level;
      expect(hash).toEqual(rootFromLeaves(hashes.slice(index * width, (index + 1) * width)));
    }
  });
});

describe('a stored compact range', () => {
  it('comes back from JSON as it was', () => {
    const check = (hashes: readonly Buffer[]) => {
      const range = appendLeaves(emptyRange, hashes);
      const text = JSON.stringify(serializeRange(range));
      expect(parseRange(JSON.parse(text))).toEqual(range);
    };
    fc.assert(fc.property(leaves, check), { numRuns: 50 });
  });

  const hash = leafHash(Buffer.of(1)).toString('base64');
  const broken: readonly unknown[] = [
    null,
    'range',
    {},
    { size: 1 },
    { hashes: [] },
    { size: -1, hashes: [] },
    { size: 0.5, hashes: [] },
    { size: '1', hashes: [hash] },
    { size: 2 ** 53, hashes: [hash] },
    { size: 1, hashes: [] },
    { size: 0, hashes: [hash] },
    { size: 3, hashes: [hash] },
    { size: 1, hashes: hash },
    { size: 1, hashes: [7] },
    { size: 1, hashes: [hash.slice(4)] },
    { size: 1, hashes: [`${hash} `] },
    { size: 1, hashes: [hash.replace('=', '')] },
  ];

  it.each(broken.map((value) => ({ value, text: JSON.stringify(value) })))(
    'is refused as $text',
    ({ value }) => {
      expect(() => parseRange(value)).toThrow(TypeError);
    },
  );
});

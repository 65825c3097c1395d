import { decodeBase64 } from './base64.js';
import { isCount, type NodeCoordinate } from './coordinates.js';
import { EMPTY_ROOT, isHash, nodeHash } from './hash.js';

/**
 * All that is needed to let a tree grow and to know its root: its number of leaves and the roots of its perfect
 * subtrees, largest first. One hash per bit that is set in `size`.
 */
export interface CompactRange {
  readonly size: number;
  readonly hashes: readonly Buffer[];
}

/** A node that will never change again, with its place and its 32-byte hash. */
export interface TreeNode extends NodeCoordinate {
  readonly hash: Buffer;
}

/** What appending leaves gives: the grown range, and each finished node that it made, children before parents. */
export interface Appended {
  readonly range: CompactRange;
  readonly nodes: TreeNode[];
}

/** A compact range as plain JSON; hashes in Base64, largest subtree first. */
export interface SerializedRange {
  readonly size: number;
  readonly hashes: readonly string[];
}

/** The compact range of the tree without leaves. */
export const emptyRange: CompactRange = Object.freeze({ size: 0, hashes: Object.freeze([]) });

/** The range with one more leaf. The old range stays as it is. Throws unless the leaf hash has 32 bytes. */
export function appendLeaf(range: CompactRange, leafHash: Buffer): CompactRange {
  return appendedNodes(range, [leafHash]).range;
}

/** The range with more leaves, in their order. The old range stays as it is. Throws unless each hash has 32 bytes. */
export function appendLeaves(range: CompactRange, leafHashes: readonly Buffer[]): CompactRange {
  return appendedNodes(range, leafHashes).range;
}

/**
 * Appends leaves and tells every perfect subtree that became complete by it, the leaves (level 0) included. A store
 * which keeps these nodes can answer every proof plan for every size up to the new one.
 * Throws unless each hash has 32 bytes, and at 2^53 leaves.
 */
export function appendedNodes(range: CompactRange, leafHashes: readonly Buffer[]): Appended {
  const hashes = [...range.hashes];
  const nodes: TreeNode[] = [];
  let size = range.size;
  for (const leaf of leafHashes) {
    if (!isHash(leaf)) throw new TypeError('a leaf hash has 32 bytes');
    if (!isCount(size + 1)) throw new RangeError('a tree has fewer than 2^53 leaves');
    mergeUpwards(hashes, nodes, { level: 0, index: size, hash: leaf });
    size += 1;
  }
  return { range: { size, hashes }, nodes };
}

// A node with an odd index is a right child: its left sibling is the last hash of the frontier.
function mergeUpwards(hashes: Buffer[], nodes: TreeNode[], leaf: TreeNode): void {
  let node = leaf;
  nodes.push(node);
  while (node.index % 2 === 1) {
    const left = hashes.pop();
    if (left === undefined) throw new RangeError('the range has fewer hashes than its size needs');
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) };
    nodes.push(node);
  }
  hashes.push(node.hash);
}

/** The Merkle root of the range's leaves, 32 bytes; the empty root for no leaves (RFC 6962 §2.1). */
export function rangeRoot(range: CompactRange): Buffer {
  const last = range.hashes.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return range.hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** The range as plain JSON, to be stored and read back by `parseRange`. */
export function serializeRange(range: CompactRange): SerializedRange {
  return { size: range.size, hashes: range.hashes.map((hash) => hash.toString('base64')) };
}

/** Reads what `serializeRange` wrote. Throws on any other shape, also on a number of hashes that does not fit the size. */
export function parseRange(value: unknown): CompactRange {
  if (typeof value !== 'object' || value === null) throw new TypeError('a stored range is an object');
  const { size, hashes } = value as { readonly size?: unknown; readonly hashes?: unknown };
  if (!isCount(size)) throw new TypeError('a stored range has a size from 0 to 2^53 - 1');
  if (!Array.isArray(hashes) || hashes.length !== setBits(size)) {
    throw new TypeError('a stored range has one hash per bit that is set in its size');
  }
  return { size, hashes: hashes.map(parseHash) };
}

function parseHash(text: unknown): Buffer {
  const hash = decodeBase64(text);
  if (!isHash(hash)) throw new TypeError('a stored range has hashes of 32 bytes in Base64');
  return hash;
}

function setBits(size: number): number {
  return [...size.toString(2)].filter((bit) => bit === '1').length;
}

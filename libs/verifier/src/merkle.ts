import { sha256 } from '@noble/hashes/sha2.js';
import { joined, same } from './bytes.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of a leaf (RFC 9162 §2.1.1). */
export const leafHashOf = (leaf: Uint8Array): Uint8Array => sha256(joined(LEAF, leaf));

const nodeHashOf = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(NODE, left, right));

/** A tree that grows leaf by leaf and keeps one hash for each bit of its size. */
export class GrowingTree {
  /** Full subtrees from the left, each with its height. */
  private readonly peaks: { readonly height: number; readonly hash: Uint8Array }[] = [];
  size = 0;

  /** Appends the hash of a leaf. */
  add(leaf: Uint8Array): void {
    let grown = { height: 0, hash: leaf };
    for (let last = this.peaks.at(-1); last?.height === grown.height; last = this.peaks.at(-1)) {
      grown = { height: grown.height + 1, hash: nodeHashOf(last.hash, grown.hash) };
      this.peaks.pop();
    }
    this.peaks.push(grown);
    this.size += 1;
  }

  /** The root of what was appended; that of the empty tree is the hash of nothing. */
  root(): Uint8Array {
    const [last, ...others] = [...this.peaks].reverse();
    if (!last) return sha256(new Uint8Array(0));
    return others.reduce((right, { hash }) => nodeHashOf(hash, right), last.hash);
  }
}

/** A leaf's place in a tree, with the hashes that lead from it to the root. */
export interface InclusionWord {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof leads from the leaf to the root (RFC 9162 §2.1.3.2). False for every impossible number or length. */
export function includes({ index, size, leaf, proof }: InclusionWord, root: Uint8Array): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(({ length }) => length === 32)) return false;
  let [fn, sn] = [index, size - 1];
  let hash = leaf;
  for (const step of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHashOf(step, hash);
      for (; !isOdd(fn) && fn !== 0; sn = half(sn)) fn = half(fn);
    } else {
      hash = nodeHashOf(hash, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(hash, root);
}

/** Two sizes of one tree, with the hashes that show that the second only adds to the first. */
export interface ConsistencyWord {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the second tree extends the first (RFC 9162 §2.1.4.2). False for every impossible number or length. */
export function extendsTree({ first, second, firstRoot, secondRoot, proof }: ConsistencyWord): boolean {
  // Every tree extends the empty one: that is no evidence.
  if (!isSize(first) || !isSize(second) || first < 1 || first > second) return false;
  if (![firstRoot, secondRoot, ...proof].every(({ length }) => length === 32)) return false;
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  const [seed, ...steps] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  if (!seed) return false;
  let [fn, sn] = [first - 1, second - 1];
  for (; isOdd(fn); sn = half(sn)) fn = half(fn);
  let [fr, sr] = [seed, seed];
  for (const step of steps) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [nodeHashOf(step, fr), nodeHashOf(step, sr)];
      for (; !isOdd(fn) && fn !== 0; sn = half(sn)) fn = half(fn);
    } else {
      sr = nodeHashOf(sr, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}

// Sizes may have more than 32 bits: no bitwise operators.
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isPowerOfTwo = (value: number): boolean => {
  let rest = value;
  while (rest > 1 && rest % 2 === 0) rest /= 2;
  return rest === 1;
};

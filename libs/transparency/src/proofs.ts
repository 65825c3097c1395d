import { isCount, perfectSubtrees, splitPoint, type NodeCoordinate } from './coordinates.js';
import { EMPTY_ROOT, nodeHash } from './hash.js';

/**
 * The perfect subtrees behind one hash of a proof, from left to right. Mostly it is a single one; the right edge of a tree
 * whose size is no power of two is several, to be folded from the right with `nodeHash`.
 */
export type PlanStep = readonly NodeCoordinate[];

/** Gives the 32-byte hash of a perfect subtree; throws if it does not have it. */
export type NodeLookup = (coordinate: NodeCoordinate) => Buffer;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The Merkle tree hash straight from its recursive definition (RFC 6962 §2.1). Takes leaf hashes, not leaf data. */
export function rootFromLeaves(leafHashes: readonly Buffer[]): Buffer {
  const [first] = leafHashes;
  if (first === undefined) return EMPTY_ROOT;
  if (leafHashes.length === 1) return first;
  const split = splitPoint(leafHashes.length);
  return nodeHash(rootFromLeaves(leafHashes.slice(0, split)), rootFromLeaves(leafHashes.slice(split)));
}

/**
 * What is needed to prove that leaf `index` (from 0) is in the tree of `size` leaves, from the leaf up to the root
 * (PATH of RFC 6962 §2.1.1). Throws a RangeError unless 0 <= index < size < 2^53.
 */
export function inclusionPlan(index: number, size: number): readonly PlanStep[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new RangeError('an inclusion proof needs 0 <= index < size');
  }
  const steps: PlanStep[] = [];
  let span: Span = { start: 0, end: size };
  while (span.end - span.start > 1) {
    const [left, right] = halves(span);
    const inLeft = index < left.end;
    steps.push(subtrees(inLeft ? right : left));
    span = inLeft ? left : right;
  }
  return steps.reverse();
}

/**
 * What is needed to prove that the tree of `second` leaves extends the tree of `first` leaves (PROOF of RFC 6962
 * §2.1.2). Empty if both are equal. Throws a RangeError unless 1 <= first <= second < 2^53: there is no evidence
 * about a tree without leaves.
 */
export function consistencyPlan(first: number, second: number): readonly PlanStep[] {
  if (!isCount(first) || !isCount(second) || first < 1 || first > second) {
    throw new RangeError('a consistency proof needs 1 <= first <= second');
  }
  const steps: PlanStep[] = [];
  let span: Span = { start: 0, end: second };
  while (span.end !== first) {
    const [left, right] = halves(span);
    const inLeft = first <= left.end;
    steps.push(subtrees(inLeft ? right : left));
    span = inLeft ? left : right;
  }
  // A span that still starts at 0 is the old tree itself, whose root the verifier already has.
  if (span.start > 0) steps.push(subtrees(span));
  return steps.reverse();
}

/** The proof that a plan describes: one hash of 32 bytes per step. */
export function foldPlan(plan: readonly PlanStep[], getNode: NodeLookup): Buffer[] {
  return plan.map((step) => foldStep(step, getNode));
}

/** Every node that a plan needs, in the order of the plan, none twice: a store can fetch them in one query. */
export function planCoordinates(plan: readonly PlanStep[]): NodeCoordinate[] {
  return plan.flat();
}

/** The inclusion proof of leaf `index` in the tree of `size` leaves, leaf first. Throws as `inclusionPlan` does. */
export function inclusionProof(index: number, size: number, node: NodeLookup): Buffer[] {
  return foldPlan(inclusionPlan(index, size), node);
}

/** The consistency proof from `first` to `second` leaves. Throws as `consistencyPlan` does. */
export function consistencyProof(first: number, second: number, node: NodeLookup): Buffer[] {
  return foldPlan(consistencyPlan(first, second), node);
}

function foldStep(step: PlanStep, getNode: NodeLookup): Buffer {
  const hashes = step.map(getNode);
  const last = hashes.pop();
  if (last === undefined) throw new RangeError('a step of a plan has at least one node');
  return hashes.reduceRight((right, left) => nodeHash(left, right), last);
}

function halves({ start, end }: Span): readonly [Span, Span] {
  const middle = start + splitPoint(end - start);
  return [
    { start, end: middle },
    { start: middle, end },
  ];
}

function subtrees({ start, end }: Span): PlanStep {
  return perfectSubtrees(start, end);
}

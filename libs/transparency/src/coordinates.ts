/**
 * The place of one perfect subtree: `level` 0 is a leaf, a node at `level` covers 2^level leaves, the first of them
 * being leaf `index` * 2^level.
 */
export interface NodeCoordinate {
  readonly level: number;
  readonly index: number;
}

/** Whether the value is an integer from 0 to 2^53 - 1: the only tree sizes and leaf indexes that there are. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The largest power of two that is smaller than `size`; `size` is at least 2 (the split `k` of RFC 6962 §2.1). */
export function splitPoint(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * The perfect subtrees that make up the leaves `start` to `end` (excluded), largest first. `start` must be a multiple
 * of the largest power of two that is at most `end - start`, as it is for every subtree of RFC 6962.
 */
export function perfectSubtrees(start: number, end: number): readonly NodeCoordinate[] {
  const found: NodeCoordinate[] = [];
  let from = start;
  while (from < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - from) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: from / width });
    from += width;
  }
  return found;
}

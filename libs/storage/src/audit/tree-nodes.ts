import {
  foldPlan,
  planCoordinates,
  type CompactRange,
  type NodeCoordinate,
  type PlanStep,
} from '#transparency';
import type { Sql } from '../database.js';
import { StorageError } from '../storage-error.js';

/** Coordinates of the perfect subtrees that make up a tree of `size` leaves, largest first: one per set bit. */
export function peaksOf(size: number): readonly NodeCoordinate[] {
  const peaks: NodeCoordinate[] = [];
  let start = 0;
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (Math.floor(size / width) % 2 === 0) continue;
    peaks.push({ level, index: start / width });
    start += width;
  }
  return peaks;
}

/** The compact range of the first `size` leaves from the stored nodes. Throws StorageError CONFLICT if one is missing. */
export async function rangeAt(query: Sql, size: number): Promise<CompactRange> {
  const peaks = peaksOf(size);
  const node = await nodesAt(query, peaks);
  return { size, hashes: peaks.map(node) };
}

/** The hashes of a proof. Throws StorageError CONFLICT if a node is missing. */
export async function proofFrom(query: Sql, plan: readonly PlanStep[]): Promise<Buffer[]> {
  return foldPlan(plan, await nodesAt(query, planCoordinates(plan)));
}

async function nodesAt(
  query: Sql,
  wanted: readonly NodeCoordinate[],
): Promise<(coordinate: NodeCoordinate) => Buffer> {
  const rows = await query<{ level: number; index: string; hash: Buffer }>(
    `SELECT n.level, n.index, n.hash FROM unnest($1::smallint[], $2::bigint[]) AS w(level, index)
       JOIN node n ON n.level = w.level AND n.index = w.index`,
    [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
  );
  const found = new Map(rows.map((row) => [`${row.level} ${row.index}`, row.hash]));
  return ({ level, index }) => {
    const hash = found.get(`${level} ${index}`);
    if (!hash) throw new StorageError('CONFLICT', `the log has no node at level ${level}, index ${index}`);
    return hash;
  };
}

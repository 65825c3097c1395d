import { readFileSync } from 'node:fs';
import type { SealedItem } from '#contracts';

/** The opened values of one leaf: place for place those of its event. */
export interface OpenedLeaf {
  readonly index: number;
  readonly items: readonly Pick<SealedItem, 'salt' | 'value'>[];
}

interface Line {
  readonly is?: string;
  readonly index?: number;
  readonly place?: number;
}

/**
 * The text of an evidence export with the values of one of its leaves, which `concordat verify` then checks against what the event
 * committed to. Values that it holds already stay. Undefined where the export does not hold the leaf.
 */
export function withOpenings(evidence: string, { index, items }: OpenedLeaf): string | undefined {
  const lines = evidence.trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as Line);
  const at = parsed.findIndex((line) => line.is === 'leaf' && line.index === index);
  if (at < 0) return undefined;
  const isOf = (line: Line): boolean => line.is === 'opening' && line.index === index;
  const held = new Set(parsed.filter(isOf).map(({ place }) => place));
  const openings = items
    .map(({ salt, value }, place) => ({ is: 'opening', index, place, salt, value }))
    .filter(({ place }) => !held.has(place));
  const all = lines.toSpliced(at + 1, 0, ...openings.map((opening) => JSON.stringify(opening)));
  return `${all.map((line) => counted(line, openings.length)).join('\n')}\n`;
}

/** The end line counts the openings. */
function counted(line: string, more: number): string {
  const end = JSON.parse(line) as Line & { readonly openings?: number };
  return end.is === 'end' ? JSON.stringify({ ...end, openings: (end.openings ?? 0) + more }) : line;
}

/** The text of an export. Undefined where it cannot be read as one: a line of it is no JSON. */
export function readEvidenceText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    text
      .trimEnd()
      .split('\n')
      .forEach((line) => void JSON.parse(line));
    return text;
  } catch {
    return undefined;
  }
}

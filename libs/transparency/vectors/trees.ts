import { readFileSync } from 'node:fs';
import { appendedNodes, emptyRange } from '../src/compact-range.js';
import type { NodeCoordinate } from '../src/coordinates.js';
import { leafHash } from '../src/hash.js';

/** The published tree of eight leaves with all its roots and proofs; hashes in hex. */
export interface MerkleVectors {
  readonly source: string;
  readonly leaves: readonly string[];
  readonly leafHashes: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly {
    readonly index: number;
    readonly size: number;
    readonly proof: readonly string[];
  }[];
  readonly consistency: readonly {
    readonly from: number;
    readonly to: number;
    readonly proof: readonly string[];
  }[];
}

/** Published signed notes, a tree head and the frame of a cosignature whose key is not published. */
export interface NoteVectors {
  readonly source: string;
  readonly notes: readonly {
    readonly name: string;
    readonly text: string;
    readonly keys: readonly string[];
    readonly lines: readonly string[];
  }[];
  readonly treeHead: {
    readonly leaf: string;
    readonly size: number;
    readonly origin: string;
    readonly root: string;
    readonly text: string;
  };
  readonly cosignature: {
    readonly name: string;
    readonly line: string;
    readonly text: string;
    readonly time: number;
  };
}

/** Reads merkle-vectors.json. */
export function merkleVectors(): MerkleVectors {
  return read('merkle-vectors.json') as MerkleVectors;
}

/** Reads note-vectors.json. */
export function noteVectors(): NoteVectors {
  return read('note-vectors.json') as NoteVectors;
}

/** Bytes from hex. */
export function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** The leaf hashes of the tree whose leaf i is the single byte i (i below 256). */
export function byteLeafHashes(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => leafHash(Buffer.of(index)));
}

/** All finished nodes of a tree by place, as a store would hold them; a missing node throws. */
export function nodeTable(leafHashes: readonly Buffer[]): (coordinate: NodeCoordinate) => Buffer {
  const table = new Map<string, Buffer>();
  for (const { level, index, hash } of appendedNodes(emptyRange, leafHashes).nodes) {
    table.set(`${level}/${index}`, hash);
  }
  return ({ level, index }) => {
    const hash = table.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no node at level ${level}, index ${index}`);
    return hash;
  };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

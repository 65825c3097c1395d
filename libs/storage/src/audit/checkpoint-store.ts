import { appendLeaves, emptyRange, leafHash, rangeRoot, type CompactRange } from '#transparency';
import type { Database } from '../database.js';
import type { SignedCheckpoint } from './audit-rows.js';
import { CHECKPOINTS } from './audit-tables.js';
import { addFacts, publishedLine } from './facts.js';
import { insertRows } from './insert-rows.js';
import { rangeAt } from './tree-nodes.js';

/** A stored checkpoint; `sequence` is its place on the ledger once it is published. */
export type StoredCheckpoint = SignedCheckpoint & { readonly sequence?: number };

/** Why a stored log must not be used: where it no longer is what was signed. `index` counts leaves from 0. */
export interface LogDamage {
  readonly damaged: 'HEAD_BEHIND_CHECKPOINT' | 'LEAF_CHANGED' | 'NOT_THE_SIGNED_TREE' | 'NODES_CHANGED';
  readonly index: number;
}

/** Columns of a stored checkpoint. */
export const CHECKPOINT_COLUMNS = `size, from_size AS "from", root, note, event_id AS "eventId", event, signed_at AS "signedAt", sequence`;
/** Leaves that are read at once when a damaged log is searched. */
const PAGE = 2_000;

/** Signed checkpoints with their cosignatures. They are stored before they are published. */
export class CheckpointStore {
  constructor(private readonly database: Database) {}

  /** The checkpoint with the most leaves, or the one of `size`; undefined where there is none. */
  async find(size?: number): Promise<StoredCheckpoint | undefined> {
    const [row] = await this.database.query<CheckpointRow>(
      `SELECT ${CHECKPOINT_COLUMNS} FROM checkpoint WHERE $1::bigint IS NULL OR size = $1 ORDER BY size DESC LIMIT 1`,
      [size ?? null],
    );
    return row && checkpointOf(row);
  }

  /**
   * The checkpoint to prove leaf `index` under: the newest that a witness has cosigned, or the newest at all while none that
   * covers the leaf is cosigned. Reading makes the log longer, so the newest alone would hardly ever be cosigned yet.
   * Undefined while none covers it.
   */
  async covering(index: number): Promise<StoredCheckpoint | undefined> {
    const cosigned = await this.cosignedBy(1);
    const found = await this.find(cosigned > index ? cosigned : undefined);
    return found && found.size > index ? found : undefined;
  }

  /** Those not yet on the ledger, smallest first. */
  async unpublished(): Promise<readonly StoredCheckpoint[]> {
    const rows = await this.database.query<CheckpointRow>(
      `SELECT ${CHECKPOINT_COLUMNS} FROM checkpoint WHERE sequence IS NULL ORDER BY size`,
    );
    return rows.map(checkpointOf);
  }

  /** Stores checkpoints, all or none. Fails when another process signed one of these sizes. */
  async add(checkpoints: readonly SignedCheckpoint[]): Promise<void> {
    await this.database.transaction((sql) => insertRows(sql, CHECKPOINTS, checkpoints));
  }

  /** Notes where on the ledger a checkpoint stands. */
  async published(size: number, sequence: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql('SELECT FROM log_head FOR UPDATE');
      await sql('UPDATE checkpoint SET sequence = $2 WHERE size = $1', [size, sequence]);
      await addFacts(sql, [publishedLine('checkpoint', size, sequence)]);
    });
  }

  /** The witnesses' signature lines over the checkpoint of `size`, by witness. */
  async cosignatureLines(size: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ line: string }>(
      'SELECT line FROM cosignature WHERE size = $1 ORDER BY witness',
      [size],
    );
    return rows.map(({ line }) => line);
  }

  /** The newest size that at least `count` witnesses have cosigned; 0 for none. */
  async cosignedBy(count: number): Promise<number> {
    const [row] = await this.database.query<{ size: string }>(
      'SELECT size FROM cosignature GROUP BY size HAVING count(*) >= $1 ORDER BY size DESC LIMIT 1',
      [count],
    );
    return Number(row?.size ?? 0);
  }

  /** The root of the tree of the first `size` leaves, from the stored nodes. Throws when nodes are missing. */
  async rootAt(size: number): Promise<Buffer> {
    return rangeRoot(await rangeAt((text, values) => this.database.query(text, values), size));
  }

  /** The frontier of the tree that the newest checkpoint signs; the empty one before the first. */
  async range(): Promise<CompactRange> {
    const newest = await this.find();
    return newest ? rangeAt((text, values) => this.database.query(text, values), newest.size) : emptyRange;
  }

  /**
   * Rebuilds the newest checkpoint's root from the stored nodes. Where it differs, every leaf is read to say from which
   * index on the log is not the one that was signed. Undefined for a sound log.
   */
  async damage(): Promise<LogDamage | undefined> {
    const newest = await this.find();
    if (!newest) return undefined;
    const [head] = await this.database.query<{ size: string }>('SELECT size FROM log_head');
    const size = Number(head?.size);
    if (size < newest.size) return { damaged: 'HEAD_BEHIND_CHECKPOINT', index: size };
    const range = await this.range().catch(() => undefined);
    if (range && rangeRoot(range).equals(newest.root)) return undefined;
    return (await this.firstDamage(newest.size)) ?? { damaged: 'NODES_CHANGED', index: 0 };
  }

  private async firstDamage(size: number): Promise<LogDamage | undefined> {
    const signed = await this.database.query<{ size: string; root: Buffer }>(
      'SELECT size, root FROM checkpoint ORDER BY size',
    );
    const roots = new Map(signed.map((row) => [Number(row.size), row.root]));
    let range = emptyRange;
    let sound = 0;
    for (let from = 0; from < size; from += PAGE) {
      const leaves = await this.leaves(from, Math.min(from + PAGE, size));
      for (let index = from; index < Math.min(from + PAGE, size); index += 1) {
        const leaf = leaves.get(index);
        const hash = leaf && leafHash(Buffer.from(leaf.event, 'ascii'));
        if (!hash?.equals(leaf?.hash ?? EMPTY)) return { damaged: 'LEAF_CHANGED', index };
        range = appendLeaves(range, [hash]);
        const root = roots.get(range.size);
        if (root && !rangeRoot(range).equals(root)) return { damaged: 'NOT_THE_SIGNED_TREE', index: sound };
        if (root) sound = range.size;
      }
    }
    return undefined;
  }

  private async leaves(from: number, to: number): Promise<Map<number, { event: string; hash: Buffer }>> {
    const rows = await this.database.query<{ index: string; event: string; hash: Buffer }>(
      'SELECT index, event, hash FROM leaf WHERE index >= $1 AND index < $2',
      [from, to],
    );
    return new Map(rows.map((row) => [Number(row.index), row]));
  }
}

const EMPTY = Buffer.alloc(0);

/** A checkpoint as Postgres gives it. */
export type CheckpointRow = Omit<StoredCheckpoint, 'size' | 'from' | 'sequence'> & {
  readonly size: string;
  readonly from: string;
  readonly sequence: string | null;
};

/** Postgres gives whole numbers of 64 bits as texts. */
export function checkpointOf({ sequence, ...row }: CheckpointRow): StoredCheckpoint {
  const place = sequence === null ? {} : { sequence: Number(sequence) };
  return { ...row, size: Number(row.size), from: Number(row.from), ...place };
}

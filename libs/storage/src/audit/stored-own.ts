import type { Sql } from '../database.js';
import type { PublishedDirectory } from './audit-rows.js';
import {
  CHECKPOINT_COLUMNS,
  checkpointOf,
  type CheckpointRow,
  type StoredCheckpoint,
} from './checkpoint-store.js';
import { READING_COLUMNS, type ReadingRow } from './reading-store.js';
import type { RowFault } from './replay.js';

const PAGE = 500;
const MOST_FAULTS = 20;

/** A stored reading with the text of the leaf that it names. */
export interface ReadingWithLeaf {
  readonly reading: ReadingRow;
  readonly event: string | undefined;
}

/** What the audit service keeps of its own acts and of its reader, in the view of one transaction. */
export class StoredOwn {
  constructor(private readonly sql: Sql) {}

  /** How many leaves are stored. */
  async count(): Promise<number> {
    const [row] = await this.sql<{ count: string }>('SELECT count(*) FROM public.leaf');
    return Number(row?.count);
  }

  /** Every checkpoint, smallest first. */
  async checkpoints(): Promise<readonly StoredCheckpoint[]> {
    const rows = await this.sql<CheckpointRow>(
      `SELECT ${CHECKPOINT_COLUMNS} FROM public.checkpoint ORDER BY size`,
    );
    return rows.map(checkpointOf);
  }

  /** Every directory version, by its place on the ledger. */
  async directories(): Promise<readonly PublishedDirectory[]> {
    return this.sql<PublishedDirectory>('SELECT * FROM public.directory_version ORDER BY sequence');
  }

  /** The row of the log's head against the leaves and the noted facts. */
  async headFaults(): Promise<RowFault[]> {
    const rows = await this.sql<{ name: string; has: string; wants: string }>(
      `WITH noted AS (
         SELECT max(split_part(line, ' ', 2)::bigint) AS sequence, max(split_part(line, ' ', 3)::bigint) AS epoch
           FROM public.fact, unnest(lines) AS line WHERE line LIKE 'head %')
       SELECT name, has, wants FROM public.log_head h, noted n, LATERAL (VALUES
         ('size', h.size, (SELECT count(*) FROM public.leaf)),
         ('sequence', h.sequence, coalesce(n.sequence, 0)),
         ('epoch', h.epoch, coalesce(n.epoch, 0))) AS v(name, has, wants) WHERE has <> wants`,
    );
    const [heads] = await this.sql<{ count: string }>('SELECT count(*) FROM public.log_head');
    const missing = heads?.count === '1' ? [] : [{ table: 'log_head', row: 'one=true', what: 'is missing' }];
    const what = 'is not what was noted';
    return [
      ...missing,
      ...rows.map(({ name }) => ({ table: 'log_head', row: 'one=true', column: name, what })),
    ];
  }

  /** Own acts whose row is missing, too many, or names another leaf. */
  async actFaults(): Promise<RowFault[]> {
    const rows = await this.sql<{ number: string; what: string }>(
      `SELECT number, CASE WHEN a.leaf_index IS NULL THEN 'is missing' WHEN l.index IS NULL THEN 'belongs to no leaf'
                           ELSE 'is not what the leaf says' END AS what
         FROM public.own_act a FULL JOIN (SELECT * FROM public.leaf WHERE sender = 'audit') l USING (number)
        WHERE (a.leaf_index, a.event_id) IS DISTINCT FROM (l.index, l.event_id) ORDER BY number LIMIT ${MOST_FAULTS}`,
    );
    return rows.map(({ number, what }) => ({ table: 'own_act', row: `number=${number}`, what }));
  }

  /** Salts of leaves that have no tokens. */
  async saltFaults(): Promise<RowFault[]> {
    const rows = await this.sql<{ index: string }>(
      `SELECT s.leaf_index AS index FROM public.token_salt s
        WHERE NOT EXISTS (SELECT FROM public.index_token t WHERE t.leaf_index = s.leaf_index)
        ORDER BY s.leaf_index LIMIT ${MOST_FAULTS}`,
    );
    const what = 'belongs to no token';
    return rows.map(({ index }) => ({ table: 'token_salt', row: `leaf_index=${index}`, what }));
  }

  /** Every reading with its leaf, page by page. */
  async *readings(): AsyncGenerator<readonly ReadingWithLeaf[]> {
    for (let after = -1; ;) {
      const rows = await this.sql<ReadingRow & { leafIndex: string; event: string | null }>(
        `SELECT ${READING_COLUMNS}, l.event FROM public.reading r LEFT JOIN public.leaf l ON l.index = r.leaf_index
          WHERE r.leaf_index > $1 ORDER BY r.leaf_index LIMIT $2`,
        [after, PAGE],
      );
      if (rows.length === 0) return;
      yield rows.map(({ event, ...row }) => ({
        reading: { ...row, leafIndex: Number(row.leafIndex) },
        event: event ?? undefined,
      }));
      after = Number(rows.at(-1)?.leafIndex);
    }
  }

  /** Leaves of readings beside which nothing is kept. */
  async unkeptReadings(): Promise<RowFault[]> {
    const rows = await this.sql<{ index: string }>(
      `SELECT l.index FROM public.leaf l WHERE l.type = 'concordat.audit.read.v1'
          AND NOT EXISTS (SELECT FROM public.reading r WHERE r.leaf_index = l.index)
        ORDER BY l.index LIMIT ${MOST_FAULTS}`,
    );
    return rows.map(({ index }) => ({ table: 'reading', row: `leaf_index=${index}`, what: 'is missing' }));
  }
}

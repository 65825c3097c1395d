import { readJws } from '#contracts';
import { emptyRange, type CompactRange } from '#transparency';
import type { Database, Sql } from '../database.js';
import { place } from './audit-log.js';
import type { NewLeaf } from './audit-rows.js';
import { unwrap } from './sealed-box.js';

/** A leaf as it is stored, with the erasable parts that stand beside it. */
export interface StoredLeafRow {
  readonly index: number;
  readonly event: string;
  readonly sender: string;
  readonly mode: string | null;
  readonly asker: string | null;
  readonly performer: string | null;
  readonly sequence: number;
  readonly recordedAt: Date;
  /** Out of the box in which it is stored; null where nothing is, or where it cannot be opened. */
  readonly sealed: string | null;
  /** A later leaf says that what is sealed, the tokens and their salt were destroyed. */
  readonly erased: boolean;
  /** Tables in which something of the three stands. */
  readonly beside: readonly string[];
  readonly tokens: readonly string[];
  readonly salt: Buffer | null;
}

/** A row that is not what the leaves and the noted facts say. `column` is missing where the whole row is. */
export interface RowFault {
  readonly table: string;
  /** The row's key, such as `index=5`. */
  readonly row: string;
  readonly column?: string;
  readonly what: string;
}

/** Tables that the leaves alone make, with the columns that name a row. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  leaf: ['index'],
  node: ['level', 'index'],
  task: ['task_id'],
  disclosure: ['leaf_index', 'place'],
  refused_disclosure: ['leaf_index', 'place'],
  override_use: ['event_id'],
  override_review: ['leaf_index'],
  recall: ['leaf_index', 'place'],
  acknowledgement: ['leaf_index', 'place'],
  identity_step: ['leaf_index'],
  erasure_answer: ['leaf_index'],
  person_key: ['person'],
  sealed_part: ['leaf_index'],
  index_token: ['token', 'leaf_index'],
  coverage: ['sender'],
};
/** Columns that are made at random: what stands in them was opened when the leaf was read. */
const AT_RANDOM: Readonly<Record<string, string>> = { person_key: 'key', sealed_part: 'box' };
const TABLES = [...Object.keys(DERIVED), 'log_head'];
const PAGE = 500;
/** Most rows of a table that are named. */
const MOST_FAULTS = 20;

/**
 * The log written once more from its own leaves, into temporary tables of the same names in one transaction that leaves nothing
 * behind: what the writing code would make of the leaves, beside what is stored.
 */
export class Replay {
  private range: CompactRange = emptyRange;
  /** Leaves written so far. */
  size = 0;

  private constructor(readonly sql: Sql) {}

  /** Does `work` on a replay in one consistent view of the database, and takes everything back. */
  static async on<T>(database: Database, work: (replay: Replay) => Promise<T>): Promise<T> {
    return database.transaction(async (sql) => {
      await sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      for (const table of TABLES) {
        await sql(
          `CREATE TEMP TABLE ${table} (LIKE public.${table} INCLUDING ALL EXCLUDING INDEXES) ON COMMIT DROP`,
        );
      }
      await addUniqueIndexes(sql);
      await sql('INSERT INTO log_head DEFAULT VALUES');
      return work(new Replay(sql));
    });
  }

  /** The stored leaves by index, page by page. */
  async *stored(): AsyncGenerator<readonly StoredLeafRow[]> {
    for (let from = 0; ; from += PAGE) {
      const rows = await this.sql<StoredRow>(
        `SELECT l.index, l.event, l.sender, l.mode, l.asker, l.performer, l.sequence, l.recorded_at AS "recordedAt",
                s.box, k.key, z.salt,
                EXISTS (SELECT FROM public.erasure e WHERE l.case_id = ANY(e.cases) AND e.leaf_index > l.index) AS erased,
                coalesce((SELECT array_agg(t.token ORDER BY t.token) FROM public.index_token t
                           WHERE t.leaf_index = l.index), '{}') AS tokens
           FROM public.leaf l LEFT JOIN public.sealed_part s ON s.leaf_index = l.index
           LEFT JOIN public.person_key k ON k.person = s.person
           LEFT JOIN public.token_salt z ON z.leaf_index = l.index
          WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index`,
        [from, from + PAGE],
      );
      if (rows.length > 0) {
        yield rows.map(storedLeafOf);
      }
      const [more] = await this.sql<{ is: boolean }>(
        'SELECT EXISTS (SELECT FROM public.leaf WHERE index >= $1) AS is',
        [from + PAGE],
      );
      if (!more?.is) return;
    }
  }

  /** Writes the next leaves as the log wrote them. */
  async write(leaves: readonly NewLeaf[]): Promise<void> {
    const placed = leaves.map((leaf, at) => ({ ...leaf, index: this.size + at }));
    this.range = await place(this.sql, placed, this.range);
    this.size += leaves.length;
  }

  /** The frontier of the tree of what was written. */
  get frontier(): CompactRange {
    return this.range;
  }

  /** Rows of the derived tables that are missing, too many, or other than what was written; some of each table. */
  async differences(): Promise<RowFault[]> {
    const faults: RowFault[] = [];
    for (const [table, key] of Object.entries(DERIVED)) {
      faults.push(...(await this.compare(table, key)));
    }
    return faults;
  }

  private async compare(table: string, key: readonly string[]): Promise<RowFault[]> {
    const says = (row: string): string => `to_jsonb(${row}) - '${AT_RANDOM[table] ?? ''}'`;
    const rows = await this.sql<{ has: Row | null; wants: Row | null }>(
      `SELECT ${says('h')} AS has, ${says('w')} AS wants
         FROM public.${table} h FULL JOIN pg_temp.${table} w USING (${key.join(', ')})
        WHERE ${says('h')} IS DISTINCT FROM ${says('w')} ORDER BY ${key.join(', ')} LIMIT ${MOST_FAULTS}`,
    );
    return rows.map(({ has, wants }) => faultOf(table, key, has, wants));
  }
}

interface StoredRow extends Omit<StoredLeafRow, 'index' | 'sequence' | 'sealed' | 'beside'> {
  readonly index: string;
  readonly sequence: string;
  readonly box: Buffer | null;
  readonly key: Buffer | null;
}

/** What the writing code stands on: a row once. Indexes for searches would only be written. */
async function addUniqueIndexes(sql: Sql): Promise<void> {
  const indexes = await sql<{ text: string }>(
    `SELECT replace(pg_get_indexdef(indexrelid), ' ON public.', ' ON pg_temp.') AS text FROM pg_index
      WHERE indisunique AND indrelid = ANY($1::regclass[])`,
    [TABLES.map((table) => `public.${table}`)],
  );
  for (const { text } of indexes) await sql(text);
}

function storedLeafOf({ box, key, ...row }: StoredRow): StoredLeafRow {
  const index = Number(row.index);
  const beside = [
    ...(box ? ['sealed_part'] : []),
    ...(row.tokens.length > 0 ? ['index_token'] : []),
    ...(row.salt ? ['token_salt'] : []),
  ];
  const hash = sealedHashIn(row.event);
  const sealed = box && key && hash !== undefined ? unwrap(box, key, { leafIndex: index, hash }) : undefined;
  return { ...row, index, sequence: Number(row.sequence), sealed: sealed ?? null, beside };
}

/** The hash that an event signs of what is sealed; undefined also where the text is no event any more. */
function sealedHashIn(event: string): string | undefined {
  try {
    const { sealedhash } = JSON.parse(readJws(event).payload) as { sealedhash?: unknown };
    return typeof sealedhash === 'string' ? sealedhash : undefined;
  } catch {
    return undefined;
  }
}

type Row = Readonly<Record<string, unknown>>;

function faultOf(table: string, key: readonly string[], has: Row | null, wants: Row | null): RowFault {
  const row = key.map((name) => `${name}=${String((has ?? wants)?.[name])}`).join(' ');
  if (!has) return { table, row, what: 'is missing' };
  if (!wants) return { table, row, what: 'belongs to no leaf' };
  const column = Object.keys(wants).find((name) => JSON.stringify(has[name]) !== JSON.stringify(wants[name]));
  return { table, row, ...(column !== undefined && { column }), what: 'is not what the leaf says' };
}

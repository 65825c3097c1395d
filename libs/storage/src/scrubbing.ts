import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.js';
import { StorageError } from './storage-error.js';

/** Most rounds of the log of changes; each frees one old segment at least. */
const MOST_ROUNDS = 200;

/** Looks at the transactions that need old rows, and milliseconds between two looks. */
const LOOKS = 15;
const LOOK_EVERY_MS = 200;
/** Longest wait for a table, in ms: its readers and writers wait behind. */
const LOCK_MS = 1_000;
const STILL_RUNS = 'a transaction from before the deletion still runs';

/**
 * Leaves nothing of deleted rows behind: writes these tables, their indexes and the planner's samples of them anew, and has the
 * server drop every segment of its log of changes (WAL) that is there now. Needs PostgreSQL 18, `wal_recycle = off`, since a
 * segment that is used again keeps its old bytes, and the rights to checkpoint, to change the segment and to see transactions.
 * Throws StorageError CANNOT_SCRUB that says which of these is missing, that a transaction from before still runs after 3 s, or
 * that a replica or an archive still holds segments back.
 */
export async function scrub(database: Database, tables: readonly string[]): Promise<void> {
  await forgetSamples(database, tables);
  for (const named of [tables.map((table) => `(FULL, ANALYZE) ${table}`), ['FULL pg_statistic']]) {
    await untilNobodyNeedsOldRows(database);
    await writeAnew(database, named);
  }
  await dropOldSegments(database).catch((cause: unknown) => {
    if (codeOf(cause) !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw cannot('its role may not checkpoint, list or change the segments of the log of changes', cause);
  });
}

/** The planner keeps samples of what stands in columns. They outlive the rows: an empty table is not sampled anew. */
const forgetSamples = (database: Database, tables: readonly string[]): Promise<unknown> =>
  database.query(
    `SELECT pg_clear_attribute_stats(schemaname, tablename, attname, inherited) FROM pg_stats
      WHERE schemaname = current_schema() AND tablename = ANY($1)`,
    [tables],
  );

/** Each is what VACUUM is told. */
const writeAnew = (database: Database, named: readonly string[]): Promise<void> =>
  database
    .impatient(LOCK_MS, async (sql) => {
      for (const one of named) await sql(`VACUUM ${one}`);
    })
    .catch((cause: unknown) => {
      throw codeOf(cause) === LOCK_NOT_AVAILABLE ? cannot(STILL_RUNS, cause) : cause;
    });

/**
 * A table that is written anew keeps each deleted row that a transaction from before may still see, and the server's own
 * sampling writes down such rows when it ends: it counts as one.
 */
async function untilNobodyNeedsOldRows(database: Database): Promise<void> {
  const [now] = await database.query<{ next: string; sees: boolean }>(
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next, pg_has_role('pg_read_all_stats', 'USAGE') AS sees`,
  );
  if (!now?.sees) throw cannot('its role may not see which transactions run (pg_read_all_stats)');
  for (let look = 0; look < LOOKS; look += 1) {
    if (!(await areOldRowsNeeded(database, now.next))) return;
    await pause(LOOK_EVERY_MS);
  }
  throw cannot(STILL_RUNS);
}

/**
 * True while a transaction or a replica holds rows back that were deleted before this transaction number. A writer in any database of
 * the server does: whoever looks while it runs sees as far back as it.
 */
async function areOldRowsNeeded(database: Database, next: string): Promise<boolean> {
  const [row] = await database.query<{ held: boolean }>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot()) < $1::text::xid8 OR EXISTS (
       SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (datname IS NULL OR datname = current_database())
          AND greatest(age(backend_xmin), age(backend_xid)) > age($1::text::xid8::xid)
       UNION ALL
       SELECT 1 FROM pg_replication_slots WHERE greatest(age(xmin), age(catalog_xmin)) > age($1::text::xid8::xid)
       UNION ALL
       SELECT 1 FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age($1::text::xid8::xid)
     ) AS held`,
    [next],
  );
  return row?.held === true;
}

async function dropOldSegments(database: Database): Promise<void> {
  const [setting] = await database.query<{ wal_recycle: string }>('SHOW wal_recycle');
  if (setting?.wal_recycle !== 'off') throw cannot('it uses segments again: wal_recycle must be off');
  const before = (await segments(database)).map(({ name }) => name);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await database.query('SELECT pg_switch_wal()');
    await database.query('CHECKPOINT');
    const left = await segments(database);
    if (!left.some(({ name }) => before.includes(name))) return;
  }
  throw cannot('a replica or an archive holds old segments back');
}

const segments = (database: Database): Promise<{ readonly name: string }[]> =>
  database.query<{ name: string }>(`SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'`);

/** PostgreSQL appendix A. */
const INSUFFICIENT_PRIVILEGE = '42501';
const LOCK_NOT_AVAILABLE = '55P03';

const codeOf = (error: unknown): string | undefined =>
  (error as { driverError?: { code?: string } }).driverError?.code;

const cannot = (why: string, cause?: unknown): StorageError =>
  new StorageError('CANNOT_SCRUB', `the database server keeps what was deleted: ${why}`, { cause });

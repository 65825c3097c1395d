import type { Database } from './database.js';
import { StorageError } from './storage-error.js';

/** Most rounds of the log of changes; each frees one old segment at least. */
const MOST_ROUNDS = 200;

/**
 * Leaves nothing of deleted rows behind: writes these tables, their indexes and the planner's samples of them anew, and has the server drop every segment of
 * its log of changes (WAL) that is there now. Needs `wal_recycle = off`, since a segment that is used again keeps its old
 * bytes, and the rights to checkpoint and to change the segment. Throws StorageError CANNOT_SCRUB that says which of these is
 * missing, or that a replica or an archive still holds segments back.
 */
export async function scrub(database: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) await database.query(`VACUUM (FULL, ANALYZE) ${table}`);
  // The planner keeps samples of what stands in columns.
  await database.query('VACUUM FULL pg_statistic');
  await dropOldSegments(database).catch((cause: unknown) => {
    if (codeOf(cause) !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw cannot('its role may not checkpoint, list or change the segments of the log of changes', cause);
  });
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

const codeOf = (error: unknown): string | undefined =>
  (error as { driverError?: { code?: string } }).driverError?.code;

const cannot = (why: string, cause?: unknown): StorageError =>
  new StorageError('CANNOT_SCRUB', `the database server keeps what was deleted: ${why}`, { cause });

import type { Database, Snapshot, Sql } from '../database.js';
import type { DisclosureFilter } from './disclosure-conditions.js';
import { followed, type FollowedDisclosure } from './disclosure-marks.js';
import { allStatement, disclosureOf, leavesStatement, type DisclosureRow } from './disclosure-search.js';

/** Rows that are in memory at once. */
const PAGE = 500;
/** How long whoever takes the rows may leave the database waiting, in ms. */
const IDLE_MS = 60_000;

/**
 * Every disclosure that fits, as the log was when the export began: first which leaves they stand in, then the rows by a cursor, so
 * that the database and the service hold one page of them at a time.
 */
export class DisclosureExport {
  private constructor(
    private readonly snapshot: Snapshot,
    private readonly filter: DisclosureFilter,
    /** Leaves that the rows name, as a Postgres multirange. */
    readonly leaves: string,
  ) {}

  /** Begins an export; `end` must follow, once at least. Throws StorageError UNAVAILABLE. */
  static async begin(database: Database, filter: DisclosureFilter): Promise<DisclosureExport> {
    const snapshot = await database.snapshot(IDLE_MS);
    try {
      const { text, values } = leavesStatement(filter);
      const [row] = await snapshot.sql<{ leaves: string }>(text, values);
      return new DisclosureExport(snapshot, filter, row?.leaves ?? '{}');
    } catch (error) {
      await snapshot.end();
      throw error;
    }
  }

  /** The rows by leaf index and place, page by page; ends the export behind the last, or where the reader stops. */
  async *pages(): AsyncGenerator<readonly FollowedDisclosure[]> {
    const { sql } = this.snapshot;
    try {
      const { text, values } = allStatement(this.filter);
      await sql(`DECLARE disclosures NO SCROLL CURSOR FOR ${text}`, values);
      for (let rows = await next(sql); rows.length > 0; rows = await next(sql)) yield rows;
    } finally {
      await this.end();
    }
  }

  /** Gives the database its connection back. */
  end(): Promise<void> {
    return this.snapshot.end();
  }
}

async function next(sql: Sql): Promise<readonly FollowedDisclosure[]> {
  const rows = await sql<DisclosureRow>(`FETCH ${PAGE} FROM disclosures`);
  return followed(sql, rows.map(disclosureOf));
}

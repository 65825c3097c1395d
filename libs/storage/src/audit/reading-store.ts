import type { Database } from '../database.js';
import type { Beside } from './own-acts.js';

/** Who reads, and what they ask. */
export interface ReadQuestion {
  /** The name of the reader's token. */
  readonly reader: string;
  readonly role: string;
  /** Whose records officer. */
  readonly agency?: string;
  readonly kind: string;
  readonly query: unknown;
  /** Salt of the commitment to the query, base64url. */
  readonly salt: string;
  /** Leaves that the answer names, as a Postgres multirange such as `{[3,5),[9,10)}`. */
  readonly leaves: string;
}

/** One recorded reading. */
export interface ReadingRow {
  readonly leafIndex: number;
  readonly at: Date;
  readonly reader: string;
  readonly role: string;
  readonly agency: string | null;
  readonly kind: string;
  /** Null once a person whom it names was erased. */
  readonly query: unknown;
  readonly salt: string | null;
  readonly leaves: string;
}

/** Columns of a reading; the table is called `r`. */
export const READING_COLUMNS = `r.leaf_index AS "leafIndex", r.at, r.reader, r.role, r.agency, r.kind, r.query, r.salt,
  r.leaves::text`;

/** Who read what: recorded before the first row is given. */
export class ReadingStore {
  constructor(private readonly database: Database) {}

  /** Writes a question beside the leaf of its reading. */
  beside({ reader, role, agency, kind, query, salt, leaves }: ReadQuestion): Beside {
    return async (sql, { index, recordedAt }) => {
      await sql(
        `INSERT INTO reading (leaf_index, at, reader, role, agency, kind, query, salt, leaves)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::int8multirange)`,
        [index, recordedAt, reader, role, agency ?? null, kind, JSON.stringify(query), salt, leaves],
      );
    };
  }

  /** Readings by leaf index, newest first, below `before`. */
  async list(limit: number, before?: number): Promise<readonly ReadingRow[]> {
    const rows = await this.database.query<ReadingRow & { leafIndex: string }>(
      `SELECT ${READING_COLUMNS} FROM reading r WHERE $2::bigint IS NULL OR leaf_index < $2 ORDER BY leaf_index DESC LIMIT $1`,
      [limit, before ?? null],
    );
    return rows.map((row) => ({ ...row, leafIndex: Number(row.leafIndex) }));
  }
}

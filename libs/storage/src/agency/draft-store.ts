import type { Database, Sql } from '../database.js';
import { withoutNulls } from '../without-nulls.js';

/** Something that is still being written; only its owner sees it. */
export interface Draft {
  readonly id: string;
  /** Opaque: says of nobody who it is. */
  readonly owner: string;
  readonly unit: string;
  /** The case that it is about, where that is one of this agency: it is forgotten with the case. */
  readonly caseId?: string;
  /** Whatever its writer put there; nobody else reads it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A draft as it is kept. */
export interface KeptDraft extends Draft {
  readonly updatedAt: Date;
}

/** How long a draft is kept that nobody goes on with, in days. */
export const DRAFT_DAYS = 7;
/** Advisory lock of whoever begins a draft, so that the count of one owner holds. */
const DRAFT_LOCK = 7_012;
const COLUMNS = `id, owner, unit, case_id AS "caseId", body, updated_at AS "updatedAt"`;
const IN_TIME = `updated_at > now() - interval '${DRAFT_DAYS} days'`;

/** Unsent work of people and systems of this agency. It holds personal data, and travels nowhere. */
export class DraftStore {
  constructor(private readonly database: Database) {}

  /** The drafts of one owner, those that were worked on last first. */
  async of(owner: string): Promise<KeptDraft[]> {
    const rows = await this.database.query<KeptDraft>(
      `SELECT ${COLUMNS} FROM draft WHERE owner = $1 AND ${IN_TIME} ORDER BY updated_at DESC, id`,
      [owner],
    );
    return rows.map(withoutNulls);
  }

  /** One draft of this owner. */
  async one(id: string, owner: string): Promise<KeptDraft | undefined> {
    const [row] = await this.database.query<KeptDraft>(
      `SELECT ${COLUMNS} FROM draft WHERE id = $1 AND owner = $2 AND ${IN_TIME}`,
      [id, owner],
    );
    return row && withoutNulls(row);
  }

  /** Keeps a draft in the place of what stood there. Answers `not-yours` for an id of somebody else, `too-many` beyond `most` of one owner. */
  async keep(draft: Draft, most: number): Promise<'kept' | 'not-yours' | 'too-many'> {
    const { id, owner, unit, caseId = null, body } = draft;
    return this.database.transaction(async (sql) => {
      await sql('SELECT pg_advisory_xact_lock($1, hashtext($2))', [DRAFT_LOCK, owner]);
      if ((await othersOf(sql, owner, id)) >= most) return 'too-many';
      const kept = await sql(
        `INSERT INTO draft AS d (id, owner, unit, case_id, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, case_id = excluded.case_id, body = excluded.body, updated_at = now()
          WHERE d.owner = excluded.owner RETURNING d.id`,
        [id, owner, unit, caseId, JSON.stringify(body)],
      );
      return kept.length > 0 ? 'kept' : 'not-yours';
    });
  }

  /** Removes a draft of this owner; false where there is none. */
  async remove(id: string, owner: string): Promise<boolean> {
    const gone = await this.database.query('DELETE FROM draft WHERE id = $1 AND owner = $2 RETURNING id', [
      id,
      owner,
    ]);
    return gone.length > 0;
  }

  /** Removes what nobody has gone on with for {@link DRAFT_DAYS} days; answers how many. */
  async removeOld(): Promise<number> {
    const gone = await this.database.query(`DELETE FROM draft WHERE NOT ${IN_TIME} RETURNING id`);
    return gone.length;
  }
}

async function othersOf(sql: Sql, owner: string, id: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM draft WHERE owner = $1 AND id <> $2 AND ${IN_TIME}`,
    [owner, id],
  );
  return row?.count ?? 0;
}

import type { Sql } from '../database.js';
import type { OwnLeaf } from './audit-log.js';
import { standingOf } from './case-standing.js';
import { Overtaken, type NewErasure } from './forgetting-rows.js';

/**
 * Destroys, in the transaction of the leaf that says so, all by which values of these cases could be read or found: keys by
 * person, sealed parts, index tokens with their salts, the questions of readings that name those tokens, words beside earlier
 * acts. Throws Overtaken when a hold or an open task stands in the way by now, or another number of leaves is sealed.
 */
export async function destroy(sql: Sql, leaf: OwnLeaf, erasure: NewErasure): Promise<void> {
  const { cases } = erasure;
  const standings = await standingOf(sql, cases);
  if (standings.some(({ holds, openTasks }) => holds.length > 0 || openTasks > 0)) throw new Overtaken();
  await forgetTokens(sql, cases);
  const gone = await sql('DELETE FROM sealed_part WHERE person = ANY($1::uuid[]) RETURNING leaf_index', [
    cases,
  ]);
  if (gone.length !== erasure.leaves) throw new Overtaken();
  await sql('DELETE FROM person_key WHERE person = ANY($1::uuid[])', [cases]);
  await forgetWords(sql, cases);
  await sql(
    `INSERT INTO erasure (erasure_id, cases, ground, authority, words, salt, leaves, leaf_index, erased_by, erased_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      erasure.id,
      cases,
      erasure.ground,
      erasure.authority,
      erasure.words,
      erasure.salt,
      erasure.leaves,
      leaf.index,
      erasure.by,
      leaf.recordedAt,
    ],
  );
}

async function forgetTokens(sql: Sql, cases: readonly string[]): Promise<void> {
  const rows = await sql<{ token: string }>(
    `DELETE FROM index_token t USING leaf l WHERE l.index = t.leaf_index AND l.case_id = ANY($1::uuid[]) RETURNING t.token`,
    [cases],
  );
  await sql(
    `DELETE FROM token_salt s USING leaf l WHERE l.index = s.leaf_index AND l.case_id = ANY($1::uuid[])`,
    [cases],
  );
  const tokens = [...new Set(rows.map(({ token }) => token))];
  await sql(
    `UPDATE reading SET query = NULL, salt = NULL
      WHERE query IS NOT NULL AND EXISTS (SELECT FROM unnest($1::text[]) AS t(token) WHERE position(t.token IN query::text) > 0)`,
    [tokens],
  );
}

async function forgetWords(sql: Sql, cases: readonly string[]): Promise<void> {
  await sql(
    `UPDATE opening o SET words = NULL, salt = NULL FROM leaf l
      WHERE l.event_id = o.event_id AND l.case_id = ANY($1::uuid[])`,
    [cases],
  );
  await sql(
    `UPDATE hold SET words = NULL, salt = NULL, release_words = NULL, release_salt = NULL WHERE cases && $1::uuid[]`,
    [cases],
  );
}

import type { Sql } from '../database.js';
import type { PlacedLeaf } from './audit-tables.js';
import { insertRows } from './insert-rows.js';

/** Writes the answers among new leaves. An answer to an erasure that never was is kept too: it was signed. */
export async function writeAnswers(sql: Sql, placed: readonly PlacedLeaf[]): Promise<void> {
  const answers = placed.flatMap((leaf) => (leaf.answered ? [{ leaf, answered: leaf.answered }] : []));
  await insertRows(
    sql,
    {
      table: 'erasure_answer',
      columns: {
        leaf_index: ['bigint', ({ leaf }) => leaf.index],
        erasure_id: ['uuid', ({ answered }) => answered.erasure],
        agency: ['text', ({ leaf }) => leaf.sender],
        answer: ['text', ({ answered }) => answered.answer],
        ground: ['text', ({ answered }) => answered.ground],
        at: ['timestamptz', ({ leaf }) => leaf.recordedAt.toISOString()],
      },
    },
    answers,
  );
}

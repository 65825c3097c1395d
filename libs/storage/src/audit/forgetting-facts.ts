import type { Sql } from '../database.js';
import { addFacts } from './facts.js';

/** What became of an erasure after its keys were destroyed, as the chain of facts notes it. */
export const scrubbedLine = (erasure: string, at: Date): string =>
  `forgotten ${erasure} scrubbed ${at.toISOString()}`;
/**
 * Since when the ledger holds nothing of it, and how many messages were deleted in all; without a time: something was sent to the
 * ledger again, as after a loss of the broker, and has to be deleted once more.
 */
export const ledgerLineOf = (erasure: string, at: Date | null, messages: number): string =>
  `forgotten ${erasure} ledger ${at?.toISOString() ?? '-'} ${messages}`;

/** Leaves of erased cases stand on the ledger again: their erasures are not done any more. Only under the log head's lock. */
export async function comeAgain(sql: Sql, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  const rows = await sql<{ id: string; messages: string }>(
    `UPDATE erasure e SET ledger_at = NULL
      WHERE e.ledger_at IS NOT NULL
        AND EXISTS (SELECT FROM leaf l WHERE l.hash = ANY($1::bytea[]) AND l.case_id = ANY(e.cases) AND l.index < e.leaf_index)
      RETURNING e.erasure_id AS id, e.ledger_messages AS messages`,
    [hashes],
  );
  await addFacts(
    sql,
    rows.map(({ id, messages }) => ledgerLineOf(id, null, Number(messages))),
  );
}

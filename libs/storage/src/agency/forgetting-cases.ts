import { OPEN_STATUSES } from '#domain';
import type { Sql } from '../database.js';

/** Tables in which something of a person stood. */
export const SCRUBBED = [
  'event',
  'outbox',
  'case_entry',
  'case_file',
  'kept_item',
  'need',
  'need_candidate',
  'command_key',
  'parked',
  'draft',
];

const TASKS = 'SELECT task_id FROM task WHERE case_id = ANY($1::uuid[])';

/** Whether something of these cases is still to be done or on its way: then nothing of them is forgotten. */
export async function isUnsettled(sql: Sql, cases: readonly string[]): Promise<boolean> {
  const [row] = await sql<{ unsettled: boolean }>(
    `SELECT EXISTS (SELECT FROM task WHERE case_id = ANY($1::uuid[]) AND (pending IS NOT NULL OR coalesce(status, $2) = ANY($3)))
         OR EXISTS (SELECT FROM parked WHERE task_id IN (${TASKS}))
         OR EXISTS (SELECT FROM outbox WHERE task_id IN (${TASKS}) AND state IN ('queued', 'recorded', 'resend'))
         OR EXISTS (SELECT FROM need WHERE case_id = ANY($1::uuid[]) AND settled_at IS NULL) AS unsettled`,
    [cases, OPEN_STATUSES[0], [...OPEN_STATUSES]],
  );
  return row?.unsettled ?? false;
}

/**
 * Forgets every value and every free word of these cases: what was told, what is in their files, what waits, what was wanted. The
 * signed events stay, in codes: what was told to whom under which rule.
 */
export async function forgetCases(sql: Sql, cases: readonly string[]): Promise<void> {
  for (const statement of [
    `UPDATE event SET content = '{}', sealed = '' WHERE task_id IN (${TASKS})`,
    `UPDATE outbox SET command = '{}', sealed = NULL, index_tokens = '{}' WHERE task_id IN (${TASKS})`,
    `UPDATE kept_item SET statement = NULL, ended = coalesce(ended, 'task-closed'), ended_at = coalesce(ended_at, now())
      WHERE task_id IN (${TASKS})`,
    // A hash of what was asked lets anybody who can guess it confirm the guess.
    `DELETE FROM command_key WHERE task_id IN (${TASKS})`,
    `UPDATE need_candidate c SET request = NULL, body_hash = NULL FROM need n WHERE n.need_id = c.need_id AND n.case_id = ANY($1::uuid[])`,
    'UPDATE need SET body_hash = NULL WHERE case_id = ANY($1::uuid[])',
    'DELETE FROM draft WHERE case_id = ANY($1::uuid[])',
    'DELETE FROM case_entry WHERE case_id = ANY($1::uuid[])',
    'UPDATE case_file SET alias = NULL, outcome = NULL WHERE case_id = ANY($1::uuid[])',
  ])
    await sql(statement, [cases]);
}

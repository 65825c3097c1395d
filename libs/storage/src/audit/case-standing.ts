import { STEPS, isClosed } from '#domain';
import type { Sql } from '../database.js';
import { casesOf } from './disclosure-conditions.js';

/** How a case stands to forgetting. */
export interface CaseStanding {
  readonly caseId: string;
  readonly mode: string;
  /** Agencies that took part in a task of it. */
  readonly agencies: readonly string[];
  readonly tasks: number;
  /** Tasks that no event of the log has closed. */
  readonly openTasks: number;
  /** Leaves beside which something sealed is stored still. */
  readonly sealed: number;
  /** Index tokens that lead to it still. */
  readonly tokens: number;
  /** Ids of the holds on it that were not released. */
  readonly holds: readonly string[];
  /** Ids of the erasures that it was part of, the newest first. */
  readonly erasures: readonly string[];
  /** Ledger time of its last event. */
  readonly lastAt: Date;
}

interface Closing {
  readonly type: string;
  readonly by: string;
}

/** Events that close a task, and who may say them: of the one table that writers and readers of tasks go by. */
const CLOSING: readonly Closing[] = Object.entries(STEPS)
  .filter(([, { to }]) => to !== 'unchanged' && isClosed({ status: to }))
  .map(([type, { by }]) => ({ type: `concordat.task.${type}.v1`, by }));

/** Whether an event in `x` closes its task; `$2` and `$3` are the types of CLOSING and who may say them. */
const CLOSES = `EXISTS (SELECT FROM unnest($2::text[], $3::text[]) AS closing(type, by)
   WHERE closing.type = x.type
     AND (closing.by = 'either' OR x.sender = CASE closing.by WHEN 'asker' THEN x.asker ELSE x.performer END))`;

const STANDING = `
  SELECT c.id AS "caseId", min(l.mode) AS mode, max(l.recorded_at) AS "lastAt", count(DISTINCT l.task_id)::int AS tasks,
         array(SELECT DISTINCT unnest(ARRAY[p.asker, p.performer]) FROM leaf p WHERE p.case_id = c.id ORDER BY 1) AS agencies,
         (SELECT count(DISTINCT o.task_id)::int FROM leaf o WHERE o.case_id = c.id
             AND NOT EXISTS (SELECT FROM leaf x WHERE x.task_id = o.task_id AND ${CLOSES})) AS "openTasks",
         (SELECT count(*)::int FROM sealed_part s WHERE s.person = c.id) AS sealed,
         (SELECT count(*)::int FROM index_token t JOIN leaf i ON i.index = t.leaf_index WHERE i.case_id = c.id) AS tokens,
         array(SELECT h.hold_id FROM hold h WHERE c.id = ANY(h.cases) AND h.release_index IS NULL ORDER BY h.leaf_index) AS holds,
         array(SELECT e.erasure_id FROM erasure e WHERE c.id = ANY(e.cases) ORDER BY e.leaf_index DESC) AS erasures
    FROM unnest($1::uuid[]) AS c(id) JOIN leaf l ON l.case_id = c.id
   GROUP BY c.id ORDER BY c.id`;

/** How these cases stand; those that the log does not know are left out. */
export const standingOf = (sql: Sql, cases: readonly string[]): Promise<CaseStanding[]> =>
  sql<CaseStanding>(STANDING, [cases, CLOSING.map(({ type }) => type), CLOSING.map(({ by }) => by)]);

/** Every case that one of these index tokens leads to. */
export async function casesOfTokens(sql: Sql, tokens: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `SELECT DISTINCT case_id AS id FROM (${casesOf('$1')}) AS found WHERE case_id IS NOT NULL ORDER BY 1`,
    [tokens],
  );
  return rows.map(({ id }) => id);
}

/** Cases of which something sealed is stored and whose last event is before `at`, oldest first: how long each is kept is not asked here. */
export async function keptBefore(sql: Sql, at: Date, limit: number): Promise<CaseStanding[]> {
  const rows = await sql<{ id: string }>(
    `SELECT k.person AS id FROM person_key k JOIN leaf l ON l.case_id = k.person
      GROUP BY k.person HAVING max(l.recorded_at) <= $1 ORDER BY max(l.recorded_at), k.person LIMIT $2`,
    [at, limit],
  );
  const standings = await standingOf(
    sql,
    rows.map(({ id }) => id),
  );
  return standings.sort((a, b) => a.lastAt.getTime() - b.lastAt.getTime());
}

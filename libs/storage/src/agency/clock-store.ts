import { clocksAfter, type ClockState, type Party } from '#domain';
import type { Database, Sql } from '../database.js';

/** The clocks of cases: what the own file knows of them, and which cases have to be looked at. */
export class ClockStore {
  constructor(private readonly database: Database) {}

  /** What the own file of a case knows of its clocks; nothing where there is no file. */
  async ofFile(caseId: string): Promise<readonly ClockState[]> {
    const [row] = await this.database.query<{ clocks: readonly ClockState[] }>(
      'SELECT clocks FROM case_file WHERE case_id = $1',
      [caseId],
    );
    return row?.clocks ?? [];
  }

  /** Adds to what the own file knows, and opens one where there is none; the case has to be looked at then. */
  async add(
    { caseId, mode, by }: { readonly caseId: string; readonly mode: string; readonly by: Party },
    clock: ClockState,
  ): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql(
        'INSERT INTO case_file (case_id, mode, opened_by) VALUES ($1, $2, $3) ON CONFLICT (case_id) DO NOTHING',
        [caseId, mode, JSON.stringify(by)],
      );
      const [row] = await sql<{ clocks: readonly ClockState[] }>(
        'SELECT clocks FROM case_file WHERE case_id = $1 FOR UPDATE',
        [caseId],
      );
      const clocks = clocksAfter(row?.clocks ?? [], [clock]);
      await sql('UPDATE case_file SET clocks = $2 WHERE case_id = $1', [caseId, JSON.stringify(clocks)]);
      await noteClockNews(sql, [caseId]);
    });
  }

  /** Cases of which some clock may not have been told to everybody, oldest news first. */
  async news(limit: number): Promise<readonly { readonly caseId: string; readonly since: string }[]> {
    return this.database.query(
      `SELECT case_id AS "caseId", since::text AS since FROM clock_news ORDER BY since LIMIT $1`,
      [limit],
    );
  }

  /** Everybody was told what was known then; newer news of the case stays. */
  async told({ caseId, since }: { readonly caseId: string; readonly since: string }): Promise<void> {
    await this.database.query('DELETE FROM clock_news WHERE case_id = $1 AND since = $2::timestamptz', [
      caseId,
      since,
    ]);
  }
}

/** Notes those of these cases of which any clock is known: by the own file, or by a task. */
export async function noteClockNews(sql: Sql, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return;
  await sql(
    `INSERT INTO clock_news (case_id, since)
     SELECT DISTINCT id, clock_timestamp() FROM unnest($1::uuid[]) AS c(id)
      WHERE EXISTS (SELECT 1 FROM case_file f WHERE f.case_id = c.id AND f.clocks <> '[]')
         OR EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state ? 'clocks')
     ON CONFLICT (case_id) DO UPDATE SET since = excluded.since`,
    [caseIds],
  );
}

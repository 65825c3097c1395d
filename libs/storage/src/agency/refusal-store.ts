import type { Database, Sql } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import { storeRefusals, type NewRefusal } from './refusal-rows.js';
import { rowOfReport, type Report } from './report-row.js';
import { NO_NEEDS, readTurn, storeTurn } from './turn.js';

/** Items that were not let through, as they were noted. */
export type NotedRefusal = NewRefusal & { readonly id: number };

/** Where a report stands among the events of the agency. */
export interface ReportPlace {
  readonly number: number;
  readonly epoch: number;
  /** Numbers of this agency that will never come; the report has to name them. */
  readonly skipped: readonly number[];
}

/** What this agency did not let through, until the audit service is told. */
export class RefusalStore {
  constructor(private readonly database: Database) {}

  /** Notes refusals that belong to no turn, as of a command that was refused: all of them or none. */
  async add(refusals: readonly NewRefusal[]): Promise<void> {
    await this.database.transaction((sql) => storeRefusals(sql, refusals));
  }

  /** What is not reported yet, oldest first. */
  async unreported(limit: number): Promise<NotedRefusal[]> {
    return unreportedOf((text, parameters) => this.database.query(text, parameters), limit);
  }

  /**
   * Turns the oldest refusals into rows of the outbox, each with its number, in one transaction under the lock that puts
   * all events of the agency in one order: a refusal is reported once, whoever tries. Answers how many.
   */
  async report(
    limit: number,
    compose: (refusal: NotedRefusal, place: ReportPlace) => Promise<Report>,
  ): Promise<number> {
    return this.database.transaction(async (sql) => {
      const turn = await readTurn(sql, NO_NEEDS);
      const refusals = await unreportedOf(sql, limit);
      const reports = await Promise.all(
        refusals.map((refusal, index) =>
          compose(refusal, {
            number: turn.nextNumber + index,
            epoch: turn.epoch,
            skipped: index === 0 ? turn.skipped : [],
          }),
        ),
      );
      const rows = reports.map((report, index) => rowOfReport(report, turn.nextNumber + index));
      await storeTurn(sql, turn, { rows });
      await sql(
        `UPDATE refusal r SET reported = d.event_id FROM unnest($1::bigint[], $2::uuid[]) AS d(id, event_id) WHERE r.id = d.id`,
        [refusals.map(({ id }) => id), reports.map(({ eventId }) => eventId)],
      );
      return rows.length;
    });
  }
}

async function unreportedOf(sql: Sql, limit: number): Promise<NotedRefusal[]> {
  const rows = await sql<Omit<NotedRefusal, 'occurredAt'> & { readonly occurredAt: Date }>(
    `SELECT id::float8 AS id, direction, other, kind, task_id AS "taskId", case_id AS "caseId", event_id AS "eventId",
            mode, actor, items, occurred_at AS "occurredAt"
       FROM refusal WHERE reported IS NULL ORDER BY id LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ ...withoutNulls(row), occurredAt: row.occurredAt.toISOString() }));
}

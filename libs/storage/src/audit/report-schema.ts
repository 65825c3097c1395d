import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Gaps are few beside what was told.
  `CREATE INDEX disclosure_gap ON disclosure (leaf_index, place) WHERE category <> 'value'`,
  'CREATE INDEX task_by_case ON task (case_id)',
  // The events that say that somebody asked for something and did not get it.
  `CREATE INDEX leaf_unmet ON leaf (index) WHERE type IN ('concordat.task.rejected.v1', 'concordat.task.failed.v1',
     'concordat.task.expired.v1', 'concordat.task.escalated.v1')`,
];

/** Indexes by which reports read only what they tell. */
export class AuditReports1700000000005 implements MigrationInterface {
  readonly name = 'AuditReports1700000000005';

  /** Adds indexes; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

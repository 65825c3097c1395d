import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a task needs somebody or something next, and what is known of the clocks of a case. */
export class AgencyDeadlines1700000000007 implements MigrationInterface {
  readonly name = 'AgencyDeadlines1700000000007';

  /** Adds the columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE task ADD next_due timestamptz, ADD exercise uuid');
    await runner.query('CREATE INDEX task_due ON task (next_due) WHERE next_due IS NOT NULL');
    await runner.query(`ALTER TABLE case_file ADD clocks jsonb NOT NULL DEFAULT '[]'`);
    await runner.query('CREATE TABLE clock_news (case_id uuid PRIMARY KEY, since timestamptz NOT NULL)');
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of deadlines is not taken back: drop the database instead'));
  }
}

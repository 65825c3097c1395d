import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a task needs somebody or something next, and what is known of the clocks of a case. */
export class AgencyDeadlines1700000000007 implements MigrationInterface {
  readonly name = 'AgencyDeadlines1700000000007';

  /** Adds the columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE task ADD next_due timestamptz, ADD exercise uuid');
    // Two clocks, two indexes: the ledger's is one for all tasks, and each exercise has its own.
    await runner.query(
      'CREATE INDEX task_due ON task (next_due) WHERE exercise IS NULL AND next_due IS NOT NULL',
    );
    await runner.query(
      'CREATE INDEX task_due_in_exercise ON task (exercise, next_due) WHERE exercise IS NOT NULL AND next_due IS NOT NULL',
    );
    // What was asked before deadlines were watched must not wait for ever.
    await runner.query(
      `UPDATE task SET next_due = (state->>'decideBy')::timestamptz
        WHERE status IN ('requested', 'received') AND state ? 'decideBy'`,
    );
    await runner.query(`ALTER TABLE case_file ADD clocks jsonb NOT NULL DEFAULT '[]'`);
    await runner.query('CREATE TABLE clock_news (case_id uuid PRIMARY KEY, since timestamptz NOT NULL)');
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of deadlines is not taken back: drop the database instead'));
  }
}

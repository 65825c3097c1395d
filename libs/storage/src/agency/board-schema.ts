import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // A person telephoned about what will never be sent: it needs nobody any more.
  'ALTER TABLE outbox ADD telephoned_at timestamptz, ADD telephoned_by jsonb',
  `CREATE INDEX outbox_to_telephone ON outbox (number)
     WHERE state IN ('queued', 'expired-unsent', 'refused') AND telephoned_at IS NULL`,
];

/** What a board needs: who has telephoned about what was not sent. */
export class AgencyBoard1700000000012 implements MigrationInterface {
  readonly name = 'AgencyBoard1700000000012';

  /** Adds the columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that somebody of this agency is still writing. */
export class AgencyDrafts1700000000012 implements MigrationInterface {
  readonly name = 'AgencyDrafts1700000000012';

  /** Adds the table; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE draft (
         id uuid PRIMARY KEY,
         owner text NOT NULL,
         unit text NOT NULL,
         case_id uuid,
         body jsonb NOT NULL,
         updated_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    await runner.query('CREATE INDEX draft_by_owner ON draft (owner, updated_at)');
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('unsent work is not taken back: drop the database instead'));
  }
}

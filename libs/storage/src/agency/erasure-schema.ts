import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What this agency was told of erasures in the log, and what it answers of its own copies. */
export class AgencyErasures1700000000011 implements MigrationInterface {
  readonly name = 'AgencyErasures1700000000011';

  /** Adds the table; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE erasure (
         erasure_id uuid PRIMARY KEY,
         event_id uuid NOT NULL,
         cases uuid[] NOT NULL,
         ground text NOT NULL,
         authority text NOT NULL,
         at timestamptz NOT NULL,
         answer text CHECK (answer IN ('erased', 'kept', 'nothing-held')),
         keeping_ground text,
         actor jsonb,
         answered_at timestamptz,
         scrubbed_at timestamptz,
         reported uuid
       )`,
    );
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // The log that was opened behind the accepted one: its name and the hash of its first leaf (hex).
  'ALTER TABLE log_state ADD successor jsonb',
  // Every log counts its leaves from 0.
  "ALTER TABLE accepted_root ADD origin text NOT NULL DEFAULT 'concordat/log/1'",
  'UPDATE accepted_root SET origin = l.origin FROM log_state l WHERE l.origin IS NOT NULL',
  'ALTER TABLE accepted_root ALTER origin DROP DEFAULT, DROP CONSTRAINT accepted_root_pkey, ADD PRIMARY KEY (origin, size)',
];

/** What a witness needs to follow from a closed log to the one behind it. */
export class AgencyLogs1700000000010 implements MigrationInterface {
  readonly name = 'AgencyLogs1700000000010';

  /** Adds columns; what is stored stays. In one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

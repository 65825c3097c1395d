import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // What each unit of this agency said of its shifts last, and who said it.
  `CREATE TABLE unit_roster (
     unit text PRIMARY KEY,
     shifts jsonb NOT NULL,
     free int,
     actor jsonb NOT NULL,
     set_at timestamptz NOT NULL DEFAULT now()
   )`,
  // The newest roster of each agency as the ledger has it; of this one too.
  `CREATE TABLE published_roster (
     agency text PRIMARY KEY,
     sequence bigint NOT NULL,
     published_at timestamptz NOT NULL,
     lease_until timestamptz NOT NULL,
     units jsonb NOT NULL,
     shifts jsonb NOT NULL,
     places jsonb NOT NULL
   )`,
];

/** Who is on shift: as the own units said it, and as the agencies published it. */
export class AgencyRoster1700000000005 implements MigrationInterface {
  readonly name = 'AgencyRoster1700000000005';

  /** Adds the tables; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of rosters is not taken back: drop the database instead'));
  }
}

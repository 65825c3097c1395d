import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // What is recorded with the event or not at all: subject, message id and signed text.
  'ALTER TABLE outbox ADD companion jsonb',
  `CREATE INDEX outbox_contested ON outbox (number) WHERE state = 'queued' AND companion IS NOT NULL`,
  `CREATE INDEX outbox_unsent ON outbox (task_id) WHERE state IN ('expired-unsent', 'refused')`,
  `CREATE TABLE need (
     need_id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     mode text NOT NULL,
     kind text NOT NULL,
     strategy text NOT NULL CHECK (strategy IN ('one-after-another', 'ranked-parallel')),
     asker jsonb NOT NULL,
     actor jsonb NOT NULL,
     key text UNIQUE,
     body_hash text,
     status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'met', 'unmet', 'closed')),
     closing jsonb,
     verdict_is text CHECK (verdict_is IN ('claimed', 'closed', 'spoilt')),
     verdict_task uuid,
     verdict_event text,
     stated_epoch int NOT NULL DEFAULT 0,
     unmet_at timestamptz,
     unmet_because text,
     settled_at timestamptz,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX need_unsettled ON need (created_at) WHERE settled_at IS NULL',
  'CREATE INDEX need_by_case ON need (case_id)',
  'CREATE INDEX need_unmet ON need (unmet_at) WHERE unmet_at IS NOT NULL',
  // The request as it is made to this one, in codes. It is forgotten when the need is settled.
  `CREATE TABLE need_candidate (
     need_id uuid NOT NULL REFERENCES need,
     rank int NOT NULL,
     performer jsonb NOT NULL,
     request jsonb,
     task_id uuid UNIQUE,
     refused text,
     key text UNIQUE,
     body_hash text,
     PRIMARY KEY (need_id, rank)
   )`,
];

/** Needs of this agency that are offered to several, and the claim that goes with an acceptance. */
export class AgencyNeeds1700000000006 implements MigrationInterface {
  readonly name = 'AgencyNeeds1700000000006';

  /** Adds the tables and columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of needs is not taken back: drop the database instead'));
  }
}

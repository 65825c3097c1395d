import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // One row: the sender's counter, and the lock that puts its commands in one order.
  `CREATE TABLE sender (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     next_number bigint NOT NULL DEFAULT 1,
     epoch int NOT NULL DEFAULT 0,
     epoch_state text NOT NULL DEFAULT 'recovering' CHECK (epoch_state IN ('recovering', 'open'))
   )`,
  'INSERT INTO sender DEFAULT VALUES',
  `CREATE TABLE task (
     task_id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     version int NOT NULL DEFAULT 0,
     state jsonb,
     ledger_seq bigint NOT NULL DEFAULT 0,
     pending uuid,
     told_version int NOT NULL DEFAULT 0,
     asker text NOT NULL,
     performer text NOT NULL,
     status text,
     updated_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX task_by_case ON task (case_id)',
  'CREATE INDEX task_untold ON task (updated_at) WHERE version > told_version',
  'CREATE INDEX task_by_status ON task (status, updated_at)',
  // A row stays until its bytes are proven in the log and the addressee holds them.
  `CREATE TABLE outbox (
     number bigint PRIMARY KEY,
     event_id uuid NOT NULL UNIQUE,
     task_id uuid NOT NULL,
     task_version int NOT NULL,
     type text NOT NULL,
     subject text NOT NULL,
     addressee text NOT NULL,
     event text NOT NULL,
     sealed text NOT NULL,
     index_tokens text[] NOT NULL,
     leaf_hash bytea NOT NULL,
     command jsonb NOT NULL,
     decide_by timestamptz,
     state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'recorded', 'resend', 'lost', 'expired-unsent', 'refused')),
     refusal jsonb,
     replaced_by uuid,
     named_by uuid,
     attempts int NOT NULL DEFAULT 0,
     next_attempt_at timestamptz NOT NULL DEFAULT now(),
     conflict_seq bigint,
     sequence bigint,
     leaf_index bigint,
     held boolean NOT NULL DEFAULT false,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX outbox_due ON outbox (number) WHERE state IN ('queued', 'resend')`,
  `CREATE INDEX outbox_unproven ON outbox (leaf_hash) WHERE leaf_index IS NULL`,
  // A number that will never come is named by a later event; should that one be lost too, another has to name both.
  `CREATE INDEX outbox_lost ON outbox (number) WHERE named_by IS NULL AND state IN ('lost', 'expired-unsent', 'refused')`,
  // Commands that were answered once are answered the same again.
  `CREATE TABLE command_key (
     key text PRIMARY KEY,
     event_id uuid NOT NULL,
     task_id uuid NOT NULL,
     body_hash text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE event (
     event_id uuid PRIMARY KEY,
     task_id uuid NOT NULL,
     version int NOT NULL,
     type text NOT NULL,
     sender text NOT NULL,
     number bigint NOT NULL,
     sequence bigint NOT NULL,
     recorded_at timestamptz NOT NULL,
     event text NOT NULL,
     sealed text NOT NULL,
     content jsonb NOT NULL,
     leaf_hash bytea NOT NULL,
     UNIQUE (task_id, version)
   )`,
  `CREATE TABLE parked (
     event_id uuid PRIMARY KEY,
     task_id uuid NOT NULL,
     version int NOT NULL,
     entry jsonb NOT NULL,
     parked_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX parked_by_task ON parked (task_id, version)',
  // What the agency's own systems are told, in the order in which it was committed.
  `CREATE TABLE feed (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     event_id uuid NOT NULL,
     type text NOT NULL,
     task jsonb,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE webhook (
     id uuid PRIMARY KEY,
     url text NOT NULL,
     secret text NOT NULL,
     system text NOT NULL,
     cursor bigint NOT NULL DEFAULT 0,
     attempts int NOT NULL DEFAULT 0,
     next_attempt_at timestamptz NOT NULL DEFAULT now(),
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE webhook_dead_letter (
     webhook_id uuid NOT NULL,
     feed_id bigint NOT NULL,
     reason text NOT NULL,
     at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (webhook_id, feed_id)
   )`,
  `CREATE TABLE dead_letter (
     sequence bigint PRIMARY KEY,
     subject text NOT NULL,
     reason text NOT NULL,
     place text NOT NULL,
     event_id uuid,
     at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE directory_version (
     version int PRIMARY KEY,
     sequence bigint NOT NULL,
     event text NOT NULL,
     bundle jsonb NOT NULL
   )`,
  // One row: the log as this witness has accepted it.
  `CREATE TABLE log_state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     origin text,
     range jsonb NOT NULL,
     root text,
     checkpoint jsonb,
     cosignature jsonb,
     told_size bigint NOT NULL DEFAULT 0,
     coverage jsonb NOT NULL DEFAULT '[]',
     alarm text,
     accepted_at timestamptz
   )`,
  `CREATE TABLE witness (
     agency text PRIMARY KEY,
     cosigned_size bigint NOT NULL DEFAULT 0,
     seen_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE accepted_root (
     size bigint PRIMARY KEY,
     root text NOT NULL
   )`,
  `CREATE TABLE case_file (
     case_id uuid PRIMARY KEY,
     mode text NOT NULL,
     opened_by jsonb NOT NULL,
     opened_at timestamptz NOT NULL DEFAULT now(),
     closed_at timestamptz,
     outcome text
   )`,
  `CREATE TABLE case_entry (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     case_id uuid NOT NULL REFERENCES case_file,
     at timestamptz NOT NULL DEFAULT now(),
     by_party jsonb NOT NULL,
     from_agency text NOT NULL,
     item text,
     entry jsonb NOT NULL
   )`,
  'CREATE INDEX case_entry_by_case ON case_entry (case_id, item)',
  // Base64 and ciphertext do not compress, and trying costs more than all the rest of a row.
  'ALTER TABLE outbox ALTER event SET STORAGE EXTERNAL, ALTER sealed SET STORAGE EXTERNAL, ALTER command SET STORAGE EXTERNAL',
  'ALTER TABLE event ALTER event SET STORAGE EXTERNAL, ALTER sealed SET STORAGE EXTERNAL, ALTER content SET STORAGE EXTERNAL',
];

/** The first schema of an agency's own database. */
export class AgencySchema1700000000001 implements MigrationInterface {
  readonly name = 'AgencySchema1700000000001';

  /** Makes every table; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the first schema is not taken back: drop the database instead'));
  }
}

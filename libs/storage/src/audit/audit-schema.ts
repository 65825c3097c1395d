import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // One row: how far the log and its reader have come. Its lock puts all writers in one order.
  `CREATE TABLE log_head (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     size bigint NOT NULL DEFAULT 0,
     sequence bigint NOT NULL DEFAULT 0,
     epoch bigint NOT NULL DEFAULT 0
   )`,
  'INSERT INTO log_head DEFAULT VALUES',
  // `event` is the exact compact JWS; what else stands here is read from it, from its subject and from the ledger.
  `CREATE TABLE leaf (
     index bigint PRIMARY KEY,
     hash bytea NOT NULL,
     event text NOT NULL,
     event_id uuid NOT NULL UNIQUE,
     sender text NOT NULL,
     number bigint NOT NULL,
     unit text NOT NULL,
     type text NOT NULL,
     task_id uuid,
     version bigint,
     case_id uuid,
     mode text,
     asker text,
     performer text,
     directory_version bigint NOT NULL,
     actor text NOT NULL,
     actor_role text NOT NULL,
     actor_type text NOT NULL,
     sequence bigint NOT NULL,
     recorded_at timestamptz NOT NULL,
     UNIQUE (sender, number)
   )`,
  'CREATE INDEX leaf_by_hash ON leaf USING hash (hash)',
  'CREATE INDEX leaf_by_task ON leaf (task_id, version)',
  `CREATE TABLE node (
     level smallint,
     index bigint,
     hash bytea NOT NULL,
     PRIMARY KEY (level, index)
   )`,
  `CREATE TABLE task (
     task_id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     mode text NOT NULL,
     asker text NOT NULL,
     asker_unit text NOT NULL,
     performer text NOT NULL,
     performer_unit text NOT NULL,
     kind text NOT NULL,
     urgency text NOT NULL,
     leaf_index bigint NOT NULL
   )`,
  `CREATE TABLE disclosure (
     leaf_index bigint,
     place smallint,
     event_id uuid NOT NULL,
     task_id uuid NOT NULL,
     version bigint NOT NULL,
     case_id uuid NOT NULL,
     mode text NOT NULL,
     asker text NOT NULL,
     performer text NOT NULL,
     sender text NOT NULL,
     sender_unit text NOT NULL,
     receiver text NOT NULL,
     item text NOT NULL,
     category text NOT NULL CHECK (category IN ('value', 'absent', 'withheld')),
     state text NOT NULL,
     absent text,
     source_kind text,
     obtained_at timestamptz,
     confidence text,
     rule text NOT NULL,
     directory_version bigint NOT NULL,
     stage text NOT NULL,
     commitment text NOT NULL,
     actor text NOT NULL,
     actor_role text NOT NULL,
     actor_type text NOT NULL,
     recorded_at timestamptz NOT NULL,
     PRIMARY KEY (leaf_index, place)
   )`,
  'CREATE INDEX disclosure_by_task ON disclosure (task_id, leaf_index, place)',
  'CREATE INDEX disclosure_by_case ON disclosure (case_id, leaf_index, place)',
  'CREATE INDEX disclosure_by_pair ON disclosure (sender, receiver, leaf_index, place)',
  'CREATE INDEX disclosure_by_receiver ON disclosure (receiver, leaf_index, place)',
  'CREATE INDEX disclosure_by_item ON disclosure (item, leaf_index, place)',
  'CREATE INDEX disclosure_by_time ON disclosure (recorded_at)',
  // The erasable parts: the leaf does not hold them.
  'CREATE TABLE sealed_part (leaf_index bigint PRIMARY KEY, sealed text NOT NULL)',
  // Base64 and ciphertext do not compress, and trying costs more than all the rest of a row.
  'ALTER TABLE sealed_part ALTER sealed SET STORAGE EXTERNAL',
  'ALTER TABLE leaf ALTER event SET STORAGE EXTERNAL',
  `CREATE TABLE index_token (
     token text,
     leaf_index bigint,
     task_id uuid,
     PRIMARY KEY (token, leaf_index)
   )`,
  // Numbers of a sender that are in the log or will never come, as [first, last] ranges.
  `CREATE TABLE coverage (
     sender text PRIMARY KEY,
     through bigint NOT NULL,
     settled jsonb NOT NULL
   )`,
  `CREATE TABLE refused (
     sequence bigint PRIMARY KEY,
     subject text NOT NULL,
     reason text NOT NULL,
     place text NOT NULL,
     event text,
     recorded_at timestamptz NOT NULL
   )`,
  'CREATE INDEX refused_by_reason ON refused (reason)',
  `CREATE TABLE directory_version (
     version bigint PRIMARY KEY,
     sequence bigint NOT NULL,
     hash text NOT NULL,
     event text NOT NULL,
     bundle jsonb NOT NULL
   )`,
  `CREATE TABLE checkpoint (
     size bigint PRIMARY KEY,
     from_size bigint NOT NULL,
     root bytea NOT NULL,
     note text NOT NULL,
     event_id uuid NOT NULL,
     event text NOT NULL,
     signed_at timestamptz NOT NULL DEFAULT now(),
     sequence bigint
   )`,
  'CREATE INDEX checkpoint_unpublished ON checkpoint (size) WHERE sequence IS NULL',
  `CREATE TABLE cosignature (
     size bigint,
     witness text,
     time bigint NOT NULL,
     line text NOT NULL,
     sequence bigint NOT NULL,
     PRIMARY KEY (size, witness)
   )`,
];

/** The first schema of the audit service's database. */
export class AuditSchema1700000000001 implements MigrationInterface {
  readonly name = 'AuditSchema1700000000001';

  /** Makes every table; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the first schema is not taken back: drop the database instead'));
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Null where an event's own form does not say it.
  `ALTER TABLE disclosure
     ADD rule_version bigint,
     ADD basis text,
     ADD way text CHECK (way IN ('pushed', 'pulled', 'overridden')),
     ADD expected_by timestamptz,
     ADD finder_agency text,
     ADD finder_unit text,
     ADD searched_at timestamptz,
     ADD held_by text,
     ADD originator text,
     ADD via uuid,
     ADD corrects uuid`,
  'CREATE INDEX disclosure_by_event ON disclosure (event_id, item)',
  'CREATE INDEX disclosure_by_via ON disclosure (via, item) WHERE via IS NOT NULL',
  'CREATE INDEX disclosure_by_corrects ON disclosure (corrects, item) WHERE corrects IS NOT NULL',
  // Items that an agency did not let travel, as it reported them; `told_by` is the event that brought them in.
  `CREATE TABLE refused_disclosure (
     leaf_index bigint,
     place smallint,
     event_id uuid NOT NULL,
     reporter text NOT NULL,
     direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
     sender text NOT NULL,
     receiver text NOT NULL,
     item text NOT NULL,
     why text NOT NULL,
     kind text,
     task_id uuid,
     case_id uuid,
     told_by uuid,
     mode text,
     directory_version bigint NOT NULL,
     actor text NOT NULL,
     actor_role text NOT NULL,
     actor_type text NOT NULL,
     recorded_at timestamptz NOT NULL,
     PRIMARY KEY (leaf_index, place)
   )`,
  'CREATE INDEX refused_disclosure_by_task ON refused_disclosure (task_id)',
  'CREATE INDEX refused_disclosure_by_case ON refused_disclosure (case_id)',
  'CREATE INDEX refused_disclosure_by_event ON refused_disclosure (told_by, item) WHERE told_by IS NOT NULL',
  'CREATE INDEX refused_disclosure_by_pair ON refused_disclosure (sender, receiver)',
  'CREATE INDEX refused_disclosure_by_receiver ON refused_disclosure (receiver)',
  // Events that told items under an emergency override. `due_by` and `reviewers` are those of the clauses that they name.
  `CREATE TABLE override_use (
     event_id uuid PRIMARY KEY,
     leaf_index bigint NOT NULL UNIQUE,
     task_id uuid NOT NULL,
     version bigint NOT NULL,
     case_id uuid NOT NULL,
     mode text NOT NULL,
     sender text NOT NULL,
     sender_unit text NOT NULL,
     receiver text NOT NULL,
     reason text NOT NULL,
     authorised_by text NOT NULL,
     authorised_role text NOT NULL,
     until timestamptz NOT NULL,
     due_by timestamptz,
     reviewers jsonb NOT NULL,
     directory_version bigint NOT NULL,
     actor text NOT NULL,
     actor_role text NOT NULL,
     actor_type text NOT NULL,
     recorded_at timestamptz NOT NULL
   )`,
  'CREATE INDEX override_use_by_task ON override_use (task_id)',
  'CREATE INDEX override_use_by_case ON override_use (case_id)',
  // What else was said on a task about what was told before: each row points at an earlier event.
  `CREATE TABLE override_review (
     leaf_index bigint PRIMARY KEY,
     override_id uuid NOT NULL,
     task_id uuid NOT NULL,
     version bigint NOT NULL,
     finding text NOT NULL
   )`,
  'CREATE INDEX override_review_by_override ON override_review (override_id)',
  `CREATE TABLE recall (
     leaf_index bigint,
     place smallint,
     recalled uuid NOT NULL,
     item text NOT NULL,
     task_id uuid NOT NULL,
     sender text NOT NULL,
     reason text NOT NULL,
     PRIMARY KEY (leaf_index, place)
   )`,
  'CREATE INDEX recall_by_recalled ON recall (recalled, item)',
  `CREATE TABLE acknowledgement (
     leaf_index bigint,
     place smallint,
     acknowledged uuid NOT NULL,
     task_id uuid NOT NULL,
     sender text NOT NULL,
     PRIMARY KEY (leaf_index, place)
   )`,
  'CREATE INDEX acknowledgement_by_acknowledged ON acknowledgement (acknowledged)',
  `CREATE TABLE identity_step (
     leaf_index bigint PRIMARY KEY,
     task_id uuid NOT NULL,
     version bigint NOT NULL,
     sender text NOT NULL,
     identity text NOT NULL CHECK (identity IN ('confirmed', 'reversed'))
   )`,
  'CREATE INDEX identity_step_by_task ON identity_step (task_id, version)',
];

/** What agreements, overrides, corrections and identities add to the audit service's database. */
export class AuditSharing1700000000002 implements MigrationInterface {
  readonly name = 'AuditSharing1700000000002';

  /** Adds columns and tables; what is stored stays. In one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

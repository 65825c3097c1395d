import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // A report of a refused disclosure has no sealed part and no task: its event id stands in the place of the task's.
  'ALTER TABLE outbox ALTER sealed DROP NOT NULL',
  `CREATE TABLE refusal (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
     other text NOT NULL,
     kind text,
     task_id uuid,
     case_id uuid,
     event_id uuid,
     mode text,
     actor jsonb,
     items jsonb NOT NULL,
     occurred_at timestamptz NOT NULL,
     reported uuid
   )`,
  'CREATE INDEX refusal_unreported ON refusal (id) WHERE reported IS NULL',
  // What an agency wants to tell and may tell only later. What is dropped is forgotten.
  `CREATE TABLE kept_item (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     task_id uuid NOT NULL,
     item text NOT NULL,
     stage text NOT NULL CHECK (stage IN ('accepted', 'attending')),
     statement jsonb,
     unit text NOT NULL,
     kept_with uuid NOT NULL,
     kept_at timestamptz NOT NULL DEFAULT now(),
     ended text CHECK (ended IN ('sent', 'task-closed', 'no-rule', 'superseded', 'recalled', 'not-recorded')),
     ended_at timestamptz,
     sent_with uuid,
     CHECK (statement IS NOT NULL OR ended IS NOT NULL)
   )`,
  'CREATE INDEX kept_item_open ON kept_item (task_id, item) WHERE ended IS NULL',
  'CREATE INDEX kept_item_of ON kept_item (kept_with)',
  'CREATE INDEX kept_item_sent ON kept_item (sent_with) WHERE sent_with IS NOT NULL',
  `CREATE TABLE notice (
     event_id uuid,
     kind text CHECK (kind IN ('overridden', 'corrected', 'recalled', 'identified')),
     task_id uuid NOT NULL,
     version int NOT NULL,
     from_agency text NOT NULL,
     to_agency text NOT NULL,
     at timestamptz NOT NULL,
     detail jsonb NOT NULL,
     due_by timestamptz,
     reviewers jsonb NOT NULL DEFAULT '[]',
     closed_at timestamptz,
     finding text,
     PRIMARY KEY (event_id, kind)
   )`,
  'CREATE INDEX notice_by_task ON notice (task_id, version)',
  'CREATE INDEX notice_open ON notice (kind, at) WHERE closed_at IS NULL',
  `CREATE TABLE notice_seen (
     event_id uuid,
     kind text,
     seen_with uuid,
     version int NOT NULL,
     agency text NOT NULL,
     actor_role text NOT NULL,
     actor_type text NOT NULL,
     at timestamptz NOT NULL,
     finding text,
     PRIMARY KEY (event_id, kind, seen_with),
     FOREIGN KEY (event_id, kind) REFERENCES notice
   )`,
  `ALTER TABLE case_file
     ADD alias text UNIQUE,
     ADD identity text CHECK (identity IN ('confirmed', 'reversed'))`,
];

/** What an agency keeps of sharing: refusals, items that wait, notices, and the names of cases. */
export class AgencySharing1700000000002 implements MigrationInterface {
  readonly name = 'AgencySharing1700000000002';

  /** Adds the tables and columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of sharing is not taken back: drop the database instead'));
  }
}

/** What released an event that had waited for an earlier one. */
export class AgencyReleased1700000000003 implements MigrationInterface {
  readonly name = 'AgencyReleased1700000000003';

  /** Adds the column; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    // What waits is acknowledged at once, so only the event that releases it can bring it again to who reacts to it.
    await runner.query('ALTER TABLE event ADD released_by uuid');
    await runner.query(
      'CREATE INDEX event_released ON event (released_by, version) WHERE released_by IS NOT NULL',
    );
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of sharing is not taken back: drop the database instead'));
  }
}

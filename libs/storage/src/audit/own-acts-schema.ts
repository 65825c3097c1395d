import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Acts of the audit service itself: leaves first, and then on the ledger too, at `sequence`.
  `CREATE TABLE own_act (
     number bigint PRIMARY KEY,
     leaf_index bigint NOT NULL,
     event_id uuid NOT NULL,
     sequence bigint
   )`,
  'CREATE INDEX own_act_unpublished ON own_act (number) WHERE sequence IS NULL',
  // The erasable half of a `read` leaf: the question with its salt, and which leaves the answer named.
  `CREATE TABLE reading (
     leaf_index bigint PRIMARY KEY,
     at timestamptz NOT NULL,
     reader text NOT NULL,
     role text NOT NULL,
     agency text,
     kind text NOT NULL,
     query jsonb,
     salt text,
     leaves int8multirange NOT NULL
   )`,
  'CREATE INDEX reading_by_time ON reading (at)',
];

/** Own acts of the audit service, and what was read by whom. */
export class OwnActs1700000000003 implements MigrationInterface {
  readonly name = 'OwnActs1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is not taken back'));
  }
}

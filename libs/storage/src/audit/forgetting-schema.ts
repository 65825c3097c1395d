import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wrap } from './sealed-box.js';

const KEYS = [
  // One key for each person as far as the log knows one: the case. Without its row what it wraps says nothing.
  'CREATE TABLE person_key (person uuid PRIMARY KEY, key bytea NOT NULL CHECK (length(key) = 32))',
  'ALTER TABLE sealed_part RENAME TO unwrapped',
  'ALTER INDEX sealed_part_pkey RENAME TO unwrapped_pkey',
  `CREATE TABLE sealed_part (
     leaf_index bigint PRIMARY KEY,
     person uuid NOT NULL,
     box bytea NOT NULL
   )`,
  'ALTER TABLE sealed_part ALTER box SET STORAGE EXTERNAL',
  'CREATE INDEX sealed_part_by_person ON sealed_part (person)',
];

const FORGETTING = [
  // The words of each act stand here, with the salt of the commitment that its leaf holds.
  `CREATE TABLE opening (
     leaf_index bigint PRIMARY KEY,
     event_id uuid NOT NULL,
     custodian text NOT NULL,
     reason text NOT NULL,
     words text,
     salt text,
     at timestamptz NOT NULL
   )`,
  `CREATE TABLE hold (
     hold_id uuid PRIMARY KEY,
     cases uuid[] NOT NULL,
     ground text NOT NULL,
     words text,
     salt text,
     leaf_index bigint NOT NULL UNIQUE,
     placed_by text NOT NULL,
     placed_at timestamptz NOT NULL,
     release_index bigint UNIQUE,
     released_by text,
     released_at timestamptz,
     release_words text,
     release_salt text
   )`,
  'CREATE INDEX hold_by_case ON hold USING gin (cases)',
  // What was destroyed on whose word, and how far the rest of it has come: the database's old pages, the ledger's copies.
  `CREATE TABLE erasure (
     erasure_id uuid PRIMARY KEY,
     cases uuid[] NOT NULL,
     ground text NOT NULL,
     authority text NOT NULL,
     words text,
     salt text,
     leaves bigint NOT NULL,
     leaf_index bigint NOT NULL UNIQUE,
     erased_by text NOT NULL,
     erased_at timestamptz NOT NULL,
     scrubbed_at timestamptz,
     ledger_at timestamptz,
     ledger_messages bigint NOT NULL DEFAULT 0
   )`,
  'CREATE INDEX erasure_by_case ON erasure USING gin (cases)',
  'CREATE INDEX erasure_waiting ON erasure (leaf_index) WHERE scrubbed_at IS NULL OR ledger_at IS NULL',
  // What an agency says it did with its own copies; the newest word counts.
  `CREATE TABLE erasure_answer (
     leaf_index bigint PRIMARY KEY,
     erasure_id uuid NOT NULL,
     agency text NOT NULL,
     answer text NOT NULL,
     ground text,
     at timestamptz NOT NULL
   )`,
  'CREATE INDEX erasure_answer_by_erasure ON erasure_answer (erasure_id)',
  'CREATE INDEX leaf_by_case ON leaf (case_id) WHERE case_id IS NOT NULL',
];
const PAGE = 500;

/** Keys by person around what is sealed; holds, erasures, openings, and what agencies answer. */
export class AuditForgetting1700000000006 implements MigrationInterface {
  readonly name = 'AuditForgetting1700000000006';

  /** Wraps every sealed part that is stored; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of KEYS) await runner.query(statement);
    await wrapStored(runner);
    await runner.query('DROP TABLE unwrapped');
    for (const statement of FORGETTING) await runner.query(statement);
  }

  /** There is no way back that would not show what is hidden. */
  down(): Promise<void> {
    return Promise.reject(new Error('keys are not taken back: drop the database instead'));
  }
}

interface Unwrapped {
  readonly index: string;
  readonly sealed: string;
  readonly person: string;
}

async function wrapStored(runner: QueryRunner): Promise<void> {
  for (let after = -1; ;) {
    const rows = (await runner.query(
      `SELECT u.leaf_index AS index, u.sealed, coalesce(l.case_id, l.event_id) AS person
         FROM unwrapped u JOIN leaf l ON l.index = u.leaf_index WHERE u.leaf_index > $1 ORDER BY 1 LIMIT $2`,
      [after, PAGE],
    )) as Unwrapped[];
    if (rows.length === 0) return;
    after = Number(rows.at(-1)?.index);
    const persons = [...new Set(rows.map(({ person }) => person))];
    await runner.query(
      `INSERT INTO person_key (person, key) SELECT * FROM unnest($1::uuid[], $2::bytea[]) ON CONFLICT DO NOTHING`,
      [persons, persons.map(() => randomBytes(32))],
    );
    const found = (await runner.query('SELECT person, key FROM person_key WHERE person = ANY($1::uuid[])', [
      persons,
    ])) as { person: string; key: Buffer }[];
    const keys = new Map(found.map(({ person, key }) => [person, key]));
    await runner.query(
      'INSERT INTO sealed_part (leaf_index, person, box) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])',
      [
        rows.map(({ index }) => index),
        rows.map(({ person }) => person),
        rows.map(({ index, sealed, person }) => wrap(sealed, keys.get(person) as Buffer, Number(index))),
      ],
    );
  }
}

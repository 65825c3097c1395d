import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Each of these gives the rows of a search in the order of its pages, so that a page stops early.
  'CREATE INDEX disclosure_by_parties ON disclosure (asker, performer, leaf_index, place)',
  'CREATE INDEX disclosure_by_sender ON disclosure (sender, leaf_index, place)',
  `CREATE INDEX disclosure_by_override ON disclosure (leaf_index, place) WHERE way = 'overridden'`,
  'CREATE INDEX disclosure_by_absence ON disclosure (absent, leaf_index, place) WHERE absent IS NOT NULL',
  'CREATE INDEX disclosure_by_rule ON disclosure (rule, leaf_index, place)',
];

/** What searches add to the audit service's database: indexes alone. */
export class AuditSearch1700000000004 implements MigrationInterface {
  readonly name = 'AuditSearch1700000000004';

  /** Adds indexes; what is stored stays. In one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back for one migration alone. */
  down(): Promise<void> {
    return Promise.reject(new Error('the log is not taken back'));
  }
}

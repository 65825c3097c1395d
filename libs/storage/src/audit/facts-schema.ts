import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // What no agency has signed, in lines, chained: each digest is SHA-256 over the one before and its lines.
  `CREATE TABLE fact (
     number bigint PRIMARY KEY,
     lines text[] NOT NULL,
     digest bytea NOT NULL
   )`,
  // Salt of the commitment to a leaf's index tokens; goes with them when a person is erased.
  'CREATE TABLE token_salt (leaf_index bigint PRIMARY KEY, salt bytea NOT NULL)',
];

/** The chain of what the audit service notes on its own word: ledger places and times, refusals, cosignatures, tokens. */
export class AuditFacts1700000000007 implements MigrationInterface {
  readonly name = 'AuditFacts1700000000007';

  /** Adds tables; what was noted before stays without. In one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('records are not taken back: drop the database instead'));
  }
}

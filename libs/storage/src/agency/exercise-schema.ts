import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The clocks of exercises, as the ledger has them. */
export class AgencyExercise1700000000004 implements MigrationInterface {
  readonly name = 'AgencyExercise1700000000004';

  /** Adds the table; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE exercise_clock (
         sequence bigint PRIMARY KEY,
         exercise uuid NOT NULL,
         at timestamptz NOT NULL
       )`,
    );
    await runner.query('CREATE INDEX exercise_clock_by_exercise ON exercise_clock (exercise, sequence)');
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of exercises is not taken back: drop the database instead'));
  }
}

import type { Database, Sql } from '../database.js';

/** What the clock of an exercise shows from a place of the ledger on. */
export interface ClockReading {
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly sequence: number;
}

/** A place of the ledger, in the time of an exercise. */
export interface ExercisePlace {
  readonly exercise: string;
  readonly sequence: number;
}

/**
 * The clocks of exercises. What is kept of one never goes back in ledger order, so the newest value at or before a place is
 * its time there. Sequences of a new epoch lie above all earlier ones, so their order is the order of the ledger.
 */
export class ExerciseStore {
  constructor(private readonly database: Database) {}

  /**
   * Takes in what the ledger says of a clock. The same again changes nothing, and a value that goes back is kept out; what is
   * kept is the same in whatever order the values come.
   */
  async add({ exercise, at, sequence }: ExercisePlace & ClockReading): Promise<void> {
    await this.database.transaction(async (sql) => {
      // Two replicas may take in two values of one clock at once, and neither would see the other's.
      await sql('SELECT pg_advisory_xact_lock($1, hashtext($2))', [CLOCK_LOCK, exercise]);
      const added = await sql(
        `INSERT INTO exercise_clock (sequence, exercise, at) SELECT $1::bigint, $2::uuid, $3::timestamptz
          WHERE NOT EXISTS (SELECT 1 FROM exercise_clock WHERE exercise = $2 AND sequence < $1 AND at > $3)
         ON CONFLICT (sequence) DO NOTHING RETURNING sequence`,
        [sequence, exercise, at],
      );
      if (added.length === 0) return;
      await sql('DELETE FROM exercise_clock WHERE exercise = $1 AND sequence > $2 AND at < $3', [
        exercise,
        sequence,
        at,
      ]);
    });
  }

  /** What the clock of an exercise shows now; undefined while none was heard of. */
  async clock(exercise: string): Promise<ClockReading | undefined> {
    const [newest] = await this.database.query<{ at: Date; sequence: number }>(
      `SELECT at, sequence::float8 AS sequence FROM exercise_clock
        WHERE exercise = $1 ORDER BY sequence DESC LIMIT 1`,
      [exercise],
    );
    return newest && { at: newest.at.toISOString(), sequence: newest.sequence };
  }

  /** What time it was in an exercise at a place of the ledger; undefined before its clock was first set. */
  async timeAt(exercise: string, sequence: number): Promise<string | undefined> {
    const sql: Sql = (text, parameters) => this.database.query(text, parameters);
    const [time] = await ExerciseStore.readTimes(sql, [{ exercise, sequence }]);
    return time;
  }

  /** `timeAt` for each place of a batch, in the order of the places, inside a transaction. */
  static async readTimes(
    sql: Sql,
    places: readonly ExercisePlace[],
  ): Promise<readonly (string | undefined)[]> {
    if (places.length === 0) return [];
    const rows = await sql<{ at: Date | null }>(
      `SELECT c.at FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS p(exercise, sequence, place)
         LEFT JOIN LATERAL (SELECT at FROM exercise_clock
                             WHERE exercise = p.exercise AND sequence <= p.sequence
                             ORDER BY sequence DESC LIMIT 1) c ON true
        ORDER BY p.place`,
      [places.map(({ exercise }) => exercise), places.map(({ sequence }) => sequence)],
    );
    return rows.map(({ at }) => at?.toISOString());
  }
}

/** First key of the advisory locks on clocks; the second is the exercise. */
const CLOCK_LOCK = 7_004;

import type { FreePlaces, Roster, Shift } from '#domain';
import type { Database, Sql } from '../database.js';
import { withoutNulls } from '../without-nulls.js';

/** What a unit of this agency says of its shifts. */
export interface UnitRoster {
  readonly unit: string;
  readonly shifts: readonly Shift[];
  /** How many more people it can take in, where it says so. */
  readonly free?: number;
}

/** Who said it: as events name them. */
export interface RosterActor {
  readonly ref: string;
  readonly role: string;
  readonly type: string;
}

/** A roster with its place on the ledger. */
export interface PublishedRoster extends Roster {
  readonly sequence: number;
}

/** Advisory lock of whoever changes what the own units say: the room of one roster is shared by all of them. */
const UNITS_LOCK = 7_005;

/** Who is on shift: what the units of this agency said, and what each agency published last. */
export class RosterStore {
  constructor(private readonly database: Database) {}

  /**
   * Puts what a unit says in the place of what it said before. Answers false, and changes nothing, where all units together
   * would then have more than `most` shifts that have not ended.
   */
  async set({ unit, shifts, free }: UnitRoster, actor: RosterActor, most: number): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql('SELECT pg_advisory_xact_lock($1)', [UNITS_LOCK]);
      if ((await shiftsOfOthers(sql, unit)) + shifts.length > most) return false;
      await sql(
        `INSERT INTO unit_roster (unit, shifts, free, actor) VALUES ($1, $2, $3, $4)
         ON CONFLICT (unit) DO UPDATE SET shifts = excluded.shifts, free = excluded.free, actor = excluded.actor, set_at = now()`,
        [unit, JSON.stringify(shifts), free ?? null, JSON.stringify(actor)],
      );
      return true;
    });
  }

  /** What every unit of this agency said last, by unit; shifts that have ended are among it. */
  async own(): Promise<UnitRoster[]> {
    const rows = await this.database.query<UnitRoster>(
      'SELECT unit, shifts, free FROM unit_roster ORDER BY unit',
    );
    return rows.map(withoutNulls);
  }

  /** Takes a roster that the ledger has; an older one than is known of the agency changes nothing. */
  async take({ agency, sequence, publishedAt, leaseUntil, ...said }: PublishedRoster): Promise<void> {
    const { units, shifts, places } = said;
    await this.database.query(
      `INSERT INTO published_roster AS r (agency, sequence, published_at, lease_until, units, shifts, places)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (agency) DO UPDATE
          SET sequence = excluded.sequence, published_at = excluded.published_at, lease_until = excluded.lease_until,
              units = excluded.units, shifts = excluded.shifts, places = excluded.places
        WHERE r.sequence < excluded.sequence`,
      [
        agency,
        sequence,
        publishedAt,
        leaseUntil,
        JSON.stringify(units),
        JSON.stringify(shifts),
        JSON.stringify(places),
      ],
    );
  }

  /** The newest roster of each agency that has ever published one, by agency. */
  async published(): Promise<PublishedRoster[]> {
    const rows = await this.database.query<PublishedRow>(
      `SELECT agency, sequence::float8 AS sequence, published_at AS "publishedAt", lease_until AS "leaseUntil", units, shifts, places
         FROM published_roster ORDER BY agency`,
    );
    return rows.map((row) => ({
      ...row,
      publishedAt: row.publishedAt.toISOString(),
      leaseUntil: row.leaseUntil.toISOString(),
    }));
  }
}

interface PublishedRow {
  readonly agency: string;
  readonly sequence: number;
  readonly publishedAt: Date;
  readonly leaseUntil: Date;
  readonly units: readonly string[];
  readonly shifts: readonly Shift[];
  readonly places: readonly FreePlaces[];
}

async function shiftsOfOthers(sql: Sql, unit: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM unit_roster, jsonb_array_elements(shifts) AS s
      WHERE unit <> $1 AND (s->>'until')::timestamptz > now()`,
    [unit],
  );
  return row?.count ?? 0;
}

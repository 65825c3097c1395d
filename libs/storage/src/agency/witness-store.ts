import type { Database, Sql } from '../database.js';

/** A log that was opened behind an accepted one: its name, and the hash of its first leaf as hex. */
export interface LogSuccessor {
  readonly origin: string;
  readonly firstLeaf: string;
}

/** The log as this witness has accepted it. Range and checkpoint are kept as the transparency lib writes them. */
export interface LogState {
  readonly origin: string;
  readonly size: number;
  /** Serialised compact range. */
  readonly range: unknown;
  readonly root: string;
  /** The announcement that was accepted last, for showing. */
  readonly checkpoint: unknown;
  readonly coverage: readonly {
    readonly sender: string;
    readonly through: number;
    readonly missing: readonly number[];
  }[];
  /** A log that was opened behind this one, before its first checkpoint. */
  readonly successor?: LogSuccessor | undefined;
  /** Set for ever once a checkpoint contradicted what was accepted: no more cosigning. */
  readonly alarm: string | undefined;
}

/** Up to which version a member holds a task. */
export interface Held {
  readonly task: string;
  readonly version: number;
}

/** What this agency has to tell the others: nothing that it has told already. */
export interface Untold {
  readonly holds: readonly Held[];
  /** The newest cosignature, as it was persisted with the checkpoint. */
  readonly cosignature: unknown;
  readonly cosignedSize: number;
}

/** How far proofs are behind. */
export interface ProofLag {
  /** Own recorded events whose place in the log is not known yet. */
  readonly unproven: number;
  /** Age of the oldest of them, in ms; 0 when there is none. */
  readonly lagMs: number;
  /** When the newest checkpoint was accepted, and how long ago in ms. */
  readonly acceptedAt?: string;
  readonly checkpointAgeMs?: number;
}

/** What this agency knows of the log, of the other witnesses, and which of its own events are safe. */
export class WitnessStore {
  constructor(
    private readonly database: Database,
    private readonly agency: string,
  ) {}

  /** Undefined before the first checkpoint. */
  async log(): Promise<LogState | undefined> {
    const [row] = await this.database.query<LogState & { alarm: string | null }>(
      `SELECT origin, (range->>'size')::float8 AS size, range, root, checkpoint, coverage, alarm, successor
         FROM log_state`,
    );
    return row && { ...row, alarm: row.alarm ?? undefined, successor: row.successor ?? undefined };
  }

  /**
   * Persists an accepted checkpoint before it is cosigned, and notes which of our own events it proves: `leaves` are the
   * leaf hashes (hex) from index `from` on. Refuses (false) when another replica has accepted a newer one meanwhile. The first
   * checkpoint of a log behind the accepted one starts anew: nothing that the closed log proved counts in it.
   */
  async accept(
    state: LogState,
    cosignature: unknown,
    from: number,
    leaves: readonly string[],
  ): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql(`INSERT INTO log_state (range) VALUES ('{"size":0,"hashes":[]}') ON CONFLICT DO NOTHING`);
      const [row] = await sql<{ size: number; origin: string | null }>(
        `SELECT (range->>'size')::float8 AS size, origin FROM log_state FOR UPDATE`,
      );
      const isNew = row !== undefined && row.origin !== null && row.origin !== state.origin;
      if (!isNew && (row?.size ?? 0) > state.size) return false;
      if (isNew) await startAnew(sql);
      await sql(
        `UPDATE log_state SET origin = $1, range = $2, root = $3, checkpoint = $4, coverage = $5, cosignature = $6,
                successor = NULL, accepted_at = now()`,
        [
          state.origin,
          JSON.stringify(state.range),
          state.root,
          JSON.stringify(state.checkpoint),
          JSON.stringify(state.coverage),
          JSON.stringify(cosignature),
        ],
      );
      await sql('INSERT INTO accepted_root (origin, size, root) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        state.origin,
        state.size,
        state.root,
      ]);
      await sql('DELETE FROM accepted_root WHERE origin = $1 AND size < $2 - 100000', [
        state.origin,
        state.size,
      ]);
      await prove(sql, from, leaves);
      return true;
    });
  }

  /** Notes which log was opened behind the accepted one. */
  async succeed(successor: LogSuccessor): Promise<void> {
    await this.database.query('UPDATE log_state SET successor = $1', [JSON.stringify(successor)]);
  }

  /** Notes for ever that the log contradicted itself; the first alarm stands. */
  async alarm(what: string): Promise<void> {
    await this.database.query(
      `INSERT INTO log_state (range, alarm) VALUES ('{"size":0,"hashes":[]}', $1)
       ON CONFLICT (one) DO UPDATE SET alarm = coalesce(log_state.alarm, excluded.alarm)`,
      [what],
    );
  }

  /** The root that was accepted for a size of a log; undefined when it was never seen or is long past. */
  async rootAt(origin: string, size: number): Promise<string | undefined> {
    const [row] = await this.database.query<{ root: string }>(
      'SELECT root FROM accepted_root WHERE origin = $1 AND size = $2',
      [origin, size],
    );
    return row?.root;
  }

  /** Takes in that a member has cosigned up to a size; it only ever grows. 0 says only that it was heard. */
  async cosigned(agency: string, size: number): Promise<void> {
    await this.database.query(
      `INSERT INTO witness (agency, cosigned_size) VALUES ($1, $2)
       ON CONFLICT (agency) DO UPDATE SET cosigned_size = greatest(witness.cosigned_size, excluded.cosigned_size), seen_at = now()`,
      [agency, size],
    );
  }

  /**
   * Takes in up to where a member holds tasks: that half of safety for what we sent it. Its word may come before we know
   * ourselves that the event is recorded, and it does not say it twice.
   */
  async holds(agency: string, held: readonly Held[]): Promise<void> {
    if (held.length === 0) return;
    await this.database.query(
      `UPDATE outbox o SET held = true FROM jsonb_to_recordset($2) AS h(task uuid, version int)
        WHERE o.task_id = h.task AND o.task_version <= h.version AND o.addressee = $1 AND NOT o.held`,
      [agency, JSON.stringify(held)],
    );
  }

  /** Every member's last word on the log. */
  async words(): Promise<
    { readonly agency: string; readonly cosignedSize: number; readonly seenAt: string }[]
  > {
    return this.database.query(
      `SELECT agency, cosigned_size::float8 AS "cosignedSize", seen_at AS "seenAt" FROM witness ORDER BY agency`,
    );
  }

  /** What the others have not been told yet; at most `limit` tasks. */
  async untold(limit: number): Promise<Untold> {
    const holds = await this.database.query<Held>(
      'SELECT task_id AS task, version FROM task WHERE version > told_version ORDER BY updated_at LIMIT $1',
      [limit],
    );
    const [log] = await this.database.query<{ cosignature: unknown; size: number; told: number }>(
      `SELECT cosignature, (range->>'size')::float8 AS size, told_size::float8 AS told FROM log_state`,
    );
    const fresh = log && log.size > log.told && log.cosignature;
    return { holds, cosignature: fresh ? log.cosignature : undefined, cosignedSize: fresh ? log.size : 0 };
  }

  /** The ledger has taken our word. */
  async told({ holds, cosignedSize }: Untold): Promise<void> {
    await this.database.query(
      `UPDATE task t SET told_version = greatest(t.told_version, h.version)
         FROM jsonb_to_recordset($1) AS h(task uuid, version int) WHERE t.task_id = h.task`,
      [JSON.stringify(holds)],
    );
    await this.database.query('UPDATE log_state SET told_size = greatest(told_size, $1)', [cosignedSize]);
  }

  /**
   * Clears outbox rows that nothing can lose any more: proven in the log under a checkpoint that `cosignatures` other
   * agencies have cosigned, held by the addressee, and taken in here too: until then only this row could bring the event
   * back to our own records if the ledger were lost. What has no task, a report, is held by the audit service as a leaf,
   * and here as the refusal that it reports. Items that had waited are forgotten with the event that told them. Answers how
   * many events were cleared.
   */
  async clearSafe(cosignatures: number): Promise<number> {
    const rows = await this.database.query<{ cleared: string }>(
      `WITH enough AS (SELECT cosigned_size FROM witness WHERE agency <> $1
                        ORDER BY cosigned_size DESC OFFSET greatest($2::int - 1, 0) LIMIT 1),
       gone AS (DELETE FROM outbox o WHERE o.state = 'recorded' AND o.leaf_index < (SELECT cosigned_size FROM enough)
                   AND (o.task_id = o.event_id OR o.held
                        AND (EXISTS (SELECT 1 FROM event e WHERE e.event_id = o.event_id)
                             OR EXISTS (SELECT 1 FROM dead_letter d WHERE d.event_id = o.event_id))) RETURNING event_id),
       forgotten AS (UPDATE kept_item k SET statement = NULL FROM gone g WHERE k.sent_with = g.event_id)
       SELECT count(*) AS cleared FROM gone`,
      [this.agency, cosignatures],
    );
    return Number(rows[0]?.cleared ?? 0);
  }

  /** How far the proofs of our own events are behind. */
  async proofs(): Promise<ProofLag> {
    const [row] = await this.database.query<{
      unproven: string;
      lag: number | null;
      accepted: Date | null;
      age: number | null;
    }>(
      `SELECT (SELECT accepted_at FROM log_state) AS accepted,
              (SELECT extract(epoch FROM now() - accepted_at)::float8 * 1000 FROM log_state) AS age,
              count(*) AS unproven, extract(epoch FROM now() - min(created_at))::float8 * 1000 AS lag
         FROM outbox WHERE state IN ('recorded', 'resend') AND leaf_index IS NULL`,
    );
    const { unproven, lag, accepted, age } = row ?? { unproven: '0', lag: null, accepted: null, age: null };
    return {
      unproven: Number(unproven),
      lagMs: Math.round(lag ?? 0),
      ...(accepted && { acceptedAt: accepted.toISOString(), checkpointAgeMs: Math.round(age ?? 0) }),
    };
  }
}

/** What was proven and cosigned in a closed log is to be proven and cosigned again. */
async function startAnew(sql: Sql): Promise<void> {
  await sql('UPDATE outbox SET leaf_index = NULL WHERE leaf_index IS NOT NULL');
  await sql('UPDATE witness SET cosigned_size = 0');
  await sql('UPDATE log_state SET told_size = 0');
}

async function prove(sql: Sql, from: number, leaves: readonly string[]): Promise<void> {
  await sql(
    `UPDATE outbox o SET leaf_index = $1::bigint + l.place - 1
       FROM unnest($2::text[]) WITH ORDINALITY AS l(hash, place)
      WHERE o.leaf_hash = decode(l.hash, 'hex') AND o.leaf_index IS NULL`,
    [from, leaves],
  );
}

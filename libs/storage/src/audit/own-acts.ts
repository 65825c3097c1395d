import type { Database, Sql } from '../database.js';
import { addFacts, publishedLine } from './facts.js';
import type { AuditLog, OwnAct, OwnLeaf } from './audit-log.js';

/** What a transaction writes beside the leaf of an act, all or nothing with it. */
export type Beside = (sql: Sql, leaf: OwnLeaf) => Promise<void>;

/** An own act that is a leaf and not yet on the ledger. `event` is the exact compact JWS. */
export interface UnpublishedAct {
  readonly number: number;
  readonly eventId: string;
  readonly event: string;
}

/**
 * The acts of the audit service itself: reads, holds, erasures. Each is a leaf the moment that it is done, so nothing is
 * done without it; the ledger gets it afterwards.
 */
export class OwnActs {
  constructor(
    private readonly database: Database,
    private readonly log: AuditLog,
  ) {}

  /**
   * Makes an act a leaf under the next number of the sender `audit`, with what is written beside it. `make` signs it for
   * that number, and may be called again with another one when the transaction has to be repeated.
   */
  async add(make: (number: number) => Promise<OwnAct>, beside?: Beside): Promise<OwnLeaf> {
    return this.log.act(make, async (sql, leaf) => {
      await sql('INSERT INTO own_act (number, leaf_index, event_id) VALUES ($1, $2, $3)', [
        leaf.number,
        leaf.index,
        leaf.eventId,
      ]);
      await beside?.(sql, leaf);
    });
  }

  /** At most `limit` acts that the ledger does not hold yet, by number. */
  async unpublished(limit: number): Promise<readonly UnpublishedAct[]> {
    const rows = await this.database.query<{ number: string; eventId: string; event: string }>(
      `SELECT a.number, a.event_id AS "eventId", l.event FROM own_act a JOIN leaf l ON l.index = a.leaf_index
        WHERE a.sequence IS NULL ORDER BY a.number LIMIT $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, number: Number(row.number) }));
  }

  /** Notes where on the ledger an act stands. */
  async published(number: number, sequence: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql('SELECT FROM log_head FOR UPDATE');
      await sql('UPDATE own_act SET sequence = $2 WHERE number = $1', [number, sequence]);
      await addFacts(sql, [publishedLine('act', number, sequence)]);
    });
  }
}

import type { Database, Sql } from '../database.js';
import { withOccurred } from './occurred.js';
import { followed, type FollowedDisclosure } from './disclosure-marks.js';
import { disclosureOf, type DisclosureCursor, type DisclosureRow } from './disclosure-search.js';
import { TRACE } from './disclosure-trace.js';
import { overrideOf, overrideStatement } from './override-search.js';
import type { FoundOverride, OverrideFilter, OverrideRow } from './override-search.js';
import { refusedOf, refusedStatement, type RefusedFilter, type RefusedRow } from './refused-search.js';

/** The log's read side for what did not travel, what was overridden, and what became of what was told. */
export class SharingRecords {
  private readonly query: Sql;

  constructor(database: Database) {
    this.query = (text, values) => database.query(text, values);
  }

  /** Items that agencies reported as not let through, by leaf index and place. */
  async refused(filter: RefusedFilter, limit: number, after?: DisclosureCursor): Promise<RefusedRow[]> {
    const { text, values } = refusedStatement(filter, limit, after);
    return (await this.query<RefusedRow>(text, values)).map(refusedOf);
  }

  /** Events that told items under an emergency override, by leaf index. */
  async overrides(filter: OverrideFilter, limit: number, after?: number): Promise<OverrideRow[]> {
    const { text, values } = overrideStatement(filter, limit, after);
    const found = await this.query<FoundOverride>(text, values);
    return withOccurred(this.query, found.map(overrideOf));
  }

  /** The same disclosures, each with when it was agreed, what corrected or recalled it and who has seen that. */
  followed(rows: readonly DisclosureRow[]): Promise<FollowedDisclosure[]> {
    return followed(this.query, rows);
  }

  /** Every telling of the item that `eventId` told: from its first, with copies passed on and corrections. */
  async trace(eventId: string, item: string, limit: number): Promise<FollowedDisclosure[]> {
    const rows = await this.query<DisclosureRow>(TRACE, [eventId, item, limit]);
    return this.followed(rows.map(disclosureOf));
  }
}

import type { Database, Sql } from '../database.js';
import { followed, type FollowedDisclosure } from './disclosure-marks.js';
import { casesOfTokens } from './case-standing.js';
import { disclosureOf, type DisclosureRow } from './disclosure-search.js';
import { gapsStatement, type GapCount, type GapCounts, type GapFilter } from './report-gaps.js';
import { toldStatement, type ReportFilter, type ToldFilter } from './report-told.js';
import { OFFERS, unmetStatement, type OfferKey, type OfferLeaf, type UnmetLeaf } from './report-unmet.js';

/** The log's read side for reports: each question is one statement over sets, and gives no more than it is asked for. */
export class ReportRecords {
  private readonly query: Sql;

  constructor(database: Database) {
    this.query = (text, values) => database.query(text, values);
  }

  /** The cases to which any of these index tokens leads, as a search by one of them would find them. */
  cases(tokens: readonly string[]): Promise<string[]> {
    return casesOfTokens(this.query, tokens);
  }

  /** What was told, by leaf index and place, each with what became of it. */
  async told(filter: ToldFilter, limit: number): Promise<FollowedDisclosure[]> {
    const { text, values } = toldStatement(filter, limit);
    const rows = await this.query<DisclosureRow>(text, values);
    return followed(this.query, rows.map(disclosureOf));
  }

  /** How often which agency had no value of which item, for which reason, by month; of the first `limit` such rows. */
  async gaps(filter: GapFilter, limit: number): Promise<GapCounts> {
    const { text, values } = gapsStatement(filter, limit);
    const counts = await this.query<GapCount>(text, values);
    return { total: counts.reduce((sum, { count }) => sum + count, 0), counts };
  }

  /** Events by which requests came to nothing, or somebody else was called in. */
  async unmet(filter: ReportFilter, limit: number): Promise<UnmetLeaf[]> {
    const { text, values } = unmetStatement(filter, limit);
    const rows = await this.query<UnmetLeaf>(text, values);
    return rows.map((row) => ({ ...row, leafIndex: Number(row.leafIndex) }));
  }

  /** The requests that may be offers of the same needs as these. */
  offers(keys: readonly OfferKey[]): Promise<OfferLeaf[]> {
    return this.query<OfferLeaf>(OFFERS, [
      keys.map(({ caseId }) => caseId),
      keys.map(({ asker }) => asker),
      keys.map(({ kind }) => kind),
    ]);
  }
}

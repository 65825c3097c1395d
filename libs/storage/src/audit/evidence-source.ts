import type { Database } from '../database.js';
import { LEAF_PARTIES } from './leaf-parties.js';

/** A leaf as evidence shows it. */
export interface EvidenceLeaf {
  readonly index: number;
  readonly event: string;
  /** 0 for an own act of the audit service. */
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** Which leaves are wanted: those of one task, case or event. */
export interface EvidenceSelection {
  readonly task?: string;
  readonly case?: string;
  readonly event?: string;
  /** Only what this agency sent or received. */
  readonly within?: string;
}

const PAGE = 500;

/** Leaves for evidence: they never change, so page by page is as good as all at once. */
export class EvidenceSource {
  constructor(private readonly database: Database) {}

  /** Indexes of the leaves that are wanted, in rising order. */
  async indexes({ task, case: caseId, event, within }: EvidenceSelection): Promise<readonly number[]> {
    const rows = await this.database.query<{ index: string }>(
      `SELECT index FROM leaf
        WHERE ($1::uuid IS NULL OR task_id = $1) AND ($2::uuid IS NULL OR case_id = $2)
          AND ($3::uuid IS NULL OR event_id = $3)
          AND ($4::text IS NULL OR $4 = ANY(${LEAF_PARTIES})) ORDER BY index`,
      [task ?? null, caseId ?? null, event ?? null, within ?? null],
    );
    return rows.map(({ index }) => Number(index));
  }

  /** The first `size` leaves, page by page. */
  async *upTo(size: number): AsyncGenerator<readonly EvidenceLeaf[]> {
    for (let from = 0; from < size; from += PAGE) {
      yield this.leaves('index >= $1 AND index < $2', [from, Math.min(from + PAGE, size)]);
    }
  }

  /** These leaves, page by page. */
  async *at(indexes: readonly number[]): AsyncGenerator<readonly EvidenceLeaf[]> {
    for (let from = 0; from < indexes.length; from += PAGE) {
      yield this.leaves('index = ANY($1::bigint[])', [indexes.slice(from, from + PAGE)]);
    }
  }

  private async leaves(where: string, values: readonly unknown[]): Promise<readonly EvidenceLeaf[]> {
    const rows = await this.database.query<EvidenceLeaf & { index: string; sequence: string }>(
      `SELECT index, event, sequence, recorded_at AS "recordedAt" FROM leaf WHERE ${where} ORDER BY index`,
      values,
    );
    return rows.map((row) => ({ ...row, index: Number(row.index), sequence: Number(row.sequence) }));
  }
}

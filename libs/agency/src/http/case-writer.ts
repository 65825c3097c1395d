import type { Mode, Party } from '#domain';
import type { Database } from '#storage';

/** What one caller adds to one case file. */
export interface CaseAddition {
  readonly caseId: string;
  /** Mode of the file, should it have to be opened. */
  readonly mode: Mode;
  readonly by: Party;
  readonly entries: readonly {
    readonly item?: string;
    readonly fromAgency: string;
    readonly entry: object;
  }[];
}

interface Waiting {
  readonly addition: CaseAddition;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Most additions in one transaction. */
const TURN = 200;

/**
 * Writes to case files. Additions that come in while others are being stored form the next transaction, so that many
 * callers share one; a file and its first entries are stored together or not at all.
 */
export class CaseWriter {
  private queue: Waiting[] = [];
  private running = false;

  constructor(private readonly database: Database) {}

  /** Resolves when it is stored. Throws what the database throws. */
  add(addition: CaseAddition): Promise<void> {
    return new Promise((settle, fail) => {
      this.queue.push({ addition, settle, fail });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      const turn = this.queue.splice(0, TURN);
      try {
        await this.store(turn.map(({ addition }) => addition));
        turn.forEach(({ settle }) => settle());
      } catch (error) {
        turn.forEach(({ fail }) => fail(error));
      }
    }
    this.running = false;
  }

  private async store(additions: readonly CaseAddition[]): Promise<void> {
    const entries = additions.flatMap(({ caseId, by, entries: own }) =>
      own.map(({ item, fromAgency, entry }) => ({ caseId, by, item, fromAgency, entry })),
    );
    await this.database.transaction(async (sql) => {
      await sql(
        `INSERT INTO case_file (case_id, mode, opened_by)
         SELECT DISTINCT ON ("caseId") "caseId", mode, by
           FROM jsonb_to_recordset($1) AS r("caseId" uuid, mode text, by jsonb) ORDER BY "caseId" ON CONFLICT DO NOTHING`,
        [JSON.stringify(additions.map(({ caseId, mode, by }) => ({ caseId, mode, by })))],
      );
      if (entries.length === 0) return;
      await sql(
        `INSERT INTO case_entry (case_id, by_party, from_agency, item, entry)
         SELECT "caseId", by, "fromAgency", item, entry
           FROM jsonb_to_recordset($1) AS r("caseId" uuid, by jsonb, "fromAgency" text, item text, entry jsonb)`,
        [JSON.stringify(entries)],
      );
    });
  }
}

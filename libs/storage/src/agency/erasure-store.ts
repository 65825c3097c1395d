import type { Database, Sql } from '../database.js';
import { scrub } from '../scrubbing.js';
import { withoutNulls } from '../without-nulls.js';
import { SCRUBBED, forgetCases, isUnsettled } from './forgetting-cases.js';
import type { ReportPlace } from './refusal-store.js';
import { rowOfReport, type Report } from './report-row.js';
import { NO_NEEDS, readTurn, storeTurn } from './turn.js';

/** An erasure in the audit log, as it was heard. */
export interface HeardErasure {
  readonly id: string;
  readonly eventId: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  /** Ledger time, ISO 8601. */
  readonly at: string;
}

/** What this agency says of its own copies. */
export interface ErasureAnswer {
  readonly answer: 'erased' | 'kept' | 'nothing-held';
  /** Why it keeps them. */
  readonly ground?: string;
  readonly actor: { readonly ref: string; readonly role: string; readonly type: 'person' | 'system' };
}

/** An erasure that concerns cases of this agency, with its answer once there is one. */
export interface ErasureNotice {
  readonly id: string;
  readonly eventId: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  readonly at: Date;
  readonly answer?: ErasureAnswer['answer'];
  readonly keepingGround?: string;
  readonly answeredAt?: Date;
  /** Of an answer `erased`: since when the database holds no old page of it either. */
  readonly scrubbedAt?: Date;
  /** The event that says it to the audit service. */
  readonly reported?: string;
}

/** What came of an answer: it stands, nobody heard of the erasure, it was answered, or something of it is on its way. */
export type Answered = 'stands' | 'unknown' | 'answered-before' | 'unsettled';

/** An answer that the audit service has not been told. */
export type UntoldAnswer = Pick<ErasureNotice, 'id' | 'keepingGround'> &
  Required<Pick<ErasureNotice, 'answer' | 'answeredAt'>> & { readonly actor: ErasureAnswer['actor'] };

const COLUMNS = `erasure_id AS id, event_id AS "eventId", cases, ground, authority, at, answer, keeping_ground AS "keepingGround",
  answered_at AS "answeredAt", scrubbed_at AS "scrubbedAt", reported`;

/** Erasures in the audit log, and what this agency does with its own copies: they are its own, and so is the decision. */
export class ErasureStore {
  constructor(private readonly database: Database) {}

  /** Notes an erasure of cases that this agency knows; nothing happens for others, or a second time. */
  async heard({ id, eventId, cases, ground, authority, at }: HeardErasure): Promise<void> {
    await this.database.query(
      `INSERT INTO erasure (erasure_id, event_id, cases, ground, authority, at)
       SELECT $1, $2, array_agg(c.id), $4, $5, $6 FROM unnest($3::uuid[]) AS c(id)
        WHERE EXISTS (SELECT FROM task t WHERE t.case_id = c.id) OR EXISTS (SELECT FROM case_file f WHERE f.case_id = c.id)
       HAVING count(*) > 0 ON CONFLICT DO NOTHING`,
      [id, eventId, cases, ground, authority, at],
    );
  }

  /** Those without an answer first, then the newest. */
  async list(limit: number): Promise<ErasureNotice[]> {
    const rows = await this.database.query<ErasureNotice>(
      `SELECT ${COLUMNS} FROM erasure ORDER BY answer IS NOT NULL, at DESC LIMIT $1`,
      [limit],
    );
    return rows.map(withoutNulls);
  }

  /** One of them. */
  async one(id: string): Promise<ErasureNotice | undefined> {
    const [row] = await this.database.query<ErasureNotice>(
      `SELECT ${COLUMNS} FROM erasure WHERE erasure_id = $1`,
      [id],
    );
    return row && withoutNulls(row);
  }

  /** How many are without an answer. */
  async open(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM erasure WHERE answer IS NULL',
    );
    return row?.count ?? 0;
  }

  /**
   * Answers an erasure; `erased` forgets what this agency has of the cases, all or nothing with the answer. Only `kept` can be
   * answered anew. Nothing is forgotten while something of the cases is open or on its way.
   */
  async answer(id: string, { answer, ground, actor }: ErasureAnswer): Promise<Answered> {
    return this.database.transaction(async (sql) => {
      const [row] = await sql<{ cases: string[]; answer: string | null; reported: string | null }>(
        'SELECT cases, answer, reported FROM erasure WHERE erasure_id = $1 FOR UPDATE',
        [id],
      );
      if (!row) return 'unknown';
      const isAgain = row.answer !== null && (row.answer !== 'kept' || row.reported === null);
      if (isAgain) return row.answer === answer ? 'stands' : 'answered-before';
      if (answer === 'erased') {
        if (await isUnsettled(sql, row.cases)) return 'unsettled';
        await forgetCases(sql, row.cases);
      }
      await sql(
        `UPDATE erasure SET answer = $2, keeping_ground = $3, actor = $4, answered_at = now(), reported = NULL
          WHERE erasure_id = $1`,
        [id, answer, ground ?? null, JSON.stringify(actor)],
      );
      return 'stands';
    });
  }

  /** Leaves no old byte of what was forgotten in the database's files; true when something was to do. Throws StorageError CANNOT_SCRUB. */
  async scrub(): Promise<boolean> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT erasure_id AS id FROM erasure WHERE answer = 'erased' AND scrubbed_at IS NULL`,
    );
    if (rows.length === 0) return false;
    await scrub(this.database, SCRUBBED);
    await this.database.query('UPDATE erasure SET scrubbed_at = now() WHERE erasure_id = ANY($1::uuid[])', [
      rows.map(({ id }) => id),
    ]);
    return true;
  }

  /**
   * Turns answers that nobody was told into rows of the outbox, each with its number, in one transaction: `erased` only once the
   * database holds no old page. Answers how many.
   */
  async report(compose: (answer: UntoldAnswer, place: ReportPlace) => Promise<Report>): Promise<number> {
    if ((await untold((text, values) => this.database.query(text, values))).length === 0) return 0;
    return this.database.transaction(async (sql) => {
      const turn = await readTurn(sql, NO_NEEDS);
      const answers = await untold(sql);
      const reports = await Promise.all(
        answers.map((answer, at) =>
          compose(answer, {
            number: turn.nextNumber + at,
            epoch: turn.epoch,
            skipped: at === 0 ? turn.skipped : [],
          }),
        ),
      );
      const rows = reports.map((report, at) => rowOfReport(report, turn.nextNumber + at));
      await storeTurn(sql, turn, { rows });
      await sql(
        `UPDATE erasure e SET reported = r.event FROM unnest($1::uuid[], $2::uuid[]) AS r(id, event) WHERE e.erasure_id = r.id`,
        [answers.map(({ id }) => id), reports.map(({ eventId }) => eventId)],
      );
      return rows.length;
    });
  }
}

async function untold(sql: Sql): Promise<UntoldAnswer[]> {
  const rows = await sql<UntoldAnswer>(
    `SELECT ${COLUMNS}, actor FROM erasure
      WHERE answer IS NOT NULL AND reported IS NULL AND (answer <> 'erased' OR scrubbed_at IS NOT NULL)
      ORDER BY answered_at LIMIT 50`,
  );
  return rows.map(withoutNulls);
}

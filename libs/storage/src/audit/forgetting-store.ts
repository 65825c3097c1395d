import { taskSubject } from '#contracts';
import type { Database, Sql } from '../database.js';
import { scrub } from '../scrubbing.js';
import { casesOfTokens, keptBefore, standingOf, type CaseStanding } from './case-standing.js';
import { destroy } from './destroying.js';
import { addFacts } from './facts.js';
import { ledgerLineOf, scrubbedLine } from './forgetting-facts.js';
import {
  Overtaken,
  ERASURE_COLUMNS,
  HOLD_COLUMNS,
  type AgencyAnswer,
  type ErasureRow,
  type HoldRow,
  type NewErasure,
  type NewHold,
  type NewOpening,
  type Worded,
} from './forgetting-rows.js';
import type { Beside } from './own-acts.js';
import { readSealed } from './sealed-parts.js';

/** An erasure that is not done yet: what is asked of the keeper. */
export interface WaitingErasure extends ErasureRow {
  /** The signed event that says it. */
  readonly event: string;
}

/** Tables in which something of an erased person stood. */
const SCRUBBED = ['person_key', 'index_token', 'token_salt', 'reading', 'opening', 'hold'];

/** Holds, erasures and openings: what is destroyed, what must not be, and who looked into values. */
export class ForgettingStore {
  private readonly query: Sql;

  constructor(private readonly database: Database) {
    this.query = (text, values) => database.query(text, values);
  }

  /** See `CaseStanding`; cases that the log does not know are left out. */
  standing(cases: readonly string[]): Promise<CaseStanding[]> {
    return standingOf(this.query, cases);
  }

  /** Every case that one of these index tokens leads to. */
  casesOfTokens(tokens: readonly string[]): Promise<string[]> {
    return casesOfTokens(this.query, tokens);
  }

  /** Cases of which something sealed is stored, with their last event before `at`, oldest first. */
  keptBefore(at: Date, limit: number): Promise<CaseStanding[]> {
    return keptBefore(this.query, at, limit);
  }

  /** What was sealed beside a leaf, given the hash that its event signs; undefined once it is gone. */
  sealed(leafIndex: number, hash: string): Promise<string | undefined> {
    return readSealed(this.query, leafIndex, hash);
  }

  /** Keeps why values were opened, beside the leaf that says so. Throws Overtaken when they were erased. */
  opened({ eventId, custodian, reason, words, salt }: NewOpening): Beside {
    return async (sql, { index, recordedAt }) => {
      const there = await sql(
        `INSERT INTO opening (leaf_index, event_id, custodian, reason, words, salt, at)
         SELECT $1, l.event_id, $3, $4, $5, $6, $7 FROM leaf l JOIN sealed_part s ON s.leaf_index = l.index
          WHERE l.event_id = $2 RETURNING leaf_index`,
        [index, eventId, custodian, reason, words, salt, recordedAt],
      );
      if (there.length === 0) throw new Overtaken();
    };
  }

  /** Places a hold, beside the leaf that says so. */
  placed({ id, cases, ground, words, salt, by }: NewHold): Beside {
    return async (sql, { index, recordedAt }) => {
      await sql(
        `INSERT INTO hold (hold_id, cases, ground, words, salt, leaf_index, placed_by, placed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, cases, ground, words, salt, index, by, recordedAt],
      );
    };
  }

  /** Releases a hold, beside the leaf that says so. Throws Overtaken when another has. */
  released(id: string, { words, salt, by }: Worded & { readonly by: string }): Beside {
    return async (sql, { index, recordedAt }) => {
      const done = await sql(
        `UPDATE hold SET release_index = $2, released_by = $3, released_at = $4, release_words = $5, release_salt = $6
          WHERE hold_id = $1 AND release_index IS NULL RETURNING hold_id`,
        [id, index, by, recordedAt, words, salt],
      );
      if (done.length === 0) throw new Overtaken();
    };
  }

  /** Destroys what is stored of these cases, beside the leaf that says so. Throws Overtaken, and does nothing, when they stand otherwise by now. */
  erased(erasure: NewErasure): Beside {
    return (sql, leaf) => destroy(sql, leaf, erasure);
  }

  /** A hold; undefined for an unknown id. */
  async hold(id: string): Promise<HoldRow | undefined> {
    const [row] = await this.query<HoldRow>(`SELECT ${HOLD_COLUMNS} FROM hold WHERE hold_id = $1`, [id]);
    return row;
  }

  /** Holds, the newest first, below leaf `before`; only those that were not released unless `all`. */
  holds(all: boolean, limit: number, before?: number): Promise<HoldRow[]> {
    return this.query(
      `SELECT ${HOLD_COLUMNS} FROM hold WHERE ($1 OR release_index IS NULL) AND ($3::bigint IS NULL OR leaf_index < $3)
        ORDER BY leaf_index DESC LIMIT $2`,
      [all, limit, before ?? null],
    );
  }

  /** An erasure; undefined for an unknown id. */
  async erasure(id: string): Promise<ErasureRow | undefined> {
    const [row] = await this.query<ErasureRow>(
      `SELECT ${ERASURE_COLUMNS} FROM erasure WHERE erasure_id = $1`,
      [id],
    );
    return row;
  }

  /** Erasures, the newest first, below leaf `before`. */
  erasures(limit: number, before?: number): Promise<ErasureRow[]> {
    return this.query(
      `SELECT ${ERASURE_COLUMNS} FROM erasure WHERE $2::bigint IS NULL OR leaf_index < $2 ORDER BY leaf_index DESC LIMIT $1`,
      [limit, before ?? null],
    );
  }

  /** Every agency that took part in a task of the erased cases, with the newest that it says of its own copies. */
  answers(id: string): Promise<AgencyAnswer[]> {
    return this.query(
      `SELECT p.agency, a.answer, a.ground, a.at, a.leaf_index::float8 AS "leafIndex"
         FROM (SELECT DISTINCT unnest(ARRAY[l.asker, l.performer]) AS agency FROM erasure e JOIN leaf l ON l.case_id = ANY(e.cases)
                WHERE e.erasure_id = $1 AND l.index < e.leaf_index) p
         LEFT JOIN LATERAL (SELECT * FROM erasure_answer a WHERE a.erasure_id = $1 AND a.agency = p.agency
                             ORDER BY a.leaf_index DESC LIMIT 1) a ON true
        ORDER BY p.agency`,
      [id],
    );
  }

  /** Erasures of which something is left to do, the oldest first. */
  waiting(): Promise<WaitingErasure[]> {
    return this.query(
      `SELECT ${ERASURE_COLUMNS}, (SELECT l.event FROM leaf l WHERE l.index = erasure.leaf_index) AS event
         FROM erasure WHERE scrubbed_at IS NULL OR ledger_at IS NULL ORDER BY leaf_index LIMIT 100`,
    );
  }

  /** Subjects of the ledger on which something was said in these cases. */
  async subjectsOf(cases: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ mode: string; asker: string; performer: string; task: string }>(
      `SELECT DISTINCT mode, asker, performer, task_id AS task FROM leaf WHERE case_id = ANY($1::uuid[]) ORDER BY task_id`,
      [cases],
    );
    return rows.map(({ mode, asker, performer, task }) => taskSubject(mode, asker, performer, task));
  }

  /** Leaves no old byte of what was deleted in the database's files. Throws StorageError CANNOT_SCRUB. */
  async scrub(): Promise<void> {
    await scrub(this.database, SCRUBBED);
  }

  /** Notes that a scrub began after these erasures and has come to its end. */
  async scrubbed(ids: readonly string[], at: Date): Promise<void> {
    await this.note(async (sql) => {
      const rows = await sql<{ id: string }>(
        `UPDATE erasure SET scrubbed_at = $2 WHERE erasure_id = ANY($1::uuid[]) AND scrubbed_at IS NULL
         RETURNING erasure_id AS id`,
        [ids, at],
      );
      return rows.map(({ id }) => scrubbedLine(id, at));
    });
  }

  /** Notes that the ledger holds nothing of an erasure any more, and how many messages more the keeper deleted. */
  async clearedFromLedger(id: string, at: Date, messages: number): Promise<void> {
    await this.note(async (sql) => {
      const rows = await sql<{ messages: string }>(
        `UPDATE erasure SET ledger_at = $2, ledger_messages = ledger_messages + $3
          WHERE erasure_id = $1 AND ledger_at IS NULL RETURNING ledger_messages AS messages`,
        [id, at, messages],
      );
      return rows.map((row) => ledgerLineOf(id, at, Number(row.messages)));
    });
  }

  private async note(change: (sql: Sql) => Promise<string[]>): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql('SELECT FROM log_head FOR UPDATE');
      await addFacts(sql, await change(sql));
    });
  }
}

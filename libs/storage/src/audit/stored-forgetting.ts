import type { Sql } from '../database.js';

/** An act of the audit service as its leaf says it. */
export interface ActLeaf {
  readonly index: number;
  readonly event: string;
}

/** The words of an act with the salt of their commitment; both are gone once a person whom they may name was erased. */
export interface StoredWords {
  readonly words: string | null;
  readonly salt: string | null;
  /** A later leaf says so. */
  readonly forgotten: boolean;
}

/** A row of `opening`. */
export interface StoredOpening extends StoredWords {
  readonly leafIndex: number;
  readonly eventId: string;
  readonly custodian: string;
  readonly reason: string;
  readonly at: Date;
}

/** A row of `hold`. */
export interface StoredHold extends StoredWords {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly leafIndex: number;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releaseIndex: number | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseWords: string | null;
  readonly releaseSalt: string | null;
}

/** A row of `erasure`, with what the chain of facts noted last of its database and its ledger. */
export interface StoredErasure extends StoredWords {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  readonly leaves: number;
  readonly leafIndex: number;
  readonly by: string;
  readonly at: Date;
  readonly scrubbedAt: Date | null;
  readonly ledgerAt: Date | null;
  readonly ledgerMessages: number;
  readonly noted: readonly string[];
}

const FORGOTTEN = (cases: string, leaf: string): string =>
  `EXISTS (SELECT FROM public.erasure e WHERE e.cases && ${cases} AND e.leaf_index > ${leaf})`;

/** What is kept beside the acts of forgetting, in the view of one transaction. */
export class StoredForgetting {
  constructor(private readonly sql: Sql) {}

  /** Leaves of one type of act, in order. */
  async acts(type: string): Promise<readonly ActLeaf[]> {
    return this.sql<ActLeaf>(
      'SELECT index::float8 AS index, event FROM public.leaf WHERE type = $1 ORDER BY index',
      [type],
    );
  }

  /** Every opening. */
  async openings(): Promise<readonly StoredOpening[]> {
    return this.sql<StoredOpening>(
      `SELECT o.leaf_index::float8 AS "leafIndex", o.event_id AS "eventId", o.custodian, o.reason, o.words, o.salt, o.at,
              coalesce(${FORGOTTEN('ARRAY[l.case_id]', 'o.leaf_index')}, false) AS forgotten
         FROM public.opening o LEFT JOIN public.leaf l ON l.event_id = o.event_id`,
    );
  }

  /** Every hold. */
  async holds(): Promise<readonly StoredHold[]> {
    return this.sql<StoredHold>(
      `SELECT hold_id AS id, cases, ground, words, salt, leaf_index::float8 AS "leafIndex", placed_by AS "placedBy",
              placed_at AS "placedAt", release_index::float8 AS "releaseIndex", released_by AS "releasedBy",
              released_at AS "releasedAt", release_words AS "releaseWords", release_salt AS "releaseSalt",
              ${FORGOTTEN('h.cases', 'h.leaf_index')} AS forgotten
         FROM public.hold h`,
    );
  }

  /** Every erasure; its words stay. */
  async erasures(): Promise<readonly StoredErasure[]> {
    return this.sql<StoredErasure>(
      `WITH noted AS (
         SELECT DISTINCT ON (split_part(line, ' ', 2), split_part(line, ' ', 3)) line
           FROM public.fact, unnest(lines) WITH ORDINALITY AS l(line, ord) WHERE line LIKE 'forgotten %'
          ORDER BY split_part(line, ' ', 2), split_part(line, ' ', 3), number DESC, ord DESC)
       SELECT erasure_id AS id, cases, ground, authority, words, salt, false AS forgotten, leaves::float8 AS leaves,
              leaf_index::float8 AS "leafIndex", erased_by AS by, erased_at AS at, scrubbed_at AS "scrubbedAt",
              ledger_at AS "ledgerAt", ledger_messages::float8 AS "ledgerMessages",
              array(SELECT line FROM noted WHERE split_part(line, ' ', 2) = erasure_id::text ORDER BY line) AS noted
         FROM public.erasure`,
    );
  }
}

/** Why and on whose word something is done to cases; the words are beside the leaf, which only commits to them. */
export interface Worded {
  readonly words: string;
  /** base64url. */
  readonly salt: string;
}

/** A hold as it is placed. */
export interface NewHold extends Worded {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  /** Name of the token of whoever does it. */
  readonly by: string;
}

/** A hold as it stands. Words are null once a person whom they may name was erased. */
export interface HoldRow {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly words: string | null;
  readonly leafIndex: number;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseWords: string | null;
  readonly releaseIndex: number | null;
}

/** An erasure as it is done. */
export interface NewErasure extends Worded {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  /** How many leaves had something sealed: as the leaf says. */
  readonly leaves: number;
  readonly by: string;
}

/** An erasure, and how far the rest of it has come. */
export interface ErasureRow {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  readonly words: string | null;
  readonly leaves: number;
  readonly leafIndex: number;
  readonly by: string;
  /** When keys, sealed parts, tokens and salts were destroyed. */
  readonly at: Date;
  /** Since when the database holds no old page of them, and the ledger no message. */
  readonly scrubbedAt: Date | null;
  readonly ledgerAt: Date | null;
  /** Messages that the keeper deleted. */
  readonly ledgerMessages: number;
}

/** An agency that took part, and what it says of its own copies; null while it is silent. */
export interface AgencyAnswer {
  readonly agency: string;
  readonly answer: string | null;
  readonly ground: string | null;
  readonly at: Date | null;
  readonly leafIndex: number | null;
}

/** Sealed values that were handed to the custodian. */
export interface NewOpening extends Worded {
  readonly eventId: string;
  /** Name of the custodian's token. */
  readonly custodian: string;
  readonly reason: string;
}

/** What is wrong with the world since it was looked at: another act came between. Look again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Columns of a hold. */
export const HOLD_COLUMNS = `hold_id AS id, cases, ground, words, leaf_index::float8 AS "leafIndex", placed_by AS "placedBy",
  placed_at AS "placedAt", released_by AS "releasedBy", released_at AS "releasedAt", release_words AS "releaseWords",
  release_index::float8 AS "releaseIndex"`;

/** Columns of an erasure. */
export const ERASURE_COLUMNS = `erasure_id AS id, cases, ground, authority, words, leaves::float8 AS leaves,
  leaf_index::float8 AS "leafIndex", erased_by AS by, erased_at AS at, scrubbed_at AS "scrubbedAt", ledger_at AS "ledgerAt",
  ledger_messages::float8 AS "ledgerMessages"`;

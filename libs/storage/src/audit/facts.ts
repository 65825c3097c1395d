import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '../database.js';
import type { AuditBatch, Cosignature, PublishedDirectory, Refusal } from './audit-rows.js';
import type { PlacedLeaf } from './audit-tables.js';
import { insertRows } from './insert-rows.js';

/** Newest link of the chain: how many links, and the digest of the last. */
export interface FactChain {
  readonly number: number;
  /** 32 bytes; zeros before the first link. */
  readonly digest: Buffer;
}

/** The chain before its first link. */
export const NO_FACTS: FactChain = { number: 0, digest: Buffer.alloc(32) };

/** The next link: SHA-256("concordat/facts/v1" 0x00, the digest before, the lines with a line feed behind each). */
export function nextFact({ number, digest }: FactChain, lines: readonly string[]): FactChain {
  const hash = createHash('sha256').update('concordat/facts/v1\0', 'ascii').update(digest);
  for (const line of lines) hash.update(`${line}\n`, 'utf8');
  return { number: number + 1, digest: hash.digest() };
}

/** The newest link. */
export async function factChain(sql: Sql): Promise<FactChain> {
  const [row] = await sql<{ number: string; digest: Buffer }>(
    'SELECT number, digest FROM fact ORDER BY number DESC LIMIT 1',
  );
  return row ? { number: Number(row.number), digest: row.digest } : NO_FACTS;
}

/** Adds a link. Only under the lock of the log's head, which keeps the links in one order. */
export async function addFacts(sql: Sql, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const { number, digest } = nextFact(await factChain(sql), lines);
  await sql('INSERT INTO fact (number, lines, digest) VALUES ($1, $2, $3)', [number, [...lines], digest]);
}

/** Commitment to a leaf's index tokens: SHA-256 over the salt and the tokens in order; `-` without any. */
export function tokenCommitment(tokens: readonly string[], salt: Buffer): string {
  if (tokens.length === 0) return '-';
  const text = [...tokens].sort().join(' ');
  return createHash('sha256').update('concordat/tokens/v1\0').update(salt).update(text).digest('base64url');
}

/** Where and when the ledger had a leaf, and which tokens came with it: no agency's signature says so. */
export const leafLine = (
  { index, sequence, recordedAt }: Pick<PlacedLeaf, 'index' | 'sequence' | 'recordedAt'>,
  tokens: string,
): string => `leaf ${index} ${sequence} ${recordedAt.toISOString()} ${tokens}`;

/** A message that was not taken in. */
export function refusalLine({ sequence, subject, reason, place, event, recordedAt }: Refusal): string {
  const text = JSON.stringify([subject, reason, place, event ?? null, recordedAt.toISOString()]);
  return `refused ${sequence} ${createHash('sha256').update(text, 'utf8').digest('base64url')}`;
}

/** A witness's line; the first over a checkpoint counts. */
export const cosignatureLine = ({ size, witness, time, line, sequence }: Cosignature): string =>
  `cosignature ${size} ${witness} ${time} ${sequence} ${createHash('sha256').update(line, 'utf8').digest('base64url')}`;

/** A directory version; the first place counts. */
export const directoryLine = ({ version, sequence, hash }: PublishedDirectory): string =>
  `directory ${version} ${sequence} ${hash}`;

/** Where on the ledger a checkpoint, by size, or an own act, by number, stands. */
export const publishedLine = (what: 'checkpoint' | 'act', number: number, sequence: number): string =>
  `published ${what} ${number} ${sequence}`;

/** How far the ledger was read. */
export const headLine = (sequence: number, epoch: number): string => `head ${sequence} ${epoch}`;

/** Notes all that a batch says on the ledger's word and not on a signature, with a salt for each leaf that has tokens. */
export async function noteBatch(
  sql: Sql,
  placed: readonly PlacedLeaf[],
  batch: Pick<AuditBatch, 'directories' | 'cosignatures' | 'sequence' | 'epoch'> & {
    readonly refusals: readonly Refusal[];
  },
): Promise<void> {
  const salted = placed.map((leaf) => ({ leaf, salt: randomBytes(32) }));
  await insertRows(
    sql,
    {
      table: 'token_salt',
      columns: {
        leaf_index: ['bigint', ({ leaf }) => leaf.index],
        salt: ['bytea', ({ salt }) => salt],
      },
    },
    salted.filter(({ leaf }) => leaf.tokens.length > 0),
  );
  await addFacts(sql, [
    ...salted.map(({ leaf, salt }) => leafLine(leaf, tokenCommitment(leaf.tokens, salt))),
    ...batch.refusals.map(refusalLine),
    ...batch.directories.map(directoryLine),
    ...batch.cosignatures.map(cosignatureLine),
    headLine(batch.sequence, batch.epoch),
  ]);
}

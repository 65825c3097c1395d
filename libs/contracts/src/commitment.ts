import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';

const INDEX_DOMAIN = 'concordat/index/v1\0';

/** What is committed to: an item's value, a reader's question, the words of a reason. */
export type CommitmentOf = 'item' | 'query' | 'words';

/**
 * Commits to a value without telling it: SHA-256("concordat/item/v1" 0x00 salt32 JCS(value)), base64url; for questions and
 * words their own name stands for `item`. JCS is RFC 8785. `salt` is 32 fresh random bytes each time, so one value twice
 * gives two commitments. Throws RangeError on another salt length.
 */
export function commitTo(value: unknown, salt: Buffer, of: CommitmentOf = 'item'): string {
  if (salt.length !== 32) throw new RangeError('a commitment needs a salt of 32 bytes');
  return createHash('sha256')
    .update(`concordat/${of}/v1\0`, 'utf8')
    .update(salt)
    .update(canonicalize(value), 'utf8')
    .digest('base64url');
}

/** True when `commitment` was made from this value and salt. */
export function opens(commitment: string, value: unknown, salt: Buffer): boolean {
  const made = Buffer.from(commitTo(value, salt), 'ascii');
  const given = Buffer.from(commitment, 'ascii');
  return made.length === given.length && timingSafeEqual(made, given);
}

/** Identifiers by which an auditor may look for a person. */
export const INDEX_KINDS = ['full-name', 'alias', 'date-of-birth', 'nhs-number', 'phone'] as const;
/** One of `INDEX_KINDS`. */
export type IndexKind = (typeof INDEX_KINDS)[number];

/**
 * A keyed token for an identifier: HMAC-SHA256 of its normal form, base64url. The agencies share the key; the audit
 * service does not have it, so it can find equal persons without being able to guess who they are. Undefined when
 * nothing is left of the value in its normal form: one token for all such values would name everybody.
 */
export function indexToken(kind: IndexKind, value: string, key: Buffer): string | undefined {
  const normal = normalForm(kind, value);
  if (normal === '') return undefined;
  return createHmac('sha256', key).update(`${INDEX_DOMAIN}${kind}\0${normal}`, 'utf8').digest('base64url');
}

function normalForm(kind: IndexKind, value: string): string {
  const plain = value
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  switch (kind) {
    case 'nhs-number':
    case 'date-of-birth':
      return plain.replace(/\D/g, '');
    case 'phone':
      return plain.replace(/\D/g, '').replace(/^(?:00)?440?/, '0');
    case 'full-name':
    case 'alias':
      return plain.replace(/[^\p{Letter}\p{Number}]+/gu, ' ').trim();
    default:
      return kind satisfies never;
  }
}

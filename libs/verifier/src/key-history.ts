import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64url, toBase64url, utf8 } from './bytes.js';
import { canonical } from './jcs.js';
import type { NoteKey } from './note.js';

/** A member's key as a directory lists it. */
export interface ListedKey {
  readonly member: string;
  readonly use: string;
  readonly kid: string;
  readonly x: string;
  readonly crv: string;
  readonly status: string;
}

/** A directory version with its place on the ledger. */
export interface ListedDirectory {
  readonly version: number;
  readonly sequence: number;
  readonly keys: readonly ListedKey[];
}

/** The digest by which a signed event names a directory: SHA-256 of its canonical JSON, base64url. */
export const bundleDigest = (bundle: unknown): string => toBase64url(sha256(utf8(canonical(bundle))));

/** Whether a key's id is that of its bytes (RFC 7638). */
export const isNamedRight = ({ kid, crv, x }: ListedKey): boolean =>
  bundleDigest({ crv, kty: 'OKP', x }) === kid;

/** Whether this is a key that the keeper signs with now. */
export const isKeepers = ({ member, use, status }: ListedKey): boolean =>
  member === 'keeper' && use === 'signing' && status === 'active';

/** The keys that a directory lists; undefined where it is no directory. */
export function keysIn(bundle: unknown): readonly ListedKey[] | undefined {
  const { keys } = (bundle ?? {}) as { keys?: unknown };
  const isKey = (key: unknown): boolean =>
    ['member', 'use', 'kid', 'x', 'crv', 'status'].every(
      (name) => typeof (key as Record<string, unknown> | null)?.[name] === 'string',
    );
  return Array.isArray(keys) && keys.every(isKey) ? (keys as ListedKey[]) : undefined;
}

/**
 * Which keys counted where on the ledger: those that the directory before that place lists as active, whatever an event says of
 * its own time.
 */
export class KeyHistory {
  private readonly versions: ListedDirectory[] = [];

  /** Adds the next version; false when it is not the one that comes behind the others: one that is left out may have ended a key. */
  add(directory: ListedDirectory): boolean {
    const last = this.versions.at(-1);
    if (last && (directory.version !== last.version + 1 || directory.sequence <= last.sequence)) return false;
    this.versions.push(directory);
    return true;
  }

  /** Whether this version was added. */
  has(version: unknown): boolean {
    return this.versions.some((directory) => directory.version === version);
  }

  /** Whether no directory stands before this place of the ledger. */
  isBeforeAll(sequence: number | null): boolean {
    const [first] = this.versions;
    return sequence !== null && (first === undefined || sequence <= first.sequence);
  }

  /** The signing key with this id and whose it is, if it counted at this place; anywhere on the ledger for `null`. */
  signing(
    kid: string,
    sequence: number | null,
  ): { readonly member: string; readonly key: Uint8Array } | undefined {
    const lists =
      sequence === null
        ? this.versions
        : this.versions.filter((directory) => directory.sequence < sequence).slice(-1);
    const found = lists
      .flatMap(({ keys }) => keys)
      .find((key) => key.kid === kid && key.use === 'signing' && key.status === 'active');
    const key = found && fromBase64url(found.x);
    return found && key ? { member: found.member, key } : undefined;
  }

  /** The keys of the log and of the witnesses that count in the newest directory, as keys of notes. */
  noteKeys(origin: string): readonly NoteKey[] {
    const keys = this.versions.at(-1)?.keys ?? [];
    return keys.flatMap((listed): NoteKey[] => {
      const key = fromBase64url(listed.x);
      if (!key || listed.status !== 'active') return [];
      if (listed.use === 'log' && listed.member === 'audit') return [{ name: origin, type: 1, key }];
      if (listed.use !== 'witness') return [];
      return [{ name: `concordat/witness/${listed.member}`, type: 4, key }];
    });
  }
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import type { DirectoryBundle, KeyUse } from './bundle.js';
import { Directory } from './directory.js';

/** A key as it counts at one place of the ledger. */
export interface KeyInForce {
  readonly member: string;
  readonly publicKey: KeyObject;
}

/**
 * Every version of the directory with the ledger sequence at which it was published. What counts for an event is the
 * version that stood before it on the ledger, whatever the event says of its own time: so a revocation counts from its
 * place in the ledger.
 */
export class DirectoryHistory {
  readonly #versions: { readonly sequence: number; readonly directory: Directory }[] = [];
  readonly #keyObjects = new Map<string, KeyObject>();

  /** Adds a version in ledger order; a version that is known already is left as it is. */
  add(sequence: number, bundle: DirectoryBundle): void {
    if (this.byVersion(bundle.version)) return;
    this.#versions.push({ sequence, directory: new Directory(bundle) });
    this.#versions.sort((a, b) => a.sequence - b.sequence);
  }

  /** The newest version; undefined before the first. */
  get newest(): Directory | undefined {
    return this.#versions.at(-1)?.directory;
  }

  /** The version with this number. */
  byVersion(version: number): Directory | undefined {
    return this.#versions.find(({ directory }) => directory.version === version)?.directory;
  }

  /** The version in force at a place of the ledger. */
  at(sequence: number): Directory | undefined {
    return this.#versions.findLast((entry) => entry.sequence < sequence)?.directory;
  }

  /** The key with this id, when it is active for this use at this place of the ledger. */
  keyAt(sequence: number, use: KeyUse, kid: string): KeyInForce | undefined {
    const key = this.at(sequence)?.keyById(kid);
    if (!key || key.use !== use || key.status !== 'active') return undefined;
    return { member: key.member, publicKey: this.keyObject(key.kid, key.crv, key.x) };
  }

  private keyObject(kid: string, crv: string, x: string): KeyObject {
    const known = this.#keyObjects.get(kid);
    if (known) return known;
    const made = createPublicKey({ key: { kty: 'OKP', crv, x }, format: 'jwk' });
    this.#keyObjects.set(kid, made);
    return made;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { commitTo, type ReadKind } from '#contracts';
import type { AuditStore, OwnLeaf } from '#storage';
import type { Acts } from './acts.js';
import type { Caller } from './caller.js';
import { noteReading } from './reading-header.js';
import { countOf, multirangeOf, rangesOf, rangesText, type IndexRange } from './index-ranges.js';

/** What somebody asked, and which leaves the answer names. */
export interface Question {
  readonly kind: ReadKind;
  /** The question as it was asked: path and parameters. Kept beside the log, and erasable. */
  readonly query: object;
  readonly leaves: readonly number[] | { readonly ranges: readonly IndexRange[] };
}

/**
 * Records each reading as a leaf of the log (DICOM 110101): who, when, what was asked, which leaves the answer names. Whoever
 * answers waits for it before the first row: a reading that cannot be written does not take place.
 */
export class Readings {
  constructor(
    private readonly store: AuditStore,
    private readonly acts: Acts,
  ) {}

  /** Makes the reading a leaf. Throws StorageError when it cannot be written. */
  async record(caller: Caller, { kind, query, leaves }: Question): Promise<OwnLeaf> {
    const ranges = 'ranges' in leaves ? leaves.ranges : rangesOf(leaves);
    const salt = randomBytes(32);
    const first = ranges[0]?.[0];
    const last = ranges.at(-1)?.[1];
    const data = {
      kind,
      query: commitTo(query, salt, 'query'),
      leaves: countOf(ranges),
      indexes: createHash('sha256').update(rangesText(ranges), 'ascii').digest('base64url'),
      ...(first !== undefined && last !== undefined && { first, last }),
      ...(caller.agency !== undefined && { agency: caller.agency }),
    };
    const leaf = await this.acts.do(
      { type: 'concordat.audit.read.v1', data, by: caller.actor },
      this.store.readings.beside({
        reader: caller.name,
        role: caller.role,
        ...(caller.agency !== undefined && { agency: caller.agency }),
        kind,
        query,
        salt: salt.toString('base64url'),
        leaves: multirangeOf(ranges),
      }),
    );
    noteReading(caller, leaf.index);
    return leaf;
  }
}

import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import {
  actorKey,
  actorRef,
  commitTo,
  decodeEvent,
  readJws,
  verifyJws,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import type { FactChain, ReadingRow, RowFault, StoredCheckpoint } from '#storage';
import { signCheckpoint } from '#transparency';
import { rangesIn, rangesText } from '../index-ranges.js';

/** Keys and name of this log. */
export interface OwnLogKeys {
  readonly origin: string;
  readonly signing: SigningKey;
  readonly logKey: KeyObject;
}

/** What is wrong with a stored checkpoint, given the root of the tree of its size. */
export async function checkpointFault(
  stored: StoredCheckpoint,
  root: Buffer | undefined,
  { origin, signing, logKey }: OwnLogKeys,
): Promise<RowFault | undefined> {
  const { size, from, note, event, eventId, signedAt } = stored;
  const wrong = (column: string, what: string): RowFault => ({
    table: 'checkpoint',
    row: `size=${size}`,
    column,
    what,
  });
  if (!root) return wrong('size', 'is more than the log has');
  if (!stored.root.equals(root)) return wrong('root', 'is not the root of the leaves');
  // Ed25519 signs one text in one way only.
  if (note !== signCheckpoint({ origin, size, root }, logKey))
    return wrong('note', 'is not the note of this root');
  const read = await signedEvent(event, signing);
  if (read?.type !== 'concordat.checkpoint.signed.v1') {
    return wrong('event', 'is not signed by this service');
  }
  const { data } = read;
  if (data.size !== size || data.root !== root.toString('base64url'))
    return wrong('event', 'announces another tree');
  if (data.from !== from) return wrong('from_size', 'is not what was announced');
  if (read.id !== eventId) return wrong('event_id', 'is not what was announced');
  if (read.time !== signedAt.toISOString()) return wrong('signed_at', 'is not what was announced');
  return undefined;
}

/** How far a checkpoint's announcement signs the chain of facts; nothing where it says nothing of it. */
export function attestedBy({ event }: StoredCheckpoint): FactChain[] {
  const read = readable(event);
  if (read?.type !== 'concordat.checkpoint.signed.v1') return [];
  const { facts, factsdigest } = read.data;
  if (facts === undefined || factsdigest === undefined) return [];
  return [{ number: facts, digest: Buffer.from(factsdigest, 'base64url') }];
}

/** What is wrong with a stored reading, given the text of its leaf. */
export function readingFault(
  row: ReadingRow,
  leaf: string | undefined,
  signing: SigningKey,
): RowFault | undefined {
  const wrong = (column: string): RowFault => ({
    table: 'reading',
    row: `leaf_index=${row.leafIndex}`,
    column,
    what: 'is not what the leaf says',
  });
  const read = leaf === undefined ? undefined : readable(leaf);
  if (read?.type !== 'concordat.audit.read.v1')
    return { ...wrong('leaf_index'), what: 'belongs to no reading' };
  const { data } = read;
  if (data.kind !== row.kind) return wrong('kind');
  if ((data.agency ?? null) !== row.agency) return wrong('agency');
  if (read.actorrole !== roleOf(row)) return wrong('role');
  if (read.actor !== actorRef(read.actortype, row.reader, actorKey(signing.privateKey)))
    return wrong('reader');
  if (read.time !== row.at.toISOString()) return wrong('at');
  if (digestOf(row.leaves) !== data.indexes) return wrong('leaves');
  // A question that named an erased person is gone, with its salt.
  if (row.query === null && row.salt === null) return undefined;
  if (row.query === null || row.salt === null) return wrong(row.query === null ? 'query' : 'salt');
  const salt = Buffer.from(row.salt, 'base64url');
  if (salt.length !== 32) return wrong('salt');
  return commitTo(row.query, salt, 'query') === data.query ? undefined : wrong('query');
}

/** The event of a stored text; undefined where it is none any more. */
function readable(text: string): LedgerEvent | undefined {
  try {
    return decodeEvent(readJws(text).payload);
  } catch {
    return undefined;
  }
}

/** The same, if this service signed it. */
async function signedEvent(text: string, { privateKey }: SigningKey): Promise<LedgerEvent | undefined> {
  try {
    await verifyJws(readJws(text), createPublicKey(privateKey));
    return readable(text);
  } catch {
    return undefined;
  }
}

const digestOf = (multirange: string): string =>
  createHash('sha256')
    .update(rangesText(rangesIn(multirange)), 'ascii')
    .digest('base64url');

const roleOf = ({ role }: ReadingRow): string => (role === 'any' ? 'service' : role);

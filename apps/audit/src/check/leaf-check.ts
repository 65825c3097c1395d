import { createPublicKey } from 'node:crypto';
import {
  WireError,
  decodeEvent,
  readJws,
  senderOf,
  verifyJws,
  type LedgerEvent,
  type Message,
} from '#contracts';
import { DirectoryHistory } from '#directory';
import type { NewLeaf, PublishedDirectory, RowFault, StoredLeafRow } from '#storage';
import { leafHash } from '#transparency';
import { Judge } from '../judge.js';
import { leafOf } from '../leaf-rows.js';
import type { Secrets } from '../secrets.js';
import { subjectOf } from './stored-event.js';

/**
 * Reads stored leaves once more as if they came from the ledger: form, place in the index, signature by a key that counted
 * there, codes, subject, seal. Directories are learned as they stand in the log.
 */
export class LeafCheck {
  private readonly history = new DirectoryHistory();
  private readonly judge: Judge;
  private readonly bundles: ReadonlyMap<string, unknown>;
  private next = 0;

  constructor(
    private readonly secrets: Secrets,
    directories: readonly PublishedDirectory[],
  ) {
    this.judge = new Judge(this.history, secrets.keeper);
    this.bundles = new Map(directories.map(({ event, bundle }) => [event, bundle]));
  }

  /** The leaf as its event makes it, or what is wrong with the stored one. */
  async read(stored: StoredLeafRow): Promise<NewLeaf | RowFault> {
    const expected = this.next;
    this.next = stored.index + 1;
    if (stored.index !== expected) return fault(expected, 'is missing');
    const [table] = stored.erased ? stored.beside : [];
    if (table !== undefined)
      return { table, row: `leaf_index=${stored.index}`, what: 'was erased, and is there' };
    try {
      return await this.believe(stored);
    } catch (error) {
      // Whatever cannot even be read was not what was taken in: no input of this place is anybody's but the database's.
      return error instanceof WireError
        ? this.refused(stored, error)
        : fault(stored.index, 'cannot be read', 'event');
    }
  }

  /** Names the row that spoils a leaf: its own, or one that stands beside it. */
  private refused({ index, event }: StoredLeafRow, { code, place }: WireError): RowFault {
    const what = `is refused when it is read again: ${code} ${place}`.trim();
    if (code === 'SEALED_MISMATCH') {
      return { table: 'sealed_part', row: `leaf_index=${index}`, column: 'box', what };
    }
    if (decodedType(event) === 'concordat.directory.published.v1') {
      return { table: 'directory_version', row: `leaf_index=${index}`, column: 'bundle', what };
    }
    return fault(index, what, 'event');
  }

  private async believe(stored: StoredLeafRow): Promise<NewLeaf | RowFault> {
    const { event: text, sealed, tokens, sequence, recordedAt } = stored;
    const event = decodeEvent(readJws(text).payload);
    const subject = subjectOf(event, stored);
    if (subject === undefined) return fault(stored.index, 'are no parties of this event', 'asker');
    const message: Message = {
      event: text,
      ...(sealed !== null && { sealed }),
      ...(tokens.length > 0 && { index: [...tokens] }),
      ...(this.bundles.has(text) && { bundle: this.bundles.get(text) }),
    };
    await this.verify(event, message, { subject, stored });
    const agreements = this.history.byVersion(event.directoryversion)?.bundle.data.agreements ?? [];
    // An own act has no place on the ledger when it becomes a leaf, and its own time.
    const isOwn = event.type.startsWith('concordat.audit.');
    const leaf = leafOf(event, message, leafHash(Buffer.from(text, 'utf8')), {
      subject,
      sequence: isOwn ? 0 : sequence,
      recordedAt: isOwn ? new Date(event.time) : recordedAt,
      agreements,
    });
    return leaf ?? fault(stored.index, 'has no number and is no leaf', 'event');
  }

  private async verify(
    event: LedgerEvent,
    message: Message,
    { subject, stored }: { readonly subject: string; readonly stored: StoredLeafRow },
  ): Promise<void> {
    if (event.type.startsWith('concordat.audit.')) return this.verifyOwn(event, message);
    const { sequence } = stored;
    const judged = await this.judge.judge(message, {
      subject,
      data: new Uint8Array(),
      sequence,
      deliveries: 0,
    });
    // The seal is looked at last: all else was right, and what was sealed is gone as a later leaf says.
    if (judged.is === 'refused' && judged.reason === 'SEALED_MISMATCH' && stored.erased) return;
    if (judged.is === 'refused') throw new WireError(judged.reason, judged.place);
    if (judged.is === 'early') throw new WireError('BAD_EVENT', '/directoryversion');
    if (judged.bundle) this.history.add(sequence, judged.bundle);
  }

  /** Own acts are leaves before the ledger has them: they are judged by this service's own keys, whenever those counted. */
  private async verifyOwn(event: LedgerEvent, { event: text }: Message): Promise<void> {
    const jws = readJws(text);
    const { signing } = this.secrets;
    const key =
      jws.kid === signing.kid
        ? { member: 'audit', publicKey: createPublicKey(signing.privateKey) }
        : this.history.keyAt(Number.MAX_SAFE_INTEGER, 'signing', jws.kid);
    if (key?.member !== 'audit' || senderOf(event) !== 'audit') throw new WireError('UNKNOWN_KEY');
    await verifyJws(jws, key.publicKey);
  }
}

function decodedType(event: string): string | undefined {
  try {
    return decodeEvent(readJws(event).payload).type;
  } catch {
    return undefined;
  }
}

const fault = (index: number, what: string, column?: string): RowFault => ({
  table: 'leaf',
  row: `index=${index}`,
  ...(column !== undefined && { column }),
  what,
});

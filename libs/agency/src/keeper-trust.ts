import type { KeyObject } from 'node:crypto';
import { WireError, decodeEvent, readJws, verifyJws, type LedgerEvent, type Message } from '#contracts';
import { bundleHash, parseBundle, type DirectoryBundle, type DirectoryHistory } from '#directory';
import type { RecordStore } from '#storage';

/** The keeper's public key, as it is pinned in the configuration. */
export interface PinnedKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/**
 * The keeper's event in a message, believed by the pinned key alone. Throws WireError UNKNOWN_KEY, BAD_SIGNATURE,
 * BAD_EVENT or MALFORMED.
 */
export async function keeperEvent(message: Message, pinned: PinnedKey): Promise<LedgerEvent> {
  const jws = readJws(message.event);
  const event = decodeEvent(jws.payload);
  if (jws.kid !== pinned.kid || event.source !== '/keeper') throw new WireError('UNKNOWN_KEY');
  await verifyJws(jws, pinned.publicKey);
  return event;
}

/** The directory versions that this service has taken in, and the way in for the next one. */
export class DirectoryKeeper {
  private loading: Promise<void> | undefined;

  constructor(
    private readonly records: RecordStore,
    readonly history: DirectoryHistory,
  ) {}

  /** Reads what was taken in before, by this replica or another; callers that come together share one look. */
  load(): Promise<void> {
    this.loading ??= this.read().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async read(): Promise<void> {
    for (const { sequence, bundle } of await this.records.directories()) {
      this.history.add(sequence, bundle as DirectoryBundle);
    }
  }

  /** Takes a published directory. Throws WireError MALFORMED when the bundle is not the one that was signed. */
  async published(
    event: LedgerEvent<'concordat.directory.published.v1'>,
    message: Message,
    sequence: number,
  ): Promise<void> {
    const bundle = readBundle(message);
    const { version, bundlehash } = event.data;
    if (bundle.version !== version || bundleHash(bundle) !== bundlehash)
      throw new WireError('MALFORMED', 'bundle');
    await this.records.addDirectory(version, sequence, message.event, bundle);
    this.history.add(sequence, bundle);
  }
}

function readBundle(message: Message): DirectoryBundle {
  try {
    return parseBundle(message.bundle);
  } catch (cause) {
    throw new WireError('MALFORMED', 'bundle', { cause });
  }
}

import { uuidv7 } from 'uuidv7';
import {
  encodeEvent,
  signJws,
  type AuditEventType,
  type DataOf,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import type { AuditStore, Beside, OwnAct, OwnLeaf } from '#storage';
import { leafHash } from '#transparency';

/** Who does an act: an opaque reference, in which role, a person or a system. */
export interface ActingAs {
  readonly ref: string;
  readonly role: string;
  readonly type: 'person' | 'system';
}

/** What an act says: its type with the data of that type, and by whom. */
export interface ActWord<T extends AuditEventType = AuditEventType> {
  readonly type: T;
  readonly data: DataOf<T>;
  readonly by: ActingAs;
  /** The directory that its codes are of; the newest that this log has read unless told. */
  readonly directoryVersion?: number;
}

/**
 * Does what the audit service does by itself. An act is a signed event with the next number of the sender `audit`, and a leaf
 * of the log before anything comes of it; the ledger gets it afterwards.
 */
export class Acts {
  constructor(
    private readonly store: AuditStore,
    private readonly signing: SigningKey,
    private readonly grown: () => void,
  ) {}

  /** Makes the act a leaf, all or nothing with what is written beside it. Throws StorageError when it cannot be written. */
  async do<T extends AuditEventType>(word: ActWord<T>, beside?: Beside): Promise<OwnLeaf> {
    const leaf = await this.store.acts.add(await this.signed(word), beside);
    this.grown();
    return leaf;
  }

  private async signed(word: ActWord): Promise<(number: number) => Promise<OwnAct>> {
    const { epoch } = await this.store.log.head();
    const directoryVersion = word.directoryVersion ?? (await this.store.records.newestDirectory());
    return async (number) => {
      const at = new Date();
      const event = eventOf(word, { number, epoch, directoryVersion, at });
      const jws = await signJws(encodeEvent(event), this.signing);
      return {
        event: jws,
        hash: leafHash(Buffer.from(jws, 'ascii')),
        eventId: event.id,
        type: event.type,
        directoryVersion,
        actor: event.actor,
        actorRole: event.actorrole,
        actorType: event.actortype,
        recordedAt: at,
      };
    };
  }
}

interface Frame {
  readonly number: number;
  readonly epoch: number;
  readonly directoryVersion: number;
  readonly at: Date;
}

function eventOf({ type, data, by }: ActWord, { number, epoch, directoryVersion, at }: Frame): LedgerEvent {
  return {
    specversion: '1.0',
    type,
    source: '/audit',
    id: uuidv7(),
    time: at.toISOString(),
    datacontenttype: 'application/json',
    sendernumber: number,
    epoch,
    directoryversion: directoryVersion,
    actor: by.ref,
    actorrole: by.role,
    actortype: by.type,
    data,
  } as LedgerEvent;
}

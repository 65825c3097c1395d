import type { KeyObject } from 'node:crypto';
import {
  DIRECTORY_SUBJECT,
  WireError,
  decodeMessage,
  epochOf,
  readJws,
  verifyMessage,
  type LedgerEvent,
  type Message,
  type Trust,
  type WireFault,
} from '#contracts';
import {
  Directory,
  DirectoryError,
  bundleHash,
  parseBundle,
  type DirectoryBundle,
  type DirectoryHistory,
} from '#directory';
import { leafHash } from '#transparency';
import type { KeeperKey } from './secrets.js';

/** One message of the ledger, as far as a judgement needs it. */
export interface Arrived {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly sequence: number;
  readonly deliveries: number;
}

/** A message in its outer form, or the fault of it. */
export type Opened =
  | { readonly message: Message; readonly hash: Buffer }
  | { readonly refused: WireFault; readonly place: string };

/** What a message is, after every check that needs no log. */
export type Judgement =
  | { readonly is: 'good'; readonly event: LedgerEvent; readonly bundle?: DirectoryBundle }
  | { readonly is: 'early' }
  | { readonly is: 'refused'; readonly reason: WireFault; readonly place: string };

/** How often a signed event may come back before the directory version that it names is taken for made up. */
const MOST_WAITS = 1_200;

/** Reads the outer form of a message and hashes its leaf. */
export function openMessage(data: Uint8Array): Opened {
  try {
    const message = decodeMessage(data);
    return { message, hash: leafHash(Buffer.from(message.event, 'utf8')) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { refused: error.code, place: error.place };
  }
}

/** Judges messages by the directory in force where they stand; the first directory by the keeper's pinned key. */
export class Judge {
  constructor(
    private readonly history: DirectoryHistory,
    private readonly keeper: KeeperKey,
  ) {}

  /** Judges one message. Nothing is stored and no directory becomes known by it. */
  async judge(message: Message, arrived: Arrived): Promise<Judgement> {
    try {
      return arrived.subject === DIRECTORY_SUBJECT
        ? await this.judgeDirectory(message, arrived)
        : await this.judgeEvent(message, arrived);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return { is: 'refused', reason: error.code, place: error.place };
    }
  }

  private async judgeEvent(message: Message, arrived: Arrived): Promise<Judgement> {
    const { newest } = this.history;
    if (!newest) return { is: 'early' };
    const inForce = this.history.at(arrived.sequence) ?? newest;
    try {
      const event = await verifyMessage(message, arrived.subject, this.trust(arrived.sequence, inForce));
      return this.settle(event, arrived);
    } catch (error) {
      const named = namedVersion(error, message);
      if (named === undefined || named === inForce.version) throw error;
      if (named > newest.version) return early(arrived);
      return this.judgeOlder(message, arrived, named);
    }
  }

  /** An event that was sent again after a rebuild may use codes which a later version no longer has. */
  private async judgeOlder(message: Message, arrived: Arrived, version: number): Promise<Judgement> {
    const directory = this.history.byVersion(version);
    if (!directory) throw new WireError('BAD_EVENT', '/directoryversion');
    const trust = this.trust(arrived.sequence, directory);
    return this.settle(await verifyMessage(message, arrived.subject, trust), arrived);
  }

  private settle(event: LedgerEvent, arrived: Arrived): Judgement {
    if (event.directoryversion > (this.history.newest?.version ?? 0)) return early(arrived);
    checkEpoch(event, arrived.sequence);
    return { is: 'good', event };
  }

  private async judgeDirectory(message: Message, arrived: Arrived): Promise<Judgement> {
    const bundle = readBundle(message.bundle);
    const trust = this.trust(arrived.sequence, new Directory(bundle));
    const event = await verifyMessage(message, arrived.subject, trust);
    checkEpoch(event, arrived.sequence);
    if (event.type !== 'concordat.directory.published.v1') throw new WireError('WRONG_SUBJECT');
    const { version, bundlehash } = event.data;
    if (bundle.version !== version) throw new WireError('MALFORMED', '/bundle/version');
    if (bundleHash(bundle) !== bundlehash) throw new WireError('MALFORMED', '/bundle');
    this.checkVersion(version, bundlehash);
    return { is: 'good', event, bundle };
  }

  /** A version is published once; it may stand on the ledger again, with the same content, after a rebuild. */
  private checkVersion(version: number, hash: string): void {
    const known = this.history.byVersion(version);
    if (known && bundleHash(known.bundle) !== hash) throw new WireError('EQUIVOCATION', '/data/version');
    if (!known && version <= (this.history.newest?.version ?? 0)) {
      throw new WireError('BAD_EVENT', '/data/version');
    }
  }

  private trust(sequence: number, directory: Directory): Trust {
    return {
      vocabulary: directory.vocabulary,
      findKey: (kid) => this.history.keyAt(sequence, 'signing', kid) ?? this.pinned(sequence, kid),
    };
  }

  /** The pinned key counts until a directory says which keys the keeper has. */
  private pinned(sequence: number, kid: string): { member: string; publicKey: KeyObject } | undefined {
    const listed = this.history
      .at(sequence)
      ?.bundle.keys.some(({ member, use }) => member === 'keeper' && use === 'signing');
    if (listed || kid !== this.keeper.kid) return undefined;
    return { member: 'keeper', publicKey: this.keeper.publicKey };
  }
}

function early({ deliveries }: Arrived): Judgement {
  if (deliveries < MOST_WAITS) return { is: 'early' };
  return { is: 'refused', reason: 'BAD_EVENT', place: '/directoryversion' };
}

function checkEpoch(event: LedgerEvent, sequence: number): void {
  if (event.epoch > epochOf(sequence)) throw new WireError('BAD_EPOCH', '/epoch');
}

function readBundle(value: unknown): DirectoryBundle {
  try {
    return parseBundle(value);
  } catch (cause) {
    if (!(cause instanceof DirectoryError)) throw cause;
    throw new WireError('MALFORMED', '/bundle', { cause });
  }
}

/** The directory version that an event names, where another version could clear the fault. */
function namedVersion(error: unknown, message: Message): number | undefined {
  if (!(error instanceof WireError)) return undefined;
  if (error.code !== 'UNKNOWN_KEY' && error.code !== 'UNKNOWN_CODE') return undefined;
  const { directoryversion } = JSON.parse(readJws(message.event).payload) as { directoryversion: number };
  return directoryversion;
}

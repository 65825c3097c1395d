import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import {
  CHECKPOINT_SUBJECT,
  encodeEvent,
  encodeMessage,
  signJws,
  type CheckpointSignedData,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import type { LedgerWriter } from '#messaging';
import {
  NO_FACTS,
  type AuditLog,
  type AuditRecords,
  type CheckpointStore,
  type FactChain,
  type SenderCoverage,
  type SignedCheckpoint,
} from '#storage';
import { post } from './posting.js';
import { SERVICE } from './service-actor.js';
import { appendLeaves, rangeRoot, signCheckpoint, type CompactRange } from '#transparency';

/** What the checkpointer works with. */
export interface CheckpointerParts {
  readonly log: AuditLog;
  readonly records: AuditRecords;
  readonly checkpoints: CheckpointStore;
  readonly writer: LedgerWriter;
  readonly signing: SigningKey;
  readonly logKey: KeyObject;
  readonly origin: string;
  /** Newest directory version that is known. */
  readonly directoryVersion: () => number;
  readonly stillMine: () => Promise<void>;
  readonly logger: Logger;
}

/** Leaf hashes in one announcement; the class of the event takes no more. */
export const LEAVES_PER_ANNOUNCEMENT = 800;
/** Checkpoints signed in one go; a log that catches up does the rest in the next. */
const AT_ONCE = 20;

/**
 * Signs what the log has committed, stores it, and only then publishes it. What was stored and not published, because
 * this process or the broker went away, is published first.
 */
export class Checkpointer {
  /** Frontier and coverage of the newest checkpoint that this process knows. */
  private range: CompactRange | undefined;
  private coverage: readonly SenderCoverage[] = [];
  private facts: FactChain = NO_FACTS;

  constructor(private readonly parts: CheckpointerParts) {}

  /** Publishes what waits, then signs and publishes what the log has gained. Waits for the broker until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    await this.publishWaiting(signal);
    while (!signal.aborted && (await this.sign())) await this.publishWaiting(signal);
  }

  /** False when every leaf is under a checkpoint. */
  private async sign(): Promise<boolean> {
    const { log, checkpoints, records, stillMine } = this.parts;
    this.range ??= await checkpoints.range();
    const { size, coverage } = await log.covered();
    const { epoch } = await log.head();
    this.facts = await log.facts();
    const from = this.range.size;
    if (size <= from) return false;
    const leaves = await records.leafHashes(from, Math.min(size, from + AT_ONCE * LEAVES_PER_ANNOUNCEMENT));
    const made: SignedCheckpoint[] = [];
    for (let at = 0; at < leaves.length; at += LEAVES_PER_ANNOUNCEMENT) {
      const added = leaves.slice(at, at + LEAVES_PER_ANNOUNCEMENT);
      this.range = appendLeaves(this.range, added);
      // Only the checkpoint over all leaves may say what all leaves cover.
      if (this.range.size === size) this.coverage = coverage;
      made.push(await this.announce(this.range, added, epoch));
    }
    await this.persist(made, stillMine);
    return true;
  }

  private async persist(made: readonly SignedCheckpoint[], stillMine: () => Promise<void>): Promise<void> {
    try {
      await stillMine();
      await this.parts.checkpoints.add(made);
    } catch (error) {
      // What was signed in memory alone was never said to anyone: start again from what is stored.
      this.range = undefined;
      this.coverage = [];
      throw error;
    }
  }

  private async announce(
    range: CompactRange,
    leaves: readonly Buffer[],
    epoch: number,
  ): Promise<SignedCheckpoint> {
    const { origin, logKey, signing, directoryVersion } = this.parts;
    const root = rangeRoot(range);
    const note = signCheckpoint({ origin, size: range.size, root }, logKey);
    const from = range.size - leaves.length;
    const data: CheckpointSignedData = {
      origin,
      size: range.size,
      root: root.toString('base64url'),
      signature: signatureOf(note),
      from,
      leaves: leaves.map((leaf) => leaf.toString('base64url')),
      coverage: this.coverage.map(({ sender, through, missing }) => ({
        sender,
        through,
        missing: [...missing],
      })),
      facts: this.facts.number,
      factsdigest: this.facts.digest.toString('base64url'),
    };
    const event = eventOf(data, epoch, directoryVersion());
    return {
      size: range.size,
      from,
      root,
      note,
      eventId: event.id,
      signedAt: new Date(event.time),
      event: await signJws(encodeEvent(event), signing),
    };
  }

  private async publishWaiting(signal: AbortSignal): Promise<void> {
    for (const { size, eventId, event } of await this.parts.checkpoints.unpublished()) {
      const message = { subject: CHECKPOINT_SUBJECT, messageId: eventId, bytes: encodeMessage({ event }) };
      const sequence = await post(message, this.parts.writer, signal, this.parts.logger);
      if (sequence === undefined) return;
      await this.parts.checkpoints.published(size, sequence);
      this.parts.logger.debug({ size, sequence }, 'a checkpoint is published');
    }
  }
}

function eventOf(data: CheckpointSignedData, epoch: number, directoryversion: number): LedgerEvent {
  return {
    specversion: '1.0',
    type: 'concordat.checkpoint.signed.v1',
    source: '/audit',
    id: uuidv7(),
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    epoch,
    directoryversion,
    actor: SERVICE.ref,
    actorrole: SERVICE.role,
    actortype: SERVICE.type,
    data,
  };
}

/** The Ed25519 signature in the one signature line of a note, behind the 4 bytes of the key id. */
function signatureOf(note: string): string {
  const encoded = note.trimEnd().split(' ').at(-1) ?? '';
  return Buffer.from(encoded, 'base64').subarray(4).toString('base64url');
}

import { createPublicKey } from 'node:crypto';
import {
  ASK_CHECKPOINT_SUBJECT,
  ASK_REREAD_SUBJECT,
  decodeEvent,
  readJws,
  verifyJws,
  type LogOpenedData,
} from '#contracts';
import type { Asker } from '#messaging';
import type { AuditStore } from '#storage';
import type { Acts } from './acts.js';
import type { Secrets } from './secrets.js';
import { SERVICE } from './service-actor.js';
import {
  standingOf,
  standingSentence,
  type CheckpointWord,
  type PublishedCheckpoint,
  type OwnLog,
  type Standing,
} from './standing.js';

/** What the opening of a log works with. */
export interface LogOpeningParts {
  readonly store: AuditStore;
  readonly secrets: Secrets;
  readonly origin: string;
  readonly asker: Asker;
}

/** How long the keeper may take to answer, in ms. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Sees to it that a log is only ever continued from where it was published: an older copy is refused; an empty database under
 * a new name becomes the log behind the closed one.
 */
export class LogOpening {
  constructor(private readonly parts: LogOpeningParts) {}

  /**
   * How the stored log stands to the checkpoint that was published last; with the sentence for the person who starts the
   * service where it is refused. Throws when the keeper does not answer.
   */
  async judge(): Promise<{ readonly standing: Standing; readonly sentence?: string }> {
    // First what was published, then what is stored: another replica may write meanwhile.
    const published = await this.published();
    const own = await this.own(published);
    const standing = standingOf(own, published);
    if (standing.is !== 'refused') return { standing };
    return { standing, sentence: standingSentence(standing.why, own, standing.published) };
  }

  /** Writes the first leaf of a log behind a closed one, and has the whole ledger read again. Does nothing for any other. */
  async open(standing: Standing, acts: Acts): Promise<void> {
    if (standing.is === 'new-log') {
      const { directoryVersion, ...previous } = standing.previous;
      const data: LogOpenedData = { origin: this.parts.origin, previous };
      await acts.do({ type: 'concordat.audit.log-opened.v1', data, by: SERVICE, directoryVersion });
    }
    const { sequence } = await this.parts.store.log.head();
    const opened = await this.opened();
    if (sequence > 0 || !opened) return;
    const { done } = await this.ask<{ done: boolean }>(ASK_REREAD_SUBJECT, { event: opened.event });
    if (!done) throw new Error('the keeper does not let this log read the ledger again');
  }

  private async published(): Promise<PublishedCheckpoint | undefined> {
    const { event } = await this.ask<{ event: string | null }>(ASK_CHECKPOINT_SUBJECT, {});
    if (event === null) return undefined;
    const jws = readJws(event);
    // Nobody else can have it recorded there, and a keeper that made it up could only stop this service, which it can anyway.
    await verifyJws(jws, createPublicKey(this.parts.secrets.signing.privateKey));
    const read = decodeEvent(jws.payload);
    if (read.type !== 'concordat.checkpoint.signed.v1') throw new Error('that is no checkpoint');
    const { origin, size, root } = read.data;
    return { origin, size, root, directoryVersion: read.directoryversion };
  }

  private async own(published: CheckpointWord | undefined): Promise<OwnLog> {
    const { store, origin } = this.parts;
    const { size } = await store.log.head();
    const root =
      published && published.size <= size ? await store.checkpoints.rootAt(published.size) : undefined;
    const opened = await this.opened();
    return { origin, size, rootThere: root?.toString('base64url'), follows: opened?.data.previous };
  }

  /** The first leaf, where it opens the log behind another. */
  private async opened(): Promise<{ readonly event: string; readonly data: LogOpenedData } | undefined> {
    const event = await this.parts.store.records.leafText(0);
    if (event === undefined) return undefined;
    const first = decodeEvent(readJws(event).payload);
    return first.type === 'concordat.audit.log-opened.v1' ? { event, data: first.data } : undefined;
  }

  private ask<T>(subject: string, question: object): Promise<T> {
    return this.parts.asker.ask<T>(subject, question, ANSWER_WITHIN_MS);
  }
}

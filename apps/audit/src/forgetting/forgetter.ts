import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ASK_ERASE_SUBJECT, type LedgerErased } from '#contracts';
import type { Asker } from '#messaging';
import { StorageError, type AuditStore, type WaitingErasure } from '#storage';
import type { Acts } from '../acts.js';
import { faultOf } from '../log.js';
import { Eraser } from './eraser.js';
import { RetentionRound } from './retention-round.js';

/** What forgetting works with. */
export interface ForgetterParts {
  readonly store: AuditStore;
  readonly acts: Acts;
  readonly asker: Asker;
  readonly logger: Logger;
  /** Time between two rounds of the retention schedule, in ms. */
  readonly retentionEveryMs: number;
}

/** Why an erasure is not done yet: codes and names of agencies only. */
export interface Waiting {
  readonly step: 'database' | 'ledger';
  /** `started`, a code of the database or the keeper, or who has not taken everything in. */
  readonly because: string;
}

const LOOK_MS = 1_000;
/** Subjects of one question to the keeper, and how long it may take over them, in ms. */
const SUBJECTS_AT_ONCE = 20;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Brings each erasure to its end, whatever was killed in between: what is done stands in its row, and what is not is done
 * again. First the database's old pages and its log of changes, then the ledger's copies; and once a day it looks whose
 * time has passed.
 */
export class Forgetter {
  readonly eraser: Eraser;
  readonly retention: RetentionRound;
  private readonly waits = new Map<string, Waiting>();
  private nextRetention = 0;

  constructor(private readonly parts: ForgetterParts) {
    this.eraser = new Eraser(parts.store, parts.acts);
    this.retention = new RetentionRound(parts.store, this.eraser);
  }

  /** Why an erasure is not done, as far as this replica knows: the one that writes the log knows best. */
  waiting(id: string): Waiting | undefined {
    return this.waits.get(id);
  }

  /** Works until the signal; for the one replica that writes the log. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.round().catch((error: unknown) =>
        this.parts.logger.error(faultOf(error), 'what was erased is not gone everywhere: trying again'),
      );
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(): Promise<void> {
    const { store } = this.parts;
    if (Date.now() >= this.nextRetention) {
      this.nextRetention = Date.now() + this.parts.retentionEveryMs;
      const erased = await this.retention.run(new Date());
      if (erased.length > 0)
        this.parts.logger.info({ erased: erased.length }, 'the time of records has passed');
    }
    const waiting = await store.forgetting.waiting();
    await this.scrub(waiting.filter(({ scrubbedAt }) => scrubbedAt === null));
    for (const erasure of waiting.filter(({ ledgerAt }) => ledgerAt === null))
      await this.clearLedger(erasure);
    const left = new Set((await store.forgetting.waiting()).map(({ id }) => id));
    for (const id of this.waits.keys()) if (!left.has(id)) this.waits.delete(id);
  }

  private async scrub(erasures: readonly WaitingErasure[]): Promise<void> {
    if (erasures.length === 0) return;
    const { store, logger } = this.parts;
    try {
      await store.forgetting.scrub();
      await store.forgetting.scrubbed(
        erasures.map(({ id }) => id),
        new Date(),
      );
      for (const { id } of erasures) this.waits.delete(id);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      logger.error({ code: error.code, why: error.message }, 'the database still holds what was erased');
      for (const { id } of erasures) this.waits.set(id, { step: 'database', because: error.message });
    }
  }

  private async clearLedger({ id, cases, event }: WaitingErasure): Promise<void> {
    const { store, asker, logger } = this.parts;
    const subjects = await store.forgetting.subjectsOf(cases);
    let messages = 0;
    const awaited = new Set<string>();
    try {
      for (let at = 0; at < subjects.length; at += SUBJECTS_AT_ONCE) {
        const question = { event, subjects: subjects.slice(at, at + SUBJECTS_AT_ONCE) };
        const answer = await asker.ask<LedgerErased>(ASK_ERASE_SUBJECT, question, ANSWER_WITHIN_MS);
        messages += answer.erased;
        answer.awaiting.forEach((member) => awaited.add(member));
      }
    } catch (error) {
      logger.warn(faultOf(error), 'the keeper does not delete from the ledger: asking again');
      awaited.add('keeper');
    }
    // Why the database holds it still is the first thing to put right: no other reason hides it.
    if (awaited.size > 0) {
      if (this.waits.get(id)?.step !== 'database')
        this.waits.set(id, { step: 'ledger', because: `waits for ${[...awaited].join(', ')}` });
    } else await store.forgetting.clearedFromLedger(id, new Date(), messages);
  }
}

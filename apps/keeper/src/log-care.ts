import type { Logger } from 'pino';
import {
  AUDIT_SUBJECT,
  CHECKPOINT_SUBJECT,
  decodeEvent,
  decodeMessage,
  encodeMessage,
  readJws,
  type LedgerEvent,
  type Trust,
} from '#contracts';
import type { LedgerOwner, LedgerPlan } from '#messaging';
import { believe } from './member-trust.js';

/** What the keeper does for the audit service, which has no rights on the broker beyond its own subjects. */
export class LogCare {
  constructor(
    private readonly owner: LedgerOwner,
    private readonly trust: Trust,
    private readonly plan: () => LedgerPlan,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** The signed announcement of the checkpoint that was published last in this epoch; null before the first. */
  async newestCheckpoint(): Promise<string | null> {
    const newest = await this.owner.newest(CHECKPOINT_SUBJECT);
    return newest ? decodeMessage(newest.data).event : null;
  }

  /**
   * Lets the audit service read the whole ledger again: only for a log that it has opened behind the one of the checkpoint
   * that was published last, or that this checkpoint is of. False when this is not so.
   */
  async reread(opened: string): Promise<boolean> {
    const stored = { subject: AUDIT_SUBJECT, data: encodeMessage({ event: opened }) };
    const read = await believe(stored, this.trust);
    const newest = await this.newestCheckpoint();
    if ('refused' in read || newest === null || !follows(read.event, newest)) return false;
    const plan = this.plan();
    await this.owner.reread('audit', plan);
    this.log.warn({ epoch: plan.epoch }, 'the audit service reads the whole ledger into a new log');
    return true;
  }
}

function follows(event: LedgerEvent, newest: string): boolean {
  const last = decodeEvent(readJws(newest).payload);
  if (event.type !== 'concordat.audit.log-opened.v1') return false;
  if (last.type !== 'concordat.checkpoint.signed.v1') return false;
  const { origin, previous } = event.data;
  const isNext = previous?.origin === last.data.origin && previous.size === last.data.size;
  return isNext || origin === last.data.origin;
}

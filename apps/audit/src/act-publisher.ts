import type { Logger } from 'pino';
import { AUDIT_SUBJECT, encodeMessage } from '#contracts';
import type { LedgerWriter } from '#messaging';
import type { OwnActs } from '#storage';
import { post } from './posting.js';

/** Acts that are read from the database at once. */
const AT_ONCE = 200;

/** Brings the audit service's own acts to the ledger, in the order of their numbers, after they became leaves. */
export class ActPublisher {
  constructor(
    private readonly acts: OwnActs,
    private readonly writer: LedgerWriter,
    private readonly logger: Logger,
  ) {}

  /** Publishes what waits. Waits for the broker until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const waiting = await this.acts.unpublished(AT_ONCE);
      for (const { number, eventId, event } of waiting) {
        const message = { subject: AUDIT_SUBJECT, messageId: eventId, bytes: encodeMessage({ event }) };
        const sequence = await post(message, this.writer, signal, this.logger);
        if (sequence === undefined) return;
        await this.acts.published(number, sequence);
      }
      if (waiting.length < AT_ONCE) return;
    }
  }
}

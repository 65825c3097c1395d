import type { Logger } from 'pino';
import type { LedgerWriter } from '#messaging';

/** One message for the ledger. */
export interface Posted {
  readonly subject: string;
  readonly messageId: string;
  readonly bytes: Buffer;
}

/** Milliseconds between two tries. */
const AGAIN_MS = 250;

/** Appends until the broker has it. The place on the ledger; undefined when the service stops before that. */
export async function post(
  message: Posted,
  writer: LedgerWriter,
  signal: AbortSignal,
  logger: Logger,
): Promise<number | undefined> {
  let told = false;
  while (!signal.aborted) {
    const [answer] = await writer.append([message]);
    if (answer?.outcome === 'recorded' || answer?.outcome === 'duplicate') return answer.sequence;
    if (!told)
      logger.warn({ subject: message.subject, outcome: answer?.outcome }, 'a message waits for the broker');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  return undefined;
}

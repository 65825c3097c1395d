import type { NatsConnection } from '@nats-io/transport-node';
import { ASK_CHECKPOINT_SUBJECT, CHECKPOINT_SUBJECT, LEDGER_STREAM, decodeMessage } from '#contracts';
import { JetStreamApi } from '#messaging';

/** JetStream's own code for "no message found". */
const NO_MESSAGE = 10_037;

/** Answers in the keeper's place which checkpoint the ledger holds last, as the keeper does; `hub` is the keeper's connection. */
export function answerNewestCheckpoint(hub: NatsConnection): void {
  const api = new JetStreamApi(hub, 2_000);
  const newest = async (): Promise<string> => {
    const found = await api.find<{ message: { data: string } }>(
      `STREAM.MSG.GET.${LEDGER_STREAM}`,
      NO_MESSAGE,
      { last_by_subj: CHECKPOINT_SUBJECT },
    );
    const event = found ? decodeMessage(Buffer.from(found.message.data, 'base64')).event : null;
    return JSON.stringify({ response: { event }, isDisposed: true });
  };
  hub.subscribe(ASK_CHECKPOINT_SUBJECT, {
    callback: (_error, message) => void newest().then((text) => message.respond(text)),
  });
}

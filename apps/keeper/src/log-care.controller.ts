import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, RpcException, Transport } from '@nestjs/microservices';
import { ASK_CHECKPOINT_SUBJECT, ASK_ERASE_SUBJECT, ASK_REREAD_SUBJECT, type LedgerErased } from '#contracts';
import { KeeperService } from './keeper.service.js';

/** What the audit service asks about its own words on the ledger, and about what it has erased; the broker lets nobody else ask. */
@Controller()
export class LogCareController {
  constructor(@Inject(KeeperService) private readonly keeper: KeeperService) {}

  /** The announcement of the checkpoint that was published last, as its compact JWS; null before the first. */
  @MessagePattern(ASK_CHECKPOINT_SUBJECT, Transport.NATS)
  async checkpoint(): Promise<{ readonly event: string | null }> {
    const event = await this.keeper.newestCheckpoint();
    if (event === undefined) throw new RpcException('NOT_READY');
    return { event };
  }

  /** Lets a newly opened log read the whole ledger; the question brings the signed event that opened it. */
  @MessagePattern(ASK_REREAD_SUBJECT, Transport.NATS)
  async reread(question: { readonly event?: unknown }): Promise<{ readonly done: boolean }> {
    const { event } = question;
    return { done: typeof event === 'string' && (await this.keeper.reread(event)) };
  }

  /** Deletes the ledger's copies of what was erased; the question brings the signed event and the subjects of its tasks. */
  @MessagePattern(ASK_ERASE_SUBJECT, Transport.NATS)
  async erase(question: { readonly event?: unknown; readonly subjects?: unknown }): Promise<LedgerErased> {
    const { event, subjects } = question;
    if (typeof event !== 'string' || !isListOfTexts(subjects)) throw new RpcException('NO_ERASURE');
    const answer = await this.keeper.erase({ event, subjects });
    if ('refused' in answer) throw new RpcException(answer.refused);
    return answer;
  }
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

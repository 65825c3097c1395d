import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, RpcException, Transport } from '@nestjs/microservices';
import { ASK_STATUS_SUBJECT } from '#contracts';
import { KeeperService } from './keeper.service.js';

/** Answers members that ask whether the broker can be trusted. */
@Controller()
export class StatusController {
  constructor(@Inject(KeeperService) private readonly keeper: KeeperService) {}

  /** The newest status as a compact JWS, without a number and not recorded. Refuses before the first epoch is open. */
  @MessagePattern(ASK_STATUS_SUBJECT, Transport.NATS)
  async status(): Promise<{ readonly event: string }> {
    const event = await this.keeper.answer();
    if (event === undefined) throw new RpcException('NOT_READY');
    return { event };
  }
}

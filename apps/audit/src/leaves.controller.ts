import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload, RpcException, Transport } from '@nestjs/microservices';
import { ASK_LEAVES_SUBJECT } from '#contracts';
import { STORE } from './provided.js';
import type { AuditStore } from '#storage';

/** Most leaf hashes in one answer. */
const MOST_LEAVES = 1_500;

/** Gives witnesses the leaf hashes that they missed, over the broker. */
@Controller()
export class LeavesController {
  constructor(@Inject(STORE) private readonly store: AuditStore) {}

  /**
   * Hashes (base64url) of the leaves `from` to `to` (excluded), at most 1,500, and the size of the newest published
   * checkpoint: no leaf behind it is given. Refuses BAD_RANGE unless 0 <= from <= to.
   */
  @MessagePattern(ASK_LEAVES_SUBJECT, Transport.NATS)
  async leaves(
    @Payload() asked: unknown,
  ): Promise<{ readonly from: number; readonly leaves: readonly string[]; readonly size: number }> {
    const { from, to } = (asked ?? {}) as Partial<Record<string, unknown>>;
    if (!isCount(from) || !isCount(to) || to < from) throw new RpcException('BAD_RANGE');
    const size = (await this.store.checkpoints.find())?.size ?? 0;
    const hashes = await this.store.records.leafHashes(from, Math.min(to, size, from + MOST_LEAVES));
    return { from, leaves: hashes.map((hash) => hash.toString('base64url')), size };
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

import { Controller, Get, Inject } from '@nestjs/common';
import type { AuditStore } from '#storage';
import { Problem } from './problem.js';
import { ORIGIN, STORE } from './provided.js';
import { Sequencer } from './sequencer.js';
import { Needs } from './token.guard.js';

/** How the service itself is. */
@Controller()
export class StatusController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(Sequencer) private readonly sequencer: Sequencer,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  /** 200 while the database answers, else 503; asks for no token. A broker that is away does not make it ill. */
  @Get('health')
  @Needs('open')
  async health(): Promise<{ readonly status: 'ok'; readonly process: number }> {
    await this.store.log.head().catch(() => {
      throw new Problem(503, 'The database does not answer');
    });
    return { status: 'ok', process: process.pid };
  }

  /**
   * Size of the log, newest checkpoint with its witnesses, deliveries that wait, coverage per sender, how many messages
   * were refused and why, and alarms: accusations that a person must look at.
   */
  @Get('status')
  @Needs('any')
  async status(): Promise<object> {
    const { log, checkpoints, records } = this.store;
    const { size, coverage } = await log.covered();
    const { sequence, epoch } = await log.head();
    const newest = await checkpoints.find();
    const { role, pending, brokerUp } = this.sequencer.state;
    return {
      origin: this.origin,
      role,
      brokerUp,
      size,
      ledger: { sequence, epoch },
      checkpoint: newest && {
        size: newest.size,
        root: newest.root.toString('base64'),
        signedAt: newest.signedAt,
        published: newest.sequence !== undefined,
        cosignatures: (await checkpoints.cosignatureLines(newest.size)).length,
      },
      lag: { pendingDeliveries: pending ?? null, leavesWithoutCheckpoint: size - (newest?.size ?? 0) },
      coverage,
      refused: await records.refusedCounts(),
      alarms: await records.alarms(),
    };
  }
}

import { Controller, Get, Inject } from '@nestjs/common';
import type { AuditStore } from '#storage';
import { Problem } from './problem.js';
import { ORIGIN, STORE } from './provided.js';
import { Sequencer } from './sequencer.js';
import { Needs } from './token.guard.js';

/** How far the log is behind the ledger, and what is signed of it behind the log. */
interface Lag {
  /** Deliveries that wait; null for a replica that stands by. */
  readonly pendingDeliveries: number | null;
  /** The oldest of them is no older than this, in ms. */
  readonly oldestPendingMs: number | null;
  readonly leavesWithoutCheckpoint: number;
  /** Leaves that no other agency has cosigned. */
  readonly leavesWithoutCosignature: number;
}

/** How the service itself is. */
@Controller()
export class StatusController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(Sequencer) private readonly sequencer: Sequencer,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  /** 200 while the database answers, else 503, with the lag; asks for no token. A broker that is away does not make it ill. */
  @Get('health')
  @Needs('open')
  async health(): Promise<{ readonly status: 'ok'; readonly process: number; readonly lag: Lag }> {
    const lag = await this.lag().catch(() => {
      throw new Problem(503, 'The database does not answer');
    });
    return { status: 'ok', process: process.pid, lag };
  }

  /**
   * Size of the log, newest checkpoint with its witnesses, what waits, coverage per sender, how many messages were refused and why,
   * erasures that are not done, and alarms: accusations that a person must look at.
   */
  @Get('status')
  @Needs('any')
  async status(): Promise<object> {
    const { log, checkpoints, records } = this.store;
    const { size, coverage } = await log.covered();
    const { sequence, epoch } = await log.head();
    const newest = await checkpoints.find();
    const { role, brokerUp } = this.sequencer.state;
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
      lag: await this.lag(),
      forgetting: { notDone: (await this.store.forgetting.waiting()).length },
      coverage,
      refused: await records.refusedCounts(),
      alarms: await records.alarms(),
    };
  }

  private async lag(): Promise<Lag> {
    const { log, checkpoints } = this.store;
    const { size } = await log.head();
    const signed = (await checkpoints.find())?.size ?? 0;
    const { pending, since } = this.sequencer.state;
    return {
      pendingDeliveries: pending ?? null,
      oldestPendingMs: pending === undefined ? null : pending > 0 && since ? Date.now() - since.getTime() : 0,
      leavesWithoutCheckpoint: size - signed,
      leavesWithoutCosignature: size - (await checkpoints.cosignedBy(1)),
    };
  }
}

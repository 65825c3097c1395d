import { Controller, Get, Inject } from '@nestjs/common';
import type { ProofLag, Sight } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';

/** Age, in ms, after which own events without proof mean that proofs are waiting. */
const PROOF_LATE_MS = 10_000;
/** Longest that /health waits for the database, in ms. */
const HEALTH_WAIT_MS = 1_000;

/** How far proofs are behind, with a warning for the people on duty. */
interface Proofs extends ProofLag {
  /** Set when an own event has been unproven for more than 10 s and so old is the newest checkpoint too. */
  readonly warning?: 'proofs are waiting';
}

/** How the service is: for machines that watch it, and for the people on duty. */
@Controller()
export class StatusController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** The one address without a token: says that HTTP answers, and whether broker and database can be reached. */
  @Get('health')
  async health(): Promise<Record<string, string | number>> {
    const answered = this.agency.store.database.query('SELECT 1').then(
      () => 'up',
      () => 'down',
    );
    const database = await Promise.race([answered, later(HEALTH_WAIT_MS, 'down')]);
    return { status: 'ok', process: process.pid, broker: this.agency.brokerUp() ? 'up' : 'down', database };
  }

  /** Epoch, outbox, log, witnesses and broker, as this agency sees them; who is bound to units has only their rows counted. */
  @Get('status')
  async status(@FromSight() sight: Sight): Promise<unknown> {
    const { store, profile, config } = this.agency;
    const { outbox, witness, notices, needs } = store;
    const [position, counts, log, words, proofs, open, needed, unanswered] = await Promise.all([
      outbox.position(),
      outbox.counts(sight),
      witness.log(),
      witness.words(),
      this.proofs(),
      notices.openByKind(new Date(), sight),
      needs.counts(sight),
      store.erasures.open(),
    ]);
    return {
      agency: profile.code,
      modes: config.modes,
      brokerUp: this.agency.brokerUp(),
      directoryVersion: this.agency.directory().version,
      epoch: { number: position.epoch, state: position.state },
      outbox: {
        states: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
        recordedThrough: position.recordedThrough,
        toResend: position.toResend,
      },
      log: {
        origin: log?.origin ?? null,
        size: log?.size ?? 0,
        root: log?.root ?? null,
        alarm: log?.alarm ?? null,
      },
      proofs,
      /** What a person must look at, by kind, with how many are past their time. */
      notices: open,
      /** Needs that are open, and those that nobody will meet and somebody must look after. */
      needs: needed,
      /** Erasures in the audit log for which nobody has said what became of this agency's own copies. */
      erasuresToAnswer: unanswered,
      witnesses: words.filter(({ agency }) => agency !== profile.code),
    };
  }

  private async proofs(): Promise<Proofs> {
    const lag = await this.agency.store.witness.proofs();
    const late = lag.lagMs > PROOF_LATE_MS && (lag.checkpointAgeMs ?? Infinity) > PROOF_LATE_MS;
    return { ...lag, ...(late && { warning: 'proofs are waiting' }) };
  }
}

const later = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), ms).unref());

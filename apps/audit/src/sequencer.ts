import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DirectoryHistory, parseBundle } from '#directory';
import { LedgerReader, LedgerWriter, type Asker, type connectMember } from '#messaging';
import type { AuditStore, LogDamage } from '#storage';
import { Acts } from './acts.js';
import { ActPublisher } from './act-publisher.js';
import { Checkpointer } from './checkpointer.js';
import { Cosignatures } from './cosignatures.js';
import { Forgetter } from './forgetting/forgetter.js';
import { Intake } from './intake.js';
import { Judge } from './judge.js';
import type { LogOpening } from './log-opening.js';
import { faultOf } from './log.js';
import type { Secrets } from './secrets.js';

/** What the sequencer works with. */
export interface SequencerParts {
  readonly store: AuditStore;
  readonly secrets: Secrets;
  readonly origin: string;
  readonly connection: Awaited<ReturnType<typeof connectMember>>;
  readonly logger: Logger;
  readonly opening: LogOpening;
  /** Asks the keeper. */
  readonly asker: Asker;
  /** Time between two rounds of the retention schedule, in ms. */
  readonly retentionEveryMs: number;
  /** Called when the stored log is not the one that was signed: the process must end. */
  readonly damaged: (damage: LogDamage) => void;
  /** Called when it must not be continued, with the sentence that says why: the process must end. */
  readonly refused: (sentence: string) => void;
}

/**
 * How this replica stands to the ledger. `pending` counts deliveries that wait, and what waits was recorded after `since`; undefined
 * while it stands by.
 */
export interface SequencerState {
  readonly role: 'sequencer' | 'standby';
  readonly pending: number | undefined;
  readonly since?: Date;
}

/** Key of the advisory lock that one replica holds. */
const SEQUENCER_LOCK = 7_010;
const DURABLE = 'audit';
const BATCH = 500;
/** Checkpoints are at least this far apart, in ms: always several in a second, never one per event. */
const CHECKPOINT_EVERY_MS = 300;
const RETRY_MS = 1_000;

/** One replica at a time reads the ledger and signs; the others wait for its lock. */
export class Sequencer {
  private readonly stopping = new AbortController();
  private readonly writer: LedgerWriter;
  private readonly running = new Set<Promise<unknown>>();
  private readonly due = new Due();
  private current: SequencerState = { role: 'standby', pending: undefined };

  /** What the service does by itself. */
  readonly acts: Acts;
  /** Erases, and brings erasures to their end. */
  readonly forgetter: Forgetter;

  constructor(private readonly parts: SequencerParts) {
    this.acts = new Acts(parts.store, parts.secrets.signing, () => this.due.now());
    this.forgetter = new Forgetter({ ...parts, acts: this.acts });
    this.writer = new LedgerWriter(parts.connection);
  }

  /** Role and lag of this replica. */
  get state(): SequencerState & { readonly brokerUp: boolean } {
    return { ...this.current, brokerUp: this.writer.isUp };
  }

  /** Starts to wait for the lock; returns at once. */
  start(): void {
    this.running.add(this.run());
  }

  /** Ends after the batch at hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.parts.store.database.alone(SEQUENCER_LOCK, signal, (mine) => this.lead(mine));
      } catch (error) {
        this.parts.logger.error(faultOf(error), 'the log cannot be written: trying again');
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
      this.current = { role: 'standby', pending: undefined };
    }
  }

  private async lead(stillMine: () => Promise<void>): Promise<void> {
    const { store, logger, opening } = this.parts;
    const damage = await store.checkpoints.damage();
    if (damage) {
      this.stopping.abort();
      return this.parts.damaged(damage);
    }
    const { standing, sentence } = await opening.judge();
    if (sentence !== undefined) {
      this.stopping.abort();
      return this.parts.refused(sentence);
    }
    await opening.open(standing, this.acts);
    this.current = { role: 'sequencer', pending: undefined };
    logger.info({ size: (await store.log.head()).size }, 'this replica writes the log');
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    const history = await this.historyOf();
    const reader = this.reader(history, stillMine);
    reader.start();
    const signing = this.signContinually(history, stillMine, signal);
    const forgetting = this.forgetter.run(signal);
    try {
      while (!signal.aborted) {
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted) await stillMine();
        // Another replica may have made the log longer by an act of its own.
        this.due.now();
      }
    } finally {
      lost.abort();
      await reader.stop();
      await Promise.all([signing, forgetting]);
    }
  }

  private async historyOf(): Promise<DirectoryHistory> {
    const history = new DirectoryHistory();
    for (const { sequence, bundle } of await this.parts.store.records.directories()) {
      history.add(sequence, parseBundle(bundle));
    }
    return history;
  }

  private reader(history: DirectoryHistory, stillMine: () => Promise<void>): LedgerReader {
    const { store, secrets, origin, connection, logger } = this.parts;
    const intake = new Intake({
      log: store.log,
      history,
      judge: new Judge(history, secrets.keeper),
      cosignatures: new Cosignatures(store.checkpoints, history, origin),
      stillMine,
      grown: () => this.due.now(),
      logger,
    });
    return new LedgerReader(
      connection,
      DURABLE,
      async (batch) => {
        const verdicts = await intake.handle(batch);
        const { pending = 0, recordedAt: since } = batch.at(-1) ?? {};
        this.current = { role: 'sequencer', pending, ...(since && { since }) };
        return verdicts;
      },
      {
        batchUpTo: BATCH,
        onFault: (what, error) => logger.warn({ what, ...faultOf(error) }, 'the ledger cannot be read'),
      },
    );
  }

  private async signContinually(
    history: DirectoryHistory,
    stillMine: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, secrets, origin, logger } = this.parts;
    const { log, records, checkpoints } = store;
    const { signing, logKey } = secrets;
    const directoryVersion = (): number => history.newest?.version ?? 0;
    const own = { writer: this.writer, signing, logKey, origin, directoryVersion, stillMine, logger };
    const checkpointer = new Checkpointer({ log, records, checkpoints, ...own });
    const publisher = new ActPublisher(store.acts, this.writer, logger);
    this.due.now();
    while (!signal.aborted) {
      await this.due.wait(signal);
      try {
        // Acts first: the one that opens a log comes before its first checkpoint.
        await publisher.run(signal);
        await checkpointer.run(signal);
      } catch (error) {
        logger.error(faultOf(error), 'no checkpoint could be signed: trying again');
        this.due.now();
      }
      await pause(CHECKPOINT_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Remembers that there is something to do until somebody does it. */
class Due {
  private is = false;
  private wake: () => void = () => undefined;

  now(): void {
    this.is = true;
    this.wake();
  }

  async wait(signal: AbortSignal): Promise<void> {
    while (!this.is && !signal.aborted) {
      const called = new Promise<void>((resolve) => (this.wake = resolve));
      const wake = (): void => this.wake();
      signal.addEventListener('abort', wake);
      await called;
      signal.removeEventListener('abort', wake);
    }
    this.is = false;
  }
}

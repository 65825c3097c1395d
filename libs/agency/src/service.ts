import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import {
  ASK_LEAVES_SUBJECT,
  Opener,
  Sealer,
  WireError,
  deadLetterSubject,
  isTaskEvent,
  senderOf,
  type LedgerEvent,
  type Message,
} from '#contracts';
import { DirectoryHistory, type Directory } from '#directory';
import {
  Asker,
  LedgerServer,
  LedgerWriter,
  awaitGoodStatus,
  connectMember,
  type Delivery,
  type GoodStatus,
} from '#messaging';
import { OUTBOX_CHANNEL, openAgencyStore, type AgencyStore } from '#storage';
import type { Agency, AgencyProfile } from './agency.js';
import { CommandDesk } from './command-desk.js';
import { Composer } from './composer.js';
import type { AgencyConfig } from './config.js';
import { AgencyIntake, type DeadLetter } from './intake.js';
import { DirectoryKeeper, keeperEvent } from './keeper-trust.js';
import { Relay } from './relay.js';
import { Teller } from './teller.js';
import { LogWitness } from './witness.js';
import { say, type Speaker } from './words.js';

/** The service must not start, and this says why; `sentence` is for the person who starts it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

type Connection = Awaited<ReturnType<typeof connectMember>>;

/** Advisory lock of the one replica that relays and tells. */
const RELAY_LOCK = 7_003;
/** Least time between two looks for news of other replicas, in ms. */
const NEWS_MS = 50;
/** How long the audit service may take to answer, in ms. */
const ASK_MS = 5_000;

/**
 * One agency's service without its HTTP edge: opens the agency's own database, waits for a good broker status, and
 * holds together the desk (commands in), the relay (events out), the intake (events in), the witness and the teller.
 */
export class AgencyService implements Agency {
  /** The ledger as a Nest transport; the application listens to it. */
  readonly ledger: LedgerServer;
  readonly desk: CommandDesk;
  private readonly relay: Relay;
  private readonly teller: Teller;
  private readonly witness: LogWitness;
  private readonly directories: DirectoryKeeper;
  private readonly speaker: Speaker;
  private readonly stopping = new AbortController();
  private listener: { stop(): Promise<void> } | undefined;
  private epochSeen: number;
  private newsDue: NodeJS.Timeout | undefined;
  private relaying: Promise<void> = Promise.resolve();

  private constructor(
    readonly profile: AgencyProfile,
    readonly config: AgencyConfig,
    readonly store: AgencyStore,
    readonly log: Logger,
    private readonly wire: { connection: Connection; writer: LedgerWriter; asker: Asker; status: GoodStatus },
  ) {
    const { keys } = config;
    this.epochSeen = wire.status.epoch;
    this.directories = new DirectoryKeeper(store.records, new DirectoryHistory());
    const composer = new Composer({ signing: keys.signing, sealer: new Sealer(), index: config.indexKey });
    const onFault = (what: string, error: unknown): void => this.fault(what, error);
    this.speaker = {
      agency: profile.code,
      key: keys.signing,
      writer: wire.writer,
      epoch: () => this.epochSeen,
      directoryVersion: () => this.history.newest?.version ?? 0,
      actor: createHash('sha256')
        .update(`service ${profile.code}`)
        .digest()
        .subarray(0, 16)
        .toString('base64url'),
    };
    this.desk = new CommandDesk({
      store,
      composer,
      directory: this.directory,
      stored: () => this.relay.kick(),
      onFault,
    });
    this.relay = new Relay({
      outbox: store.outbox,
      writer: wire.writer,
      caughtUp: () => this.ledger.caughtUp(),
      ended: (sents) => this.desk.tell(sents),
      again: (lost) => this.desk.again(lost),
      onFault,
    });
    this.teller = new Teller({
      witness: store.witness,
      outbox: store.outbox,
      speaker: this.speaker,
      cosignatures: () => this.directory().cosignatures,
      onFault,
    });
    this.witness = this.makeWitness();
    const intake = this.makeIntake();
    const from = {
      connection: wire.connection,
      durable: profile.code,
      intake: (batch: readonly Delivery[]) => intake.take(batch),
    };
    this.ledger = new LedgerServer(from, { onFault });
  }

  /** Throws StartRefused, StorageError or MessagingError. */
  static async open(profile: AgencyProfile, config: AgencyConfig, log: Logger): Promise<AgencyService> {
    const address = { servers: config.natsServers, seed: config.natsSeed, name: profile.code };
    const store = await openAgencyStore({ url: config.databaseUrl, name: profile.code }, profile.code);
    const connection = await connectMember(address);
    const { epoch } = await store.outbox.position();
    const status = await awaitGoodStatus({
      connection,
      keeperKey: config.keeper.publicKey,
      knownEpoch: epoch,
    });
    if ('refused' in status) {
      await Promise.allSettled([connection.close(), store.database.close()]);
      throw new StartRefused(status.sentence);
    }
    const wire = { connection, writer: new LedgerWriter(connection), asker: new Asker(address), status };
    const service = new AgencyService(profile, config, store, log, wire);
    await service.directories.load();
    return service;
  }

  /** Every directory version that was taken in. */
  get history(): DirectoryHistory {
    return this.directories.history;
  }

  readonly directory = (): Directory => {
    const { newest } = this.history;
    if (!newest) throw new StartRefused('no directory has been taken in yet');
    return newest;
  };

  readonly brokerUp = (): boolean => this.wire.writer.isUp;

  /** Starts relaying and telling; waits until the directory that the keeper names has been taken in (at most 30 s). */
  async start(): Promise<void> {
    this.listener = this.store.database.listen(OUTBOX_CHANNEL, () => this.heardOutbox());
    this.wire.writer.onUp(() => this.relay.kick());
    this.relaying = this.relayWhenAlone();
    for (
      let waited = 0;
      (this.history.newest?.version ?? 0) < this.wire.status.directoryVersion;
      waited += 100
    ) {
      if (waited > 30_000)
        throw new StartRefused('Not started: the directory did not come from the ledger in 30 seconds.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends all of it; what is on its way is sent again or taken in again at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.newsDue);
    await this.listener?.stop();
    await this.relaying;
    await Promise.allSettled([this.wire.asker.close(), this.wire.connection.close()]);
    await this.store.database.close();
  }

  private async relayWhenAlone(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.store.database.alone(RELAY_LOCK, signal, async (stillMine) => {
          const inner = new AbortController();
          const end = (): void => inner.abort();
          signal.addEventListener('abort', end);
          const telling = this.teller.run(inner.signal);
          try {
            await this.relay.run(inner.signal, stillMine);
          } finally {
            end();
            signal.removeEventListener('abort', end);
            await telling;
          }
        });
      } catch (error) {
        this.fault('relay', error);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private heardOutbox(): void {
    this.relay.kick();
    this.newsDue ??= setTimeout(() => {
      this.newsDue = undefined;
      this.desk.news().catch((error: unknown) => this.fault('news', error));
    }, NEWS_MS).unref();
  }

  private makeWitness(): LogWitness {
    const { witness } = this.store;
    return new LogWitness({
      agency: this.profile.code,
      store: witness,
      key: this.config.keys.witness.privateKey,
      logKey: () => this.publicKey('audit', 'log'),
      witnessKey: (agency) => this.publicKey(agency, 'witness'),
      leaves: async (from, to) => {
        const answer = await this.wire.asker.ask<{ leaves: string[] }>(
          ASK_LEAVES_SUBJECT,
          { from, to },
          ASK_MS,
        );
        return answer.leaves;
      },
      now: () => Math.floor(Date.now() / 1000),
      alarm: (what) => this.log.fatal({ alarm: what }, 'the log contradicts itself; cosigning has stopped'),
    });
  }

  private publicKey(member: string, use: 'log' | 'witness') {
    const key = this.history.newest?.activeKey(member, use);
    return key && this.history.keyAt(Number.MAX_SAFE_INTEGER, use, key.kid)?.publicKey;
  }

  private makeIntake(): AgencyIntake {
    return new AgencyIntake({
      store: this.store.intake,
      opener: new Opener(this.config.keys.sealing),
      trustAt: (sequence) => {
        const directory = this.history.at(sequence);
        return (
          directory && {
            vocabulary: directory.vocabulary,
            findKey: (kid: string) => this.history.keyAt(sequence, 'signing', kid),
          }
        );
      },
      knowsDirectory: (version) => this.knowsDirectory(version),
      modes: this.config.modes,
      epoch: () => this.store.outbox.position(),
      control: (event) => this.control(event),
      keeper: (message, delivery) => this.fromKeeper(message, delivery),
      deadLetter: (letter) => this.deadLetter(letter),
    });
  }

  private async knowsDirectory(version: number): Promise<boolean> {
    if (this.history.byVersion(version)) return true;
    await this.directories.load();
    return this.history.byVersion(version) !== undefined;
  }

  private async control(event: LedgerEvent): Promise<void> {
    if (event.type === 'concordat.checkpoint.signed.v1') await this.witness.checkpoint(event.data);
    else if (event.type === 'concordat.witness.witnessed.v1')
      await this.witness.word(senderOf(event), event.data);
    else if (isTaskEvent(event)) throw new WireError('WRONG_SUBJECT');
  }

  private async fromKeeper(message: Message, delivery: Delivery): Promise<void> {
    const event = await keeperEvent(message, this.config.keeper);
    if (event.type === 'concordat.directory.published.v1') {
      await this.directories.published(event, message, delivery.sequence);
      this.log.info({ version: event.data.version }, 'directory taken in');
    } else if (event.type === 'concordat.status.reported.v1') {
      this.epochSeen = Math.max(this.epochSeen, event.epoch);
      const entered = await this.store.intake.enterEpoch(event.epoch, event.data.state);
      if (entered) this.log.info({ epoch: event.epoch, state: event.data.state }, 'epoch of the ledger');
      this.relay.kick();
    } else throw new WireError('WRONG_SUBJECT');
  }

  private async deadLetter(letter: DeadLetter): Promise<void> {
    if (!(await this.store.intake.deadLetter(letter))) return;
    this.log.warn(letter, 'not taken in');
    const { sequence, reason, eventId } = letter;
    const data = { sequence, reason, ...(eventId && { eventid: eventId }) };
    await say(this.speaker, deadLetterSubject(this.profile.code), {
      type: 'concordat.deadletter.reported.v1',
      data,
    });
  }

  private fault(what: string, error: unknown): void {
    this.log.warn(
      { what, error: error instanceof Error ? `${error.name}: ${error.message}` : error },
      'fault',
    );
  }
}

import type { Logger } from 'pino';
import { Sealer, witnessSubject } from '#contracts';
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
import { Inward } from './inward.js';
import { DirectoryKeeper } from './keeper-trust.js';
import { LedgerClock } from './ledger-clock.js';
import { ownWorks } from './own-works.js';
import { Relay } from './relay.js';
import { RoundRunner } from './rounds.js';
import { serviceActor } from './service-actor.js';
import { Teller } from './teller.js';
import type { Speaker } from './words.js';

/** The service must not start, and this says why; `sentence` is for the person who starts it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** What an agency's service is made of before it has a connection. */
export interface Setting {
  readonly profile: AgencyProfile;
  readonly config: AgencyConfig;
  readonly log: Logger;
}

type OnFault = (what: string, error: unknown) => void;

interface Wire {
  readonly connection: Awaited<ReturnType<typeof connectMember>>;
  readonly writer: LedgerWriter;
  readonly asker: Asker;
  readonly status: GoodStatus;
}

/** Advisory lock of the one replica that relays and tells. */
const RELAY_LOCK = 7_003;
/** Least time between two looks for news of other replicas, in ms. */
const NEWS_MS = 50;

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
  private readonly rounds: RoundRunner;
  private readonly directories: DirectoryKeeper;
  private readonly speaker: Speaker;
  private readonly clock = new LedgerClock();
  private readonly stopping = new AbortController();
  private listener: { stop(): Promise<void> } | undefined;
  private epochSeen: number;
  private newsDue: NodeJS.Timeout | undefined;
  private relaying: Promise<void> = Promise.resolve();

  readonly profile: AgencyProfile;
  readonly config: AgencyConfig;
  readonly log: Logger;

  private constructor(
    { profile, config, log }: Setting,
    readonly store: AgencyStore,
    private readonly wire: Wire,
  ) {
    this.profile = profile;
    this.config = config;
    this.log = log;
    const { keys } = config;
    this.epochSeen = wire.status.epoch;
    this.directories = new DirectoryKeeper(store.records, new DirectoryHistory());
    const composer = new Composer({ signing: keys.signing, sealer: new Sealer(), index: config.indexKey });
    const onFault: OnFault = (what, error) => this.fault(what, error);
    this.speaker = this.makeSpeaker();
    this.desk = new CommandDesk({
      store,
      composer,
      directory: this.directory,
      modes: config.modes,
      stored: () => {
        this.relay.kick();
        this.rounds.kick();
      },
      onFault,
    });
    this.relay = this.makeRelay(onFault);
    this.teller = this.makeTeller(onFault);
    this.rounds = this.makeRounds(onFault);
    const inward = new Inward({
      agency: profile.code,
      config,
      store,
      log,
      speaker: this.speaker,
      directories: this.directories,
      asker: wire.asker,
      own: (message, subject) => composer.recall(message, subject),
      folded: () => this.rounds.kick(),
      heard: (recordedAt) => this.clock.heard(recordedAt.getTime(), Date.now()),
      epoch: (epoch) => {
        this.epochSeen = Math.max(this.epochSeen, epoch);
        this.relay.kick();
      },
    });
    const intake = (batch: readonly Delivery[]) => inward.intake.take(batch);
    this.ledger = new LedgerServer(
      { connection: wire.connection, durable: profile.code, intake },
      { onFault },
    );
  }

  /** Throws StartRefused, StorageError or MessagingError. */
  static async open(setting: Setting): Promise<AgencyService> {
    const { profile, config } = setting;
    const address = { servers: config.natsServers, seed: config.natsSeed, name: profile.code };
    const store = await openAgencyStore(
      { url: config.databaseUrl, name: profile.code },
      profile.code,
      config.modes,
    );
    const connection = await connectMember(address);
    const { epoch } = await store.outbox.position();
    const status = await awaitGoodStatus({
      connection,
      keeperKey: config.keeper.publicKey,
      knownEpoch: epoch,
      timeoutMs: config.statusWaitMs,
    });
    if ('refused' in status) {
      await Promise.allSettled([connection.close(), store.database.close()]);
      throw new StartRefused(status.sentence);
    }
    const wire = { connection, writer: new LedgerWriter(connection), asker: new Asker(address), status };
    const service = new AgencyService(setting, store, wire);
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

  readonly now = async (exercise?: string): Promise<string | undefined> =>
    exercise === undefined ? this.ledgerNow() : (await this.store.exercises.clock(exercise))?.at;

  private readonly ledgerNow = (): string => new Date(this.clock.now(Date.now())).toISOString();

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
          const beside = Promise.all([this.teller.run(inner.signal), this.rounds.run(inner.signal)]);
          try {
            await this.relay.run(inner.signal, stillMine);
          } finally {
            end();
            signal.removeEventListener('abort', end);
            await beside;
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
    this.rounds.kick();
    this.newsDue ??= setTimeout(() => {
      this.newsDue = undefined;
      this.desk.news().catch((error: unknown) => this.fault('news', error));
    }, NEWS_MS).unref();
  }

  private makeRelay(onFault: OnFault): Relay {
    return new Relay({
      outbox: this.store.outbox,
      claims: this.store.claims,
      writer: this.wire.writer,
      ownWords: witnessSubject(this.profile.code),
      ended: (sents) => this.desk.tell(sents),
      again: (lost) => this.desk.again(lost),
      onFault,
    });
  }

  private makeTeller(onFault: OnFault): Teller {
    return new Teller({
      witness: this.store.witness,
      outbox: this.store.outbox,
      speaker: this.speaker,
      cosignatures: () => this.directory().cosignatures,
      unstated: async () => (await this.store.needs.unstated()).length,
      onFault,
    });
  }

  private makeRounds(onFault: OnFault): RoundRunner {
    const { speaker, ledgerNow } = this;
    return new RoundRunner(ownWorks(this, { ledgerNow, speaker, onFault }), onFault);
  }

  private makeSpeaker(): Speaker {
    const { code } = this.profile;
    return {
      agency: code,
      key: this.config.keys.signing,
      writer: this.wire.writer,
      epoch: () => this.epochSeen,
      directoryVersion: () => this.history.newest?.version ?? 0,
      actor: serviceActor(code).ref,
    };
  }

  private fault(what: string, error: unknown): void {
    this.log.warn(
      { what, error: error instanceof Error ? `${error.name}: ${error.message}` : error },
      'fault',
    );
  }
}

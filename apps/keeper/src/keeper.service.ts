import { readFileSync } from 'node:fs';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { parseBundle, subsetDirectory, type DirectoryData, type MemberKey } from '#directory';
import type { LedgerErased } from '#contracts';
import { LedgerOwner, MessagingError, type BrokerAddress } from '#messaging';
import { checkedDirectory } from './checked-directory.js';
import type { KeeperConfig } from './config.js';
import type { ClockRefused, ClockSet } from './exercise-clocks.js';
import { Keeper, type KeeperParts, type OpenRefusal } from './keeper.js';
import { readSigningKey, type ClockData } from './keeper-events.js';
import type { EraseQuestion, EraseRefusal } from './ledger-eraser.js';
import { RoundLoop } from './round-loop.js';
import { StateStore } from './state.js';

/** Injection tokens of the two values that `main` makes. */
export const CONFIG = Symbol('keeper config');
/** Injection token of the logger. */
export const LOG = Symbol('keeper log');

/** An answer is not built on a look that is older, ms. */
const FRESH_MS = 1_500;
/** The keeper calls itself healthy when it saw the broker well within this time, ms. */
const HEALTHY_MS = 10_000;

/** How the keeper's own user reaches the broker. */
export const keeperAddress = (config: KeeperConfig, name = 'keeper'): BrokerAddress => ({
  servers: config.servers,
  seed: readFileSync(config.seedFile, 'utf8').trim(),
  name,
});

/** The directory of those who take part. Throws DirectoryError for a member that it does not know. */
function membersOf(data: DirectoryData, { members, cosignatures }: KeeperConfig): DirectoryData {
  if (!members && cosignatures === undefined) return data;
  const overrides = cosignatures === undefined ? {} : { witnessing: { cosignatures } };
  return subsetDirectory(data, members ?? data.agencies.map(({ code }) => code), overrides);
}

/** Owns the keeper's life in the process: files are read and checked at once, the broker is waited for. */
@Injectable()
export class KeeperService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly parts: Omit<KeeperParts, 'owner'>;
  private owner?: LedgerOwner;
  private keeper?: Keeper;
  private loop?: RoundLoop;
  private stopped = false;

  /** Throws with the reason when a file is missing or wrong. */
  constructor(
    @Inject(CONFIG) private readonly config: KeeperConfig,
    @Inject(LOG) private readonly log: Logger,
  ) {
    const keys = JSON.parse(readFileSync(config.memberKeysFile, 'utf8')) as MemberKey[];
    const { version: _unversioned, ...directory } = parseBundle({
      version: 1,
      data: membersOf(checkedDirectory(config.directoryDir, log), config),
      keys,
    });
    const { replicas, maxBytes, maxAgeMs, epochAtLeast, numberAtLeast } = config;
    this.parts = {
      store: new StateStore(config.stateDir),
      key: readSigningKey(readFileSync(config.keysFile, 'utf8')),
      directory,
      plan: { replicas, maxBytes, maxAgeMs },
      epochAtLeast,
      numberAtLeast,
      log,
    };
  }

  /** Starts the rounds as soon as the broker is there; does not wait for it. */
  onApplicationBootstrap(): void {
    this.begin().catch((error: unknown) => this.fail(error));
  }

  /** Ends after the round at hand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.loop?.stop();
    await this.owner?.close();
  }

  /** Whether the broker was seen well in the last 10 s, how far the audit service is behind, and what is known of the epoch. */
  health() {
    const sight = this.keeper?.sight;
    const well =
      sight !== undefined && sight.faults.length === 0 && Date.now() - sight.at.getTime() < HEALTHY_MS;
    const { epoch, phase } = this.parts.store.state;
    const faults = sight?.faults ?? [];
    const audit = this.keeper?.age.lag;
    const checkedat = sight?.at.toISOString();
    return { well, process: process.pid, epoch, state: phase, faults, audit, checkedat };
  }

  /** Everything that the keeper knows, for an operator. */
  overview() {
    const { epoch, phase, awaiting, overridden, directory, number, lastSequence } = this.parts.store.state;
    return {
      ...this.health(),
      epoch,
      state: phase,
      awaiting,
      overridden,
      directory: directory.version,
      server: this.keeper?.sight?.server,
      number,
      lastSequence,
      unproven: this.parts.store.letters().map((letter) => letter.number),
    };
  }

  /** The signed status after a look that is not older than 1.5 s; undefined before the first epoch. */
  async answer(): Promise<string | undefined> {
    const { keeper, loop } = this;
    if (!keeper || !loop) return undefined;
    const isFresh = (): boolean => Date.now() - (keeper.sight?.at.getTime() ?? 0) < FRESH_MS;
    // Whoever waited for the same round finds it done.
    if (!isFresh()) await loop.between(async () => (isFresh() ? undefined : keeper.round()));
    return keeper.answer();
  }

  /** See `LogCare.newestCheckpoint`; undefined before the broker was reached. */
  async newestCheckpoint(): Promise<string | null | undefined> {
    return this.keeper?.logCare.newestCheckpoint();
  }

  /** See `LogCare.reread`. */
  async reread(opened: string): Promise<boolean> {
    const { keeper, loop } = this;
    if (!keeper || !loop) return false;
    return loop.between(() => keeper.logCare.reread(opened));
  }

  /** See `LedgerEraser.erase`; awaits the keeper itself while the broker is away. */
  async erase(question: EraseQuestion): Promise<LedgerErased | { readonly refused: EraseRefusal }> {
    const { keeper, loop } = this;
    const again: LedgerErased = { erased: 0, awaiting: ['keeper'] };
    if (!keeper || !loop) return again;
    return loop
      .between(() => keeper.eraser.erase(question))
      .catch((error: unknown) => {
        if (!(error instanceof MessagingError)) throw error;
        return again;
      });
  }

  /** See `Keeper.openByHand`. */
  async openByHand(operator: string, reason: string): Promise<{ refused: OpenRefusal } | { opened: number }> {
    const { keeper, loop } = this;
    if (!keeper || !loop) return { refused: 'NOT_RECOVERING' };
    return loop.between(async () => {
      const outcome = await keeper.openByHand(operator, reason);
      await keeper.round();
      return outcome;
    });
  }

  /** See `Keeper.setClock`. */
  async setClock(clock: ClockData): Promise<ClockSet | ClockRefused> {
    const { keeper, loop } = this;
    if (!keeper || !loop) return { refused: 'NOT_READY' };
    return loop.between(() => keeper.setClock(clock));
  }

  private async begin(): Promise<void> {
    const system = {
      ...keeperAddress(this.config, 'keeper-system'),
      seed: seedIn(this.config.systemSeedFile),
    };
    const owner = await LedgerOwner.connect(keeperAddress(this.config), system);
    if (this.stopped) return owner.close();
    this.owner = owner;
    const keeper = new Keeper({ ...this.parts, owner });
    this.keeper = keeper;
    this.loop = new RoundLoop(
      () => keeper.round(),
      (error) => this.fail(error),
    );
    this.loop.start();
  }

  /** A defect, or a key that the broker does not know: the process ends, and whoever watches it starts it again. */
  private fail(error: unknown): void {
    this.log.fatal({ err: error }, 'the keeper cannot go on');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }
}

const seedIn = (file: string): string => readFileSync(file, 'utf8').trim();

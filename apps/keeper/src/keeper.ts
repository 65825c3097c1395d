import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { EPOCH_STRIDE, type BrokerFault, type SigningKey, type Trust } from '#contracts';
import { Directory, bundleHash, type DirectoryBundle } from '#directory';
import {
  LEDGER_AGE_MS,
  MessagingError,
  type BrokerFindings,
  type LedgerOwner,
  type LedgerPlan,
} from '#messaging';
import { judgeLedger, type Judgement } from './judge-ledger.js';
import { ExerciseClocks, type ClockRefused, type ClockSet } from './exercise-clocks.js';
import {
  directoryLetter,
  signStatus,
  statusLetter,
  type ClockData,
  type Frame,
  type StatusData,
} from './keeper-events.js';
import { LedgerAge } from './ledger-age.js';
import { LedgerEraser } from './ledger-eraser.js';
import { LogCare } from './log-care.js';
import { trustOf } from './member-trust.js';
import { recallOwnPast } from './own-past.js';
import { Postbox } from './postbox.js';
import { NotRecordedError } from './recording.js';
import { readResent } from './recovery.js';
import type { StateStore } from './state.js';

/** What the keeper works with; `directory` holds data and keys, its version is the keeper's own count. */
export interface KeeperParts {
  readonly owner: LedgerOwner;
  readonly store: StateStore;
  readonly key: SigningKey;
  readonly directory: Omit<DirectoryBundle, 'version'>;
  readonly plan: Pick<LedgerPlan, 'replicas' | 'maxBytes' | 'maxAgeMs'>;
  readonly epochAtLeast: number;
  readonly numberAtLeast: number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** What the last look at the broker showed. */
export interface Sight {
  readonly at: Date;
  readonly faults: readonly BrokerFault[];
  readonly server: BrokerFindings['server'];
}

/** Why an operator cannot open an epoch. */
export type OpenRefusal = 'NOT_RECOVERING';

/**
 * Owns the ledger. Every `round` looks at the broker, opens an epoch when the ledger is not the one that was known, and
 * records what has changed. Rounds must not overlap: see `RoundLoop`. State is on disk before the broker is told.
 */
export class Keeper {
  private readonly directory: Directory;
  /** What the audit service may ask for its log. */
  readonly logCare: LogCare;
  /** Deletes what the audit service has erased. */
  readonly eraser: LedgerEraser;
  /** What may age out of the ledger. */
  readonly age: LedgerAge;
  private readonly trust: Trust;
  private readonly postbox: Postbox;
  private readonly clocks: ExerciseClocks;
  private lastSight?: Sight;
  private knowsPast = false;
  private hasDeclared = false;

  /** Throws Error when the directory does not name the keeper's own key. */
  constructor(private readonly parts: KeeperParts) {
    const { directory, key, owner, store } = parts;
    this.directory = new Directory({ version: 1, ...directory });
    if (this.directory.activeKey('keeper', 'signing')?.kid !== key.kid) {
      throw new Error("the directory's active signing key of the keeper is not the key in KEYS_FILE");
    }
    this.trust = trustOf(this.directory);
    this.postbox = new Postbox(owner, store, this.trust);
    this.clocks = new ExerciseClocks(owner, store, key);
    this.age = new LedgerAge(owner, parts.plan.maxAgeMs ?? LEDGER_AGE_MS);
    this.eraser = new LedgerEraser(owner, this.trust, parts.log);
    this.logCare = new LogCare(owner, this.trust, () => this.plan(store.state.epoch), parts.log);
  }

  /** What the last look showed; undefined before the first. */
  get sight(): Sight | undefined {
    return this.lastSight;
  }

  /** What is known of the epoch. */
  get state() {
    return this.parts.store.state;
  }

  /** Looks, and does what follows. A broker that is away or refuses is part of what it sees, and throws nothing. */
  async round(): Promise<void> {
    try {
      await this.look();
      await this.speak();
    } catch (error) {
      if (!isOfTheBroker(error)) throw error;
      this.parts.log.warn({ fault: error.message }, 'the round did not end');
      if (error instanceof MessagingError && error.retry) this.see(['broker-unreachable']);
    }
  }

  /** The newest status, signed but without a number: for an answer. Undefined before the first look. */
  async answer(): Promise<string | undefined> {
    const { lastSight: sight } = this;
    if (!sight || this.state.epoch === 0) return undefined;
    return signStatus(this.status(sight), this.frame(), this.parts.key);
  }

  /** Opens a recovering epoch by hand, without those that are still awaited. Recorded here, and on the ledger. */
  async openByHand(operator: string, reason: string): Promise<{ refused: OpenRefusal } | { opened: number }> {
    const { store, log } = this.parts;
    const { epoch, phase, awaiting } = store.state;
    if (phase !== 'recovering' || store.state.opening) return { refused: 'NOT_RECOVERING' };
    const reference = randomBytes(16).toString('base64url');
    const at = new Date().toISOString();
    store.recordOverride({ at, epoch, awaiting, operator, reason, reference });
    store.save({ phase: 'open', overridden: true });
    log.warn({ epoch, awaiting, reference }, 'an operator opened the epoch');
    if (this.lastSight) await this.writeStatus(this.lastSight, reference);
    return { opened: epoch };
  }

  /**
   * Puts the clock of an exercise to a time, on the ledger. It never goes back. Must not overlap a round; and a round comes
   * first, since it learns what was said before and introduces the epoch.
   */
  async setClock(clock: ClockData): Promise<ClockSet | ClockRefused> {
    const { store, log } = this.parts;
    if (store.state.published === '' || store.state.opening || !this.knowsPast)
      return { refused: 'NOT_READY' };
    try {
      return await this.clocks.set(clock, this.frame());
    } catch (error) {
      if (!isOfTheBroker(error)) throw error;
      log.warn({ fault: error.message }, 'the clock of an exercise is not recorded yet');
      return { refused: 'NOT_RECORDED' };
    }
  }

  private async look(): Promise<void> {
    const { owner, store, epochAtLeast } = this.parts;
    await this.watchAge();
    const findings = await owner.inspect(this.plan(store.state.epoch));
    if (findings.ledger && !this.knowsPast) await recallOwnPast(owner, store);
    this.knowsPast = true;
    const judged = judgeLedger(store.state, findings.ledger, epochAtLeast);
    if (judged.do !== 'keep') {
      this.see([...new Set([...findings.faults, 'stream-missing' as const])], findings.server);
      await this.openEpoch(judged);
    } else if (findings.faults.includes('consumer-missing') || !this.hasDeclared) {
      await this.redeclare();
    } else {
      return this.note(findings);
    }
    this.note(await owner.inspect(this.plan(store.state.epoch)));
  }

  /** Settings that let other messages age out are asked for at once. */
  private async watchAge(): Promise<void> {
    if (!(await this.age.look())) return;
    this.hasDeclared = false;
    const { lag } = this.age;
    const text = lag?.keepsAll
      ? 'nothing ages out until the audit service has caught up'
      : 'messages age out again';
    this.parts.log.warn({ pending: lag?.pending, oldestMs: lag?.oldestMs }, text);
  }

  private note({ faults, server, ledger, details }: BrokerFindings): void {
    if (details.length > 0)
      this.parts.log.error({ details }, 'the broker has other settings than were asked');
    this.see(faults, server);
    const { store } = this.parts;
    // A new loss between two looks is judged in the next round; until then nothing is learned from the shorter stream.
    if (ledger && ledger.lastSequence > store.state.lastSequence && ledger.created === store.state.created) {
      store.save({ lastSequence: ledger.lastSequence });
    }
  }

  /** At start the settings are brought to what this version wants; later only lost consumers are made again. */
  private async redeclare(): Promise<void> {
    const { owner, store, log } = this.parts;
    try {
      await owner.declare(this.plan(store.state.epoch));
    } catch (error) {
      if (!(error instanceof MessagingError) || error.retry) throw error;
      log.error({ fault: error.message }, 'the broker refuses the settings of the ledger');
    }
    this.hasDeclared = true;
  }

  private async openEpoch(judged: Exclude<Judgement, { do: 'keep' }>): Promise<void> {
    const { owner, store, log, numberAtLeast } = this.parts;
    const { epoch, phase } = judged;
    const { number, directory } = store.state;
    store.save({
      opening: { epoch, phase },
      number: Math.max(number, numberAtLeast),
      directory: { ...directory, version: Math.max(directory.version, numberAtLeast) },
    });
    if (judged.do === 'open') await owner.remove();
    await owner.declare(this.plan(epoch));
    this.hasDeclared = true;
    const ledger = await owner.find();
    if (!ledger) throw new MessagingError('REFUSED', 'the new stream is not there', false);
    store.finishOpening({
      epoch,
      phase,
      created: ledger.created,
      lastSequence: ledger.lastSequence,
      cursor: epoch * EPOCH_STRIDE,
      awaiting: phase === 'recovering' ? this.directory.agencyCodes : [],
      overridden: false,
      published: '',
    });
    log.warn({ epoch, phase }, 'opened an epoch');
  }

  /** In a new epoch the status comes first, then the directory. */
  private async speak(): Promise<void> {
    const { owner, store } = this.parts;
    const sight = this.lastSight;
    if (!sight || store.state.epoch === 0) return;
    if (store.state.awaiting.length > 0) await readResent(owner, store, this.trust);
    if (store.state.published === '') await this.writeStatus(sight);
    await this.writeDirectory();
    await this.writeStatus(sight);
    await this.postbox.deliver();
    await this.clocks.deliver();
    await this.postbox.dropProven();
  }

  private async writeDirectory(): Promise<void> {
    const { store, directory, key } = this.parts;
    const { epoch, directory: known } = store.state;
    const same = known.version > 0 && bundleHash({ version: known.version, ...directory }) === known.hash;
    if (same && known.epoch === epoch) return;
    const bundle = { version: same ? known.version : known.version + 1, ...directory };
    const letter = await directoryLetter(bundle, this.nextFrame(), key);
    store.keep(letter);
    const newest = { version: bundle.version, hash: bundleHash(bundle), epoch };
    store.save({ number: letter.number, directory: newest });
  }

  /** Writes a numbered status when it says something else than the last one of this epoch. */
  private async writeStatus(sight: Sight, operator?: string): Promise<void> {
    const { store, key } = this.parts;
    const data = this.status(sight);
    const { checkedat: _time, ...lasting } = data;
    const says = JSON.stringify(lasting);
    if (says === store.state.published) return;
    const letter = await statusLetter(data, this.nextFrame(operator), key);
    store.keep(letter);
    store.save({ number: letter.number, published: says });
  }

  private status({ at, faults, server }: Sight): StatusData {
    const { phase, directory, awaiting, overridden } = this.state;
    return {
      state: phase,
      server: { ...server },
      checkedat: at.toISOString(),
      directory: directory.version,
      faults: [...faults],
      awaiting: [...awaiting],
      ...(overridden ? { overridden } : {}),
    };
  }

  private see(faults: readonly BrokerFault[], server = this.lastSight?.server): void {
    const before = this.lastSight?.faults ?? [];
    if (faults.join() !== before.join()) this.parts.log.warn({ faults }, 'the state of the broker changed');
    this.lastSight = { at: new Date(), faults, server: server ?? { major: 0, minor: 0, patch: 0 } };
  }

  private nextFrame(operator?: string): Frame {
    const number = this.state.number + 1;
    return { ...this.frame(), number, ...(operator === undefined ? {} : { operator }) };
  }

  private frame(): Frame {
    return { epoch: this.state.epoch, directoryVersion: this.state.directory.version, at: new Date() };
  }

  private plan(epoch: number): LedgerPlan {
    return { ...this.parts.plan, maxAgeMs: this.age.maxAge, epoch, agencies: this.directory.agencyCodes };
  }
}

/** What another try may put right: the broker is away or refuses. */
const isOfTheBroker = (error: unknown): error is MessagingError | NotRecordedError =>
  error instanceof MessagingError || error instanceof NotRecordedError;

import type { Logger } from 'pino';
import {
  ASK_LEAVES_SUBJECT,
  Opener,
  WireError,
  deadLetterSubject,
  fromRosterEvent,
  isTaskEvent,
  senderOf,
  type LedgerEvent,
  type Message,
} from '#contracts';
import type { Directory } from '#directory';
import type { Asker, Delivery } from '#messaging';
import type { AgencyStore, IntakeRules } from '#storage';
import { leafHash } from '#transparency';
import { agreementIndexOf } from './agreements.js';
import type { AgencyConfig } from './config.js';
import { AgencyIntake, type DeadLetter, type IntakeSurroundings } from './intake.js';
import { judgeArrival } from './judge.js';
import { keeperEvent, type DirectoryKeeper } from './keeper-trust.js';
import { warnOfUnits } from './units.js';
import { LogWitness } from './witness.js';
import { say, type Speaker } from './words.js';

/** What everything that comes in from the ledger needs around it. */
export interface InwardSurroundings {
  readonly agency: string;
  readonly config: AgencyConfig;
  readonly store: AgencyStore;
  readonly log: Logger;
  readonly speaker: Speaker;
  readonly directories: DirectoryKeeper;
  readonly asker: Asker;
  readonly own: IntakeSurroundings['own'];
  /** Called after something was folded, or a clock moved on. */
  readonly folded: () => void;
  /** Told of the ledger's time of each delivery as it comes. */
  readonly heard: (recordedAt: Date) => void;
  /** Told of the epoch that the keeper names. */
  readonly epoch: (epoch: number) => void;
}

/** What this agency tells the audit service of itself, outside of any task. */
const REPORTS: ReadonlySet<string> = new Set([
  'concordat.disclosure.refused.v1',
  'concordat.erasure.answered.v1',
]);
/** How long the audit service may take to answer, in ms. */
const ASK_MS = 5_000;

/**
 * Brings each kind of event that the ledger delivers to where it belongs: task events to the intake, checkpoints and
 * words to the witness, rosters to the store, directory, status and clocks of exercises to what this service believes of the
 * keeper, the rest to the dead letters.
 */
export class Inward {
  readonly intake: AgencyIntake;
  private readonly witness: LogWitness;

  constructor(private readonly around: InwardSurroundings) {
    this.witness = this.makeWitness();
    this.intake = this.makeIntake();
  }

  private makeWitness(): LogWitness {
    const { witness } = this.around.store;
    return new LogWitness({
      agency: this.around.agency,
      store: witness,
      key: this.around.config.keys.witness.privateKey,
      logKey: () => this.publicKey('audit', 'log'),
      witnessKey: (agency) => this.publicKey(agency, 'witness'),
      leaves: async (from, to) => {
        const answer = await this.around.asker.ask<{ leaves: string[] }>(
          ASK_LEAVES_SUBJECT,
          { from, to },
          ASK_MS,
        );
        return answer.leaves;
      },
      now: () => Math.floor(Date.now() / 1000),
      alarm: (what) =>
        this.around.log.fatal({ alarm: what }, 'the log contradicts itself; cosigning has stopped'),
    });
  }

  private publicKey(member: string, use: 'log' | 'witness') {
    const key = this.around.directories.history.newest?.activeKey(member, use);
    return key && this.around.directories.history.keyAt(Number.MAX_SAFE_INTEGER, use, key.kid)?.publicKey;
  }

  private makeIntake(): AgencyIntake {
    return new AgencyIntake({
      store: this.around.store.intake,
      opener: new Opener(this.around.config.keys.sealing),
      own: this.around.own,
      rules: this.rules(),
      folded: this.around.folded,
      heard: this.around.heard,
      trustAt: (sequence) => {
        const directory = this.around.directories.history.at(sequence);
        return (
          directory && {
            vocabulary: directory.vocabulary,
            findKey: (kid: string) => this.around.directories.history.keyAt(sequence, 'signing', kid),
          }
        );
      },
      knowsDirectory: (version) => this.knowsDirectory(version),
      modes: this.around.config.modes,
      epoch: () => this.around.store.outbox.position(),
      control: (event, delivery, jws) => this.control(event, delivery, jws),
      spoilt: (needId, sequence) => this.around.store.needs.spoil(needId, sequence),
      keeper: (message, delivery) => this.fromKeeper(message, delivery),
      deadLetter: (letter) => this.deadLetter(letter),
    });
  }

  /** An event is judged by the directory version that it names, whichever is the newest by then. */
  private rules(): IntakeRules {
    const named = (version: number): Directory => {
      const directory = this.around.directories.history.byVersion(version);
      if (!directory) throw new Error('an event was taken in before the directory version that it names');
      return directory;
    };
    return {
      judge: (arrival) => judgeArrival(arrival, agreementIndexOf(named(arrival.event.directoryversion))),
      clauses: (version) => named(version).agreements.flatMap(({ overrides }) => overrides),
    };
  }

  private async knowsDirectory(version: number): Promise<boolean> {
    if (this.around.directories.history.byVersion(version)) return true;
    await this.around.directories.load();
    return this.around.directories.history.byVersion(version) !== undefined;
  }

  private async control(event: LedgerEvent, { sequence, recordedAt }: Delivery, jws: string): Promise<void> {
    if (event.type === 'concordat.checkpoint.signed.v1') await this.witness.checkpoint(event.data);
    else if (event.type === 'concordat.audit.log-opened.v1')
      await this.witness.opened(event.data, leafHash(Buffer.from(jws, 'ascii')));
    else if (event.type === 'concordat.witness.witnessed.v1')
      await this.witness.word(senderOf(event), event.data);
    else if (event.type === 'concordat.audit.erased.v1') await this.erased(event, recordedAt);
    else if (REPORTS.has(event.type))
      await this.around.store.outbox.recorded([{ eventId: event.id, sequence }]);
    else if (event.type === 'concordat.roster.published.v1')
      await this.around.store.rosters.take({
        ...fromRosterEvent(event, recordedAt.toISOString()),
        sequence,
      });
    else if (event.type === 'concordat.need.claimed.v1') await this.verdict(event, sequence, jws);
    else if (isTaskEvent(event)) throw new WireError('WRONG_SUBJECT');
  }

  /** The log has forgotten somebody: whoever has copies is asked to look at them. */
  private async erased(event: LedgerEvent<'concordat.audit.erased.v1'>, recordedAt: Date): Promise<void> {
    const { erasure: id, cases, ground, authority } = event.data;
    const at = recordedAt.toISOString();
    await this.around.store.erasures.heard({ id, eventId: event.id, cases, ground, authority, at });
  }

  /** Whether whoever claims a need was offered it is known here alone. */
  private async verdict(
    event: LedgerEvent<'concordat.need.claimed.v1'>,
    sequence: number,
    jws: string,
  ): Promise<void> {
    const { need: id, task } = event.data;
    const read = { id, mode: event.mode ?? '', sender: senderOf(event), jws, sequence };
    const result = await this.around.store.needs.verdict({ ...read, ...(task !== undefined && { task }) });
    if (result === 'refused') throw new WireError('AGAINST_LIFECYCLE', '/data/task');
    this.around.folded();
  }

  private async fromKeeper(message: Message, delivery: Delivery): Promise<void> {
    const event = await keeperEvent(message, this.around.config.keeper);
    if (event.type === 'concordat.directory.published.v1') {
      await this.around.directories.published(event, message, delivery.sequence);
      this.around.log.info({ version: event.data.version }, 'directory taken in');
      const { agency: code, config, log, directories } = this.around;
      if (directories.history.newest)
        warnOfUnits({ config, log, profile: { code } }, directories.history.newest);
    } else if (event.type === 'concordat.status.reported.v1') {
      const entered = await this.around.store.intake.enterEpoch(event.epoch, event.data.state);
      if (entered)
        this.around.log.info({ epoch: event.epoch, state: event.data.state }, 'epoch of the ledger');
      this.around.epoch(event.epoch);
    } else if (event.type === 'concordat.exercise.clock.v1') {
      const { exercise, at } = event.data;
      await this.around.store.exercises.add({ exercise, at, sequence: delivery.sequence });
      this.around.folded();
    } else throw new WireError('WRONG_SUBJECT');
  }

  private async deadLetter(letter: DeadLetter): Promise<void> {
    if (!(await this.around.store.intake.deadLetter(letter))) return;
    this.around.log.warn(letter, 'not taken in');
    const { sequence, reason, eventId } = letter;
    const data = { sequence, reason, ...(eventId && { eventid: eventId }) };
    await say(this.around.speaker, deadLetterSubject(this.around.agency), {
      type: 'concordat.deadletter.reported.v1',
      data,
    });
  }
}

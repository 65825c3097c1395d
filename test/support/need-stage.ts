import { uuidv7 } from 'uuidv7';
import { encodeMessage, needSubject, taskSubject, freshKeyPair, witnessSubject } from '#contracts';
import type { NeedStrategy } from '#domain';
import { JetStreamApi, LedgerWriter, type Append, type LedgerOwner } from '#messaging';
import type { LedgerEntry, NewNeed, OutboxCompanion } from '#storage';
import { needClaim } from '../../libs/agency/src/need-claim.js';
import { Relay } from '../../libs/agency/src/relay.js';
import { AgencyBook, bookTask, type BookTask } from './agency-book.js';
import { startBroker, type Broker } from './broker.js';
import { until } from './waiting.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const SIGNING = { kid: 'k'.repeat(43), privateKey: freshKeyPair('Ed25519').privateKey };
const ACTOR = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const;

/** A task that is an offer of a need, once its request stands on the ledger. */
export interface OfferedTask extends BookTask {
  readonly need: string;
  readonly subject: string;
}

/** One agency's own database and a broker with the real ledger: what stands between them is what a suite tries. */
export class NeedStage {
  private constructor(
    readonly book: AgencyBook,
    readonly owner: LedgerOwner,
    private readonly around: {
      readonly broker: Broker;
      readonly api: JetStreamApi;
      readonly writers: ReadonlyMap<string, LedgerWriter>;
    },
  ) {}

  /** A stage of `agency`; call `newLedger` before each test. */
  static async open(agency: string): Promise<NeedStage> {
    const book = await AgencyBook.open(agency);
    const broker = await startBroker({ agencies: AGENCIES });
    const writers = new Map<string, LedgerWriter>();
    for (const member of AGENCIES) writers.set(member, new LedgerWriter(await broker.client(member)));
    const api = new JetStreamApi(await broker.client('keeper'), 2_000);
    return new NeedStage(book, await broker.owner(), { broker, api, writers });
  }

  writer(member: string): LedgerWriter {
    return this.around.writers.get(member) as LedgerWriter;
  }

  /** An empty ledger of an epoch, as after the broker was rebuilt. */
  async newLedger(epoch: number): Promise<void> {
    await this.owner.remove();
    await this.owner.declare({ epoch, agencies: AGENCIES, replicas: 1, maxBytes: 100_000_000 });
  }

  /** How many messages stand on a subject. */
  async count(subject: string): Promise<number> {
    const info = await this.around.api.ask<{ state: { subjects?: Record<string, number> } }>(
      'STREAM.INFO.LEDGER',
      {
        subjects_filter: subject,
      },
    );
    return info.state.subjects?.[subject] ?? 0;
  }

  /** Police ask ambulance for what is an offer of a need: on the ledger, and taken in here. */
  async offered(need: string): Promise<OfferedTask> {
    const task = { ...bookTask(), need, subject: '' };
    const subject = taskSubject('test', 'police', 'ambulance', task.id);
    const offer = { ...task, subject };
    await this.said(offer, 'police', 'requested', { data: { need } });
    return offer;
  }

  /** The next event of a task: appended by its sender, and taken in here unless it is to be unread. */
  async said(
    task: OfferedTask,
    sender: string,
    type: string,
    { data = {}, unread = false }: { readonly data?: object; readonly unread?: boolean } = {},
  ): Promise<LedgerEntry> {
    const entry = await this.book.entry(task, sender, type, { data });
    const placed = { ...entry, sequence: await this.appended(sender, task.subject, entry.jws) };
    if (!unread) await this.book.store.intake.takeIn([placed]);
    return placed;
  }

  /** Ambulance accepts: the event with its claim, queued here. */
  async accepts(task: OfferedTask): Promise<{ readonly entry: LedgerEntry; readonly number: number }> {
    const entry = await this.book.entry(task, 'ambulance', 'accepted');
    const companion = await this.claim(task.need, { by: 'ambulance', task: task.id });
    const number = await this.book.send(entry, { companion });
    return { entry, number };
  }

  /** A signed verdict of a need of police: a claim of a task, or a closing. */
  claim(
    need: string,
    { by, task, epoch = 1 }: { readonly by: string; readonly task?: string; readonly epoch?: number },
  ): Promise<OutboxCompanion> {
    const place = { mode: 'test', asker: 'police', need, ...(task !== undefined && { task }) };
    const at = '2026-03-14T22:05:00.000Z';
    return needClaim(place, { by: { agency: by }, at, epoch, directoryVersion: 1, actor: ACTOR }, SIGNING);
  }

  /** Appends a verdict as its sender; gives its sequence. */
  async states(by: string, { subject, event }: OutboxCompanion): Promise<number> {
    return this.appended(by, subject, event);
  }

  /** Relays what this agency has to send until `done` says so, which is told what was to be decided again; gives that. */
  async relays(
    agency: string,
    done: (again: readonly string[]) => Promise<boolean>,
  ): Promise<readonly string[]> {
    const again: string[] = [];
    const stop = new AbortController();
    const relay = new Relay({
      outbox: this.book.store.outbox,
      claims: this.book.store.claims,
      writer: this.writer(agency),
      ownWords: witnessSubject(agency),
      ended: () => undefined,
      again: ({ eventId }) => Promise.resolve(void again.push(eventId)),
      onFault: () => undefined,
    });
    const running = relay.run(stop.signal, () => Promise.resolve());
    try {
      await until('the relay has done what is wanted', () => done(again), 20_000);
    } finally {
      stop.abort();
      await running;
    }
    return again;
  }

  /** Stores a need of police with these candidates, each already named as the offer of a task. */
  async needs(
    strategy: NeedStrategy,
    performers: readonly string[],
  ): Promise<{ readonly id: string; readonly tasks: readonly BookTask[] }> {
    const id = uuidv7();
    const caseId = uuidv7();
    const need: NewNeed = {
      id,
      caseId,
      mode: 'test',
      kind: 'welfare-check',
      strategy,
      asker: { agency: 'police', unit: 'control-room' },
      actor: ACTOR,
      candidates: performers.map((agency) => ({ performer: { agency, unit: 'crew' }, request: {} })),
    };
    await this.book.store.needs.open(need);
    const tasks = performers.map(() => bookTask(caseId));
    for (const [rank, task] of tasks.entries()) await this.book.store.needs.named(id, rank, task.id);
    return { id, tasks };
  }

  async close(): Promise<void> {
    await this.book.close();
    await this.around.broker.stop();
  }

  private async appended(by: string, subject: string, event: string): Promise<number> {
    const append: Append = { subject, messageId: uuidv7(), bytes: encodeMessage({ event }) };
    const [told] = await this.writer(by).append([append]);
    if (told?.outcome !== 'recorded') throw new Error(`not recorded: ${told?.outcome}`);
    return told.sequence;
  }
}

/** The subject of a need of police in these suites. */
export const needOfPolice = (need: string): string => needSubject('test', 'police', need);

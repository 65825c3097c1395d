import {
  DIRECTORY_SUBJECT,
  EXERCISE_SUBJECT,
  STATUS_SUBJECT,
  Opener,
  WireError,
  decodeMessage,
  epochOf,
  isTaskEvent,
  openSealed,
  parseNeedSubject,
  parseTaskSubject,
  readEvent,
  senderOf,
  verifyRead,
  type LedgerEvent,
  type Message,
  type SealedContent,
  type TaskLedgerEvent,
  type Trust,
  type WireFault,
} from '#contracts';
import type { Delivery, Judged, Reaction } from '#messaging';
import type { IntakeRules, IntakeStore, LedgerEntry, Taken } from '#storage';
import { leafHash } from '#transparency';

/** What the intake needs around it. */
export interface IntakeSurroundings {
  readonly store: IntakeStore;
  readonly opener: Opener;
  /** What the directory versions say about what comes in. */
  readonly rules: IntakeRules;
  /** What this process itself signed a moment ago with these very bytes for this subject: it needs no second look. */
  readonly own: (message: Message, subject: string) => Told | undefined;
  /** Keys and codes in force at a place of the ledger; undefined while the directory is not known that far. */
  readonly trustAt: (sequence: number) => Trust | undefined;
  /** Whether the directory version that an event names is known yet, to this replica or another. */
  readonly knowsDirectory: (version: number) => Promise<boolean>;
  /** Modes on which the agency acts; what is of another mode is held, so that its sender need not keep it, and no more. */
  readonly modes: readonly string[];
  /** The epoch and its state, as any replica of this service has taken them in. */
  readonly epoch: () => Promise<{ readonly epoch: number; readonly state: string }>;
  /** Takes a verified event that is not of a task, with its signed text; throws WireError when it is not acceptable. */
  readonly control: (event: LedgerEvent, delivery: Delivery, jws: string) => Promise<void>;
  /** Something that is no verdict stands on the subject of an own need. */
  readonly spoilt: (needId: string, sequence: number) => Promise<void>;
  /** Takes what the keeper says: it is believed by the pinned key alone, before there is a directory. */
  readonly keeper: (message: Message, delivery: Delivery) => Promise<void>;
  /** Called after something was folded: a task may have come to another stage. */
  readonly folded: () => void;
  /** Told of the ledger's time of each delivery as it comes. */
  readonly heard: (recordedAt: Date) => void;
  /** Told of what could not be taken in, once. */
  readonly deadLetter: (letter: DeadLetter) => Promise<void>;
}

/** A task event with what it said. */
export interface Told {
  readonly event: TaskLedgerEvent;
  readonly content: SealedContent;
}

/** What could not be taken in: codes and places only. */
export interface DeadLetter {
  readonly sequence: number;
  readonly subject: string;
  readonly reason: WireFault;
  readonly place: string;
  readonly eventId?: string;
}

const IS_UUID = /^[0-9a-f-]{36}$/;

/**
 * When to look again for a directory version that is not here yet, in ms: later each time, up to the pause, and about ten
 * minutes in all. A version that nobody published must not come round for ever.
 */
const DIRECTORY_RETRY_MS = 300;
const DIRECTORY_PAUSE_MS = 10_000;
const DIRECTORY_TRIES = 80;

/** A delivery after it was read: a control event was taken already, a task event waits to be stored. */
type Read =
  | { readonly is: 'settled'; readonly judged: Judged }
  | { readonly is: 'entry'; readonly entry: LedgerEntry }
  | { readonly is: 'control'; readonly event: LedgerEvent; readonly jws: string }
  | { readonly is: 'fault'; readonly fault: WireError; readonly eventId?: string };

/** Verifies, opens, folds and stores what the ledger delivers; the step between the broker and the agency's records. */
export class AgencyIntake {
  constructor(private readonly around: IntakeSurroundings) {}

  /** One batch in ledger order, in runs between what the keeper says. */
  async take(batch: readonly Delivery[]): Promise<Judged[]> {
    batch.forEach(({ recordedAt }) => this.around.heard(recordedAt));
    const judged: Judged[] = [];
    for (let at = 0; at < batch.length;) {
      const end = runEnd(batch, at);
      judged.push(...(await this.run(batch.slice(at, end))));
      at = end;
    }
    return judged;
  }

  private async run(run: readonly Delivery[]): Promise<Judged[]> {
    // Signatures are checked side by side on the thread pool.
    const epoch = await this.around.epoch();
    const read = await Promise.all(run.map((delivery) => this.read(delivery, epoch)));
    const entries = read.flatMap((one) => (one.is === 'entry' ? [one.entry] : []));
    const results = entries.length > 0 ? await this.around.store.takeIn(entries, this.around.rules) : [];
    if (results.length > 0) this.around.folded();
    let next = 0;
    const judged: Judged[] = [];
    for (const [index, one] of read.entries()) {
      const delivery = run[index] as Delivery;
      if (one.is === 'settled') judged.push(one.judged);
      else if (one.is === 'fault')
        judged.push(await this.bury(delivery, one.fault.code, one.fault.place, one.eventId));
      else if (one.is === 'control') judged.push(await this.control(delivery, one.event, one.jws));
      else judged.push(await this.afterStoring(delivery, results[next++] as Taken));
    }
    return judged;
  }

  private async read(delivery: Delivery, epoch: Epoch): Promise<Read> {
    let eventId: string | undefined;
    try {
      const message = decodeMessage(delivery.data);
      if (isOfKeeper(delivery)) {
        await this.around.keeper(message, delivery);
        return settled({ do: 'ack' });
      }
      const own = this.around.own(message, delivery.subject);
      if (own) return { is: 'entry', entry: this.entry(own, message, delivery) };
      const read = readEvent(message);
      const { event } = read;
      eventId = event.id;
      const trust = this.around.trustAt(delivery.sequence);
      if (!trust || !(await this.around.knowsDirectory(event.directoryversion))) {
        if (delivery.deliveries > DIRECTORY_TRIES) throw new WireError('BAD_EVENT', '/directoryversion');
        const afterMs = Math.min(DIRECTORY_RETRY_MS * delivery.deliveries, DIRECTORY_PAUSE_MS);
        return settled({ do: 'retry', afterMs });
      }
      await verifyRead(read, message, delivery.subject, trust);
      if (isTaskEvent(event)) {
        checkEpoch(event, delivery.sequence, epoch);
        const content = openSealed(event, message.sealed, this.around.opener);
        return { is: 'entry', entry: this.entry({ event, content }, message, delivery) };
      }
      if (isClaimOfOffer(event)) checkEpoch(event, delivery.sequence, epoch);
      return { is: 'control', event, jws: message.event };
    } catch (error) {
      if (error instanceof WireError) return { is: 'fault', fault: error, ...(eventId && { eventId }) };
      throw error;
    }
  }

  private entry({ event, content }: Told, message: Message, delivery: Delivery): LedgerEntry {
    return {
      sequence: delivery.sequence,
      recordedAt: delivery.recordedAt.toISOString(),
      event,
      jws: message.event,
      sealed: message.sealed as string,
      content,
      leafHash: leafHash(Buffer.from(message.event, 'ascii')).toString('hex'),
      sender: senderOf(event),
      acted: this.around.modes.includes(event.mode),
    };
  }

  private async control(delivery: Delivery, event: LedgerEvent, jws: string): Promise<Judged> {
    try {
      await this.around.control(event, delivery, jws);
      return { verdict: { do: 'ack' } };
    } catch (error) {
      if (error instanceof WireError) return this.bury(delivery, error.code, error.place, event.id);
      throw error;
    }
  }

  private async afterStoring(delivery: Delivery, { result, entry, released }: Taken): Promise<Judged> {
    switch (result) {
      case 'taken':
      case 'known':
        return { react: [entry, ...released].filter(({ acted }) => acted).map(reactionTo) };
      case 'parked':
        return { verdict: { do: 'ack' } };
      case 'AGAINST_LIFECYCLE':
      case 'EQUIVOCATION':
        return this.bury(delivery, result, '', entry.event.id);
      default:
        return result satisfies never;
    }
  }

  private async bury(
    delivery: Delivery,
    reason: WireFault,
    place: string,
    eventId?: string,
  ): Promise<Judged> {
    const { sequence, subject } = delivery;
    await this.around.deadLetter({ sequence, subject, reason, place, ...(eventId && { eventId }) });
    // Noise on a task's subject moves its last sequence too: the next append has to expect it.
    const taskId = parseTaskSubject(subject)?.taskId;
    if (taskId && IS_UUID.test(taskId)) await this.around.store.skippedOn(taskId, sequence);
    const needId = parseNeedSubject(subject)?.needId;
    if (needId && IS_UUID.test(needId)) await this.around.spoilt(needId, sequence);
    return { verdict: { do: 'terminate', reason } };
  }
}

interface Epoch {
  readonly epoch: number;
  readonly state: string;
}

/** Our own closing may be said anew in a new epoch: it lets nobody win. */
const isClaimOfOffer = (event: LedgerEvent): boolean =>
  event.type === 'concordat.need.claimed.v1' && event.data.task !== undefined;

/** Until an epoch is open only bytes of earlier epochs are taken in, so that nobody can fork what is on its way back. */
function checkEpoch(event: LedgerEvent, sequence: number, { epoch, state }: Epoch): void {
  const here = epochOf(sequence);
  const tooEarly = here === epoch && state === 'recovering' && event.epoch >= here;
  if (event.epoch > here || tooEarly) throw new WireError('BAD_EPOCH');
}

/** What the keeper says stands alone, since it changes what counts for all that follows. */
function runEnd(batch: readonly Delivery[], at: number): number {
  if (isOfKeeper(batch[at])) return at + 1;
  const next = batch.findIndex((delivery, index) => index > at && isOfKeeper(delivery));
  return next < 0 ? batch.length : next;
}

const OF_KEEPER: readonly string[] = [DIRECTORY_SUBJECT, STATUS_SUBJECT, EXERCISE_SUBJECT];

const isOfKeeper = (delivery: Delivery | undefined): boolean =>
  delivery !== undefined && OF_KEEPER.includes(delivery.subject);

const reactionTo = (entry: LedgerEntry): Reaction => ({
  pattern: entry.event.type,
  data: entry,
  order: entry.event.subject,
});

const settled = (verdict: { do: 'ack' } | { do: 'retry'; afterMs: number }): Read => ({
  is: 'settled',
  judged: { verdict },
});

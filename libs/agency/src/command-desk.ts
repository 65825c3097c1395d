import { isDeepStrictEqual } from 'node:util';
import type { Directory } from '#directory';
import type { AgencyStore, NewRefusal, OutboxRow, Sent, TaskInHand, Turn, TurnNeeds } from '#storage';
import type { Composer } from './composer.js';
import { decideWish, toldBeside, type Granted } from './wish-decision.js';
import type { Answer, Refused, ToldBeside, Wish } from './wish.js';

/** A wish that is stored: its event, what became of its items, and what the rules of law say of it. */
interface Stored extends ToldBeside {
  readonly eventId: string;
  readonly taskId: string;
}

/** A wish on its way through a turn. */
interface Waiting {
  readonly wish: Wish;
  /** The lost event that this wish stands for, when it is decided again. */
  readonly replaces?: string;
  /** Longest to wait, in ms, for an earlier step on the task to come back from the ledger. */
  readonly patienceMs: number;
  readonly since: number;
  readonly settle: (answer: Refused | Stored) => void;
  readonly fail: (error: unknown) => void;
}

/** What the desk needs around it. */
export interface DeskSurroundings {
  readonly store: AgencyStore;
  readonly composer: Composer;
  readonly directory: () => Directory;
  /** Modes on which the agency acts: it takes no step on a task of another. */
  readonly modes: readonly string[];
  /** Called after each turn that stored something. */
  readonly stored: () => void;
  readonly onFault: (what: string, error: unknown) => void;
}

/** Longest a wish waits, in ms, for an earlier step on its task to come back from the ledger. */
const EARLIER_STEP_MS = 5_000;
/** When to look again for news that came too early, in ms. */
const SOON_MS = 250;
/** Most wishes in one turn. */
const TURN = 200;

/**
 * Where all wishes of the agency are put in one order. Wishes that come in while a turn is being stored form the next
 * one, so many callers share one transaction. A wish on a task whose last step is still on its way waits for it.
 */
export class CommandDesk {
  private readonly queue: Waiting[] = [];
  private readonly answers = new Map<string, ((sent: Sent) => void)[]>();
  private running = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly around: DeskSurroundings) {}

  /**
   * Decides and stores, then waits at most `waitMs` for the ledger. A refusal means that nothing was stored but, where
   * items were refused, that somebody tried to tell them. Throws StorageError when the database is away.
   *
   * A reaction to the ledger must not wait here for an earlier step, since only the ledger's own reading ends it: with
   * `patienceMs` 0 it is refused EARLIER_STEP_NOT_RECORDED at once, and comes again.
   */
  async submit(wish: Wish, waitMs: number, patienceMs = EARLIER_STEP_MS): Promise<Answer> {
    const stored = await this.enqueue(wish, patienceMs);
    if ('refused' in stored) return stored;
    return waitMs > 0 ? this.follow(stored, waitMs) : { state: 'queued', ...stored };
  }

  /** Decides a lost event again, from the task as it is now. */
  async again(lost: { readonly eventId: string; readonly command: unknown }): Promise<void> {
    // Its entries stand in the case file already, and its key stands for the lost event, which names this one.
    const { file: _filed, key: _known, ...wish } = lost.command as Wish;
    const stored = await this.enqueue(wish, EARLIER_STEP_MS, lost.eventId);
    if ('refused' in stored) await this.around.store.outbox.lostForGood(lost.eventId, stored);
  }

  /** What became of an event that this agency wanted to send, waiting at most `waitMs` for an end. */
  async follow(of: Stored, waitMs: number): Promise<Answer> {
    const news = await this.endOf(of.eventId, waitMs);
    if (news?.state === 'lost' && news.replacedBy)
      // What became of its items was decided again too.
      return this.follow({ eventId: news.replacedBy, taskId: of.taskId }, waitMs);
    return answerOf(of, news);
  }

  /** Answers the callers of these events at once. */
  tell(sents: readonly Sent[]): void {
    for (const sent of sents.filter(isEnd)) {
      const waiting = this.answers.get(sent.eventId) ?? [];
      this.answers.delete(sent.eventId);
      waiting.forEach((answer) => answer(sent));
    }
  }

  /** Called when the outbox has news, perhaps of another replica: answers every caller whose event has come to an end. */
  async news(): Promise<void> {
    this.kick();
    const ids = [...this.answers.keys()];
    if (ids.length > 0) this.tell(await this.around.store.outbox.sent(ids));
  }

  private enqueue(wish: Wish, patienceMs: number, replaces?: string): Promise<Refused | Stored> {
    return new Promise((settle, fail) => {
      this.queue.push({ wish, patienceMs, since: Date.now(), settle, fail, ...(replaces && { replaces }) });
      this.kick();
    });
  }

  private kick(): void {
    if (this.running || this.queue.length === 0) return;
    clearTimeout(this.retry);
    this.running = true;
    void this.turns().finally(() => {
      this.running = false;
      if (this.queue.length > 0) this.retry = setTimeout(() => this.kick(), 20).unref();
    });
  }

  private async turns(): Promise<void> {
    // One pass over the queue as it is; wishes that must wait for an earlier step stay for the next kick.
    for (let left = this.queue.length; left > 0; left -= TURN) {
      const batch = this.queue.splice(0, Math.min(left, TURN));
      try {
        this.queue.push(...(await this.turn(batch)));
      } catch (error) {
        this.around.onFault('turn', error);
        batch.forEach((waiting) => waiting.fail(error));
      }
    }
  }

  /** Stores what can be decided now; answers the wishes that must wait. */
  private async turn(batch: readonly Waiting[]): Promise<Waiting[]> {
    const directory = this.around.directory();
    let sorted = nothingSorted();
    let rows: readonly OutboxRow[] = [];
    await this.around.store.outbox.takeTurn(needsOf(batch), async (turn) => {
      sorted = this.sort(batch, turn, directory);
      rows = await this.compose(sorted, turn, directory);
      return { rows, refusals: sorted.attempts };
    });
    sorted.settled.forEach(({ waiting, answer }) => waiting.settle(answer));
    sorted.failed.forEach(({ waiting, error }) => waiting.fail(error));
    sorted.granted.forEach(({ waiting, granted }, index) => {
      const { eventId, taskId } = rows[index] as OutboxRow;
      waiting.settle({ eventId, taskId, ...toldBeside(granted) });
    });
    if (rows.length + sorted.attempts.length > 0) this.around.stored();
    return sorted.later;
  }

  /** Numbers are signed, so when a wish cannot be composed the others are composed again without it. */
  private async compose(sorted: Sorted, turn: Turn, directory: Directory): Promise<OutboxRow[]> {
    for (;;) {
      const made = await Promise.allSettled(
        sorted.granted.map(async ({ granted, waiting }, index) => {
          const place = {
            number: turn.nextNumber + index,
            epoch: turn.epoch,
            skipped: index === 0 ? turn.skipped : [],
          };
          const row = await this.around.composer.compose(granted, place, directory);
          return waiting.replaces ? { ...row, replaces: waiting.replaces } : row;
        }),
      );
      const faults = made.map((one) =>
        one.status === 'rejected' ? { error: one.reason as unknown } : undefined,
      );
      if (!faults.some((fault) => fault))
        return made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const [index, fault] of faults.entries()) {
        const waiting = sorted.granted[index]?.waiting;
        if (fault && waiting) sorted.failed.push({ waiting, error: fault.error });
      }
      sorted.granted = sorted.granted.filter((_, index) => !faults[index]);
    }
  }

  private sort(batch: readonly Waiting[], turn: Turn, directory: Directory): Sorted {
    const sorted = nothingSorted();
    const taken = new Set<string>();
    for (const waiting of batch) {
      const { wish } = waiting;
      const hand = turn.tasks.get(wish.command.taskId) ?? { task: undefined, pending: undefined };
      const before = wish.key && turn.answered.get(wish.key.key);
      if (before && !waiting.replaces) sorted.settled.push({ waiting, answer: sameAgain(wish, before) });
      else if (hand.pending || namesOf(wish).some((name) => taken.has(name))) hold(waiting, sorted);
      else if (!stillWait(wish, turn))
        sorted.settled.push({ waiting, answer: { refused: 'KEPT_ITEM_CHANGED' } });
      else this.decide(waiting, hand, { directory, sorted, taken });
    }
    return sorted;
  }

  private decide(
    waiting: Waiting,
    { task }: TaskInHand,
    into: { directory: Directory; sorted: Sorted; taken: Set<string> },
  ): void {
    const { directory, sorted, taken } = into;
    const decided = decideWish(waiting.wish, { task, directory, modes: this.around.modes, now: Date.now() });
    // What is decided again was tried once.
    const { attempt } = waiting.replaces ? {} : decided;
    if ('answer' in decided) {
      sorted.settled.push({ waiting, answer: decided.answer });
      if (attempt) sorted.attempts.push(attempt);
      return;
    }
    namesOf(waiting.wish).forEach((name) => taken.add(name));
    const { attempt: _once, ...granted } = decided;
    sorted.granted.push({ waiting, granted: { ...granted, ...(attempt && { attempt }) } });
  }

  /**
   * The end of an event, or its state after `waitMs`. News mostly comes by itself; one look after a moment covers news
   * that another replica gave before we listened.
   */
  private async endOf(eventId: string, waitMs: number): Promise<Sent | undefined> {
    const soon = Math.min(waitMs, SOON_MS);
    const early = await this.nextNews(eventId, soon);
    if (early) return early;
    const [sent] = await this.around.store.outbox.sent([eventId]);
    if (waitMs === soon || (sent && isEnd(sent))) return sent;
    const late = await this.nextNews(eventId, waitMs - soon);
    return late ?? (await this.around.store.outbox.sent([eventId]))[0];
  }

  /** The next final news of an event, or undefined after `ms`. */
  private nextNews(eventId: string, ms: number): Promise<Sent | undefined> {
    return new Promise((resolve) => {
      const waiting = this.answers.get(eventId) ?? [];
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(tell), 1);
        if (waiting.length === 0) this.answers.delete(eventId);
        resolve(undefined);
      }, ms);
      function tell(sent: Sent): void {
        clearTimeout(timer);
        resolve(sent);
      }
      waiting.push(tell);
      this.answers.set(eventId, waiting);
    });
  }
}

interface Sorted {
  granted: { readonly waiting: Waiting; readonly granted: Granted }[];
  /** Wishes of which no event can be made, each with what was thrown. */
  readonly failed: { readonly waiting: Waiting; readonly error: unknown }[];
  readonly settled: { readonly waiting: Waiting; readonly answer: Refused | Stored }[];
  /** What was tried and refused as a whole. */
  readonly attempts: NewRefusal[];
  readonly later: Waiting[];
}

const nothingSorted = (): Sorted => ({ granted: [], failed: [], settled: [], attempts: [], later: [] });

function hold(waiting: Waiting, sorted: Sorted): void {
  if (waiting.replaces || Date.now() - waiting.since < waiting.patienceMs) sorted.later.push(waiting);
  else sorted.settled.push({ waiting, answer: { refused: 'EARLIER_STEP_NOT_RECORDED' } });
}

const needsOf = (batch: readonly Waiting[]): TurnNeeds => ({
  taskIds: batch.map(({ wish }) => wish.command.taskId),
  keys: batch.flatMap(({ wish }) => (wish.key ? [wish.key.key] : [])),
  sends: batch.flatMap(({ wish }) => wish.sends ?? []),
  replaces: batch.flatMap(({ replaces }) => replaces ?? []),
});

/** Whether the kept items that a wish sends still wait, and say what they said. Another replica may have been quicker. */
const stillWait = ({ sends = [], items }: Wish, { waiting }: Turn): boolean =>
  sends.every((id, index) => isDeepStrictEqual(waiting.get(id), items[index]));

/** What only one wish of a turn may touch: its task, and the key by which its caller would ask again. */
const namesOf = (wish: Wish): string[] => [wish.command.taskId, ...(wish.key ? [`key ${wish.key.key}`] : [])];

function sameAgain(wish: Wish, before: Stored & { bodyHash: string }): Refused | Stored {
  if (before.bodyHash !== wish.key?.bodyHash) return { refused: 'IDEMPOTENCY_KEY_REUSED' };
  return { eventId: before.eventId, taskId: before.taskId };
}

const isEnd = (sent: Sent): boolean =>
  sent.state === 'lost'
    ? sent.replacedBy !== undefined || sent.refusal !== undefined
    : sent.state !== 'queued';

function answerOf(of: Stored, sent: Sent | undefined): Answer {
  const { eventId, taskId } = of;
  if (sent === undefined || sent.state === 'queued') return { state: 'queued', ...of };
  if (sent.state === 'recorded') return { state: 'recorded', ...of, sequence: sent.sequence ?? 0 };
  if (sent.state === 'lost') return (sent.refusal as Refused | undefined) ?? { state: 'queued', ...of };
  return { state: sent.state, eventId, taskId, ...(sent.refusal ? { refusal: sent.refusal } : {}) };
}

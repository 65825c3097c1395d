import { statementFrom, type ItemData, type SealedContent, type TaskLedgerEvent } from '#contracts';
import type { BothWords, ItemStatement, Task } from '#domain';
import type { Desk } from './desk.js';

/** One entry of an agency's feed: the event as it was signed, what was sealed beside it, and the task as it is then. */
export interface FeedEvent {
  readonly event: TaskLedgerEvent;
  readonly content: SealedContent;
  readonly sequence: number;
  readonly recordedAt: string;
  readonly task?: Task;
  /** What the codes of the event are called on both sides, as its reader is shown them. */
  readonly words?: Readonly<Partial<Record<'kind' | 'reason' | 'outcome', BothWords>>>;
}

/** An entry that has just arrived at an agency. */
export type Listener = (agency: string, entry: FeedEvent) => void;

const AGAIN_MS = 300;

/** The feeds of all agencies, listened to at once. */
export class Feeds {
  private readonly seen = new Map<string, Map<string, FeedEvent>>();
  private readonly twice: string[] = [];
  private readonly waiting = new Set<() => void>();
  private newestAt = 0;

  private constructor(private readonly signal: AbortSignal) {}

  /** Listens to every agency; resolves when all of them are heard. Rejects when one cannot be. */
  static async open(desks: ReadonlyMap<string, Desk>, signal: AbortSignal): Promise<Feeds> {
    const feeds = new Feeds(signal);
    await Promise.all([...desks].map(([agency, desk]) => feeds.listen(agency, desk)));
    return feeds;
  }

  /** Everything that the agency was told of this task, in the order of its versions. */
  ofTask(agency: string, taskId: string): readonly FeedEvent[] {
    const entries = [...(this.seen.get(agency)?.values() ?? [])];
    return entries
      .filter(({ event }) => event.subject === taskId)
      .sort((a, b) => a.event.taskversion - b.event.taskversion);
  }

  /** The task as the agency sees it now. */
  taskAt(agency: string, taskId: string): Task | undefined {
    return this.ofTask(agency, taskId)
      .flatMap(({ task }) => task ?? [])
      .reduce<Task | undefined>(
        (newest, task) => (newest && newest.version >= task.version ? newest : task),
        undefined,
      );
  }

  /** Every request that any agency was told of, each once. */
  requests(): readonly FeedEvent[] {
    const found = new Map<string, FeedEvent>();
    for (const entries of this.seen.values())
      for (const [id, entry] of entries)
        if (entry.event.type === 'concordat.task.requested.v1') found.set(id, entry);
    return [...found.values()];
  }

  /** Waits until nothing has come for `ms`. Rejects only when the rehearsal is stopped. */
  async quiet(ms: number): Promise<void> {
    for (;;) {
      this.signal.throwIfAborted();
      const left = this.newestAt + ms - Date.now();
      if (left <= 0) return;
      await this.news(left);
    }
  }

  /** Events that a feed gave more than once, as sentences. */
  get doubled(): readonly string[] {
    return this.twice;
  }

  /** The entry with this event; undefined when it does not arrive within `ms`. */
  async until(agency: string, eventId: string, ms: number): Promise<FeedEvent | undefined> {
    const end = Date.now() + ms;
    for (;;) {
      const found = this.seen.get(agency)?.get(eventId);
      if (found) return found;
      this.signal.throwIfAborted();
      if (Date.now() >= end) return undefined;
      await this.news(end - Date.now());
    }
  }

  /** Waits for the next entry of any feed, at most `ms`. */
  news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        this.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      this.signal.addEventListener('abort', done);
    });
  }

  private async listen(agency: string, desk: Desk): Promise<void> {
    const first = await desk.stream(undefined);
    if (!first.ok) throw new Error(`The feed of ${agency} does not open: it answered ${first.status}.`);
    void this.follow(agency, desk, first).catch(() => undefined);
  }

  private async follow(agency: string, desk: Desk, first: Response): Promise<void> {
    let lastId: string | undefined;
    let response: Response | undefined = first;
    while (!this.signal.aborted) {
      // A line that breaks is taken up again after the last entry that came through.
      lastId = await this.read(agency, response, lastId);
      await this.pause(AGAIN_MS);
      response = await desk.stream(lastId).catch(() => undefined);
    }
  }

  /** Takes the entries of one stream until it ends or breaks; gives the id of the last one. */
  private async read(
    agency: string,
    response: Response | undefined,
    after: string | undefined,
  ): Promise<string | undefined> {
    let lastId = after;
    try {
      for await (const { id, data } of framesOf(response)) {
        if (data) this.take(agency, JSON.parse(data) as FeedEvent);
        lastId = id ?? lastId;
      }
    } catch {
      return lastId;
    }
    return lastId;
  }

  private take(agency: string, entry: FeedEvent): void {
    const entries = this.seen.get(agency) ?? new Map<string, FeedEvent>();
    this.seen.set(agency, entries);
    const { id, type } = entry.event;
    if (entries.has(id)) this.twice.push(`The feed of ${agency} gave the event ${id} (${type}) twice.`);
    entries.set(id, entry);
    this.newestAt = Date.now();
    [...this.waiting].forEach((tell) => tell());
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}

interface Frame {
  readonly id?: string;
  readonly data?: string;
}

/** Server-sent events (WHATWG HTML, section 9.2) of a response, as far as the services use them. */
async function* framesOf(response: Response | undefined): AsyncGenerator<Frame> {
  if (!response?.ok || !response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream());
  let rest = '';
  for await (const chunk of reader as unknown as AsyncIterable<string>) {
    const frames = `${rest}${chunk}`.split('\n\n');
    rest = frames.pop() ?? '';
    yield* frames.map(frameOf);
  }
}

/** One frame of a stream of server-sent events; comments give an empty one. */
export function frameOf(text: string): Frame {
  const fields = text.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const of = (name: string): string[] =>
    fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const [id, data] = [of('id').at(-1), of('data').join('\n')];
  return { ...(id && { id }), ...(data && { data }) };
}

/** The codes of an event for which one of the two sides only has a word that is not quite the same. */
export function lossyIn({ words = {} }: Pick<FeedEvent, 'words'>): readonly BothWords[] {
  const { kind, reason, outcome } = words;
  return [kind, reason, outcome].filter((one) => one !== undefined).filter(({ lossy }) => lossy);
}

/** What an event said of its items: the signed codes and the sealed values, put together; not what was refused. */
export function statementsIn({
  event,
  content,
}: Pick<FeedEvent, 'event' | 'content'>): readonly ItemStatement[] {
  const items = (event.data as { items?: readonly ItemData[] }).items ?? [];
  return items.flatMap((item, index) => {
    const held = content.items?.[index];
    return held && 'value' in held ? [statementFrom(item, held)] : [];
  });
}

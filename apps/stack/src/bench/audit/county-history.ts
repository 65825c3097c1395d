import { createHash } from 'node:crypto';
import type { TaskLedgerEvent } from '#contracts';
import { conversationsOf, type Conversation, type Telling } from './conversations.js';
import type { DirectoryData } from '#directory';

/** One event of the made-up history, with its ledger subject's mode and parties, and its index tokens. */
export interface Happening {
  readonly event: TaskLedgerEvent;
  readonly asker: string;
  readonly performer: string;
  readonly tokens: readonly string[];
  /** How many items it tells. */
  readonly items: number;
  /** Ledger time, ms since 1970. */
  readonly at: number;
}

/** Numbers below 1 and from 0 on, the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const START = Date.UTC(2020, 0, 1);
const MINUTE_MS = 60_000;
/** How many cases a person has: most have one, a few come again and again, whatever the size of the log. */
const CASES = [1, 1, 1, 1, 1, 1, 1, 2, 3, 8, 40];

/** The index token of a made-up person. */
export const tokenOf = (person: number): string =>
  createHash('sha256').update(`bench person ${person}`).digest('base64url');

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * A county's history, task after task and without an end: people with few cases or many, pairs of agencies of which some
 * talk often and others hardly ever (1/n), items as values, absent and withheld. The same for the same seed.
 */
export function* countyHistory(data: DirectoryData, seed: number): Generator<readonly Happening[]> {
  const next = numbersFrom(seed);
  const talks = new History(data, next);
  for (let person = 0; ; person += 1) {
    const cases = CASES[Math.floor(next() * CASES.length)] ?? 1;
    for (let at = 0; at < cases; at += 1) yield* talks.caseOf(person);
  }
}

class History {
  private readonly conversations: readonly Conversation[];
  private readonly weights: readonly number[];
  private readonly numbers = new Map<string, number>();
  private events = 0;
  private ids = 0;

  constructor(
    data: DirectoryData,
    private readonly next: () => number,
  ) {
    this.conversations = conversationsOf(data);
    let sum = 0;
    this.weights = this.conversations.map((_, rank) => (sum += 1 / (rank + 1)));
  }

  /** The tasks of one case. */
  *caseOf(person: number): Generator<readonly Happening[]> {
    const caseId = this.id();
    const tasks = 1 + Math.floor(this.next() * 3);
    for (let at = 0; at < tasks; at += 1) yield this.task(caseId, person);
  }

  private task(caseId: string, person: number): readonly Happening[] {
    const talk = this.choose();
    const frame = { taskId: this.id(), caseId, talk };
    const { asker, performer, kind, offer, accepted, back } = talk;
    const request = { asker: party(asker), performer: party(performer), kind, urgency: 'u2-within-hour' };
    const said = [
      this.say(
        { ...frame, type: 'requested', by: asker, version: 1, tokens: [tokenOf(person)] },
        request,
        offer,
      ),
      this.say({ ...frame, type: 'accepted', by: performer, version: 2 }, {}),
      ...(accepted ? [this.say({ ...frame, type: 'informed', by: asker, version: 3 }, {}, accepted)] : []),
      ...(back ? [this.say({ ...frame, type: 'informed', by: performer, version: 4 }, {}, back)] : []),
    ];
    return said;
  }

  private choose(): Conversation {
    const wanted = this.next() * (this.weights.at(-1) ?? 0);
    // Ranks far from each other, so that the rare pairs are not all of one agreement.
    const rank = this.weights.findIndex((sum) => sum > wanted);
    return this.conversations[(rank * 37) % this.conversations.length] as Conversation;
  }

  private say(what: Saying, data: object, telling?: Telling): Happening {
    const { talk, tokens = [] } = what;
    const at = START + this.events * MINUTE_MS;
    this.events += 1;
    const number = (this.numbers.get(what.by) ?? 0) + 1;
    this.numbers.set(what.by, number);
    const items = telling ? telling.items.map((code) => this.item(code, telling)) : [];
    const event = {
      specversion: '1.0',
      type: `concordat.task.${what.type}.v1`,
      source: `/${what.by}/bench`,
      id: this.id(),
      time: new Date(at).toISOString(),
      datacontenttype: 'application/json',
      subject: what.taskId,
      taskversion: what.version,
      caseid: what.caseId,
      mode: 'actual',
      sendernumber: number,
      epoch: 1,
      directoryversion: 1,
      actor: 'AAAAAAAAAAAAAAAAAAAAAA',
      actorrole: 'dispatcher',
      actortype: 'person',
      sealedhash: digest(`sealed ${this.ids}`),
      data: { ...data, ...(items.length > 0 && { items }) },
    } as unknown as TaskLedgerEvent;
    return { event, asker: talk.asker, performer: talk.performer, tokens, items: items.length, at };
  }

  private item(code: string, { rule, version, basis, stage }: Telling): object {
    const chance = this.next();
    const known = chance < 0.7 && { state: 'known', sourcekind: 'officer-or-clinician' };
    const missing =
      chance < 0.95 ? { state: 'unknown', absent: 'asked-unknown' } : { state: 'withheld', absent: 'masked' };
    const commitment = digest(`item ${(this.ids += 1)}`);
    return {
      code,
      ...(known || missing),
      rule,
      ruleversion: version,
      basis,
      stage,
      way: 'pushed',
      commitment,
    };
  }

  /** Like a UUID of version 7 (RFC 9562): the time first, so that new rows come to the end of an index. */
  private id(): string {
    const time = (START + this.events * MINUTE_MS).toString(16).padStart(12, '0');
    const rest = createHash('sha256')
      .update(`id ${(this.ids += 1)}`)
      .digest('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
  }
}

interface Saying {
  readonly type: 'requested' | 'accepted' | 'informed';
  readonly by: string;
  readonly version: number;
  readonly taskId: string;
  readonly caseId: string;
  readonly talk: Conversation;
  readonly tokens?: readonly string[];
}

const party = (agency: string): object => ({ agency, unit: 'bench' });

import { otherParty } from '../rehearsal/cast.js';
import { lossyIn, statementsIn } from '../rehearsal/feeds.js';
import { plain } from '../rehearsal/labels.js';
import type { Party } from '#domain';
import type { EventFacts, EventTold, LossyWord } from './material.js';
import {
  entriesOf,
  minuteOfTime,
  senderIn,
  stateOf,
  typeOf,
  type DirectoryWords,
  type Entry,
  type Source,
} from './source.js';

/** Every event of every task, in the order of the ledger. */
export function eventsOf(source: Source): readonly EventTold[] {
  const { minutes, words } = source;
  return entriesOf(source).map((entry) => {
    const { live, feed } = entry;
    const by = senderIn(feed);
    const type = typeOf(feed);
    const minute = minutes.of({ id: feed.event.id, type, sequence: feed.sequence, time: feed.event.time });
    const { override } = feed.event.data as { readonly override?: { readonly reason: string } };
    return {
      id: feed.event.id,
      sequence: feed.sequence,
      task: live.local,
      type,
      minute,
      from: words.place(by),
      to: words.place(otherParty(live, by)),
      byItself: !minutes.isOfScript(feed.event.id),
      items: itemsOf(entry, words),
      lossy: lossyOf(entry, minute),
      ...(override && { override: words.override(override.reason) }),
      facts: factsOf(source, entry),
    };
  });
}

function itemsOf({ feed }: Entry, words: DirectoryWords): EventTold['items'] {
  const items = statementsIn(feed);
  const labels = (pick: (item: (typeof items)[number]) => boolean): readonly string[] =>
    items.filter(pick).map(({ code }) => words.item(code));
  return {
    values: labels(({ value }) => value !== undefined),
    reasons: labels(({ value, state }) => value === undefined && state !== 'withheld'),
    held: labels(({ state }) => state === 'withheld'),
  };
}

function lossyOf({ live, feed }: Entry, minute: number): readonly LossyWord[] {
  return lossyIn(feed)
    .filter(({ sender, receiver }) => sender.word !== receiver.word)
    .map(({ code, sender, receiver, sentence }) => ({
      minute,
      task: live.local,
      code,
      said: sender.word,
      shown: receiver.word,
      loss: sentence,
    }));
}

/** What the signed data of any event may say; on the wire names are in lower case. */
interface Signed {
  readonly reason?: string;
  readonly outcome?: string;
  readonly wanted?: readonly string[];
  readonly why?: string;
  readonly to?: readonly Party[];
  readonly deadline?: string;
  readonly percent?: number;
  readonly clock?: string;
  readonly clocks?: readonly ({ readonly code?: string; readonly clock?: string } & SignedTimes)[];
  readonly slots?: readonly { readonly slot: string; readonly state: string }[];
  readonly promise?: { readonly dueby?: string } | string;
  readonly startby?: string;
  readonly reviewat?: string;
  readonly lapsesat?: string;
  readonly answer?: string;
  readonly end?: string;
  readonly identity?: string;
  readonly finding?: string;
}

interface SignedTimes {
  readonly startedat?: string;
  readonly dueat?: string;
  readonly endedat?: string;
}

function factsOf(source: Source, { live, feed }: Entry): EventFacts {
  const { words } = source;
  const data = feed.event.data as Signed;
  const type = typeOf(feed);
  const { note, fact, promise } = feed.content as { note?: string; fact?: string; promise?: string };
  const { wanted, outcome, why, to, deadline, percent, answer, end, identity, finding, slots } = data;
  const undertaken = typeof data.promise === 'object' ? data.promise.dueby : undefined;
  const minute = minuteIn(source, live, undertaken ?? data.startby ?? data.reviewat ?? data.lapsesat);
  const clocks = clocksIn(source, live, data);
  return {
    ...(type === 'requested' && { kind: words.kind(live.kind) }),
    ...(wanted && { wanted: wanted.map((code) => words.item(code)) }),
    ...(data.reason !== undefined && { reason: reasonIn(type, data.reason, words) }),
    ...(outcome !== undefined && { outcome: plain(outcome) }),
    ...(note !== undefined && { note }),
    ...(fact !== undefined && { fact }),
    ...(promise !== undefined && { promise }),
    ...(why !== undefined && { why: plain(why) }),
    ...(to && { units: to.map((party) => words.unit(party)) }),
    ...(deadline !== undefined && { deadline: DEADLINES[deadline] ?? plain(deadline) }),
    ...(percent !== undefined && { percent }),
    ...(minute !== undefined && { minute }),
    ...(clocks.length > 0 && { clocks }),
    ...(slots && { slots: slots.map(slotText) }),
    ...(answer !== undefined && { answer: plain(answer) }),
    ...(end !== undefined && { end: plain(end) }),
    ...(identity !== undefined && { identity }),
    ...(finding !== undefined && { finding: plain(finding) }),
  };
}

/** One of the people whom a task needs, and whether they are there. */
export const slotText = ({ slot, state }: { readonly slot: string; readonly state: string }): string =>
  `${plain(slot)}: ${plain(state)}`;

const DEADLINES: Readonly<Record<string, string>> = {
  acknowledge: 'to look at it',
  start: 'to begin',
  complete: 'to finish',
  review: 'to look at it again',
  promise: 'to keep a promise',
  clock: 'a clock of the law',
};

const reasonIn = (type: string, reason: string, words: DirectoryWords): string =>
  type === 'rejected' || type === 'failed' ? words.decline(reason) : plain(reason);

function minuteIn(source: Source, live: Entry['live'], time: string | undefined): number | undefined {
  const task = stateOf(source, live);
  if (time === undefined || !task) return undefined;
  return minuteOfTime(time, { task, start: source.cast.scenario.start, askedAt: askedAt(source, live) });
}

function clocksIn(source: Source, live: Entry['live'], { clock, clocks }: Signed): readonly string[] {
  if (clock !== undefined) return [plain(clock)];
  return (clocks ?? []).map((told) => {
    const at = (time: string | undefined): string => String(minuteIn(source, live, time) ?? '');
    const name = plain(told.code ?? told.clock ?? 'clock');
    if (told.endedat !== undefined) return `${name} ended at minute ${at(told.endedat)}`;
    if (told.startedat === undefined) return `${name} waits for its start`;
    return `${name} runs since minute ${at(told.startedat)}${told.dueat === undefined ? '' : `, until minute ${at(told.dueat)}`}`;
  });
}

/** The minute at which a task was asked for. */
export function askedAt(source: Source, live: Entry['live']): number {
  const [first] = source.cast.feeds.ofTask(live.asker.agency, live.id);
  if (!first) return 0;
  return source.minutes.of({
    id: first.event.id,
    type: 'requested',
    sequence: first.sequence,
    time: first.event.time,
  });
}

import type { DirectoryData } from '#directory';
import type { Party, Task } from '#domain';
import type { Cast, LiveTask } from '../rehearsal/cast.js';
import type { FeedEvent } from '../rehearsal/feeds.js';
import { labelsOf, plain, type Labels } from '../rehearsal/labels.js';
import type { Told } from '../rehearsal/told.js';
import type { Place } from './material.js';
import type { Minutes } from './minutes.js';

/** What the material of a report is gathered from: a rehearsal as far as it went. */
export interface Source {
  readonly cast: Cast;
  readonly told: readonly Told[];
  readonly minutes: Minutes;
  readonly words: DirectoryWords;
}

/** The words of the directory that a report needs beside its labels. */
export interface DirectoryWords extends Labels {
  category(item: string): string;
  urgency(code: string): string;
  override(code: string): string;
  /** A unit with its agency, for people. */
  place(party: Party): Place;
  /** Minutes in which this kind should be answered, and help should be there. */
  aims(kind: string): { readonly decide?: number; readonly start?: number };
}

/** The words of a directory. */
export function directoryWords(data: DirectoryData): DirectoryWords {
  const labels = labelsOf(data);
  const categories = new Map(data.items.map(({ code, category }) => [code, plain(category)]));
  const urgencies = new Map(data.urgencies.map(({ code, label }) => [code, label]));
  const overrides = new Map(data.overrideReasons.map(({ code, label }) => [code, label]));
  const kinds = new Map(data.taskKinds.map((kind) => [kind.code, kind]));
  return {
    ...labels,
    category: (item) => categories.get(item) ?? 'other',
    urgency: (code) => urgencies.get(code) ?? plain(code),
    override: (code) => overrides.get(code) ?? plain(code),
    place: ({ agency, unit }) => ({ agency, name: labels.agency(agency), unit: plain(unit) }),
    aims: (code) => {
      const kind = kinds.get(code);
      return kind ? { decide: kind.decideWithinMinutes, start: kind.responseMinutes } : {};
    },
  };
}

/** What a task may say of its course beside what every task says; times are ISO 8601. Read where it is there. */
export interface Course {
  readonly exercise?: string;
  readonly acknowledgeBy?: string;
  readonly decideBy?: string;
  readonly startBy?: string;
  readonly completeBy?: string;
  readonly deadlines?: Partial<
    Readonly<Record<'acknowledgeBy' | 'decideBy' | 'startBy' | 'completeBy', string>>
  >;
  readonly businessStatus?: string;
  readonly responsible?: Party;
  readonly clocks?: readonly {
    readonly code: string;
    readonly startedAt?: string;
    readonly dueAt?: string;
    readonly extendedUntil?: string;
    readonly endedAt?: string;
    readonly endReason?: string;
  }[];
  readonly slots?: readonly { readonly slot: string; readonly state: string }[];
  readonly promises?: readonly { readonly by: Party; readonly dueBy?: string; readonly state: string }[];
}

/** The newest state of a task, with its course. */
export const stateOf = ({ cast }: Source, live: LiveTask): (Task & Course) | undefined =>
  cast.state(live) ?? cast.state(live, live.performer.agency);

/** An event of a task as its receiver was told it. */
export interface Entry {
  readonly live: LiveTask;
  readonly feed: FeedEvent;
}

/** Every event of every task, in the order of the ledger; each as its receiver has it, or else its sender. */
export function entriesOf({ cast }: Source): readonly Entry[] {
  const found = [...cast.tasks.values()].flatMap((live) => {
    const byId = new Map<string, FeedEvent>();
    for (const agency of [live.asker.agency, live.performer.agency]) {
      for (const feed of cast.feeds.ofTask(agency, live.id)) {
        const isReceiver = !feed.event.source.startsWith(`/${agency}/`);
        if (isReceiver || !byId.has(feed.event.id)) byId.set(feed.event.id, feed);
      }
    }
    return [...byId.values()].map((feed) => ({ live, feed }));
  });
  return found.sort((one, other) => one.feed.sequence - other.feed.sequence);
}

/** The unit that an event names as its source. */
export function senderIn({ event }: FeedEvent): Party {
  const [, agency = '', unit = ''] = event.source.split('/');
  return { agency, unit };
}

/** The last word but one of an event's type, such as `requested`. */
export const typeOf = ({ event }: FeedEvent): string => event.type.split('.')[2] ?? event.type;

/** The scenario minute of an instant that a task names: by the exercise's clock, or else counted from its request. */
export function minuteOfTime(
  time: string,
  {
    task,
    start,
    askedAt,
  }: { readonly task: Task & Course; readonly start: string; readonly askedAt: number },
): number {
  const minutesFrom = (from: string): number =>
    Math.round((Date.parse(time) - Date.parse(from)) / 6_000) / 10;
  return task.exercise === undefined ? askedAt + minutesFrom(task.requestedAt) : minutesFrom(start);
}

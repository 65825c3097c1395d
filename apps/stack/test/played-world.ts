import type { DirectoryData } from '#directory';
import { loadDirectory } from '#directory';
import type { Task } from '#domain';
import type { Cast, LiveTask } from '../src/rehearsal/cast.js';
import type { FeedEvent } from '../src/rehearsal/feeds.js';
import type { Told } from '../src/rehearsal/told.js';
import { Minutes } from '../src/report/minutes.js';
import { directoryWords, type Course, type Source } from '../src/report/source.js';

const directory: DirectoryData = loadDirectory();

/** Minute 0 of the played world. */
export const START = '2031-01-17T21:00:00.000Z';

const police = { agency: 'police', unit: 'control-room' };
const trust = { agency: 'mh-trust', unit: 'suite-north' };

/** A task of police for a suite of the trust. */
export const T1: LiveTask = {
  local: 'T1',
  id: 'id of T1',
  kind: 'place-of-safety-admission',
  caseLocal: 'K1',
  asker: police,
  performer: trust,
};

/** The instant of a scenario minute. */
export const minute = (count: number): string => new Date(Date.parse(START) + count * 60_000).toISOString();

/** One event of T1: its type and data as they are signed, and what is sealed beside it. */
export interface Said {
  readonly type: string;
  readonly by?: 'asker' | 'performer';
  readonly data?: object;
  readonly content?: object;
  readonly words?: object;
  /** The step of the script that it came of, at this minute; none where a service said it by itself. */
  readonly at?: number;
}

/** A rehearsal of one task as the feeds would show it: what was said, in the ledger's order, and the task at the end. */
export function playedWorld(
  said: readonly Said[],
  {
    task = {},
    begun = [0],
    told = [],
  }: {
    readonly task?: Partial<Task & Course>;
    /** Minutes that began, each with how many events came before it. */
    readonly begun?: readonly (number | readonly [minute: number, after: number])[];
    readonly told?: readonly Told[];
  } = {},
): Source {
  const entries = said.map((one, index) => entryOf(one, index));
  const state = { ...TASK, ...task } as Task & Course;
  let shown: readonly FeedEvent[] = entries;
  const cast = {
    tasks: new Map([[T1.local, T1]]),
    feeds: { ofTask: () => shown },
    state: () => state,
    scenario: { start: START, checks: [] },
  } as unknown as Cast;
  const minutes = new Minutes();
  for (const one of begun) {
    const [at, after] = typeof one === 'number' ? [one, 0] : one;
    shown = entries.slice(0, after);
    minutes.begins(at, cast);
  }
  shown = entries;
  said.forEach((one, index) => {
    if (one.at !== undefined) minutes.ends(playedAt(one.at, entries[index]));
  });
  told.forEach((one) => minutes.ends(one));
  return { cast, told, minutes, words: directoryWords(directory) };
}

const TASK = {
  id: T1.id,
  kind: T1.kind,
  asker: police,
  performer: trust,
  owner: police,
  status: 'requested',
  urgency: 'u2-within-hour',
  requestedAt: '2026-11-25T10:00:00.000Z',
};

function entryOf({ type, by = 'performer', data = {}, content = {}, words }: Said, index: number): FeedEvent {
  const { agency, unit } = T1[by];
  return {
    event: {
      id: `event-${index}`,
      source: `/${agency}/${unit}`,
      subject: T1.id,
      type: `concordat.task.${type}.v1`,
      data,
    },
    content,
    sequence: 2 ** 40 + index,
    recordedAt: new Date(Date.parse('2026-11-25T10:00:00.000Z') + index).toISOString(),
    ...(words && { words }),
  } as unknown as FeedEvent;
}

const playedAt = (at: number, entry: FeedEvent | undefined): Told =>
  ({
    step: { at },
    parcels: entry ? [{ eventId: entry.event.id, sequence: entry.sequence }] : [],
  }) as unknown as Told;

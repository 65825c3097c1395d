import type { RefusedItemReason } from '#domain';
import type { Step } from '../rehearsal/steps.js';
import { LEFT_OUT } from '../rehearsal/timeline.js';
import { plain } from '../rehearsal/labels.js';
import { wordsOfEvent } from './event-words.js';
import type { EventTold, Exception, Exceptions, TaskTold } from './material.js';
import { entriesOf, type DirectoryWords, type Source } from './source.js';

/** An attempt to tell an item that was not let through, as the audit service shows it. */
export interface StoppedRow {
  readonly task: string;
  readonly sender: string;
  readonly receiver: string;
  readonly item: string;
  readonly why: string;
  /** When the ledger took the report of it in, ISO 8601. */
  readonly recordedAt: string;
}

const DECLINED = [
  'rejected',
  'failed',
  'cancelled',
  'countered',
  'counter-refused',
  'handover-refused',
].concat(['held', 'entered-in-error', 'recalled']);
const UNANSWERED = ['expired', 'answered-late', 'overdue', 'handover-lapsed'];

/** All that went another way than asked and taken; `stopped` is what the audit log shows, undefined where it was not asked. */
export function exceptionsOf(
  source: Source,
  {
    events,
    tasks,
    stopped,
  }: {
    readonly events: readonly EventTold[];
    readonly tasks: readonly TaskTold[];
    readonly stopped: readonly StoppedRow[] | undefined;
  },
): Exceptions {
  const ofTypes = (...types: readonly string[]): readonly Exception[] =>
    events.filter(({ type }) => types.includes(type)).map(exceptionOf);
  return {
    declined: ofTypes(...DECLINED),
    unanswered: [...ofTypes(...UNANSWERED), ...tasks.flatMap((task) => silentOf(task, events))],
    escalated: ofTypes('escalated'),
    overridden: events
      .filter(({ override, type }) => override !== undefined || type === 'reviewed')
      .map(exceptionOf),
    refused: refusedOf(source),
    ...(stopped && { stopped: stoppedOf(source, stopped) }),
    notPlayed: notPlayed(source),
  };
}

function exceptionOf(event: EventTold): Exception {
  const { says, beside } = wordsOfEvent(event);
  const { minute, task, from } = event;
  return { minute, task, who: `${from.name}, ${from.unit}`, what: says, ...(beside && { beside }) };
}

/** By the minutes of the script nobody answered, and no event says so: the deadline runs on another clock. */
function silentOf({ local, to, times }: TaskTold, events: readonly EventTold[]): readonly Exception[] {
  if (events.some(({ task, type }) => task === local && type === 'expired')) return [];
  return times
    .filter(({ what, verdict, minute }) => what === 'decide' && verdict === 'missed' && minute === undefined)
    .map(({ from, allowed = 0 }) => ({
      minute: from + Math.round(allowed),
      task: local,
      who: `${to.name}, ${to.unit}`,
      what: 'has neither accepted nor declined by then',
      beside: 'by the minutes of the script; no event says so',
    }));
}

function notPlayed({ told, words }: Source): readonly Exception[] {
  return told
    .filter(({ fate }) => fate === 'not-played')
    .map(({ step, because }) => ({
      minute: step.at,
      ...(step.task !== undefined && { task: step.task }),
      who: speaker(step, words),
      what: [step.do, step.clock].flatMap((code) => (code === undefined ? [] : plain(code))).join(': '),
      ...(because !== undefined && { beside: because }),
    }));
}

const speaker = ({ by }: Step, words: DirectoryWords): string =>
  by === 'bus' ? 'The software' : words.unit(by);

function refusedOf({ told, words }: Source): readonly Exception[] {
  return told
    .filter(({ fate, refusal }) => fate === 'refused-as-expected' || refusal !== undefined)
    .map(({ step, because, failures, fate }) => ({
      minute: step.at,
      ...(step.task !== undefined && { task: step.task }),
      who: speaker(step, words),
      what: `${plain(step.do)}: ${because ?? failures.join(' ')}`,
      beside: fate === 'refused-as-expected' ? 'as the script expected' : 'the script did not expect that',
    }));
}

/** Attempts at one minute, to one agency and for one reason are one line. */
function stoppedOf(source: Source, rows: readonly StoppedRow[]): readonly Exception[] {
  const { words, minutes } = source;
  const entries = entriesOf(source).map(({ feed }) => ({
    at: Date.parse(feed.recordedAt),
    minute: minutes.of({
      id: feed.event.id,
      type: 'informed',
      sequence: feed.sequence,
      time: feed.event.time,
    }),
  }));
  const groups = new Map<
    string,
    { readonly row: StoppedRow; readonly minute: number; readonly items: string[] }
  >();
  for (const row of rows) {
    const before = entries.filter(({ at }) => at <= Date.parse(row.recordedAt));
    const minute = Math.max(0, ...before.map((one) => one.minute));
    const key = [minute, row.task, row.sender, row.receiver, row.why].join(' ');
    const group = groups.get(key) ?? { row, minute, items: [] };
    groups.set(key, group);
    if (!group.items.includes(words.item(row.item))) group.items.push(words.item(row.item));
  }
  return [...groups.values()]
    .map(({ row, minute, items }) => ({
      minute,
      task: row.task,
      who: words.agency(row.sender),
      what: `wanted to tell ${words.agency(row.receiver)}: ${items.join(', ')}`,
      beside: LEFT_OUT[row.why as RefusedItemReason] ?? plain(row.why),
    }))
    .sort((one, other) => one.minute - other.minute);
}

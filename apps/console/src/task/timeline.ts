import { plain, plainWords } from '../page/code-words.js';
import { DID, agencyName, shortType } from '../page/task-words.js';
import { whenText } from '../page/when.js';
import type { EventAnswer } from './task-answers.js';

/** One event as the timeline shows it. */
export interface TimelineEntry {
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly when: string;
  readonly texts: readonly string[];
}

/** What happened, the newest first. */
export const timelineOf = (events: readonly EventAnswer[]): readonly TimelineEntry[] =>
  [...events].sort((a, b) => b.version - a.version).map(entryOf);

function entryOf({ event, sender, recordedAt, content, words, warnings = [] }: EventAnswer): TimelineEntry {
  const { reason, outcome } = words;
  const { note, fact, promise } = content;
  return {
    title: `${agencyName(sender)} ${DID[shortType(event.type)] ?? plain(shortType(event.type))}`,
    by: `${plainWords(event.actorrole)}, ${words.unit?.name ?? agencyName(sender)}`,
    at: recordedAt,
    when: whenText(recordedAt),
    texts: [
      ...(reason ? [`Reason: ${reason.receiver.word}`] : codeText('Reason', event.data['reason'])),
      ...(outcome ? [`Outcome: ${outcome.receiver.word}`] : []),
      ...itemsText(event.data['items']),
      ...(fact ? [fact] : []),
      ...(promise ? [`Promise: ${promise}`] : []),
      ...(note ? [note] : []),
      ...warnings.flatMap(({ sentence }) => (sentence ? [`The law: ${sentence}`] : [])),
    ],
  };
}

const codeText = (name: string, code: unknown): readonly string[] =>
  typeof code === 'string' ? [`${name}: ${plain(code)}`] : [];

function itemsText(items: unknown): readonly string[] {
  if (!Array.isArray(items) || items.length === 0) return [];
  const codes = (items as readonly { readonly code: string }[]).map(({ code }) => plain(code));
  return [`Told: ${[...new Set(codes)].join(', ')}`];
}

/** Who did what last, for somebody whose step came too late: `Police cancelled this 3 seconds ago`. */
export function lastDid(events: readonly EventAnswer[], now: number): string | undefined {
  const [last] = [...events].sort((a, b) => b.version - a.version);
  if (!last) return undefined;
  const seconds = Math.max(0, Math.round((now - Date.parse(last.recordedAt)) / 1_000));
  const ago =
    seconds < 90
      ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'} ago`
      : `at ${whenText(last.recordedAt)}`;
  return `${agencyName(last.sender)} ${DID[shortType(last.event.type)] ?? 'did something'}, ${ago}.`;
}

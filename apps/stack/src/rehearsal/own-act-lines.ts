import { fromWire } from '#contracts';
import type { ClockState, TaskEvent } from '#domain';
import { lossyIn, statementsIn, type FeedEvent } from './feeds.js';
import { plain, type Labels } from './labels.js';
import type { Look } from './look.js';
import { Page, pad } from './page.js';
import { place, statementLine, wordLines } from './statement-lines.js';

/** On which task an act stands, and at which minute of the scenario, where that has to be said. */
export interface ActPlace {
  /** Local id of the task. */
  readonly task: string;
  readonly minute?: number | undefined;
  /** The instant of minute 0, ISO 8601. */
  readonly start: string;
}

/**
 * The lines that tell what a service did by itself: that a request was received, that a time passed, whom it called in, what it
 * had kept for this stage, or whom it told what another agency put right or found out of the person.
 */
export function ownActLines(
  entry: FeedEvent,
  at: ActPlace,
  { labels, look }: { readonly labels: Labels; readonly look: Look },
): readonly string[] {
  const page = new Page(look);
  const [, agency = '', unit = ''] = entry.event.source.split('/');
  const items = statementsIn(entry);
  const event = fromWire(entry.event);
  const what =
    event.type === 'informed' && items.length > 0
      ? `what it kept for this stage of ${at.task} goes by itself`
      : event.type === 'identified'
        ? identityText(event, items.length > 0, at.task)
        : actText(event, at, labels);
  const minute = at.minute === undefined ? '' : `at minute ${at.minute}, `;
  page.add(
    pad('>'),
    `${minute}${labels.unit({ agency, unit })}: ${what} (${place(entry.sequence)})`,
    'quiet',
  );
  items.forEach((item) => statementLine(page, item, labels));
  wordLines(page, lossyIn(entry));
  return page.lines;
}

function actText(event: TaskEvent, { task, start }: ActPlace, labels: Labels): string {
  switch (event.type) {
    case 'requested':
      return `asks again by itself (${task})`;
    case 'expired':
      return `nobody answered ${task} in time${event.outcome === undefined ? '' : `, which is recorded as ${plain(event.outcome)}`}: it ends, and whoever asked answers for it`;
    case 'overdue':
      return overdueText(event, task);
    case 'escalated':
      return `calls in ${event.to.map((party) => labels.unit(party)).join('; ')} on ${task}: ${plain(event.why)}`;
    case 'handover-lapsed':
      return `nobody answered the handover on ${task} in time: nothing passes`;
    case 'clock-told':
      return `tells on ${task}: ${event.clocks.map((clock) => clockText(clock, start)).join('; ')}`;
    case 'cancelled':
      return `withdraws ${task}: ${plain(event.reason)}`;
    case 'answered-late':
      return `the answer on ${task} came too late: it is recorded, and changes nothing`;
    default:
      return `${task} ${event.type}, said by the service itself`;
  }
}

const OVERDUE: Readonly<Record<string, string>> = {
  acknowledge: 'nobody has looked at it in time',
  start: 'the work has not begun in time',
  complete: 'it is not done in time',
  review: 'it is time to look at it again',
  promise: 'a promise was not kept in time',
};

function overdueText(
  { deadline, clock, percent }: Extract<TaskEvent, { type: 'overdue' }>,
  task: string,
): string {
  if (clock === undefined) return `${task}: ${OVERDUE[deadline] ?? `${deadline} is overdue`}`;
  const gone = percent === 100 ? 'is over' : `is ${percent ?? 0} % gone`;
  return `${task}: the time of the clock ${plain(clock)} ${gone}`;
}

function clockText(
  { code, startedAt, dueAt, extendedUntil, endedAt, endReason }: ClockState,
  start: string,
): string {
  const minute = (at: string): number => Math.floor((Date.parse(at) - Date.parse(start)) / 60_000);
  const name = `the clock ${plain(code)}`;
  if (endedAt !== undefined) return `${name} ended at minute ${minute(endedAt)}: ${plain(endReason ?? '')}`;
  const until = extendedUntil ?? dueAt;
  if (startedAt === undefined || until === undefined) return `${name} waits for its start`;
  return `${name} runs since minute ${minute(startedAt)}, until minute ${minute(until)}`;
}

function identityText(
  { identity }: Extract<TaskEvent, { type: 'identified' }>,
  withItems: boolean,
  task: string,
): string {
  const what = identity === 'reversed' ? 'taken back' : 'confirmed';
  return `passes on, on ${task}, ${withItems ? `that the identity is ${what}, with` : `only that the identity is ${what}`}`;
}

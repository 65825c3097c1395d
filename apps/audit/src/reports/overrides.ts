import type { OverrideRow } from '#storage';
import { rangesOf, type IndexRange } from '../index-ranges.js';
import type { Columns } from '../csv.js';
import { foundIn, lower, named, ukTime, ukTimes, type NamedParty, type Words } from './words.js';

/** How far the review of an override is. `no-time-said`: its event names no clause that would set a time. */
export type ReviewState = 'reviewed' | 'overdue' | 'due' | 'no-time-said';

/** An event that told items under an emergency override. */
export interface OverrideLine {
  readonly leafIndex: number;
  readonly eventId: string;
  readonly taskId: string;
  readonly mode: string;
  /** Ledger time. */
  readonly at: Date;
  /** When it was agreed, where that was before it was recorded: by telephone. */
  readonly occurredAt: Date | null;
  readonly from: NamedParty;
  readonly to: NamedParty;
  readonly task: string;
  readonly items: readonly { readonly code: string; readonly name: string; readonly rule: string }[];
  readonly reason: string;
  /** Role of who authorised it, in words. */
  readonly authorisedBy: string;
  readonly state: ReviewState;
  readonly dueBy: Date | null;
  /** Whole minutes by which the review is late; 0 while it is not. */
  readonly lateMinutes: number;
  /** Roles that may review it, in words. */
  readonly reviewers: readonly string[];
  readonly review: {
    readonly finding: string;
    readonly by: string;
    readonly at: Date;
    readonly leafIndex: number;
  } | null;
}

/** Overrides that nobody has reviewed who may: the most overdue first, then those that are due soonest. */
export interface OverridesReport {
  readonly overdue: number;
  readonly rows: readonly OverrideLine[];
  readonly leaves: readonly IndexRange[];
}

const MINUTE_MS = 60_000;

/** An override in words, as it stands at `now`. */
export function overrideLine(row: OverrideRow, words: Words, now: Date): OverrideLine {
  const late = row.dueBy === null || row.reviewed ? 0 : now.getTime() - row.dueBy.getTime();
  return {
    leafIndex: row.leafIndex,
    eventId: row.eventId,
    taskId: row.taskId,
    mode: row.mode,
    at: row.recordedAt,
    occurredAt: row.occurredAt,
    from: named(words, row.sender, row.senderUnit),
    to: named(words, row.receiver),
    task: words.kind(row.kind),
    items: row.items.map(({ item, rule }) => ({ code: item, name: words.item(item), rule })),
    reason: words.overrideReason(row.reason),
    authorisedBy: words.role(row.authorisedRole),
    state: row.reviewed ? 'reviewed' : row.dueBy === null ? 'no-time-said' : late > 0 ? 'overdue' : 'due',
    dueBy: row.dueBy,
    lateMinutes: Math.max(0, Math.floor(late / MINUTE_MS)),
    reviewers: row.reviewers.map((role) => words.role(role)),
    review: row.review && {
      finding: foundIn(row.review.finding),
      by: `${words.role(row.review.actorRole)}, ${words.agency(row.review.agency)}`,
      at: row.review.recordedAt,
      leafIndex: row.review.leafIndex,
    },
  };
}

/** The report on overrides that wait for a review at `now`. */
export function overridesReport(
  found: readonly OverrideRow[],
  wordsOf: (version: number) => Words,
  now: Date,
): OverridesReport {
  const rows = found
    .filter(({ reviewed }) => !reviewed)
    .map((row) => overrideLine(row, wordsOf(row.directoryVersion), now))
    .sort((a, b) => dueTime(a) - dueTime(b) || a.leafIndex - b.leafIndex);
  return {
    overdue: rows.filter(({ state }) => state === 'overdue').length,
    rows,
    leaves: rangesOf(rows.map(({ leafIndex }) => leafIndex)),
  };
}

const dueTime = ({ dueBy }: OverrideLine): number => dueBy?.getTime() ?? Number.MAX_SAFE_INTEGER;

/** The report as lines to read. */
export function overridesText({ rows, overdue }: OverridesReport): readonly string[] {
  if (rows.length === 0) return ['No override awaits its review.'];
  return [`${rows.length} to be reviewed, ${overdue} of them overdue`, '', ...rows.map(overrideText)];
}

/** One override as a line to read. */
export function overrideText(line: OverrideLine): string {
  const items = line.items.map(({ name }) => name).join(', ');
  const told = `  ${ukTimes(line)}: ${line.from.name} told ${line.to.name}: ${items}`;
  return `${told}, though no rule let it, because: ${lower(line.reason)}. Authorised by: ${line.authorisedBy}. ${reviewText(line)} [leaf ${line.leafIndex}]`;
}

function reviewText({ review, state, dueBy, lateMinutes, reviewers }: OverrideLine): string {
  if (review) return `Reviewed on ${ukTime(review.at)} by ${review.by}: ${review.finding}.`;
  const by = reviewers.length > 0 ? ` (by: ${reviewers.join(' or ')})` : '';
  if (state === 'overdue' && dueBy)
    return `Review overdue since ${ukTime(dueBy)}, ${spanText(lateMinutes)}${by}.`;
  return dueBy ? `To be reviewed by ${ukTime(dueBy)}${by}.` : `To be reviewed; no time is set${by}.`;
}

function spanText(minutes: number): string {
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2_880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1_440)} days`;
}

/** The rows as a table. */
export const OVERRIDE_COLUMNS: Columns<OverrideLine> = {
  leaf: ({ leafIndex }) => leafIndex,
  event: ({ eventId }) => eventId,
  task: ({ taskId }) => taskId,
  at: ({ at }) => at.toISOString(),
  occurred_at: ({ occurredAt }) => occurredAt?.toISOString(),
  from: ({ from }) => from.agency,
  from_unit: ({ from }) => from.unit,
  to: ({ to }) => to.agency,
  items: ({ items }) => items.map(({ code }) => code).join(' '),
  reason: ({ reason }) => reason,
  authorised_by: ({ authorisedBy }) => authorisedBy,
  state: ({ state }) => state,
  due_by: ({ dueBy }) => dueBy?.toISOString(),
  late_minutes: ({ lateMinutes }) => lateMinutes,
  reviewers: ({ reviewers }) => reviewers.join('; '),
  mode: ({ mode }) => mode,
};

import type { Person } from '#access';
import type { Read } from '../audit-service.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { shownRecorded, shownTime, type ShownTime } from '../times.js';
import { plain } from '../../page/code-words.js';
import type { Words } from '../words.js';

/** What is read of an override, as the audit service gives it. */
export interface OverrideRow {
  readonly leafIndex: number;
  readonly taskId: string;
  readonly mode: string;
  readonly kind: string | null;
  readonly sender: string;
  readonly senderUnit: string;
  readonly receiver: string;
  readonly items: readonly { readonly item: string; readonly rule: string }[];
  readonly reason: string;
  readonly authorisedRole: string;
  readonly dueBy: string | null;
  readonly reviewers: readonly string[];
  readonly recordedAt: string;
  /** When it was agreed, where that was before it was recorded. */
  readonly occurredAt: string | null;
  readonly review: {
    readonly agency: string;
    readonly actorRole: string;
    readonly finding: string;
    readonly recordedAt: string;
    readonly leafIndex: number;
  } | null;
}

/** How the review of an override stands, for a tag. */
export type ReviewState = 'Reviewed' | 'Overdue' | 'To be reviewed';

/** An override as a row of its page. */
export interface OverrideLine {
  readonly leaf: number;
  readonly proof: string;
  readonly at: ShownTime;
  readonly told: string;
  readonly items: string;
  readonly reason: string;
  readonly authorised: string;
  readonly state: ReviewState;
  readonly review: string;
  readonly reviewProof?: { readonly leaf: number; readonly href: string };
  readonly task: string;
  readonly story: string;
}

/** The page of overrides as its template shows it. */
export interface OverridesView {
  readonly title: string;
  readonly filters: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly rows: readonly OverrideLine[];
  readonly next?: string;
  readonly [name: string]: unknown;
}

const FILTERS = [
  ['', 'All'],
  ['false', 'Not reviewed'],
  ['true', 'Reviewed'],
] as const;

/** Overrides with how their reviews stand at `now`, ms since 1970. */
export function overridesView(
  { body, leaf }: Read<{ readonly rows: readonly OverrideRow[]; readonly next?: string }>,
  reviewed: string,
  {
    words,
    person,
    now,
  }: { readonly words: Words; readonly person: Pick<Person, 'role'>; readonly now: number },
): OverridesView {
  const at = (value: string): string => `/audit/overrides${value === '' ? '' : `?reviewed=${value}`}`;
  const glue = reviewed === '' ? '?' : '&';
  return {
    title: 'Reviews of emergency overrides',
    filters: FILTERS.map(([value, text]) => ({ text, href: at(value), current: value === reviewed })),
    rows: body.rows.map((row) => lineOf(row, words, now)),
    ...(body.next !== undefined && { next: `${at(reviewed)}${glue}after=${body.next}` }),
    reading: readingNote(leaf, person),
  };
}

function lineOf(row: OverrideRow, words: Words, now: number): OverrideLine {
  const { review, dueBy } = row;
  const state = review
    ? 'Reviewed'
    : dueBy !== null && Date.parse(dueBy) < now
      ? 'Overdue'
      : 'To be reviewed';
  return {
    leaf: row.leafIndex,
    proof: leafAddress(row.leafIndex),
    at: shownRecorded({ at: row.recordedAt, occurredAt: row.occurredAt }),
    told: `${words.party({ agency: row.sender, unit: row.senderUnit })} told ${words.agency(row.receiver)}`,
    items: row.items.map(({ item }) => words.item(item)).join(', '),
    reason: words.override(row.reason),
    authorised: words.role(row.authorisedRole),
    state,
    review: review ? reviewedText(review, words) : waitingText(row, words),
    ...(review && { reviewProof: { leaf: review.leafIndex, href: leafAddress(review.leafIndex) } }),
    task: row.mode === 'actual' ? words.kind(row.kind) : `${words.kind(row.kind)} (${row.mode})`,
    story: `/audit/tasks/${row.taskId}`,
  };
}

const reviewedText = (review: NonNullable<OverrideRow['review']>, words: Words): string =>
  `${shownTime(review.recordedAt).text}, by ${words.role(review.actorRole)}, ${words.agency(review.agency)}: ${plain(review.finding)}`;

function waitingText({ dueBy, reviewers }: OverrideRow, words: Words): string {
  const by = reviewers.length === 0 ? '' : `, by ${reviewers.map((role) => words.role(role)).join(' or ')}`;
  return dueBy === null ? `No time is set${by}` : `Due by ${shownTime(dueBy).text}${by}`;
}

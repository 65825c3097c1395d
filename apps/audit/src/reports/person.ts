import type { ItemState } from '#domain';
import type { FollowedDisclosure, Notice, OverrideRow, RefusedRow } from '#storage';
import { rangesOf, type IndexRange } from '../index-ranges.js';
import { overrideLine, type OverrideLine } from './overrides.js';
import { refusalLine, type RefusalLine } from './refusals.js';
import { toldLine, type ToldLine } from './told-line.js';
import { named, whyRecalled, whyRefused, type NamedParty, type Words } from './words.js';

/** What the log holds of the cases to which a person's tokens lead. */
export interface PersonFacts {
  readonly cases: readonly string[];
  readonly told: readonly FollowedDisclosure[];
  readonly refused: readonly RefusedRow[];
  readonly overrides: readonly OverrideRow[];
}

/** What became of something that was told. */
export interface Later {
  readonly what: 'corrected' | 'taken-back' | 'not-let-in';
  /** Why, in words; null for a correction. */
  readonly why: string | null;
  readonly at: Date;
  /** Whether a person at the agency that was told has looked at it. */
  readonly seen: boolean;
  readonly leafIndex: number;
}

/** What was told about the person, with who told it, why, and what became of it. */
export interface PersonRow extends ToldLine {
  /** The role of who told it, in words; "Software system" where no person did. */
  readonly role: string;
  /** Why there is no value, or how sure the value is, in words; null where there is nothing to add. */
  readonly because: string | null;
  /** Whose information it was, where it was passed on. */
  readonly passedOnFrom: NamedParty | null;
  /** True where it put right what had been told before. */
  readonly correction: boolean;
  readonly later: readonly Later[];
  /** Why somebody must look at it before it is released to the person; null where nothing says so. */
  readonly review: string | null;
}

/** Who was told what about a person: for a subject access request. No value stands in it, since the log opens none. */
export interface PersonReport {
  readonly cases: readonly string[];
  readonly rows: readonly PersonRow[];
  readonly refused: readonly RefusalLine[];
  readonly overrides: readonly OverrideLine[];
  /** How many rows are to be looked at before release. */
  readonly toReview: number;
  /** Every leaf that shows a line of this report. */
  readonly leaves: readonly IndexRange[];
  /** The queries that give these leaves with their proofs, one for each case. */
  readonly evidence: readonly string[];
}

/** UK GDPR art. 15(4); Data Protection Act 2018, Schedule 2, paragraph 16. */
const MAY_CONCERN_ANOTHER = 'to be reviewed before release: may concern another person';
const FROM_ANOTHER = 'to be reviewed before release: it came from another person, whom it may make known';

const STATES: Readonly<Record<ItemState, string | null>> = {
  known: null,
  'reported-unconfirmed': 'reported, and not confirmed',
  unknown: null,
  withheld: null,
  'out-of-date': 'known to be out of date',
  conflicting: 'sources disagreed',
};
const OTHER_PEOPLE = ['caller', 'family-or-friend', 'other-public'];

/** The report on a person, each row in the words of the directory that its event names; overrides as they stand at `now`. */
export function personReport(
  facts: PersonFacts,
  wordsOf: (version: number) => Words,
  now: Date,
): PersonReport {
  const rows = facts.told.map((row) => personRow(row, wordsOf(row.directoryVersion)));
  const refused = facts.refused.map((row) => refusalLine(row, wordsOf(row.directoryVersion)));
  const overrides = facts.overrides.map((row) => overrideLine(row, wordsOf(row.directoryVersion), now));
  return {
    cases: facts.cases,
    rows,
    refused,
    overrides,
    toReview: rows.filter(({ review }) => review !== null).length,
    leaves: rangesOf([
      ...rows.flatMap(({ leafIndex, later }) => [leafIndex, ...later.map((notice) => notice.leafIndex)]),
      ...refused.map(({ leafIndex }) => leafIndex),
      ...overrides.flatMap(({ leafIndex, review }) => [leafIndex, ...(review ? [review.leafIndex] : [])]),
    ]),
    evidence: facts.cases.map((id) => `/evidence?case=${id}`),
  };
}

const personRow = (row: FollowedDisclosure, words: Words): PersonRow => ({
  ...toldLine(row, words),
  role: words.role(row.actorType === 'person' ? row.actorRole : 'service'),
  because: becauseOf(row, words),
  passedOnFrom: row.originator === null ? null : named(words, row.originator),
  correction: row.corrects !== null,
  later: laterOf(row),
  review: reviewOf(row, words),
});

function becauseOf({ absent, state }: FollowedDisclosure, words: Words): string | null {
  if (absent !== null) return words.absent(absent);
  return Object.hasOwn(STATES, state) ? STATES[state as ItemState] : null;
}

/** In the order of their times. */
function laterOf(row: FollowedDisclosure): Later[] {
  const notices = (what: Later['what'], found: readonly Notice[], why: (reason: string) => string): Later[] =>
    found.map(({ at, leafIndex, reason, seenBy }) => ({
      what,
      why: reason === null ? null : why(reason),
      at,
      seen: seenBy.length > 0,
      leafIndex,
    }));
  const report = row.refusedBy ? [{ ...row.refusedBy, seenBy: [] }] : [];
  return [
    ...notices('not-let-in', report, whyRefused),
    ...notices('corrected', row.correctedBy, whyRecalled),
    ...notices('taken-back', row.recalledBy, whyRecalled),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** A gap tells nothing about anybody else; what the person said of themselves is theirs. */
function reviewOf({ category, item, sourceKind }: FollowedDisclosure, words: Words): string | null {
  if (category === 'absent') return null;
  if (words.isThirdParty(item)) return MAY_CONCERN_ANOTHER;
  return sourceKind !== null && OTHER_PEOPLE.includes(sourceKind) ? FROM_ANOTHER : null;
}

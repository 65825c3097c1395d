import type { AbsentReason, ItemState } from './items.js';
import { standing, type Said, type StandingItem } from './standing.js';
import { isOpen, type AgencyCode, type Party, type TaskStatus } from './task.js';

/** An item that a case should have, and the agencies that typically hold it. */
export interface WantedItem {
  readonly code: string;
  readonly heldBy: readonly AgencyCode[];
}

/** A request for named items. Times are ISO 8601 with an offset. */
export interface InformationRequest {
  readonly taskId: string;
  readonly to: AgencyCode;
  readonly items: readonly string[];
  readonly askedAt: string;
  readonly status: TaskStatus;
  /** Of the items, those on which the holder has said something. */
  readonly answered: readonly string[];
}

/** One item that is not known in a case. Times are ISO 8601 with an offset. */
export interface Gap {
  readonly code: string;
  /** What stands on it; `nothing-said` when nobody has said anything. */
  readonly state: ItemState | 'nothing-said';
  /** Why there is no value, by each agency that said so. */
  readonly reasons: readonly {
    readonly agency: AgencyCode;
    readonly absent: AbsentReason;
    readonly at: string;
  }[];
  /** True while somebody still has to ask: this is work, not an answer. */
  readonly todo: boolean;
  /** The agencies that could know and have not answered yet. */
  readonly couldKnow: readonly AgencyCode[];
  /** The agencies that hold the value and keep it back. */
  readonly withheldBy: readonly AgencyCode[];
  /** Who was asked, when, and whether an answer on this item may still come. */
  readonly asked: readonly {
    readonly agency: AgencyCode;
    readonly taskId: string;
    readonly at: string;
    readonly open: boolean;
  }[];
  /** Who is finding out, and by when. */
  readonly finding: readonly { readonly finder: Party; readonly expectedBy: string }[];
}

/** What is wanted of a case, what was said in it (oldest first), and what was asked. */
export interface CaseView {
  readonly wanted: readonly WantedItem[];
  readonly statements: readonly Said[];
  readonly requests: readonly InformationRequest[];
}

/** A gap is closed by these as by a value: there is none to find, it is told in words, or the person has chosen. */
const SETTLED: readonly AbsentReason[] = ['not-applicable', 'as-text', 'asked-declined'];

/** Whether one side's word on an item leaves nothing to find out: a value, or a reason after which there is none. */
export const closesGap = ({
  value,
  absent,
}: {
  readonly value?: unknown;
  readonly absent?: AbsentReason;
}): boolean => value !== undefined || (absent !== undefined && SETTLED.includes(absent));

/** Who gives one of these may know later, or under another spelling. */
const NO_ANSWER: readonly AbsentReason[] = [
  'not-asked',
  'searched-not-found',
  'temp-unknown',
  'not-performed',
  'record-unavailable',
  'unsupported',
  'error',
];

const SOMEBODY_ASKED: readonly AbsentReason[] = ['asked-unknown', 'asked-declined'];

/**
 * What is not known of the wanted items, in their order. A value closes a gap also while it is unconfirmed, but not while
 * values differ or when it is out of date. So does a reason after which there is nothing to find out, if no other stands
 * beside it: a person who would not say has made a choice and is not asked again.
 */
export function gapsOf({ wanted, statements, requests }: CaseView): readonly Gap[] {
  const stands = new Map(standing(statements).map((item) => [item.code, item]));
  return wanted
    .filter(({ code }) => isGap(stands.get(code)))
    .map((item) => gapOf(item, stands.get(item.code), requests));
}

function isGap(item: StandingItem | undefined): boolean {
  if (item === undefined || item.state === 'conflicting' || item.state === 'out-of-date') return true;
  if (item.statements.some(({ statement }) => statement.value !== undefined)) return false;
  return reasonsOf(item).some(({ absent }) => !SETTLED.includes(absent));
}

function gapOf(
  { code, heldBy }: WantedItem,
  item: StandingItem | undefined,
  requests: readonly InformationRequest[],
): Gap {
  const about = requests.filter(({ items }) => items.includes(code));
  return {
    code,
    state: item?.state ?? 'nothing-said',
    reasons: item ? reasonsOf(item) : [],
    todo: item !== undefined && isTodo(item),
    couldKnow: heldBy.filter((agency) => mayKnow(agency, code, item, about)),
    withheldBy: [...new Set((item?.statements ?? []).flatMap(({ statement }) => statement.heldBy ?? []))],
    asked: about.map((request) => ({
      agency: request.to,
      taskId: request.taskId,
      at: request.askedAt,
      open: isOpen(request) && !request.answered.includes(code),
    })),
    finding: (item?.statements ?? []).flatMap(({ statement: { finder, expectedBy } }) =>
      finder && expectedBy !== undefined ? [{ finder, expectedBy }] : [],
    ),
  };
}

const reasonsOf = ({ statements }: StandingItem): Gap['reasons'] =>
  statements.flatMap(({ from, at, statement: { absent } }) =>
    absent === undefined ? [] : [{ agency: from, absent, at }],
  );

// What an agency said counts; if nothing of it stands here, that it answered.
function mayKnow(
  agency: AgencyCode,
  code: string,
  item: StandingItem | undefined,
  about: readonly InformationRequest[],
): boolean {
  const own = (item?.statements ?? []).filter(
    ({ from, statement }) => (statement.originator ?? from) === agency,
  );
  if (own.length === 0) return !about.some(({ to, answered }) => to === agency && answered.includes(code));
  return own.every(({ statement: { absent } }) => absent !== undefined && NO_ANSWER.includes(absent));
}

// A search of records does not ask the person: only an answer that somebody got later does away with the work.
function isTodo(item: StandingItem): boolean {
  const reasons = reasonsOf(item).map(({ absent }) => absent);
  const last = reasons.lastIndexOf('not-asked');
  return last >= 0 && !reasons.slice(last + 1).some((reason) => SOMEBODY_ASKED.includes(reason));
}

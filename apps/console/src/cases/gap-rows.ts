import type { Gap } from '#domain';
import { absentText, itemTag, plainWords, type StatusTag } from '../page/code-words.js';
import { whenText } from '../page/when.js';
import { unitName } from './case-known.js';
import type { CaseNames, GapsAnswer } from './case-answers.js';

/** One thing that is not known of the person. */
export interface GapRow {
  readonly name: string;
  readonly tag: StatusTag;
  /** True where somebody still has to ask. */
  readonly todo: boolean;
  readonly why: readonly string[];
  readonly couldKnow: readonly string[];
  /** Where a request for it begins; absent where nobody who could know may be asked. */
  readonly ask?: string;
  readonly asked: readonly { readonly text: string; readonly href: string }[];
  readonly finding: readonly string[];
}

/** Why something that was said is not known all the same. */
const STANDS: Readonly<Record<string, string>> = {
  'nothing-said': 'Nobody has said anything',
  conflicting: 'Sources differ, as shown above',
  'out-of-date': 'What was said is out of date',
};

/** The gap list of a case: what still has to be asked first. */
export function gapRows(
  { gaps, mayBeAsked, names }: GapsAnswer,
  of: { readonly caseId: string; readonly mode?: string | undefined },
): readonly GapRow[] {
  const rows = gaps.map((gap) => ({
    ...gapRow(gap, names),
    ...(gap.couldKnow.some((agency) => mayBeAsked.includes(agency)) && { ask: askAddress(gap.code, of) }),
  }));
  return [...rows.filter(({ todo }) => todo), ...rows.filter(({ todo }) => !todo)];
}

const askAddress = (
  wanted: string,
  { caseId, mode = '' }: { readonly caseId: string; readonly mode?: string | undefined },
): string => `/ask?${new URLSearchParams({ case: caseId, mode, wanted }).toString()}`;

function gapRow(gap: Gap, names: CaseNames): GapRow {
  const agency = (code: string): string => names.agencies[code] ?? code;
  return {
    name: names.items[gap.code] ?? plainWords(gap.code),
    tag: itemTag(gap.state),
    todo: gap.todo,
    why: [
      ...(STANDS[gap.state] === undefined ? [] : [STANDS[gap.state] as string]),
      ...gap.reasons.map(
        ({ agency: by, absent, at }) => `${absentText(absent)} (${agency(by)}, ${whenText(at)})`,
      ),
      ...gap.withheldBy.map((by) => `${agency(by)} has it and keeps it back`),
    ],
    couldKnow: gap.couldKnow.map(agency),
    asked: gap.asked.map(({ agency: to, taskId, at, open }) => ({
      text: `${agency(to)}, ${whenText(at)}${open ? ': answer still open' : ''}`,
      href: `/tasks/${taskId}`,
    })),
    finding: gap.finding.map(
      ({ finder, expectedBy }) => `${unitName(finder, names)} is finding out, by ${whenText(expectedBy)}`,
    ),
  };
}

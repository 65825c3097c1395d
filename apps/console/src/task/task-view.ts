import type { Person } from '#access';
import { isClosed } from '#domain';
import {
  absentText,
  itemTag,
  plain,
  plainWords,
  sourceText,
  valueText,
  type StatusTag,
} from '../page/code-words.js';
import { DEADLINES, NOTICES, STEPS, agencyName, standingTag } from '../page/task-words.js';
import { clockText, leftText, whenText } from '../page/when.js';
import type { EventAnswer, ItemAnswer, Party, StepAnswer, TaskAnswer, WordPair } from './task-answers.js';
import { timelineOf, type TimelineEntry } from './timeline.js';

/** All that the services tell of one task. */
export interface TaskSource {
  readonly answer: TaskAnswer;
  readonly events: readonly EventAnswer[];
  readonly steps: readonly StepAnswer[];
  /** ms since 1970. */
  readonly now: number;
  readonly person: Pick<Person, 'agency'>;
}

/** One line of a summary. */
interface Fact {
  readonly key: string;
  readonly text: string;
  readonly due?: string;
}

/** One item as the page shows it. */
export interface ItemView {
  readonly label: string;
  readonly tag: StatusTag;
  readonly text: string;
  readonly details: readonly string[];
  readonly from: string;
  readonly when: string;
}

/** One thing that is not known on a task. */
interface GapView {
  readonly code: string;
  readonly label: string;
  readonly text: string;
  /** Whether this agency may ask anybody for it. */
  readonly canBeAsked: boolean;
}

/** A task as its template shows it. */
export interface TaskView {
  readonly title: string;
  readonly id: string;
  readonly caseId: string;
  readonly tag: StatusTag;
  readonly mode?: string;
  readonly facts: readonly Fact[];
  readonly deadlines: readonly Fact[];
  readonly words: readonly string[];
  readonly items: readonly ItemView[];
  /** What the task needs and nobody has told on it; none once it is closed. */
  readonly gaps: readonly GapView[];
  /** With what a request for a gap begins. */
  readonly asking: { readonly mode: string; readonly unit: string };
  readonly later: readonly string[];
  readonly notices: readonly {
    readonly eventId: string;
    readonly text: string;
    readonly isReview: boolean;
  }[];
  readonly timeline: readonly TimelineEntry[];
  readonly steps: readonly { readonly step: string; readonly text: string; readonly isMain: boolean }[];
  readonly unit: string;
  readonly isPending: boolean;
  /** Changes with everything that this page shows. */
  readonly version: string;
  readonly [name: string]: unknown;
}

/** Steps that most often come next, as main buttons. */
const MAIN: readonly string[] = [
  'receive',
  'accept',
  'start',
  'complete',
  'accept-handover',
  'accept-counter',
  'resume',
];

/** The unit of this agency on the task: the performer's where both are its own. */
export function ownUnit({ task }: TaskAnswer, agency: string | undefined): string {
  const own = [task?.performer, task?.asker].find((party) => party?.agency === agency);
  return own?.unit ?? '';
}

/** A task of which at least the request is recorded. */
export function taskView({ answer, events, steps, now, person }: TaskSource): TaskView {
  const { task, taskId, caseId, pending, words } = answer;
  const { agency = '' } = person;
  const kind = words.kind?.receiver.word ?? plainWords(task?.kind ?? 'task');
  return {
    title: plainWords(kind),
    id: taskId,
    caseId,
    tag: standingTag(task?.status ?? 'not-recorded', task?.businessStatus),
    ...(task && task.mode !== 'actual' && { mode: plainWords(task.mode) }),
    facts: factsOf(answer, agency),
    deadlines: deadlinesOf(task, now),
    words: wordsOf(answer, agency),
    items: answer.items.map(itemView),
    gaps: task && !isClosed(task) ? answer.gaps.map(gapView) : [],
    asking: { mode: task?.mode ?? '', unit: ownUnit(answer, agency) },
    later: answer.kept
      .filter(({ ended }) => ended === undefined)
      .map(
        ({ item, stage }) =>
          `${plainWords(item)}: ${stage === 'accepted' ? 'goes when they accept' : `goes at ${plain(stage)}`}`,
      ),
    notices: answer.notices
      .filter(({ to, closedAt }) => to === agency && closedAt === undefined)
      .map(({ eventId, kind: what, dueBy }) => ({
        eventId,
        text: `${NOTICES[what] ?? plainWords(what)}${dueBy ? `, by ${whenText(dueBy)}` : ''}`,
        isReview: what === 'overridden',
      })),
    timeline: timelineOf(events),
    steps: steps.map(({ step }) => ({
      step,
      text: STEPS[step] ?? plainWords(step),
      isMain: MAIN.includes(step),
    })),
    unit: ownUnit(answer, agency),
    isPending: pending !== undefined,
    version: `${task?.version ?? 0} ${pending ?? ''} ${answer.notices.filter(({ closedAt }) => closedAt).length}`,
  };
}

const gapView = ({ code, label, mayTell }: TaskAnswer['gaps'][number]): GapView => ({
  code,
  label,
  text:
    mayTell.length > 0
      ? `${mayTell.map(({ name }) => name).join(' or ')} could know`
      : 'Nobody whom you may ask is known to hold it',
  canBeAsked: mayTell.length > 0,
});

const partyText = ({ agency, unit }: Party, own: string): string =>
  agency === own ? `Us (${plain(unit)})` : `${agencyName(agency)} (${plain(unit)})`;

function factsOf({ task, words }: TaskAnswer, own: string): readonly Fact[] {
  if (!task)
    return [{ key: 'Status', text: 'The request is not recorded yet: they do not have it. Telephone them.' }];
  const { urgency } = words;
  const grade = urgency?.grade;
  const minutes =
    grade && grade.minutes !== null ? `, ${grade.minutes} minutes to ${plain(grade.clockTo)}` : '';
  const graded = grade ? ` (${grade.word} on the scale ${grade.scale}${minutes})` : '';
  return [
    { key: 'Asked by', text: partyText(task.asker, own) },
    { key: 'Asked of', text: partyText(task.performer, own) },
    { key: 'Who has it now', text: partyText(task.owner, own) },
    ...(task.responsible
      ? [{ key: 'Who answers for the person', text: partyText(task.responsible, own) }]
      : []),
    { key: 'Urgency', text: `${urgency?.band.label ?? ''}${graded}` },
    { key: 'Asked', text: whenText(task.requestedAt) },
    ...(task.occurredAt ? [{ key: 'Asked by telephone', text: whenText(task.occurredAt) }] : []),
    ...(task.acceptanceOccurredAt
      ? [{ key: 'Accepted by telephone', text: whenText(task.acceptanceOccurredAt) }]
      : []),
    ...(task.slots ?? []).map(({ slot, state }) => ({ key: plainWords(slot), text: plainWords(state) })),
    ...reasonFacts(words),
  ];
}

const reasonFacts = ({ reason, outcome }: TaskAnswer['words']): readonly Fact[] => [
  ...(reason ? [{ key: 'Reason', text: bothText(reason) }] : []),
  ...(outcome ? [{ key: 'Outcome', text: bothText(outcome) }] : []),
];

const bothText = ({ sender, receiver }: WordPair): string =>
  sender.word === receiver.word
    ? plainWords(receiver.word)
    : `${plainWords(receiver.word)} (they say: ${sender.word})`;

function deadlinesOf(task: TaskAnswer['task'], now: number): readonly Fact[] {
  if (!task) return [];
  const { status, handover, promises = [], clocks = [] } = task;
  const is = (...statuses: readonly string[]): boolean => statuses.includes(status);
  const open = is('requested', 'received', 'accepted', 'in-progress', 'on-hold');
  const times: readonly (readonly [string, string | undefined, boolean])[] = [
    [DEADLINES['acknowledge'] ?? '', task.acknowledgeBy, is('requested')],
    [DEADLINES['decide'] ?? '', task.decideBy, is('requested', 'received')],
    [DEADLINES['start'] ?? '', task.startBy, is('requested', 'received', 'accepted')],
    [DEADLINES['complete'] ?? '', task.completeBy, open],
    [DEADLINES['review'] ?? '', task.reviewAt, is('on-hold')],
    [DEADLINES['handover'] ?? '', handover?.lapsesAt, open],
    ...promises.map(({ dueBy, state }) => ['Promise', dueBy, state === 'open'] as const),
    ...clocks.map(
      ({ code, dueAt, extendedUntil, endedAt }) =>
        [`Clock: ${plainWords(code)}`, extendedUntil ?? dueAt, endedAt === undefined] as const,
    ),
  ];
  return times.flatMap(([key, due, counts]) =>
    counts && due !== undefined ? [{ key, due, text: `${clockText(due)}, ${leftText(due, now)}` }] : [],
  );
}

/** The sender's own word where it differs from ours, and what is lost between them. */
function wordsOf({ words, task }: TaskAnswer, own: string): readonly string[] {
  const { kind } = words;
  if (!kind || task?.asker.agency === own || kind.sender.word === kind.receiver.word) return [];
  return [`They call it “${kind.sender.word}”. ${kind.sentence}`];
}

/** What is known of an item, or why it is not. */
export function itemView(item: ItemAnswer): ItemView {
  const { label, state, agency, value, absent, recalled, refused, inWords } = item;
  const taken = recalled !== undefined ? `Taken back: ${plain(recalled)}. Do not use it.` : undefined;
  const kept = refused !== undefined ? `Not let in: ${plain(refused)}` : undefined;
  const said = inWords
    ? bothText(inWords)
    : value !== undefined
      ? valueText(value)
      : absent
        ? absentText(absent)
        : '';
  return {
    label,
    tag: itemTag(recalled === undefined ? state : 'withheld'),
    text: taken ?? kept ?? said,
    details: detailsOf(item),
    from: agencyName(agency),
    when: whenText(item.recordedAt),
  };
}

function detailsOf(item: ItemAnswer): readonly string[] {
  const {
    sourcekind,
    source,
    confidence,
    note,
    searchedSystem,
    searchedFor,
    searchedat,
    heldby,
    finder,
    expectedby,
    obtainedat,
  } = item;
  return [
    ...(sourcekind
      ? [`From ${source ?? sourceText(sourcekind)}${obtainedat ? `, ${whenText(obtainedat)}` : ''}`]
      : []),
    ...(confidence ? [`Confidence: ${confidence}`] : []),
    ...(searchedFor
      ? [
          `Searched ${searchedSystem ?? 'their records'} for ${searchedFor}${searchedat ? `, ${whenText(searchedat)}` : ''}`,
        ]
      : []),
    ...(heldby ? [`Held by ${agencyName(heldby)}`] : []),
    ...(finder ? [`${agencyName(finder.agency)} (${plain(finder.unit)}) is finding out`] : []),
    ...(expectedby ? [`Expected by ${whenText(expectedby)}`] : []),
    ...(note ? [note] : []),
  ];
}

import { isClosed } from '#domain';
import { capital, plainWords, statusTag, type StatusTag } from '../page/code-words.js';
import { durationText, whenText } from '../page/when.js';
import { knownItems, shownIdentity, unitName, type ShownIdentity, type ShownItem } from './case-known.js';
import { gapRows, type GapRow } from './gap-rows.js';
import type { CaseAnswer, CaseTask, GapsAnswer, RunningClock } from './case-answers.js';

/** A case as its template shows it. */
export interface CaseView {
  readonly title: string;
  /** The name or the newest alias of the person; never in the title, which browsers keep. */
  readonly heading: string;
  readonly isExercise: boolean;
  readonly treatAsChild: boolean;
  readonly answering: { readonly who: string; readonly how: string } | undefined;
  readonly closed: string | undefined;
  readonly clocks: readonly ShownClock[];
  readonly items: readonly ShownItem[];
  readonly differing: number;
  readonly gaps: readonly GapRow[];
  readonly toAsk: number;
  readonly tasks: readonly ShownTask[];
  readonly openTasks: number;
  readonly identity: ShownIdentity;
  readonly notes: readonly { readonly who: string; readonly when: string; readonly text: string }[];
  readonly [name: string]: unknown;
}

/** A clock of the law. */
export interface ShownClock {
  readonly name: string;
  /** "3 hours 20 minutes left", "over by 5 minutes", "not started yet", "ended". */
  readonly left: string;
  readonly tag: StatusTag;
  readonly facts: readonly string[];
}

/** A task as the task list of the design system takes it. */
interface ShownTask {
  readonly title: { readonly text: string };
  readonly href: string;
  readonly hint?: { readonly text: string };
  readonly status: { readonly tag: StatusTag };
}

/** Everything that the person's own service tells of a case, in the order in which somebody on shift needs it. */
export function caseView(answer: CaseAnswer, gaps: GapsAnswer): CaseView {
  const { file, identity, names, tasks, entries } = answer;
  const missing = new Set(gaps.gaps.map(({ code }) => code));
  const mode = file?.mode ?? tasks.find(({ task }) => task)?.task?.mode;
  const { caseId } = answer;
  const [items, gapList] = [knownItems(answer, missing), gapRows(gaps, { caseId, mode })];
  return {
    title: `Case ${answer.caseId.slice(-6)}`,
    heading: headingOf(answer),
    isExercise: mode !== undefined && mode !== 'actual',
    treatAsChild: answer.agePrecaution === 'treat-as-child',
    answering: answeringOf(answer),
    closed:
      file?.closedAt === undefined ? undefined : `Closed ${whenText(file.closedAt)}: ${file.outcome ?? ''}`,
    clocks: answer.clocks.map((clock) => shownClock(clock, answer)),
    items,
    differing: items.filter(({ differs }) => differs).length,
    gaps: gapList,
    toAsk: gapList.filter(({ todo }) => todo).length,
    tasks: [...tasks].sort(openFirst).map((task) => shownTask(task, answer)),
    openTasks: tasks.filter(({ task }) => !task || !isClosed(task)).length,
    identity: shownIdentity({ identity, names }),
    notes: entries.flatMap(({ at, by, entry }) =>
      typeof entry['note'] === 'string' && entry['state'] === undefined
        ? [{ who: unitName(by, names), when: whenText(at), text: entry['note'] }]
        : [],
    ),
  };
}

function headingOf({ identity: { name, status } }: CaseAnswer): string {
  if (typeof name !== 'string' || name === '') return 'A person without a name';
  return status === 'confirmed' ? name : `“${name}”`;
}

const HOW = {
  handover: 'took over the person',
  'first-request': 'asked first, and nobody has taken over the person',
  'case-file': 'opened the case; nobody was asked yet',
} as const;

function answeringOf({ answering, names }: CaseAnswer): CaseView['answering'] {
  if (!answering) return undefined;
  const { party, by, since } = answering;
  return { who: capital(unitName(party, names)), how: `${HOW[by]}, ${whenText(since)}` };
}

function shownClock(clock: RunningClock, { names }: CaseAnswer): ShownClock {
  const { startedAt, startedBy, dueAt, extendedUntil, endedAt, endReason, disputedStarts = [] } = clock;
  const by = startedBy ? ` by ${unitName(startedBy, names)}` : '';
  return {
    name: names.clocks[clock.code] ?? plainWords(clock.code),
    ...timeLeft(clock),
    facts: [
      startedAt === undefined ? '' : `Started ${whenText(startedAt)}${by}`,
      dueAt === undefined ? '' : `Ends ${whenText(extendedUntil ?? dueAt)}`,
      extendedUntil === undefined
        ? ''
        : `Made longer: it would have ended ${whenText(dueAt ?? extendedUntil)}`,
      endedAt === undefined
        ? ''
        : `Ended ${whenText(endedAt)}${endReason ? `: ${plainWords(endReason)}` : ''}`,
      ...disputedStarts.map(({ at, by: who }) => `${unitName(who, names)} says it started ${whenText(at)}`),
    ].filter((fact) => fact !== ''),
  };
}

/** Under this many minutes a clock needs somebody soon. */
const SOON = 180;

function timeLeft({ endedAt, startedAt, remainingMinutes }: RunningClock): Pick<ShownClock, 'left' | 'tag'> {
  const tag = (text: string, colour: string): StatusTag => ({
    text,
    classes: `govuk-tag--${colour} concordat-tag`,
  });
  if (endedAt !== undefined) return { left: 'Runs no more', tag: tag('Ended', 'grey') };
  if (startedAt === undefined || remainingMinutes === undefined)
    return { left: 'Not started yet', tag: tag('Waiting', 'grey') };
  if (remainingMinutes < 0)
    return { left: `Over by ${durationText(-remainingMinutes)}`, tag: tag('Time is over', 'red') };
  const left = `${durationText(remainingMinutes)} left`;
  return { left, tag: remainingMinutes < SOON ? tag('Ends soon', 'orange') : tag('Running', 'blue') };
}

function openFirst(one: CaseTask, other: CaseTask): number {
  const closed = ({ task }: CaseTask): number => (task && isClosed(task) ? 1 : 0);
  return closed(one) - closed(other);
}

function shownTask({ taskId, task }: CaseTask, { names }: CaseAnswer): ShownTask {
  const href = `/tasks/${taskId}`;
  if (!task) {
    const tag = { text: 'Not recorded yet', classes: 'govuk-tag--red concordat-tag' };
    return { title: { text: 'A request that waits to be recorded' }, href, status: { tag } };
  }
  const between = `${capital(unitName(task.asker, names))} asked ${unitName(task.performer, names)}`;
  const owner = isClosed(task) ? '' : `. ${capital(unitName(task.owner, names))} answers for the task`;
  return {
    title: { text: names.kinds[task.kind] ?? plainWords(task.kind) },
    href,
    hint: { text: `${between}${owner}` },
    status: { tag: statusTag(task.status) },
  };
}

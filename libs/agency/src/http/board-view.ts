import {
  ATTENTION_LEVELS,
  attentionOf,
  compareAttention,
  type Attention,
  type AttentionLevel,
  type Mode,
  type Party,
  type Task,
} from '#domain';
import type { NoticeRow, TaskRow, UnsentWord } from '#storage';
import { byTask } from './by-task.js';
import { shownUnit, type Reader, type ShownUnit } from './shown-words.js';
import { shownGrade, wordFor, type NamedCode, type ShownGrade } from './named-codes.js';

/** A word that the other agency does not have, and about which nobody has telephoned. */
interface UnsentRow {
  readonly eventId: string;
  readonly type: string;
  readonly state: UnsentWord['state'];
  readonly since: string;
}

/** One task on a board. Times are ISO 8601 in UTC. */
export interface BoardRow extends Attention {
  readonly taskId: string;
  readonly caseId: string;
  readonly kind: NamedCode;
  readonly urgency: NamedCode;
  /** The asker's own grade with its own promise, where it gave one. */
  readonly grade?: ShownGrade;
  readonly mode: Mode;
  readonly asker: ShownUnit;
  readonly performer: ShownUnit;
  /** On which side this agency stands; both for a task between its own units. */
  readonly sides: readonly ('asker' | 'performer')[];
  /** `not-recorded` while the request itself is not on the ledger. */
  readonly status: string;
  readonly businessStatus?: string;
  readonly owner?: ShownUnit;
  /** The time of the task: of its exercise, or of the ledger. Its deadlines count by it. */
  readonly now: string;
  readonly exercise?: string;
  readonly requestedAt: string;
  readonly changedAt: string;
  /** Rises with each event of the task. */
  readonly version: number;
  readonly unsent: readonly UnsentRow[];
  /** Where the other agency answers, where something was not sent and the directory knows a number. */
  readonly telephone?: string;
  /** Events that nobody of this agency has looked at. */
  readonly unseen: readonly string[];
}

/** What a board is made of. */
export interface BoardSource {
  readonly tasks: readonly TaskRow[];
  readonly unsent: readonly UnsentWord[];
  readonly notices: readonly NoticeRow[];
  readonly gaps: ReadonlyMap<string, number>;
  /** The time of each exercise that is played; the time of the ledger for the rest. ISO 8601. */
  readonly timeOf: (exercise: string | undefined) => string;
  readonly units?: readonly string[] | undefined;
}

/** Rows with the most pressing first, and how many there are of each level. */
export interface BoardRows {
  readonly rows: readonly BoardRow[];
  readonly counts: Readonly<Record<AttentionLevel, number>>;
}

/** A board of these tasks, in the words of the reader. */
export function boardRows(source: BoardSource, reader: Reader): BoardRows {
  const unsent = byTask(source.unsent);
  const notices = byTask(source.notices);
  const rows = source.tasks.flatMap((row) => {
    const words = unsent.get(row.taskId) ?? [];
    const facts = { words, notices: notices.get(row.taskId) ?? [], source, reader };
    const said = row.task ?? requestIn(words);
    return said ? [boardRow(row, said, facts)] : [];
  });
  const counts = Object.fromEntries(
    ATTENTION_LEVELS.map((level) => [level, rows.filter((row) => row.level === level).length]),
  ) as BoardRows['counts'];
  const sorted = rows.sort((a, b) => compareAttention(ranked(a), ranked(b)));
  return { rows: sorted, counts };
}

const ranked = (row: BoardRow) => ({ ...row, urgency: row.urgency.code, since: row.requestedAt });

/** What a request says that is not on the ledger yet. */
type Said = Pick<Task, 'kind' | 'urgency' | 'grade' | 'mode' | 'asker' | 'performer' | 'exercise'> & {
  readonly at?: string;
};

/** Only the command that asked says what a task is of which nothing is recorded. */
const requestIn = (words: readonly UnsentWord[]): Said | undefined =>
  words
    .map(({ command }) => command as Said & { readonly type: string })
    .find(({ type }) => type === 'request');

interface RowFacts {
  readonly words: readonly UnsentWord[];
  readonly notices: readonly NoticeRow[];
  readonly source: BoardSource;
  readonly reader: Reader;
}

function boardRow(row: TaskRow, said: Said, { words, notices, source, reader }: RowFacts): BoardRow {
  const { task, taskId, caseId } = row;
  const { agency } = reader;
  const { units, gaps, timeOf } = source;
  const now = timeOf(said.exercise);
  const [worst] = [...words].sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  const attention = attentionOf(task, {
    reader: { agency, ...(units && { units }) },
    ...(worst && { unsent: worst.state }),
    notices: notices.map(({ kind, dueBy }) => ({ kind, ...(dueBy && { dueAt: dueBy.toISOString() }) })),
    gaps: gaps.get(taskId) ?? 0,
    now,
  });
  const shown = (party: Party): ShownUnit => shownUnit(party, reader);
  const since = iso(task?.requestedAt ?? said.at ?? row.updatedAt);
  const grade = said.grade === undefined ? undefined : shownGrade(said.grade, reader);
  return {
    ...attention,
    taskId,
    caseId,
    kind: { code: said.kind, label: wordFor('taskKind', said.kind, reader) },
    urgency: { code: said.urgency, label: reader.directory.urgency(said.urgency)?.label ?? said.urgency },
    ...(grade && { grade }),
    mode: said.mode,
    asker: shown(said.asker),
    performer: shown(said.performer),
    sides: (['asker', 'performer'] as const).filter((side) => said[side].agency === agency),
    status: task?.status ?? 'not-recorded',
    ...(task?.businessStatus && { businessStatus: task.businessStatus }),
    ...(task && { owner: shown(task.owner) }),
    now,
    ...(said.exercise && { exercise: said.exercise }),
    requestedAt: since,
    changedAt: iso(row.updatedAt),
    version: task?.version ?? 0,
    unsent: words.map((word) => ({
      eventId: word.eventId,
      type: word.type,
      state: word.state,
      since: word.since.toISOString(),
    })),
    ...(words.length > 0 && telephoneOf(said, reader)),
    unseen: [...new Set(notices.map(({ eventId }) => eventId))],
  };
}

function telephoneOf({ asker, performer }: Said, { directory, agency }: Reader): { telephone?: string } {
  const other = [asker, performer].find((party) => party.agency !== agency);
  const number = other && directory.agency(other.agency)?.telephone;
  return number === undefined ? {} : { telephone: number };
}

const WORST: readonly UnsentWord['state'][] = ['expired-unsent', 'refused', 'queued'];
const iso = (time: string | Date): string => new Date(time).toISOString();

import { plainWords, type StatusTag } from '../page/code-words.js';
import { DEADLINES, NOTICES, agencyName, standingTag } from '../page/task-words.js';
import { clockText, durationText, leftText } from '../page/when.js';
import {
  LEVELS,
  type BoardAnswer,
  type Level,
  type NamedUnit,
  type Pressing,
  type TaskRow,
} from './board-answer.js';
import { filterText, fits, type BoardFilter } from './board-filter.js';

/** What a task is needed for, in words, with the time to which it counts. */
interface PressingView {
  readonly text: string;
  readonly level: Level;
  readonly dueAt?: string;
  readonly due?: string;
}

/** One task as the board shows it. */
export interface RowView {
  readonly id: string;
  readonly caseId: string;
  readonly version: number;
  readonly kind: string;
  readonly urgency: string;
  readonly isImmediate: boolean;
  readonly status: StatusTag;
  readonly who: string;
  readonly holder: string;
  readonly mode?: string;
  readonly pressing: readonly PressingView[];
  /** Whether its times go on by themselves; those of an exercise do not. */
  readonly counts: boolean;
  readonly asked: string;
  /** `New` or `Changed` for what happened within the last two minutes. */
  readonly mark?: string;
  readonly unsent: readonly {
    readonly eventId: string;
    readonly text: string;
    readonly unit: string;
    readonly isOver: boolean;
  }[];
  /** Where the other agency answers. */
  readonly telephone?: string;
}

/** The tasks of one level. */
export interface GroupView {
  readonly level: Level;
  readonly title: string;
  readonly rows: readonly RowView[];
}

/** The board as its template shows it. */
export interface BoardView {
  readonly title: string;
  readonly total: number;
  readonly shown: number;
  readonly groups: readonly GroupView[];
  readonly counts: readonly {
    readonly level: Level;
    readonly text: string;
    readonly count: number;
    readonly href: string;
  }[];
  readonly warnings: readonly string[];
  readonly now: string;
  readonly at: string;
  readonly filter: BoardFilter;
  readonly query: string;
  readonly choices: {
    readonly statuses: readonly Choice[];
    readonly others: readonly Choice[];
    readonly units: readonly Choice[];
  };
  readonly [name: string]: unknown;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

const TITLES: Readonly<Record<Level, string>> = {
  telephone: 'Not sent: telephone them',
  now: 'Needs somebody now',
  soon: 'Soon',
  watch: 'To watch',
  none: 'Needs nothing',
};
const RECENT_MS = 2 * 60_000;

/** A board of an agency with these filters. */
export function boardView(board: BoardAnswer, filter: BoardFilter): BoardView {
  const { now, agency } = board;
  const rows = board.rows.filter((row) => fits(row, filter, agency));
  const groups = LEVELS.flatMap((level): GroupView[] => {
    const of = rows.filter((row) => row.level === level);
    return of.length > 0
      ? [{ level, title: TITLES[level], rows: of.map((row) => rowView(row, { now, agency })) }]
      : [];
  });
  return {
    title: 'Board',
    total: board.rows.length,
    shown: rows.length,
    groups,
    counts: LEVELS.map((level) => ({
      level,
      text: TITLES[level],
      count: board.counts[level],
      href: `/board?${filterText({ ...filter, level })}`,
    })),
    warnings: warningsIn(board),
    now,
    at: clockText(now),
    filter,
    query: filterText(filter),
    choices: choicesIn(board),
  };
}

function warningsIn({ brokerUp, alarm, deadLetters }: BoardAnswer): readonly string[] {
  return [
    ...(brokerUp ? [] : ['The bus cannot be reached: what you send waits. Telephone what cannot wait.']),
    ...(alarm === null
      ? []
      : [
          'The audit log contradicts itself. Your agency no longer cosigns it: tell your information governance lead.',
        ]),
    ...(deadLetters > 0
      ? [
          `${deadLetters} ${deadLetters === 1 ? 'message' : 'messages'} from others could not be read: ask them by telephone what they sent.`,
        ]
      : []),
  ];
}

function choicesIn({ rows, agency }: BoardAnswer): BoardView['choices'] {
  const parties = rows.flatMap(({ asker, performer }) => [asker, performer]);
  const of = (pairs: readonly (readonly [string, string])[]): readonly Choice[] =>
    [...new Map(pairs)]
      .map(([value, text]) => ({ value, text }))
      .sort((a, b) => a.text.localeCompare(b.text));
  return {
    statuses: of(rows.map(({ status }) => [status, standingTag(status).text])),
    others: of(
      parties
        .filter((party) => party.agency !== agency)
        .map((party) => [party.agency, agencyName(party.agency)]),
    ),
    units: of(
      parties.filter((party) => party.agency === agency).map(({ unit, name }) => [unit, plainWords(name)]),
    ),
  };
}

interface Around {
  readonly now: string;
  readonly agency: string;
}

function rowView(row: TaskRow, { now, agency }: Around): RowView {
  const { taskId, caseId, version, kind, urgency, grade, mode, status, businessStatus, owner } = row;
  const own = row.sides.includes('performer') ? row.performer : row.asker;
  const mark = markOf(row, now);
  return {
    id: taskId,
    caseId,
    version,
    kind: plainWords(kind.label),
    urgency: grade ? `${urgency.label} (${grade.label})` : urgency.label,
    isImmediate: urgency.code.startsWith('u1'),
    status: standingTag(status, businessStatus),
    who: whoText(row),
    holder: owner === undefined ? 'Nobody else knows of it' : `With ${ownerText(owner, agency)}`,
    ...(mode !== 'actual' && { mode: plainWords(mode) }),
    counts: row.exercise === undefined,
    pressing: row.pressing.map((one) => pressingView(one, row.now)),
    asked: `${clockText(row.requestedAt)}, ${durationText((Date.parse(row.now) - Date.parse(row.requestedAt)) / 60_000)} ago`,
    ...(mark && { mark }),
    ...(row.telephone !== undefined && { telephone: row.telephone }),
    unsent: row.unsent.map(({ eventId, state, since }) => ({
      eventId,
      unit: own.unit,
      isOver: state !== 'queued',
      text:
        state === 'queued'
          ? `Waits since ${clockText(since)}: they do not have it yet.`
          : `Never sent (${clockText(since)}): they do not have it and will not get it.`,
    })),
  };
}

const ownerText = ({ agency, name }: NamedUnit, own: string): string =>
  agency === own ? `us (${name})` : `${agencyName(agency)} (${name})`;

function whoText({ asker, performer, sides }: TaskRow): string {
  const [from, to] = [asker, performer].map(({ agency, name }) => `${agencyName(agency)} (${name})`) as [
    string,
    string,
  ];
  if (sides.length === 2) return `${plainWords(asker.name)} asked ${performer.name}`;
  return sides[0] === 'performer' ? `Asked of us by ${from}` : `Asked by us of ${to}`;
}

function markOf({ version, changedAt }: TaskRow, now: string): string | undefined {
  if (Date.parse(now) - Date.parse(changedAt) >= RECENT_MS) return undefined;
  return version <= 1 ? 'New' : 'Changed';
}

/** Why a task needs somebody, in words. */
export function pressingView({ reason, level, what, count, dueAt }: Pressing, now: string): PressingView {
  return {
    text: pressingText(reason, what, count),
    level,
    ...(dueAt !== undefined && { dueAt, due: `${clockText(dueAt)}, ${leftText(dueAt, Date.parse(now))}` }),
  };
}

function pressingText(reason: string, what: string | undefined, count = 0): string {
  switch (reason) {
    case 'not-sent':
      return 'Not sent';
    case 'not-recorded':
      return 'Not recorded yet';
    case 'overdue':
      return `Overdue: ${(DEADLINES[what ?? ''] ?? plainWords(what ?? '')).toLowerCase()}`;
    case 'unanswered':
      return DEADLINES[what ?? ''] ?? 'Answer';
    case 'due':
      return DEADLINES[what ?? ''] ?? plainWords(what ?? '');
    case 'clock':
      return `Clock: ${plainWords(what ?? '')}`;
    case 'handover-offered':
      return 'Handover offered';
    case 'counter-offered':
      return 'Other terms offered';
    case 'slots-open':
      return `${count} ${count === 1 ? 'person is' : 'people are'} missing`;
    case 'notice':
      return `${NOTICES[what ?? ''] ?? 'Something to look at'}${count > 1 ? ` (${count})` : ''}`;
    case 'gaps':
      return `${count} ${count === 1 ? 'thing is' : 'things are'} not known`;
    default:
      return plainWords(reason);
  }
}

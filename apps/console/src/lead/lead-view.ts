import { plainWords, statusTag, type StatusTag } from '../page/code-words.js';
import { durationText } from '../page/when.js';
import type { AgencyTold, Kept, LeadAnswer, Minutes, TaskFigures } from './lead-answers.js';
import { LOOKS, SPANS, type LeadChoice } from './lead-choice.js';
import { unmetRows, type UnmetRow } from './unmet-rows.js';

/** How one agency stands, in one row. */
export interface AgencyRow {
  readonly name: string;
  /** Undefined for an agency that answers. */
  readonly silent: string | undefined;
  readonly open: number;
  readonly overdue: number;
  readonly asked: number;
  readonly answered: ShownKept;
  readonly started: ShownKept;
}

/** One kind of task between two agencies. */
export interface KindRow {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  /** Set where the performer does not answer and the asker tells it. */
  readonly toldBy: string | undefined;
  readonly open: readonly StatusTag[];
  readonly overdue: number;
  readonly asked: number;
  readonly acknowledged: ShownKept;
  readonly answered: ShownKept;
  readonly started: ShownKept;
  readonly completed: ShownKept;
  readonly toAnswer: string;
  readonly toStart: string;
}

/** "8 of 10 in time", with the part in time for sorting. */
export interface ShownKept {
  readonly text: string;
  readonly late: string;
  readonly share: number;
}

/** The lead's page as its template shows it. */
export interface LeadView {
  readonly title: string;
  readonly spans: readonly { readonly value: number; readonly text: string; readonly selected: boolean }[];
  readonly looks: readonly { readonly value: string; readonly text: string; readonly checked: boolean }[];
  readonly agencies: readonly AgencyRow[];
  readonly silent: readonly string[];
  readonly kinds: readonly KindRow[];
  readonly unmet: readonly UnmetRow[];
  /** True where nothing is there in this mode, and something in the other. */
  readonly elsewhere: boolean;
  readonly [name: string]: unknown;
}

/**
 * All agencies together. Each task counts once, as its performer tells it; of a performer that does not answer, as the asker
 * tells it.
 */
export function leadView(told: readonly AgencyTold[], choice: LeadChoice): LeadView {
  const names = namesIn(told);
  const silent = new Set(told.flatMap(({ agency, silent: why }) => (why === undefined ? [] : [agency])));
  const all = told.flatMap((one) =>
    one.silent === undefined ? one.figures.figures.map((row) => ({ ...row, by: one.agency })) : [],
  );
  const counted = all.filter(({ side, other }) => side === 'performer' || silent.has(other));
  const rows = counted.filter(({ mode }) => mode === choice.mode);
  return {
    title: 'All agencies',
    spans: SPANS.map(({ hours, text }) => ({ value: hours, text, selected: hours === choice.hours })),
    looks: LOOKS.map(({ mode, text }) => ({ value: mode, text, checked: mode === choice.mode })),
    agencies: told.map((one) => agencyRow(one, rows, names)),
    silent: [...silent].map((code) => names.agencies[code] ?? code),
    kinds: rows.map((row) => kindRow(row, names)),
    unmet: unmetRows(told, choice.mode, names),
    elsewhere: rows.length === 0 && counted.length > 0,
  };
}

type Told = TaskFigures & { readonly by: string };
type Names = LeadAnswer['names'];

const performerOf = ({ side, by, other }: Told): string => (side === 'performer' ? by : other);
const askerOf = ({ side, by, other }: Told): string => (side === 'performer' ? other : by);

/** What codes are called, by whoever told it. */
function namesIn(told: readonly AgencyTold[]): Names {
  const all = told.flatMap((one) => (one.silent === undefined ? [one.figures.names] : []));
  return {
    agencies: Object.assign({}, ...all.map(({ agencies }) => agencies)) as Names['agencies'],
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)) as Names['kinds'],
  };
}

function agencyRow({ agency, silent }: AgencyTold, all: readonly Told[], names: Names): AgencyRow {
  const rows = all.filter((row) => performerOf(row) === agency);
  const sum = (count: (row: Told) => number): number => rows.reduce((total, row) => total + count(row), 0);
  const kept = (of: (row: Told) => Kept): Kept => ({
    promised: sum((row) => of(row).promised),
    inTime: sum((row) => of(row).inTime),
    late: sum((row) => of(row).late),
    waiting: sum((row) => of(row).waiting),
  });
  return {
    name: names.agencies[agency] ?? plainWords(agency),
    silent,
    open: sum(({ open }) => Object.values(open).reduce((total, count) => total + count, 0)),
    overdue: sum(({ overdue }) => overdue),
    asked: sum(({ asked }) => asked),
    answered: shownKept(kept(({ answer }) => answer)),
    started: shownKept(kept(({ start }) => start)),
  };
}

function kindRow(row: Told, names: Names): KindRow {
  const agency = (code: string): string => names.agencies[code] ?? plainWords(code);
  return {
    kind: names.kinds[row.kind] ?? plainWords(row.kind),
    from: agency(askerOf(row)),
    to: agency(performerOf(row)),
    toldBy: row.side === 'asker' ? agency(row.by) : undefined,
    open: Object.entries(row.open).map(([status, count]) => {
      const { text, classes } = statusTag(status);
      return { text: `${count} ${text.slice(0, 1).toLowerCase()}${text.slice(1)}`, classes };
    }),
    overdue: row.overdue,
    asked: row.asked,
    acknowledged: shownKept(row.acknowledge),
    answered: shownKept(row.answer),
    started: shownKept(row.start),
    completed: shownKept(row.complete),
    toAnswer: minutesText(row.minutesToAnswer),
    toStart: minutesText(row.minutesToStart),
  };
}

function shownKept({ promised, inTime, late, waiting }: Kept): ShownKept {
  const known = inTime + late;
  const share = known === 0 ? -1 : inTime / known;
  if (promised === 0) return { text: 'No time promised', late: '', share };
  const open = waiting === 0 ? '' : `, ${waiting} still open`;
  if (known === 0)
    return { text: waiting > 0 ? `${waiting} still open` : 'Nothing to count yet', late: '', share };
  return { text: `${inTime} of ${known} in time${open}`, late: late === 0 ? '' : `${late} late`, share };
}

const minutesText = (minutes: Minutes | undefined): string =>
  minutes ? `${short(minutes.median)}; 9 in 10 within ${short(minutes.p90)}` : 'None yet';

const short = (minutes: number): string =>
  minutes > 0 && minutes < 1 ? 'under 1 minute' : durationText(Math.round(minutes));

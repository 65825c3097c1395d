import { shortened, wrapped } from '../rehearsal/look.js';
import { wordsOfEvent, type EventWords } from './event-words.js';
import type { ClockRun, EventTold, Lane, ReportMaterial } from './material.js';

/** Units of every picture: its width, and the parts of it. */
export const SIZE = {
  width: 760,
  head: 68,
  /** Where minutes end and clocks begin. */
  minutes: 60,
  clock: 42,
  /** Between two kinds of text and the line below them. */
  line: 15,
  small: 12.5,
  loop: 16,
} as const;

/** Highest that the rows of a picture may be, so that it fits on a page: of the first, which stands below the heading, and of the others. */
const ROOM = { first: 810, other: 940 } as const;

/** Widest letters, in units, of the text of an arrow and of what stands below it. */
const LETTER = { label: 6.9, small: 6.1 } as const;

/** What stands below an arrow has at least this width, in units. */
const SHORTEST_LINE = 250;

/** One arrow, where it lies and what it says. */
export interface Row {
  readonly event: EventTold;
  readonly words: EventWords;
  /** Set where the minute is another than the one before it. */
  readonly minute?: number;
  readonly top: number;
  /** Height of the arrow itself. */
  readonly y: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly beside: readonly string[];
  /** Where the text begins. */
  readonly textAt: number;
}

/** A time in which an agency holds a task, or in which a clock runs. */
export interface Bar {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** A clock as far as it runs in one picture, with the marks of the parts of its time that are gone. */
export interface ClockBand extends Bar {
  readonly label: string;
  readonly marks: readonly { readonly y: number; readonly percent: number }[];
}

/** One picture: a part of the rows, below the heads of the lanes. */
export interface Picture {
  readonly lanes: readonly (Lane & { readonly x: number; readonly head: readonly string[] })[];
  readonly rows: readonly Row[];
  readonly holding: readonly Bar[];
  readonly clocks: readonly ClockBand[];
  readonly height: number;
}

/** Parts of a clock's time at which it warns, in per cent. */
const MARKS = [75, 90, 100] as const;

/** The pictures of all events, in the order of the ledger; none when there are no events. */
export function picturesOf({ lanes, events, clocks }: ReportMaterial): readonly Picture[] {
  const taking = lanes.filter(({ code }) =>
    events.some(({ from, to }) => [from.agency, to.agency].includes(code)),
  );
  const running = clocks.filter(({ started }) => started !== undefined);
  const places = lanePlaces(taking, running.length);
  const pages = paged(events.map((event, index) => rowOf(event, events[index - 1], places)));
  let held = new Map<string, string>();
  return pages.map((drafts) => {
    const rows = stacked(drafts);
    const height = (rows.at(-1)?.bottom ?? SIZE.head) + 10;
    const { bars, after } = holdingBars(rows, held, { places, height });
    held = after;
    const heads = taking.map((lane) => ({
      ...lane,
      x: places.get(lane.code) ?? 0,
      head: wrapped('', lane.name, Math.floor(spacing(taking.length, running.length) / 8.4)).slice(0, 4),
    }));
    const bands = running.flatMap((clock, index) => bandOf(clock, rows, { index, height }) ?? []);
    return { lanes: heads, rows, holding: bars, clocks: bands, height };
  });
}

const firstLane = (clocks: number): number => SIZE.minutes + SIZE.clock * clocks + 14;

const spacing = (lanes: number, clocks: number): number =>
  (SIZE.width - firstLane(clocks)) / Math.max(lanes, 1);

function lanePlaces(lanes: readonly Lane[], clocks: number): ReadonlyMap<string, number> {
  const step = spacing(lanes.length, clocks);
  return new Map(lanes.map(({ code }, index) => [code, firstLane(clocks) + step * (index + 0.5)]));
}

type Draft = Omit<Row, 'top' | 'y' | 'bottom'>;

function rowOf(event: EventTold, before: EventTold | undefined, places: ReadonlyMap<string, number>): Draft {
  const words = wordsOfEvent(event);
  const from = places.get(event.from.agency) ?? SIZE.minutes;
  const to = places.get(event.to.agency) ?? SIZE.minutes;
  const left = Math.min(from, to) + 10;
  const room = SIZE.width - SIZE.minutes - 4;
  const label = shortened(`${event.task} ${words.says}`, Math.floor(room / LETTER.label));
  const units = event.type === 'requested' ? `${event.from.unit} asks ${event.to.unit}` : event.from.unit;
  // Text begins where its arrow begins, or as far to the left as it needs.
  const widest = Math.max(label.length * LETTER.label, SHORTEST_LINE);
  const textAt = Math.max(Math.min(left, SIZE.width - widest - 4), SIZE.minutes + 2);
  const beside = besideLines([units, words.beside], Math.floor((SIZE.width - textAt) / LETTER.small));
  const isNew = before?.minute !== event.minute;
  return { event, words, from, to, label, beside, textAt, ...(isNew && { minute: event.minute }) };
}

/** Which units it was, and what was said beside it: at most three lines. */
function besideLines(parts: readonly string[], columns: number): readonly string[] {
  const lines = wrapped('', parts.filter((part) => part !== '').join(' · '), columns);
  if (lines.length <= LINES) return lines;
  const last = lines.slice(LINES - 1).join(' ');
  return [...lines.slice(0, LINES - 1), shortened(last, columns)];
}

const LINES = 3;

function heightOf({ event, beside, minute }: Draft): number {
  const loop = event.from.agency === event.to.agency ? SIZE.loop : 0;
  return (minute === undefined ? 6 : 16) + SIZE.line + 8 + loop + SIZE.small * beside.length;
}

/** Rows in parts that fit on a page. A part begins with its minute, whatever the part before it ended with. */
function paged(rows: readonly Draft[]): readonly (readonly Draft[])[] {
  const pages: Draft[][] = [];
  let room = 0;
  for (const row of rows) {
    const needed = heightOf(row);
    const page = pages.at(-1);
    if (page && room >= needed) {
      page.push(row);
      room -= needed;
    } else {
      room = (page ? ROOM.other : ROOM.first) - needed;
      pages.push([{ ...row, minute: row.event.minute }]);
    }
  }
  return pages;
}

function stacked(drafts: readonly Draft[]): readonly Row[] {
  let top: number = SIZE.head;
  return drafts.map((draft) => {
    const bottom = top + heightOf(draft);
    const y = top + (draft.minute === undefined ? 6 : 16) + SIZE.line;
    const row = { ...draft, top, y, bottom };
    top = bottom;
    return row;
  });
}

/** Event types after which the performer holds the task, and after which nobody at the performer does. */
const TAKES = new Set(['accepted', 'counter-accepted']);
const ENDS = new Set(['completed', 'failed', 'cancelled', 'entered-in-error', 'expired', 'rejected']);

/** When each agency holds at least one task that it has accepted. `held` is what was held before, task by agency. */
function holdingBars(
  rows: readonly Row[],
  held: ReadonlyMap<string, string>,
  { places, height }: { readonly places: ReadonlyMap<string, number>; readonly height: number },
): { readonly bars: readonly Bar[]; readonly after: Map<string, string> } {
  const now = new Map(held);
  const since = new Map<string, number>([...held.values()].map((agency) => [agency, SIZE.head]));
  const bars: Bar[] = [];
  for (const { event, y } of rows) {
    const { task, type, from, to } = event;
    if (TAKES.has(type)) now.set(task, type === 'accepted' ? from.agency : to.agency);
    if (ENDS.has(type)) now.delete(task);
    const holders = new Set(now.values());
    for (const agency of holders) if (!since.has(agency)) since.set(agency, y);
    for (const [agency, top] of since) {
      if (holders.has(agency)) continue;
      bars.push({ x: places.get(agency) ?? 0, top, bottom: y });
      since.delete(agency);
    }
  }
  for (const [agency, top] of since) bars.push({ x: places.get(agency) ?? 0, top, bottom: height - 6 });
  return { bars, after: now };
}

function bandOf(
  { label, started = 0, due, ended }: ClockRun,
  rows: readonly Row[],
  { index, height }: { readonly index: number; readonly height: number },
): ClockBand | undefined {
  const first = rows[0]?.event.minute ?? 0;
  const at = (minute: number): number | undefined => rows.find(({ event }) => event.minute >= minute)?.top;
  const top = started < first ? SIZE.head : at(started);
  if (top === undefined || (ended !== undefined && ended < first)) return undefined;
  const bottom = (ended === undefined ? undefined : at(ended)) ?? height - 6;
  const marks = MARKS.flatMap((percent) => {
    if (due === undefined) return [];
    const minute = started + ((due - started) * percent) / 100;
    const y = minute < first ? undefined : at(minute);
    return y === undefined || y > bottom ? [] : [{ y, percent }];
  });
  const until = ended === undefined ? (due === undefined ? '' : ` to ${due}`) : `, ended at ${ended}`;
  return {
    x: SIZE.minutes + SIZE.clock * index,
    top,
    bottom,
    marks,
    label: `${label}: minute ${started}${until}`,
  };
}

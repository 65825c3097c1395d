import { AGE_GROUPS } from '#domain';
import { fieldsOf, instantIn } from '../page/when.js';
import type { FieldFault } from '../services/refusal.js';
import type { UnitShifts } from './roster-answers.js';

/** One row of the form as it was typed: nothing of it is lost when it is shown again. */
export interface ShiftFields {
  readonly skill: string;
  readonly count: string;
  readonly ages: readonly string[];
  readonly languages: readonly string[];
  readonly employer: string;
  readonly fromDay: string;
  readonly fromTime: string;
  readonly day: string;
  readonly time: string;
}

/** The form of one unit as it was typed. */
export interface RosterFields {
  readonly shifts: readonly ShiftFields[];
  readonly free: string;
}

/** What the person pressed. */
export type RosterAct =
  { readonly do: 'publish' } | { readonly do: 'add' } | { readonly do: 'remove'; readonly at: number };

/** What the service is sent: PUT /roster/:unit, without the actor, which the service knows. */
export interface RosterBody {
  readonly shifts: readonly object[];
  readonly free?: number;
}

/** Most rows that the form takes; the service has a limit of its own. */
const MOST_ROWS = 120;
const EMPTY: ShiftFields = {
  ...{ skill: '', count: '', ages: [], languages: [], employer: '' },
  ...{ fromDay: '', fromTime: '', day: '', time: '' },
};

/** The form for what a unit said last; shifts that are over at `now` (ms since 1970) are left out. */
export function fieldsFor(said: UnitShifts | undefined, now: number): RosterFields {
  const running = (said?.shifts ?? []).filter(({ until }) => Date.parse(until) > now);
  const shifts = running.map(({ skill, count, ageGroups, languages, employer, from, until }) => {
    const begins = from === undefined ? { day: '', time: '' } : fieldsOf(from);
    return {
      skill,
      count: String(count),
      ages: ageGroups ?? [],
      languages: languages ?? [],
      employer: employer ?? '',
      fromDay: begins.day,
      fromTime: begins.time,
      ...fieldsOf(until),
    };
  });
  return {
    shifts: shifts.length > 0 ? shifts : [EMPTY],
    free: said?.free === undefined ? '' : String(said.free),
  };
}

/** What was typed in, from the body of the form. */
export function typedIn(body: unknown): RosterFields {
  const given = (body ?? {}) as Readonly<Record<string, unknown>>;
  const rows = Math.min(MOST_ROWS, Number(textIn(given['rows'])) || 0);
  const shifts = Array.from({ length: rows }, (_, i): ShiftFields => {
    const text = (name: string): string => textIn(given[`shift-${i}-${name}`]);
    return {
      skill: text('skill'),
      count: text('count'),
      ages: textsIn(given[`shift-${i}-ages`]),
      languages: textsIn(given[`shift-${i}-languages`]),
      employer: text('employer'),
      fromDay: text('from-day'),
      fromTime: text('from-time'),
      day: text('day'),
      time: text('time'),
    };
  });
  return { shifts, free: textIn(given['free']) };
}

/** Which button was pressed; Enter in a field publishes. */
export function actIn(body: unknown): RosterAct {
  const pressed = textIn(((body ?? {}) as Readonly<Record<string, unknown>>)['do']);
  if (pressed === 'add') return { do: 'add' };
  const at = /^remove-(\d{1,3})$/.exec(pressed)?.[1];
  return at === undefined ? { do: 'publish' } : { do: 'remove', at: Number(at) };
}

/** The form with one more row, or without one. */
export function withRows({ shifts, free }: RosterFields, act: RosterAct): RosterFields {
  if (act.do === 'add') return { shifts: [...shifts, EMPTY].slice(0, MOST_ROWS), free };
  if (act.do === 'remove') return { shifts: shifts.filter((_, i) => i !== act.at), free };
  return { shifts, free };
}

/** What is to be sent, or what the form itself cannot make sense of, with the pointer of the service. */
export function bodyOf({ shifts, free }: RosterFields): {
  readonly body: RosterBody;
  readonly faults: readonly FieldFault[];
} {
  const rows = shifts.map((fields, i) => shiftOf(fields, i));
  const places = free.trim() === '' ? undefined : wholeIn(free);
  const faults = [
    ...rows.flatMap((row) => row.faults),
    ...(places === null
      ? [{ field: '/free', text: 'Free places must be a whole number, such as 0 or 3' }]
      : []),
  ];
  const body = {
    shifts: rows.map(({ shift }) => shift),
    ...(typeof places === 'number' && { free: places }),
  };
  return { body, faults };
}

function shiftOf(fields: ShiftFields, i: number) {
  const { skill, count, ages, languages, employer, fromDay, fromTime, day, time } = fields;
  const [whole, until] = [wholeIn(count), instantIn({ day, time })];
  const begins = `${fromDay}${fromTime}`.trim() !== '';
  const from = begins ? instantIn({ day: fromDay, time: fromTime }) : undefined;
  const row = shiftNumber(i);
  const faults = [
    skill === '' ? fault(i, 'skill', `Choose the skill of ${row}`) : undefined,
    whole === null ? fault(i, 'count', `Enter how many people ${row} has, such as 2`) : undefined,
    until === undefined
      ? fault(i, 'until', `Enter the day and the time when ${row} ends, such as 26/11/2026 and 07:30`)
      : undefined,
    begins && from === undefined
      ? fault(i, 'from', `Enter both the day and the time when ${row} begins, or neither`)
      : undefined,
  ].filter((one) => one !== undefined);
  const shift = {
    skill,
    count: whole ?? 0,
    ...(ages.length > 0 && ages.length < AGE_GROUPS.length && { ageGroups: ages }),
    ...(languages.length > 0 && { languages }),
    ...(employer !== '' && { employer }),
    ...(from !== undefined && { from }),
    until,
  };
  return { shift, faults };
}

/** How a row is called: "shift 1". */
export const shiftNumber = (i: number): string => `shift ${i + 1}`;

const fault = (i: number, name: string, text: string): FieldFault => ({
  field: `/shifts/${i}/${name}`,
  text,
});

/** Null for what is no whole number. */
const wholeIn = (text: string): number | null => (/^\s*\d{1,6}\s*$/.test(text) ? Number(text) : null);

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

const textsIn = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');

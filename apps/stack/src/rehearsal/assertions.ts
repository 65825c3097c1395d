import {
  ABSENT_REASONS,
  BUSINESS_STATUSES,
  DEADLINES,
  ESCALATION_REASONS,
  ITEM_STATES,
  PROMISE_ENDS,
  REFUSED_ITEM_REASONS,
  SLOT_STATES,
  STAGES,
  TASK_STATUSES,
} from '#domain';
import {
  count,
  flag,
  isMap,
  listOf,
  minutes,
  oneOf,
  oneOrMore,
  text,
  type Checker,
  type Path,
  type Read,
} from './checker.js';

/** A field that may be left out. */
interface Optional<T> {
  readonly optional: Read<T>;
}

const optional = <T>(read: Read<T>): Optional<T> => ({ optional: read });

const AS = ['value', ...ITEM_STATES, ...ABSENT_REASONS] as const;
const IDENTITIES = ['nameless', 'alias-only', 'confirmed', 'conflicting'] as const;

const aliasWanted: Read<boolean | string> = (value, path, check) =>
  typeof value === 'boolean' ? value : (text(value, path, check) ?? undefined);

/** Whole minutes that are left, or how a clock stands that has none. */
const remaining: Read<number | 'waiting' | 'ended'> = (value, path, check) =>
  value === 'waiting' || value === 'ended' || Number.isInteger(value)
    ? (value as number | 'waiting' | 'ended')
    : check.expected(path, 'whole minutes that are left, or one of: waiting, ended');

/**
 * The forms of an assertion: what software can judge of a step, or at the end. Each is a map whose key of the same name says
 * what it is about. `scenarios/_schema.yaml` explains them for people. A new form is one entry here and one judge.
 */
export const FORMS = {
  /** On this task the agency is shown the item so, by the other party: with a value, in a state, or absent for a reason. */
  shown: {
    shown: text,
    to: text,
    task: text,
    as: oneOf(AS),
    by: optional(text),
    stage: optional(oneOf(STAGES)),
    searched_for: optional(text),
  },
  /** On this task the agency was never told a value of the item so far, and the audit log has none. */
  hidden: { hidden: oneOrMore(text), from: oneOrMore(text), task: text },
  /** On no task of this rehearsal were these agencies told a value of the item so far, and the audit log has none. */
  never_told: { never_told: oneOrMore(text), to: oneOrMore(text) },
  /** A party of the task keeps the item until this stage. */
  waits: { waits: text, task: text, for: oneOf(['accepted', 'attending'] as const) },
  /** The audit log has the attempt to tell the item to the agency, which no agreement let through. */
  stopped: { stopped: text, to: text, task: text, why: oneOf(REFUSED_ITEM_REASONS) },
  /** The item is a gap in the case as this agency has it. */
  gap: {
    gap: text,
    of: text,
    todo: optional(flag),
    asked: optional(oneOrMore(text)),
    could_know: optional(oneOrMore(text)),
    withheld_by: optional(oneOrMore(text)),
  },
  /** The item is no gap, or none any more. */
  no_gap: { no_gap: text, of: text },
  /** Who the person of the case is, as this agency has it; with `alias`, whether there is one, or that this is one. */
  person: { person: oneOf(IDENTITIES), at: text, alias: optional(aliasWanted), name: optional(text) },
  /** How the person's age is to be taken. */
  age: { age: oneOf(['treat-as-child', 'none'] as const), at: text },
  /** What stands on an item of the case, all sources together. */
  stands: { stands: text, at: text, as: oneOf(ITEM_STATES) },
  /** The agency has a notice of a correction, recall or identity on this task, with exactly these items. */
  told: {
    told: oneOf(['corrected', 'recalled', 'identified'] as const),
    to: text,
    task: text,
    items: listOf(text),
  },
  /** The words stand in the case file of the agency or, with `task`, were told on that task. */
  noted: { noted: text, at: text, task: optional(text) },
  /** The audit log says what the wanted items were for, and on which basis. */
  purpose: { purpose: text, basis: text, task: text },
  /** The step was refused with this code. */
  refused: { refused: text },
  /** Requests lacked values that their kinds require, and none was held up by it. */
  held_up: { held_up: oneOf(['none'] as const) },
  /** Who is accountable for the task, as both parties show it. */
  owner: { owner: text, is: text },
  /** Who answers for the person on the task, as both parties show it. */
  responsible: { responsible: text, is: text },
  /** How the task stands, as both parties show it. */
  status: {
    status: text,
    is: oneOf(TASK_STATUSES),
    reason: optional(text),
    business: optional(oneOf(BUSINESS_STATUSES)),
    outcome: optional(text),
  },
  /** Every task of this name is open and unanswered, and these units show it. */
  open_offer: { open_offer: text, to: oneOrMore(text) },
  /** Every task of this name is closed, as both parties show it. */
  closed: { closed: text, reason: optional(text) },
  /** How many whole minutes are left until a deadline of the task, by the clock of the exercise; or that it was missed. */
  deadline: {
    deadline: oneOf([...DEADLINES, 'decide', 'handover'] as const),
    task: text,
    remaining: optional(count),
    missed: optional(flag),
  },
  /** How many whole minutes are left of a clock of the person, as this agency shows it; or that it waits or has ended. */
  clock: {
    clock: text,
    in: text,
    remaining,
    ended: optional(text),
    warns_at: optional(listOf(minutes)),
  },
  /** The clock was started at one instant, wherever anybody shows it. */
  started_once: { started_once: text, at: optional(minutes) },
  /** These units were called in on a task of this name. */
  escalated: { escalated: text, to: oneOrMore(text), why: optional(oneOf(ESCALATION_REASONS)) },
  /** How a place for one of the people stands that the task needs. */
  slot: { slot: text, task: text, is: oneOf(SLOT_STATES) },
  /** An undertaking stands so on the task. */
  promise: {
    promise: text,
    is: oneOf(['open', ...PROMISE_ENDS] as const),
    by: optional(text),
    due: optional(minutes),
  },
  /** The sender of an event of this task, or else of this step, was warned of this rule of law. */
  warned: { warned: text, task: optional(text) },
  /** Each task of the rehearsal had exactly one owner all along, by what both parties were told. */
  one_owner: { one_owner: oneOf(['always'] as const) },
  /** How often somebody declined so far; each time with these. */
  declines: { declines: count, with: optional(listOf(oneOf(['reason', 'fact', 'time'] as const))) },
  /** How often nobody answered in time so far. */
  expiries: { expiries: count },
} as const;

/** Fields of assertions that name a task of the script. */
export const TASK_FIELDS: readonly string[] = [
  'task',
  'owner',
  'responsible',
  'status',
  'open_offer',
  'closed',
  'escalated',
  'promise',
];

/** Name of a form. */
export type Form = keyof typeof FORMS;

type ValueOf<R> = R extends Read<infer T> ? T : R extends Optional<infer T> ? T | undefined : never;

/** An assertion of one form, with its line in the file, from 1. */
export type AssertionOf<F extends Form> = { readonly form: F; readonly line: number } & {
  readonly [K in keyof (typeof FORMS)[F]]: ValueOf<(typeof FORMS)[F][K]>;
};

/** One assertion. */
export type Assertion = { readonly [F in Form]: AssertionOf<F> }[Form];

/** Reads assertions, one or a list; faults are noted in the checker with what was expected. */
export function assertionsOf(
  value: unknown,
  path: Path,
  { check, lineAt }: { readonly check: Checker; readonly lineAt: (path: Path) => number },
): readonly Assertion[] {
  const read: Read<Assertion> = (entry, at) => assertionOf(entry, at, { check, line: lineAt(at) });
  return oneOrMore(read)(value, path, check) ?? [];
}

function assertionOf(
  value: unknown,
  path: Path,
  { check, line }: { readonly check: Checker; readonly line: number },
): Assertion | undefined {
  const names = Object.keys(FORMS) as Form[];
  const form = isMap(value) ? names.find((name) => value[name] !== undefined) : undefined;
  if (!isMap(value) || !form)
    return check.expected(path, `an assertion, a map with one of: ${names.join(', ')}`);
  const readers = Object.entries(FORMS[form] as Readonly<Record<string, Read<unknown> | Optional<unknown>>>);
  const needed = readers.filter(([, read]) => typeof read === 'function').map(([name]) => name);
  const known = readers.map(([name]) => name);
  const before = check.findings.length;
  check.fields(value, path, { known, needed });
  const fields = readers.flatMap(([name, read]) => {
    if (value[name] === undefined) return [];
    return [[name, (typeof read === 'function' ? read : read.optional)(value[name], [...path, name], check)]];
  });
  if (check.findings.length > before) return undefined;
  return { form, line, ...Object.fromEntries(fields) } as Assertion;
}

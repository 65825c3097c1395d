import { PROMISE_ENDS, SLOT_STATES, type Party } from '#domain';
import { assertionsOf } from './assertions.js';
import {
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
import { itemsOf, withheldOf } from './item-shape.js';
import {
  VERBS,
  VERB_NEEDS,
  type Details,
  type FinalCheck,
  type Person,
  type Scenario,
  type ScenarioPromise,
  type Speaker,
  type Step,
  type Verb,
} from './steps.js';

/** Where the reading happens. */
export interface Reading {
  readonly check: Checker;
  readonly file: string;
  /** Line of a place, from 1. */
  readonly lineAt: (path: Path) => number;
}

const TOP = [
  'meta',
  'question',
  'start',
  'persons',
  'people_calling',
  'agencies',
  'steps',
  'checks',
  'assert',
];

/** The scenario of a parsed file; undefined when not even its parts stand. Faults are noted in the checker. */
export function scenarioOf(value: unknown, reading: Reading): Scenario | undefined {
  const { check, file } = reading;
  const top = check.fields(value, [], { known: TOP, needed: ['meta', 'start', 'agencies', 'steps'] });
  if (!top) return undefined;
  const meta =
    top['meta'] === undefined ? undefined : check.fields(top['meta'], ['meta'], { needed: ['id', 'title'] });
  const optional = <T>(key: string, read: Read<T>): T | undefined =>
    top[key] === undefined ? undefined : read(top[key], [key], check);
  const metaText = (key: string): string | undefined =>
    meta?.[key] === undefined ? undefined : text(meta[key], ['meta', key], check);
  const question = optional('question', text);
  const steps =
    optional(
      'steps',
      listOf((step, path) => stepOf(step, path, reading)),
    ) ?? [];
  if (Array.isArray(top['steps']) && top['steps'].length === 0)
    check.expected(['steps'], 'at least one step');
  return {
    file,
    id: metaText('id') ?? '',
    title: metaText('title') ?? '',
    ...(question !== undefined && { question }),
    start: optional('start', instant) ?? '',
    agencies: optional('agencies', listOf(text)) ?? [],
    persons: optional('persons', listOf(person)) ?? [],
    steps,
    checks:
      optional(
        'checks',
        listOf((given, path) => finalCheck(given, path, reading)),
      ) ?? [],
  };
}

function finalCheck(value: unknown, path: Path, reading: Reading): FinalCheck | undefined {
  const { check } = reading;
  if (!isMap(value)) {
    const words = text(value, path, check);
    return words === undefined ? undefined : { check: words };
  }
  const fields = check.fields(value, path, {
    known: ['check', 'assert', 'ask'],
    needed: ['check', 'assert'],
  });
  const words = text(fields?.['check'], [...path, 'check'], check);
  const asserts = assertionsOf(fields?.['assert'], [...path, 'assert'], reading);
  const ask = fields?.['ask'] === undefined ? undefined : text(fields['ask'], [...path, 'ask'], check);
  return words === undefined ? undefined : { check: words, asserts, ...(ask && { ask }) };
}

const instant: Read<string> = (value, path, check) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? value
    : check.expected(path, 'an instant with its offset, such as "2031-01-17T21:42:00Z"');

const person: Read<Person> = (value, path, check) => {
  const fields = check.fields(value, path, { needed: ['id'] });
  const id = fields && text(fields['id'], [...path, 'id'], check);
  const truth = fields?.['truth'] ?? {};
  if (!isMap(truth)) return check.expected([...path, 'truth'], 'a map from item codes to what is so');
  return id === undefined ? undefined : { id, truth };
};

const party: Read<Party> = (value, path, check) => {
  const [, agency, unit] = (typeof value === 'string' && /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(value)) || [];
  return agency && unit
    ? { agency, unit }
    : check.expected(path, 'a unit as agency/unit, such as police/control-room');
};

const speaker: Read<Speaker> = (value, path, check) => (value === 'bus' ? 'bus' : party(value, path, check));

/** An undertaking in words, or as a map of short facts with the minute by which it is kept; or how one ends. */
const promise: Read<ScenarioPromise> = (value, path, check) => {
  if (!isMap(value)) {
    const words = text(value, path, check);
    return words === undefined ? undefined : { text: words };
  }
  const { by_minute, end, what, ...facts } = value;
  const byMinute = by_minute === undefined ? undefined : minutes(by_minute, [...path, 'by_minute'], check);
  const ended = end === undefined ? undefined : oneOf(PROMISE_ENDS)(end, [...path, 'end'], check);
  const parts = Object.entries(facts).map(([name, fact]) => `${name.replaceAll('_', ' ')}: ${String(fact)}`);
  const words = [what, ...parts].filter((part) => typeof part === 'string').join(', ');
  if (words === '' && end === undefined)
    return check.expected(path, 'what is promised, as "what", or how it ends, as "end"');
  return {
    ...(words !== '' && { text: words }),
    ...(byMinute !== undefined && { byMinute }),
    ...(ended && { end: ended }),
  };
};

const slotStates: Read<Details['slots']> = (value, path, check) => {
  if (!isMap(value)) return check.expected(path, 'a map from slots to their states');
  const states = Object.entries(value).map(
    ([slot, state]) => [slot, oneOf(SLOT_STATES)(state, [...path, slot], check)] as const,
  );
  return Object.fromEntries(states) as Details['slots'];
};

const DETAILS: { readonly [K in keyof Details]: readonly [key: string, read: Read<Details[K]>] } = {
  task: ['task', text],
  kind: ['kind', text],
  to: ['to', oneOrMore(party)],
  case: ['case', text],
  items: ['items', itemsOf],
  withheld: ['withheld', withheldOf],
  wanted: ['items_wanted', listOf(text)],
  basis: ['basis', text],
  purpose: ['purpose', text],
  tried: ['tried', oneOrMore(text)],
  slots: ['slots', slotStates],
  mode: ['mode', oneOf(['ranked-parallel'])],
  targets: ['targets', listOf(text)],
  promise: ['promise', promise],
  condition: ['condition', text],
  reviewAt: ['review_at', minutes],
  extra: ['extra', text],
  outcome: ['outcome', text],
  reason: ['reason', text],
  atPlace: ['at_place', text],
  note: ['note', text],
  value: ['value', text],
  clock: ['clock', text],
  extend: ['extend', text],
};

const STEP_KEYS = [
  'at',
  'by',
  'do',
  ...Object.values(DETAILS).map(([key]) => key),
  'expect',
  'assert',
  'ask',
];

/** One request goes to one unit, and a need to several at once. */
function againstOffer(
  verb: Verb,
  { to = [], mode, targets }: Partial<Details>,
  { path, check }: { readonly path: Path; readonly check: Checker },
): void {
  if (mode !== undefined && targets === undefined)
    check.expected(path, `the key "targets", which the mode ${mode} needs`);
  if (targets?.length === 0) check.expected([...path, 'targets'], 'at least one unit');
  if ((verb === 'offer' || verb === 'ask-info') && to.length > 1)
    check.expected(
      [...path, 'to'],
      'one unit; several at once stand as "targets", with "mode: ranked-parallel"',
    );
}

function stepOf(value: unknown, path: Path, reading: Reading): Step | undefined {
  const { check, lineAt } = reading;
  const fields = check.fields(value, path, { known: STEP_KEYS, needed: ['at', 'by', 'do'] });
  if (!fields) return undefined;
  const optional = <T>(key: string, read: Read<T>): T | undefined =>
    fields[key] === undefined ? undefined : read(fields[key], [...path, key], check);
  const verb = optional('do', oneOf(VERBS));
  const by = optional('by', speaker);
  const details: Record<string, unknown> = {};
  for (const [name, [key, read]] of Object.entries(DETAILS) as [string, readonly [string, Read<unknown>]][]) {
    const detail = optional(key, read);
    if (detail !== undefined) details[name] = detail;
  }
  const at = optional('at', minutes);
  const expect = optional('expect', text);
  const ask = optional('ask', text);
  const asserts = optional('assert', (given, place) => assertionsOf(given, place, reading));
  if (verb === undefined || by === undefined || at === undefined) return undefined;
  for (const name of VERB_NEEDS[verb]) {
    const [key] = DETAILS[name];
    if (fields[key] === undefined) check.expected(path, `the key "${key}", which "${verb}" needs`);
  }
  if (by === 'bus' && verb !== 'escalate' && verb !== 'expire') {
    check.expected([...path, 'by'], `a unit: the bus by itself does not ${verb}`);
  }
  againstOffer(verb, details, { path, check });
  // The needs were just checked; a step that lacks one is never played, since its fault refuses the file.
  return {
    at,
    by,
    do: verb,
    ...(expect && { expect }),
    ...(asserts && { asserts }),
    ...(ask && { ask }),
    line: lineAt(path),
    index: Number(path.at(-1)),
    ...details,
  } as Step;
}

import type { Form } from '../page/form.js';
import type { Refusal } from '../services/refusal.js';
import { shownRefusal, type ShownRefusal } from '../services/refusal.js';
import { plain, plainWords } from '../page/code-words.js';
import { STEPS, agencyName } from '../page/task-words.js';
import type { ChoiceAnswer, StepAnswer, TaskAnswer } from './task-answers.js';

/** An option of a radio or of a list. */
interface Option {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
  readonly checked?: boolean;
}

/** A reason with the facts that it demands. */
interface ReasonOption extends Option {
  readonly demands?: string;
}

/** Choices that no task names by itself. */
export interface StepChoices {
  readonly items: readonly { readonly code: string; readonly label: string }[];
  /** Every agency with its units: whom else to ask. */
  readonly agencies: readonly {
    readonly code: string;
    readonly name: string;
    readonly units: readonly { readonly code: string; readonly name: string }[];
  }[];
}

/** The form of one step as its template shows it. */
export interface StepView extends Partial<ShownRefusal> {
  readonly title: string;
  readonly step: string;
  readonly taskId: string;
  readonly taskTitle: string;
  readonly status: string;
  readonly unit: string;
  readonly version: number;
  /** What was typed before, by field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly reasons: readonly ReasonOption[];
  readonly outcomes: readonly Option[];
  readonly slots: readonly { readonly slot: string; readonly text: string; readonly state: string }[];
  readonly promises: readonly Option[];
  readonly units: readonly Option[];
  readonly items: readonly Option[];
  readonly others: readonly Option[];
  /** Why the step came too late, in one sentence. */
  readonly overtaken?: string;
  readonly [name: string]: unknown;
}

/** What a decline can be asked for, in words. */
const FACTS: Readonly<Record<string, string>> = {
  'available-at': 'when you could',
  'review-at': 'when to ask again',
  items: 'what you would need to know',
  ask: 'whom else to ask',
  reference: 'the task under which it is in hand',
  text: 'a sentence that says why',
};

/** Fields of the service, and the ids of the page. */
const FIELDS: Readonly<Record<string, string>> = {
  '/reason': 'reason',
  '/outcome': 'outcome',
  '/facts': 'facts',
  '/facts/availableAt': 'availableAt-day',
  '/facts/reviewAt': 'reviewAt-day',
  '/facts/ask': 'ask',
  '/facts/reference': 'reference',
  '/facts/items': 'items',
  '/fact': 'fact',
  '/note': 'note',
  '/startBy': 'startBy-day',
  '/reviewAt': 'reviewAt-day',
  '/promise': 'promise',
  '/promise/dueBy': 'dueBy-day',
  '/end': 'end',
  '/occurredAt': 'occurredAt-day',
  '/to': 'to',
  '/slots': 'slots',
  '/lapsesWithinMinutes': 'lapsesWithinMinutes',
};

/** What is said of a field that was left empty, in place of the service's words for programs. */
const EMPTY: Readonly<Record<string, string>> = {
  reason: 'Select why',
  outcome: 'Select how it ended',
  promise: 'Enter or select the promise',
  end: 'Select how the promise ended',
  to: 'Select whom you call in',
  'reviewAt-day': 'Enter when you will look at it again',
};

/** What the form of a step is made of. */
export interface StepSource {
  readonly offer: StepAnswer;
  readonly answer: TaskAnswer;
  readonly unit: string;
  readonly form: Form;
  readonly choices: StepChoices;
  readonly refusal?: Refusal | undefined;
  readonly overtaken?: string | undefined;
}

/** The form of a step; with what was typed, and what the service says of it. */
export function stepView({ offer, answer, unit, form, choices, refusal, overtaken }: StepSource): StepView {
  const { task, taskId, words } = answer;
  const typed = Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
  const chosen = (name: string, value: string): boolean => [form[name]].flat().includes(value);
  const { reasons = [], outcomes = [], slots = [], promises = [], units = [] } = offer;
  return {
    title: STEPS[offer.step] ?? plainWords(offer.step),
    step: offer.step,
    taskId,
    taskTitle: plainWords(words.kind?.receiver.word ?? task?.kind ?? 'task'),
    status: task?.status ?? '',
    unit,
    version: task?.version ?? 0,
    typed,
    reasons: reasons.map((reason) => ({ ...reasonOption(reason), checked: chosen('reason', reason.code) })),
    outcomes: outcomes.map((outcome) => ({
      ...outcomeOption(outcome),
      checked: chosen('outcome', outcome.code),
    })),
    slots: slots.map(({ slot, state }) => ({
      slot,
      text: plainWords(slot),
      state: typed[`slot-${slot}`] ?? state,
    })),
    promises: promises.map(({ id, by, own }) => ({
      value: id,
      text: own ? `Our promise (${by.name})` : `Their promise (${by.name})`,
      checked: chosen('promise', id),
    })),
    units: units.map(({ agency, unit: code, name }) => ({
      value: `${agency}/${code}`,
      text: `${agencyName(agency)}: ${name}`,
      checked: chosen('to', `${agency}/${code}`),
    })),
    items: optionsOf(choices.items),
    others: choices.agencies.flatMap(({ code, name, units: all }) =>
      all.map((one) => ({ value: `${code}/${one.code}`, text: `${name}: ${one.name}` })),
    ),
    ...(refusal && inWords(shownRefusal(refusal, FIELDS), form)),
    ...(overtaken !== undefined && { overtaken }),
  };
}

function inWords({ errors, besides }: ShownRefusal, form: Form): ShownRefusal {
  const word = (id: string, text: string): string => ((form[id] ?? '') === '' ? (EMPTY[id] ?? text) : text);
  return {
    errors: errors.map((error) => ({ ...error, text: word(error.href?.slice(1) ?? '', error.text) })),
    besides: Object.fromEntries(
      Object.entries(besides).map(([id, { text }]) => [id, { text: word(id, text) }]),
    ),
  };
}

const optionsOf = (
  entries: readonly { readonly code: string; readonly label: string }[],
): readonly Option[] => entries.map(({ code, label }) => ({ value: code, text: label }));

function reasonOption({ code, label, meaning, needs = [] }: ChoiceAnswer): ReasonOption {
  const demands = needs.map((any) => any.map((fact) => FACTS[fact] ?? fact).join(' or ')).join('; and ');
  const hint = [
    meaning === undefined || meaning === label ? undefined : `${meaning.replace(/\.$/, '')}.`,
    demands === '' ? undefined : `Say ${demands}.`,
  ]
    .filter((text) => text !== undefined)
    .join(' ');
  return { value: code, text: plainWords(label), ...(hint !== '' && { hint }) };
}

function outcomeOption({ code, label, missing = [] }: ChoiceAnswer): Option {
  const people = missing.map((any) => any.map((slot) => plain(slot)).join(' or ')).join('; ');
  return {
    value: code,
    text: plainWords(label),
    ...(people !== '' && { hint: `Not possible yet: ${people} is missing.` }),
  };
}

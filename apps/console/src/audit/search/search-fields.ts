import type { FieldFault } from '../../services/refusal.js';
import type { Choice } from '../text-field.js';
import { TIME_HINT } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { Label, Words } from '../words.js';

/** One field of the search form. */
export interface SearchField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** Absent for a field that takes text. */
  readonly items?: readonly Choice[];
  readonly error?: { readonly text: string };
}

/** Some fields under one heading. */
export interface FieldGroup {
  readonly legend: string;
  readonly fields: readonly SearchField[];
}

interface Wanted {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly choices?: readonly Label[];
}

const coded = (...codes: readonly string[]): readonly Label[] =>
  codes.map((code) => ({ code, label: capital(plain(code)) }));

const STATES = coded('known', 'reported-unconfirmed', 'unknown', 'withheld', 'out-of-date', 'conflicting');
const CATEGORIES: readonly Label[] = [
  { code: 'value', label: 'A value was told' },
  { code: 'absent', label: 'It was told that there is none, and why' },
  { code: 'withheld', label: 'It was told that it is held back' },
];
const WAYS: readonly Label[] = [
  { code: 'pushed', label: 'Told by itself' },
  { code: 'pulled', label: 'Told on request' },
  { code: 'overridden', label: 'Told under an emergency override' },
];
const MODES = coded('actual', 'exercise', 'test');

/** The fields that most searches need. */
const usual = ({ labels }: Words): readonly (readonly [legend: string, fields: readonly Wanted[]])[] => [
  [
    'Who and when',
    [
      { name: 'agency', label: 'Agency on either side', choices: labels.agencies },
      { name: 'from', label: 'From', hint: `For example, ${TIME_HINT}` },
      { name: 'to', label: 'Before', hint: 'This time itself is not included' },
    ],
  ],
  [
    'What',
    [
      { name: 'item', label: 'Item of information', choices: labels.items },
      { name: 'category', label: 'What was said of it', choices: CATEGORIES },
      { name: 'mode', label: 'Mode', choices: MODES },
    ],
  ],
];

const further = ({ labels }: Words): readonly Wanted[] => [
  { name: 'task', label: 'Task', hint: 'The id of the task' },
  { name: 'case', label: 'Case', hint: 'The id of the case' },
  { name: 'asker', label: 'Agency that asked', choices: labels.agencies },
  { name: 'performer', label: 'Agency that was asked', choices: labels.agencies },
  {
    name: 'unit',
    label: 'Unit on either side',
    choices: labels.agencies.flatMap(({ code, label, units }) =>
      units.map((unit) => ({ code: `${code}/${unit}`, label: `${label}, ${plain(unit)}` })),
    ),
  },
  { name: 'state', label: 'State of the item', choices: STATES },
  { name: 'absent', label: 'Why there was no value', choices: labels.absentReasons },
  { name: 'rule', label: 'Rule', hint: 'The code of a rule of a sharing agreement' },
  { name: 'way', label: 'Way', choices: WAYS },
  { name: 'originator', label: 'Agency whose information was passed on', choices: labels.agencies },
  {
    name: 'override',
    label: 'Emergency override',
    choices: [
      { code: 'yes', label: 'Under any override' },
      { code: 'no', label: 'Under none' },
      ...labels.overrideReasons,
    ],
  },
];

/** A fault as the audit service says it ("must be a UUID"), as a sentence that names its field. */
export const withName = ({ field, text }: FieldFault): FieldFault => ({
  field,
  text: `${capital(field)} ${text}`,
});

/** What is asked for, as the fields show it, with each fault beside its field. */
export interface FilledForm {
  readonly groups: readonly FieldGroup[];
  readonly more: readonly SearchField[];
  /** Whether any of the further fields is used or wrong, so that they must be seen. */
  readonly moreIsOpen: boolean;
}

/** The search form with what stands in it. */
export function filledForm(
  words: Words,
  given: Readonly<Record<string, string>>,
  faults: readonly FieldFault[],
): FilledForm {
  const fill = (wanted: Wanted): SearchField => {
    const value = given[wanted.name] ?? '';
    const fault = faults.find(({ field }) => field === wanted.name);
    return {
      name: wanted.name,
      label: wanted.label,
      ...(wanted.hint !== undefined && { hint: wanted.hint }),
      value,
      ...(wanted.choices && { items: choicesOf(wanted.choices, value) }),
      ...(fault && { error: { text: fault.text } }),
    };
  };
  const more = further(words).map(fill);
  return {
    groups: usual(words).map(([legend, fields]) => ({ legend, fields: fields.map(fill) })),
    more,
    moreIsOpen: more.some(({ value, error }) => value !== '' || error !== undefined),
  };
}

/** The choices of a select, with "Any" first; a value that is none of them stands at the end, so that it is not lost. */
function choicesOf(labels: readonly Label[], value: string): readonly Choice[] {
  const known = [{ code: '', label: 'Any' }, ...labels];
  const all = known.some(({ code }) => code === value) ? known : [...known, { code: value, label: value }];
  return all.map(({ code, label }) => ({ value: code, text: label, selected: code === value }));
}

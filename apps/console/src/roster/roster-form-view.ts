import { AGE_GROUPS } from '#domain';
import { shownRefusal, type Refusal, type ShownRefusal } from '../services/refusal.js';
import type { ChoicesAnswer } from './roster-answers.js';
import { shiftNumber, type RosterFields, type ShiftFields } from './roster-form.js';
import { AGE_WORDS } from './roster-view.js';

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected?: boolean;
  readonly checked?: boolean;
}

/** One row of the form: ids of its fields begin with `id`. */
interface FormRow {
  readonly id: string;
  readonly at: number;
  readonly legend: string;
  readonly fields: ShiftFields;
  readonly skills: readonly Option[];
  readonly ages: readonly Option[];
  readonly languages: readonly Option[];
  readonly languagesChosen: number;
  readonly employers: readonly Option[];
}

/** The form of one unit as its template shows it. */
export interface RosterFormView extends ShownRefusal {
  readonly title: string;
  readonly action: string;
  readonly rows: readonly FormRow[];
  readonly free: string;
  readonly [name: string]: unknown;
}

/** The form with all that was typed in, and with what was wrong beside each field. */
export function rosterFormView(
  unit: { readonly code: string; readonly label: string },
  fields: RosterFields,
  {
    choices,
    refusal,
  }: { readonly choices: ChoicesAnswer; readonly refusal?: Pick<Refusal, 'title' | 'faults'> },
): RosterFormView {
  const shown = refusal ? shownRefusal(refusal, fieldIds(fields)) : { errors: [], besides: {} };
  return {
    title: `Publish who is on shift: ${unit.label}`,
    action: `/roster/${unit.code}`,
    rows: fields.shifts.map((one, i) => formRow(one, i, choices)),
    free: fields.free,
    ...shown,
  };
}

/** Pointers of the service, with the id of the field that stands for each. */
function fieldIds({ shifts }: RosterFields): Readonly<Record<string, string>> {
  const ofRows = shifts.flatMap((_, i) => [
    [`/shifts/${i}`, `shift-${i}-skill`],
    [`/shifts/${i}/skill`, `shift-${i}-skill`],
    [`/shifts/${i}/count`, `shift-${i}-count`],
    [`/shifts/${i}/ageGroups`, `shift-${i}-ages`],
    [`/shifts/${i}/languages`, `shift-${i}-languages`],
    [`/shifts/${i}/employer`, `shift-${i}-employer`],
    [`/shifts/${i}/from`, `shift-${i}-from-day`],
    [`/shifts/${i}/until`, `shift-${i}-day`],
  ]);
  return Object.fromEntries([...ofRows, ['/free', 'free'], ['/shifts', 'add']]) as Record<string, string>;
}

function formRow(fields: ShiftFields, at: number, choices: ChoicesAnswer): FormRow {
  const number = shiftNumber(at);
  const option = (
    { code, label }: { readonly code: string; readonly label: string },
    chosen: string,
  ): Option => ({
    value: code,
    text: label,
    selected: code === chosen,
  });
  const legal = (skill: ChoicesAnswer['skills'][number]) => ({
    code: skill.code,
    label: skill.legal ? `${skill.label} (role in law)` : skill.label,
  });
  return {
    id: `shift-${at}`,
    at,
    legend: `${number.slice(0, 1).toUpperCase()}${number.slice(1)}`,
    fields,
    skills: [
      { value: '', text: 'Choose a skill' },
      ...choices.skills.map((one) => option(legal(one), fields.skill)),
    ],
    ages: AGE_GROUPS.map((group) => ({
      value: group,
      text: `People ${AGE_WORDS[group]}`,
      checked: fields.ages.includes(group),
    })),
    languages: choices.languages.map(({ code, label }) => ({
      value: code,
      text: label,
      checked: fields.languages.includes(code),
    })),
    languagesChosen: fields.languages.length,
    employers: [
      { value: '', text: 'This agency' },
      ...choices.employers.map((one) => option(one, fields.employer)),
    ],
  };
}

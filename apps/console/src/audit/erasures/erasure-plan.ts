import { erasureAuthorities, erasureGrounds } from '../act-choices.js';
import {
  casesQuery,
  isNamed,
  readCases,
  shownNaming,
  type CaseNaming,
  type ShownNaming,
} from '../case-naming.js';
import { shownRefusal, type FieldFault, type Refusal, type ShownRefusal } from '../../services/refusal.js';
import { findPersonForm, type FindPersonForm } from '../person/find-person.js';
import { textIn, type Choice, type Fields } from '../text-field.js';
import { shownTime, type ShownTime } from '../times.js';
import type { Words } from '../words.js';

/** How a case stands to forgetting, as the audit service gives it. */
export interface CaseStanding {
  readonly caseId: string;
  readonly mode: string;
  readonly agencies: readonly string[];
  readonly tasks: number;
  readonly openTasks: number;
  readonly sealed: number;
  readonly tokens: number;
  readonly holds: readonly string[];
  readonly erasures: readonly string[];
  readonly lastAt: string;
}

/** A case as a row of the plan. */
export interface PlannedCase {
  readonly id: string;
  readonly href: string;
  readonly mode: string;
  readonly agencies: string;
  readonly tasks: number;
  readonly last: ShownTime;
  /** What would be destroyed: parts with values, and tokens that lead to the case. */
  readonly left: string;
  /** What stands in the way; empty where nothing does. */
  readonly obstacles: readonly string[];
}

/** What somebody typed to erase. */
export interface ErasureForm {
  readonly naming: CaseNaming;
  readonly ground: string;
  readonly authority: string;
  readonly words: string;
  readonly isConfirmed: boolean;
}

/** Reads the form. */
export const readErasureForm = (fields: Fields): ErasureForm => ({
  naming: readCases(fields),
  ground: textIn(fields, 'ground'),
  authority: textIn(fields, 'authority'),
  words: textIn(fields, 'words'),
  isConfirmed: textIn(fields, 'confirm') === 'yes',
});

/** What the form lacks before it is worth sending; the service judges all else. */
export function erasureFaults({ ground, authority, words, isConfirmed }: ErasureForm): readonly FieldFault[] {
  return [
    ...(ground === '' ? [{ field: 'ground', text: 'Choose why the information is destroyed' }] : []),
    ...(authority === '' ? [{ field: 'authority', text: 'Choose on whose word it is destroyed' }] : []),
    ...(words === '' ? [{ field: 'words', text: 'Enter the reason in words' }] : []),
    ...(isConfirmed ? [] : [{ field: 'confirm', text: 'Confirm that this cannot be undone' }]),
  ];
}

/** The plan of an erasure, and the form to confirm it, as its template shows them. */
export interface ErasurePlanView extends ShownRefusal {
  readonly title: string;
  readonly naming: ShownNaming;
  readonly person: FindPersonForm;
  /** Absent while nobody is named, or where the service knows no such case. */
  readonly cases?: readonly PlannedCase[];
  readonly isFree: boolean;
  readonly grounds: readonly Choice[];
  readonly authorities: readonly Choice[];
  readonly words: string;
  readonly [name: string]: unknown;
}

const FIELDS = {
  case: 'case',
  token: 'case',
  ground: 'ground',
  authority: 'authority',
  words: 'words',
  confirm: 'confirm',
};

/** What the erasure would meet. Nothing is done before it is confirmed. */
export function erasurePlanView(
  form: ErasureForm,
  planned: readonly PlannedCase[] | undefined,
  refusal: Pick<Refusal, 'title' | 'faults'> | undefined,
): ErasurePlanView {
  return {
    title: isNamed(form.naming) ? 'Erase: what it would meet' : 'Erase a person’s information',
    naming: shownNaming(form.naming),
    person: findPersonForm('erase', casesQuery(form.naming)),
    ...(planned && { cases: planned }),
    isFree:
      planned !== undefined && planned.length > 0 && planned.every(({ obstacles }) => obstacles.length === 0),
    grounds: erasureGrounds(form.ground),
    authorities: erasureAuthorities(form.authority),
    words: form.words,
    ...(refusal ? shownRefusal(refusal, FIELDS) : { errors: [], besides: {} }),
  };
}

/** A case with what stands in the way of erasing it. */
export function plannedCase(one: CaseStanding, words: Words): PlannedCase {
  const { caseId, mode, agencies, tasks, openTasks, sealed, tokens, holds, lastAt } = one;
  const nothing = sealed === 0 && tokens === 0;
  return {
    id: caseId,
    href: `/audit/search?case=${caseId}`,
    mode,
    agencies: agencies.map((code) => words.agency(code)).join(', '),
    tasks,
    last: shownTime(lastAt),
    left: nothing
      ? 'Nothing: it was erased before'
      : `${counted(sealed, 'sealed part')}, ${counted(tokens, 'token')}`,
    obstacles: [
      ...(holds.length > 0 ? [`Under ${counted(holds.length, 'legal hold')}`] : []),
      ...(openTasks > 0 ? [`${counted(openTasks, 'task')} still open`] : []),
    ],
  };
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

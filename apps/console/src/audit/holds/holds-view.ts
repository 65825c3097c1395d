import type { Person } from '#access';
import type { FieldFault, Refusal } from '../../services/refusal.js';
import { shownRefusal, type ShownRefusal } from '../../services/refusal.js';
import { holdGround, holdGrounds } from '../act-choices.js';
import type { Read } from '../audit-service.js';
import {
  casesQuery,
  isNamed,
  readCases,
  shownNaming,
  type CaseNaming,
  type ShownNaming,
} from '../case-naming.js';
import { findPersonForm, type FindPersonForm } from '../person/find-person.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { textIn, type Choice, type Fields } from '../text-field.js';
import { shownTime, type ShownTime } from '../times.js';

/** What is read of a hold, as the audit service gives it. */
export interface HoldRow {
  readonly id: string;
  readonly cases: readonly string[];
  readonly ground: string;
  readonly words: string | null;
  readonly leafIndex: number;
  readonly placedBy: string;
  readonly placedAt: string;
  readonly releasedBy: string | null;
  readonly releasedAt: string | null;
  readonly releaseWords: string | null;
  readonly releaseIndex: number | null;
}

/** A hold as its page shows it. */
export interface HoldLine {
  readonly id: string;
  readonly ground: string;
  readonly words: string;
  readonly cases: readonly { readonly id: string; readonly href: string }[];
  readonly placed: {
    readonly at: ShownTime;
    readonly by: string;
    readonly leaf: number;
    readonly href: string;
  };
  readonly released?: {
    readonly at: ShownTime;
    readonly by: string;
    readonly words: string;
    readonly leaf: number;
    readonly href: string;
  };
  readonly release: string;
}

/** A hold in words. Words are missing once a person whom they may name was erased. */
export function holdLine(row: HoldRow): HoldLine {
  const { releasedAt, releaseIndex } = row;
  const wordsOf = (words: string | null): string =>
    words ?? 'Erased with the person whom they may have named';
  return {
    id: row.id,
    ground: holdGround(row.ground),
    words: wordsOf(row.words),
    cases: row.cases.map((id) => ({ id, href: `/audit/search?case=${id}` })),
    placed: {
      at: shownTime(row.placedAt),
      by: row.placedBy,
      leaf: row.leafIndex,
      href: leafAddress(row.leafIndex),
    },
    ...(releasedAt !== null &&
      releaseIndex !== null && {
        released: {
          at: shownTime(releasedAt),
          by: row.releasedBy ?? '',
          words: wordsOf(row.releaseWords),
          leaf: releaseIndex,
          href: leafAddress(releaseIndex),
        },
      }),
    release: `/audit/holds/${row.id}/release`,
  };
}

/** The page of holds as its template shows it. */
export interface HoldsView {
  readonly title: string;
  readonly rows: readonly HoldLine[];
  readonly showsAll: boolean;
  readonly next?: string;
  readonly done: string;
  readonly [name: string]: unknown;
}

const DONE: Readonly<Record<string, string>> = {
  placed: 'The hold stands: nothing of these cases is erased until it is released.',
  released: 'The hold is released.',
};

/** Holds, the newest first; `done` says what was just done. */
export function holdsView(
  { body, leaf }: Read<{ readonly rows: readonly HoldRow[]; readonly next?: string }>,
  { all, done }: { readonly all: boolean; readonly done: string },
  person: Pick<Person, 'role'>,
): HoldsView {
  const { rows, next } = body;
  return {
    title: 'Legal holds',
    rows: rows.map(holdLine),
    showsAll: all,
    ...(next !== undefined && { next: `/audit/holds?${all ? 'all=true&' : ''}before=${next}` }),
    done: DONE[done] ?? '',
    reading: readingNote(leaf, person),
  };
}

/** What somebody typed to place a hold. */
export interface HoldForm {
  readonly naming: CaseNaming;
  readonly ground: string;
  readonly words: string;
  readonly isConfirmed: boolean;
}

/** Reads the form of a hold. */
export const readHoldForm = (fields: Fields): HoldForm => ({
  naming: readCases(fields),
  ground: textIn(fields, 'ground'),
  words: textIn(fields, 'words'),
  isConfirmed: textIn(fields, 'confirm') === 'yes',
});

/** What a form lacks before it is worth sending; the service judges all else. */
export function holdFaults({ naming, ground, words, isConfirmed }: HoldForm): readonly FieldFault[] {
  return [
    ...(isNamed(naming) ? [] : [{ field: 'case', text: 'Enter a case, or look for a person' }]),
    ...(ground === '' ? [{ field: 'ground', text: 'Choose why the records must be kept' }] : []),
    ...(words === '' ? [{ field: 'words', text: 'Enter the reason in words' }] : []),
    ...(isConfirmed ? [] : [{ field: 'confirm', text: 'Confirm that these are the right cases' }]),
  ];
}

const FIELDS = { case: 'case', token: 'case', ground: 'ground', words: 'words', confirm: 'confirm' };

/** The form to place a hold as its template shows it. */
export interface HoldFormView extends ShownRefusal {
  readonly title: string;
  readonly naming: ShownNaming;
  readonly person: FindPersonForm;
  readonly grounds: readonly Choice[];
  readonly words: string;
  readonly [name: string]: unknown;
}

/** The form, with what was typed and what is wrong with it. */
export function holdFormView(
  form: HoldForm,
  refusal: Pick<Refusal, 'title' | 'faults'> | undefined,
): HoldFormView {
  return {
    title: 'Place a legal hold',
    naming: shownNaming(form.naming),
    person: findPersonForm('hold', casesQuery(form.naming)),
    grounds: holdGrounds(form.ground),
    words: form.words,
    ...(refusal ? shownRefusal(refusal, FIELDS) : { errors: [], besides: {} }),
  };
}

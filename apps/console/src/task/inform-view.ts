import { heldIn, type CaseAnswer, type Held } from '../item/held.js';
import { itemFaults } from '../item/item-faults.js';
import { prefixOf } from '../item/item-fields.js';
import { itemView } from '../item/item-view.js';
import { itemLabel, type Catalogue, type Entry } from '../page/catalogue.js';
import { plainWords } from '../page/code-words.js';
import { shownFaults, text, type Form } from '../page/form.js';
import { STEPS } from '../page/task-words.js';
import { shownRefusal, type FieldFault, type Refusal, type ShownRefusal } from '../services/refusal.js';
import { choiceQuery } from './inform-choice.js';
import { OVERRIDE_FIELDS, isOverridden, type InformedItem } from './inform-form.js';
import type { TaskAnswer } from './task-answers.js';

/**
 * What the case file could say of items: values of one's own, and what others told, to be told on. Neither what the other
 * party of the task told by itself, nor reasons that were given before: somebody who tells now may know more.
 */
export function tellable(
  answer: CaseAnswer,
  { own, other }: { readonly own: string; readonly other: string },
): Pick<Held, 'items' | 'held'> {
  const standing = answer.standing.filter(({ statements }) => {
    const newest = statements.at(-1);
    return newest !== undefined && newest.from !== other && newest.statement.absent === undefined;
  });
  return heldIn({ ...answer, standing }, own);
}

/** What the page of an inform is made of. */
export interface InformSource {
  readonly answer: TaskAnswer;
  readonly unit: string;
  readonly catalogue: Catalogue;
  readonly codes: readonly string[];
  readonly known: Pick<Held, 'items' | 'held'>;
  /** What was typed before, where that was not taken. */
  readonly form?: Form | undefined;
  readonly shown?: ShownRefusal | undefined;
  readonly overtaken?: string | undefined;
}

/** One question for each item, then the message and, where an agreement lets this agency, the emergency override. */
export function informView(source: InformSource) {
  const { answer, unit, catalogue, codes, known, form, shown, overtaken } = source;
  const { task, taskId, words } = answer;
  return {
    title: STEPS['inform'] ?? '',
    taskId,
    taskTitle: plainWords(words.kind?.receiver.word ?? task?.kind ?? 'task'),
    status: task?.status ?? '',
    unit,
    query: choiceQuery(codes),
    items: codes.map((code) =>
      itemView({
        code,
        catalogue,
        said: known.items[code],
        held: known.held[code],
        form,
        prefix: prefixOf(code),
      }),
    ),
    typed: Object.fromEntries(['note', ...OVERRIDE_FIELDS].map((name) => [name, text(form ?? {}, name)])),
    ...(codes.length > 0 && catalogue.overrideRoles.length > 0 && { override: overrideOf(source) }),
    besides: {},
    ...shown,
    ...(overtaken !== undefined && { overtaken }),
  };
}

function overrideOf({ catalogue, form = {}, shown }: InformSource) {
  const isFaulty = OVERRIDE_FIELDS.some((name) => shown?.besides[name] !== undefined);
  const options = (entries: readonly Entry[], first: string) => [
    { value: '', text: first },
    ...entries.map(({ code, label }) => ({ value: code, text: label })),
  ];
  return {
    isOpen: isFaulty || isOverridden(form),
    reasons: options(catalogue.overrideReasons, 'Select a reason'),
    roles: options(catalogue.overrideRoles, 'Select a role'),
  };
}

/** Fields of the service other than those of items, and the ids of the page. */
const FIELDS: Readonly<Record<string, string>> = {
  '/note': 'note',
  '/override': 'override-reason',
  '/override/authorisedBy': 'override-by',
  '/override/authorisedBy/role': 'override-role',
  '/override/until': 'override-until-day',
};

/** The faults of the form itself; in the summary those of an item begin with what it is called. */
export const formFaults = (
  faults: readonly FieldFault[],
  codes: readonly string[],
  catalogue: Catalogue,
): ShownRefusal => {
  const { besides } = shownFaults(faults);
  const { errors } = shownFaults(faults.map((one) => named(one, codes, catalogue)));
  return { errors, besides };
};

function named(
  { field, text: says }: FieldFault,
  codes: readonly string[],
  catalogue: Catalogue,
): FieldFault {
  const code = codes.find((one) => field.startsWith(prefixOf(one)) && !codes.some(longer(one, field)));
  return { field, text: code === undefined ? says : `${itemLabel(catalogue, code)}: ${says}` };
}

/** Whether another code is a longer beginning of the field: `risk-to-self-history` beside `risk-to-self`. */
const longer =
  (code: string, field: string) =>
  (other: string): boolean =>
    other.length > code.length && field.startsWith(prefixOf(other));

/** What the service refused: each fault of an item at its own question, the rest where it belongs. */
export function refusedInform(
  refusal: Refusal,
  sent: readonly InformedItem[],
  catalogue: Catalogue,
): ShownRefusal {
  const { ofItems, others } =
    refusal.code === 'ITEM_NOT_ALLOWED'
      ? { ofItems: notAllowed(refusal, sent, catalogue), others: [] }
      : itemFaults(refusal, sent);
  const items = formFaults(
    ofItems,
    sent.map(({ code }) => code),
    catalogue,
  );
  if (ofItems.length > 0 && others.length === 0) return items;
  const rest = shownRefusal({ title: refusal.title, faults: others }, FIELDS);
  return { errors: [...items.errors, ...rest.errors], besides: { ...rest.besides, ...items.besides } };
}

/** Why each item may not be told, in words. */
function notAllowed(
  { title, because }: Refusal,
  sent: readonly InformedItem[],
  { itemRefusals }: Catalogue,
): readonly FieldFault[] {
  const codes = [because['items']].flat();
  const why = [because['why']].flat();
  return sent.flatMap(({ code, prefix }) => {
    const index = codes.indexOf(code);
    return index < 0 ? [] : [{ field: `${prefix}said`, text: itemRefusals[String(why[index])] ?? title }];
  });
}

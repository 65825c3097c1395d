import { itemLabel, kindOf, type Catalogue } from '../../page/catalogue.js';
import type { Draft } from '../draft.js';
import type { SaidItem } from '../../item/said-item.js';
import { fault } from '../../page/form.js';
import { itemsOf, unsaidOf } from '../request.js';
import { always, withContent, type Step, type StepView } from '../step.js';
import { valueText } from '../../page/code-words.js';

/** What is said of an item, in words. */
export function saidText(
  said: SaidItem,
  { absentReasons }: Pick<Catalogue, 'absentReasons'>,
  held: string | undefined,
): string {
  if (said.via !== undefined) return held ?? 'As another agency told it';
  if (said.absent === undefined) return valueText(said.value);
  const reason = absentReasons.find(({ code }) => code === said.absent);
  return `No value: ${lower(reason?.label ?? said.absent)}`;
}

const lower = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;

/** One item of the list: what is said of it, or that nothing is. */
interface Row {
  readonly code: string;
  readonly label: string;
  readonly said?: string;
  readonly tag: { readonly text: string; readonly classes: string };
  readonly hint?: string;
}

/** The list of what is told: what the kind needs first, then what helps. What it does not need is not in it. */
export function tellView({ content }: Draft, catalogue: Catalogue, order: readonly string[]): StepView {
  const kind = kindOf(catalogue, content.kind);
  const { items = {}, held = {}, differing = [] } = content;
  const codes = kind ? itemsOf(kind) : [];
  const needed = new Set(kind?.needs.flat());
  const unsaid = kind ? unsaidOf(kind, items).flat() : [];
  const row = (code: string): Row => {
    const said = items[code];
    const hints = [
      ...(differing.includes(code) && !said ? ['Sources in our case file differ. Say what you know.'] : []),
      ...choiceHint(code, kind?.needs ?? [], catalogue),
    ];
    return {
      code,
      label: itemLabel(catalogue, code),
      ...(said && { said: saidText(said, catalogue, held[code]) }),
      tag: tagOf(said, unsaid.includes(code)),
      ...(hints.length > 0 && { hint: hints.join(' ') }),
    };
  };
  return {
    title: 'What will you tell them?',
    called: content.whom?.called,
    needs: codes.filter((code) => needed.has(code)).map(row),
    expects: codes.filter((code) => !needed.has(code)).map(row),
    left: unsaid.length,
    first: order[0],
  };
}

const choiceHint = (
  code: string,
  needs: readonly (readonly string[])[],
  catalogue: Catalogue,
): readonly string[] => {
  const choice = needs.find((one) => one.length > 1 && one.includes(code));
  const others = choice?.filter((one) => one !== code).map((one) => itemLabel(catalogue, one));
  return others ? [`This or: ${others.join(', ')}.`] : [];
};

function tagOf(said: SaidItem | undefined, isUnsaid: boolean): Row['tag'] {
  if (said?.absent !== undefined) return { text: 'Reason given', classes: 'govuk-tag--grey' };
  if (said) return { text: 'Answered', classes: 'govuk-tag--green' };
  return isUnsaid
    ? { text: 'To answer', classes: 'govuk-tag--yellow' }
    : { text: 'Optional', classes: 'govuk-tag--grey' };
}

/** What is told: each item with its own page. */
export const TELL: Step = {
  name: 'tell',
  template: 'ask/tell.njk',
  isAsked: always,
  isAnswered: ({ told }) => told === true,
  view: ({ draft, catalogue }) => tellView(draft, catalogue, nextItems(draft, catalogue)),
  take({ draft, catalogue }) {
    const kind = kindOf(catalogue, draft.content.kind);
    if (!kind) return { faults: [fault('', 'First say what is needed')] };
    // Whether a missing item holds the request up is said by the dry run: it never does where life is at risk.
    return { draft: withContent(draft, { told: true }) };
  },
};

/** What is still to be answered, in the order of the list. */
export function nextItems({ content }: Draft, catalogue: Catalogue): readonly string[] {
  const kind = kindOf(catalogue, content.kind);
  return kind ? unsaidOf(kind, content.items).map(([first]) => first as string) : [];
}

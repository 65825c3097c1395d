import { itemLabel, type Catalogue } from '../page/catalogue.js';
import { fault, list, type Form } from '../page/form.js';
import type { FieldFault } from '../services/refusal.js';
import type { TaskAnswer } from './task-answers.js';

/** In the place of an item's code: nothing is told but a message. */
export const ONLY_MESSAGE = 'only-message';

/** What an address says of the items that are told. */
export interface InformChoice {
  /** Codes of items, each once. */
  readonly codes: readonly string[];
  /** True where “Only a message” is selected. */
  readonly isMessage: boolean;
  /** True once it is settled: one question for each item comes next. */
  readonly isMade: boolean;
  /** True where it was settled just now, and the address is to say no more than the codes. */
  readonly isNew: boolean;
  readonly faults: readonly FieldFault[];
}

/**
 * The choice in an address: `item` for each item, `chosen` where the form of the choice was sent, `change` where somebody goes
 * back to it. Undefined where it names an item that there is not.
 */
export function choiceIn(query: Form, { items }: Pick<Catalogue, 'items'>): InformChoice | undefined {
  const given = [...new Set(list(query, 'item'))];
  const codes = given.filter((code) => code !== ONLY_MESSAGE);
  if (!codes.every((code) => items.some((item) => item.code === code))) return undefined;
  const isSent = query['chosen'] !== undefined;
  const faults = isSent ? faultsOf(given, codes) : [];
  const isMade = given.length > 0 && faults.length === 0 && query['change'] === undefined;
  return { codes, isMessage: codes.length < given.length, isMade, isNew: isMade && isSent, faults };
}

function faultsOf(given: readonly string[], codes: readonly string[]): readonly FieldFault[] {
  if (given.length === 0) return [fault('item', 'Select what you tell, or select “Only a message”')];
  return codes.length > 0 && codes.length < given.length
    ? [fault('item', 'Select what you tell, or select “Only a message”: not both')]
    : [];
}

/** The query by which the questions of these items are asked. */
export const choiceQuery = (codes: readonly string[]): string =>
  new URLSearchParams((codes.length > 0 ? codes : [ONLY_MESSAGE]).map((code) => ['item', code])).toString();

/** The question what is told: what the task lacks first, then everything else by its label. */
export function choiceView(
  { taskId, gaps }: Pick<TaskAnswer, 'taskId' | 'gaps'>,
  catalogue: Catalogue,
  { codes, isMessage }: Pick<InformChoice, 'codes' | 'isMessage'>,
) {
  const option = (code: string) => ({
    value: code,
    text: itemLabel(catalogue, code),
    checked: codes.includes(code),
  });
  const lacking = gaps.map(({ code }) => code);
  return {
    title: 'What do you tell?',
    taskId,
    lacking: lacking.map(option),
    others: catalogue.items
      .filter(({ code }) => !lacking.includes(code))
      .map(({ code }) => option(code))
      .sort((a, b) => a.text.localeCompare(b.text, 'en-GB')),
    message: { value: ONLY_MESSAGE, text: 'Only a message', behaviour: 'exclusive', checked: isMessage },
  };
}

import { itemLabel, type Catalogue, type Entry } from '../../page/catalogue.js';
import type { Draft } from '../draft.js';
import { fault, list, text, type Form } from '../../page/form.js';
import { asksForItems, withContent, type Step, type StepView } from '../step.js';

/** The question which items are asked for, what for, and on which basis. */
export function wantedView({ content }: Draft, catalogue: Catalogue, form: Form | undefined): StepView {
  const wanted = form ? list(form, 'wanted') : (content.wanted ?? []);
  const purpose = form ? text(form, 'purpose') : (content.purpose ?? '');
  const basis = form ? text(form, 'basis') : (content.basis ?? '');
  const choices = (entries: readonly Entry[], chosen: string): readonly object[] =>
    entries.map(({ code, label, meaning }) => ({
      value: code,
      text: label,
      checked: chosen === code,
      ...(meaning !== undefined && { hint: { text: meaning } }),
    }));
  return {
    title: 'What do you need to know?',
    called: content.whom?.called,
    items: catalogue.items.map(({ code }) => ({
      value: code,
      text: itemLabel(catalogue, code),
      checked: wanted.includes(code),
    })),
    purposes: choices(catalogue.purposes, purpose),
    bases: choices(catalogue.bases, basis),
  };
}

/** Which items are asked for: of kinds that ask for items alone. */
export const WANTED: Step = {
  name: 'items',
  template: 'ask/wanted.njk',
  isAsked: asksForItems,
  isAnswered: ({ wanted }) => wanted !== undefined,
  view: ({ draft, catalogue }, form) => wantedView(draft, catalogue, form),
  take({ draft, catalogue }, form) {
    const wanted = list(form, 'wanted').filter((code) => catalogue.items.some((item) => item.code === code));
    const [purpose, basis] = [text(form, 'purpose'), text(form, 'basis')];
    const isKnown = (entries: readonly Entry[], given: string): boolean =>
      entries.some(({ code }) => code === given);
    const faults = [
      ...(wanted.length === 0 ? [fault('wanted', 'Select what you need to know')] : []),
      ...(isKnown(catalogue.purposes, purpose)
        ? []
        : [fault('purpose', 'Select what you need to know it for')]),
      ...(isKnown(catalogue.bases, basis) ? [] : [fault('basis', 'Select the lawful basis')]),
    ];
    return faults.length > 0 ? { faults } : { draft: withContent(draft, { wanted, purpose, basis }) };
  },
};

import type { FieldFault } from '../services/refusal.js';
import { whenText } from '../page/when.js';
import { kindOf, type Catalogue } from '../page/catalogue.js';
import { capital } from '../page/code-words.js';
import type { Content, ListedDraft } from './draft.js';
import { fault, text, type Form } from '../page/form.js';
import type { StepView } from './step.js';

const MODES: Readonly<Record<string, readonly [string, string]>> = {
  actual: ['Real', 'A person needs help. Whoever is asked will act.'],
  exercise: ['Exercise', 'Nobody is sent. It is seen by the agencies that take part.'],
  test: ['Test', 'Nobody is sent. It is for trying out the system.'],
};

/** The way to a new request: which unit asks, and whether it is real, where there is a choice; and for which item, if for one. */
export function startView({ units, modes, items }: Catalogue, form: Form): StepView {
  const wanted = items.find(({ code }) => code === text(form, 'wanted'));
  const [unit, mode] = [text(form, 'unit'), text(form, 'mode')];
  const ordered = Object.keys(MODES).filter((one) => modes.includes(one));
  return {
    title: 'Ask another agency for help',
    case: text(form, 'case'),
    wanted,
    units:
      units.length > 1
        ? units.map(({ code, name }) => ({ value: code, text: capital(name), checked: unit === code }))
        : [],
    modes:
      ordered.length > 1
        ? ordered.map((one) => {
            const [label, hint] = MODES[one] as readonly [string, string];
            return { value: one, text: label, hint: { text: hint }, checked: mode === one };
          })
        : [],
  };
}

/** One's unsent work as it is listed. */
export const draftsView = (drafts: readonly ListedDraft[], catalogue: Catalogue): readonly object[] =>
  drafts.map(({ id, content, updatedAt }) => ({
    id,
    called: content.whom?.called ?? 'Nobody named yet',
    kind: capital(kindOf(catalogue, content.kind)?.word ?? 'not said yet what is needed'),
    mode: content.mode === 'actual' ? undefined : MODES[content.mode]?.[0],
    at: whenText(updatedAt),
  }));

/** Who asks and in which mode; where there is one choice only, nobody is asked for it. */
export function readStart(
  form: Form,
  { units, modes }: Catalogue,
): { readonly unit: string; readonly content: Content } | { readonly faults: readonly FieldFault[] } {
  const one = (codes: readonly string[], name: string): string | undefined =>
    codes.length === 1 ? codes[0] : codes.find((code) => code === text(form, name));
  const unit = one(
    units.map(({ code }) => code),
    'unit',
  );
  const mode = one(modes, 'mode');
  if (unit !== undefined && mode !== undefined)
    return { unit, content: { mode, ...(text(form, 'telephone') === 'yes' && { telephone: true }) } };
  return {
    faults: [
      ...(unit === undefined ? [fault('unit', 'Select which unit asks')] : []),
      ...(mode === undefined ? [fault('mode', 'Select whether this is real')] : []),
    ],
  };
}

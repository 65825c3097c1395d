import { kindOf, type Catalogue } from '../../page/catalogue.js';
import { capital } from '../../page/code-words.js';
import type { Content, Draft } from '../draft.js';
import { fault, text, type Form } from '../../page/form.js';
import { sentence } from '../../services/refusal.js';
import { always, type Around, type Step, type StepView, type Taken } from '../step.js';

/** What a word would become, as the service answers GET /terms?word=. */
interface Explained {
  readonly word?: readonly {
    readonly code?: string;
    readonly label?: string;
    readonly refused?: { readonly code: string; readonly detail: string };
  }[];
}

const OTHER = 'other-word';

/** The question what is needed: every kind that one's agency may ask for, with what it means. */
export function kindView(
  { content: { kind, whom } }: Draft,
  { kinds }: Catalogue,
  form: Form | undefined,
): StepView {
  const chosen = form ? text(form, 'kind') : (kind ?? '');
  return {
    title: 'What is needed?',
    called: whom?.called,
    chosen,
    kinds: kinds.map(({ code, label, word, definition }) => ({
      value: code,
      text: capital(word),
      hint: { text: word.toLowerCase() === label.toLowerCase() ? definition : `${label}: ${definition}` },
      checked: chosen === code,
    })),
    word: form ? text(form, 'word') : '',
  };
}

/** The draft with this kind; who is asked and for which items goes with another one. */
export function withKind(draft: Draft, kind: string): Draft {
  if (draft.content.kind === kind) return draft;
  const { to: _t, strategy: _s, wanted: _w, purpose: _p, basis: _b, told: _d, ...rest } = draft.content;
  return { ...draft, content: { ...rest, kind } satisfies Content };
}

/** What the service says of a word: the kind that it means, or why it is none. */
async function takeWord({ service, catalogue, draft }: Around, word: string): Promise<Taken> {
  if (word === '') return { faults: [fault('word', 'Enter your word for what is needed')] };
  if (word.length > 200) return { faults: [fault('word', 'Your word must be 200 characters or fewer')] };
  const { word: [reading] = [] } = await service.get<Explained>('/terms', { word, set: 'taskKind' });
  if (reading?.refused) return { faults: [fault('word', sentence(reading.refused.detail))] };
  if (kindOf(catalogue, reading?.code)) return { draft: withKind(draft, reading?.code as string) };
  const label = reading?.label ?? 'this';
  return { faults: [fault('word', `Your agency may not ask for this: ${label}`)] };
}

/** What is needed. */
export const KIND: Step = {
  name: 'what',
  template: 'ask/kind.njk',
  isAsked: always,
  isAnswered: ({ kind }) => kind !== undefined,
  view: ({ draft, catalogue }, form) => kindView(draft, catalogue, form),
  take(around, form) {
    const chosen = text(form, 'kind');
    if (chosen === OTHER) return takeWord(around, text(form, 'word'));
    if (!kindOf(around.catalogue, chosen)) return { faults: [fault('kind', 'Select what is needed')] };
    return { draft: withKind(around.draft, chosen) };
  },
};

import type { Draft } from '../draft.js';
import { fault, text, type Form } from '../../page/form.js';
import { always, withContent, type Step, type StepView } from '../step.js';

/** Longest note, in characters. */
export const NOTE_MAX = 4_000;

/** The question whether there is more to say. */
export const noteView = ({ content }: Draft, form: Form | undefined): StepView => ({
  title: 'Is there anything else they need to know?',
  called: content.whom?.called,
  note: form ? text(form, 'note') : (content.note ?? ''),
  most: NOTE_MAX,
});

/** Free words to whoever is asked. */
export const NOTE: Step = {
  name: 'note',
  template: 'ask/note.njk',
  isAsked: always,
  isAnswered: ({ note }) => note !== undefined,
  view: ({ draft }, form) => noteView(draft, form),
  take({ draft }, form) {
    const note = text(form, 'note');
    if (note.length > NOTE_MAX)
      return { faults: [fault('note', `What you write must be ${NOTE_MAX} characters or fewer`)] };
    return { draft: withContent(draft, { note }) };
  },
};

import { kindOf, minutesText, type Catalogue, type Grade } from '../../page/catalogue.js';
import { capital } from '../../page/code-words.js';
import type { Content, Draft } from '../draft.js';
import { fault, text, type Form } from '../../page/form.js';
import { always, refusedAt, type Step, type StepView, type Taken } from '../step.js';

const GRADE = 'grade:';
const BAND = 'band:';

/** The question how urgent it is: one's own grades with their minutes, then the bands that all agencies share. */
export function urgencyView(
  { content }: Draft,
  { kinds, grades, urgencies }: Catalogue,
  form: Form | undefined,
): StepView {
  const { grade, urgency } = content;
  const before = grade !== undefined ? `${GRADE}${grade}` : urgency !== undefined ? `${BAND}${urgency}` : '';
  const chosen = form ? text(form, 'urgency') : before;
  const usual = kinds.find(({ code }) => code === content.kind)?.defaultUrgency;
  return {
    title: 'How urgent is it?',
    called: content.whom?.called,
    usual: urgencies.find(({ code }) => code === usual)?.label,
    scales: [...new Set(grades.map(({ scale }) => scale))].map((scale) => ({
      scale,
      grades: grades
        .filter((one) => one.scale === scale)
        .map((one) => ({
          value: `${GRADE}${one.code}`,
          text: gradeText(one),
          hint: { text: hintOf(one) },
          checked: chosen === `${GRADE}${one.code}`,
        })),
    })),
    bands: urgencies.map(({ code, label, meaning }) => ({
      value: `${BAND}${code}`,
      text: label,
      ...(meaning !== undefined && { hint: { text: meaning } }),
      checked: chosen === `${BAND}${code}`,
    })),
  };
}

/** "C2, Emergency". */
export const gradeText = ({ word, label }: Pick<Grade, 'word' | 'label'>): string =>
  label === undefined || label.toLowerCase() === word.toLowerCase()
    ? capital(word)
    : `${capital(word)}, ${label}`;

const hintOf = ({ minutes, clockTo, typical }: Grade): string => {
  const within = minutes === null ? 'No set time' : `${capital(minutesText(minutes))} to ${clockTo}`;
  return typical === undefined ? `${within}.` : `${within}. Such as: ${typical}.`;
};

/** What is chosen, in the words of these pages. */
export function urgencyText({ grade, urgency }: Content, { grades, urgencies }: Catalogue): string {
  const own = grades.find(({ code }) => code === grade);
  if (own) {
    const promise = own.minutes === null ? '' : `: ${minutesText(own.minutes)} to ${own.clockTo}`;
    return `${gradeText(own)}${promise}`;
  }
  return urgencies.find(({ code }) => code === urgency)?.label ?? '';
}

/** How urgent it is. */
export const URGENCY: Step = {
  name: 'urgency',
  template: 'ask/urgency.njk',
  isAsked: always,
  isAnswered: ({ grade, urgency }) => grade !== undefined || urgency !== undefined,
  view: ({ draft, catalogue }, form) => urgencyView(draft, catalogue, form),
  async take({ draft, catalogue, service }, form): Promise<Taken> {
    const chosen = text(form, 'urgency');
    const said = chosen.startsWith(GRADE)
      ? { grade: chosen.slice(GRADE.length) }
      : chosen.startsWith(BAND)
        ? { urgency: chosen.slice(BAND.length) }
        : undefined;
    if (!said) return { faults: [fault('urgency', 'Select how urgent it is')] };
    const need = { kind: kindOf(catalogue, draft.content.kind)?.code, unit: draft.unit, ...said };
    const done = await service.send('/candidates', need);
    if (done.refusal) return refusedAt(done.refusal, 'urgency');
    const { grade: _g, urgency: _u, ...rest } = draft.content;
    return { draft: { ...draft, content: { ...rest, ...said } } };
  },
};

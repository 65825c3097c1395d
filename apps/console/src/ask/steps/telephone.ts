import { fieldsOf, instantIn, whenText } from '../../page/when.js';
import type { Content, Draft } from '../draft.js';
import { fault, text, type Form } from '../../page/form.js';
import { askedOf, requestTo } from '../request.js';
import {
  always,
  refusedAt,
  withContent,
  type Around,
  type Step,
  type StepView,
  type Taken,
} from '../step.js';

/** The question when it was agreed, where that was by telephone. */
export function telephoneView({ content }: Draft, form: Form | undefined, now: number): StepView {
  const { telephone, occurredAt } = content;
  const { day, time } = fieldsOf(occurredAt ?? new Date(now).toISOString());
  return {
    title: 'Was this agreed by telephone?',
    called: content.whom?.called,
    chosen: form ? text(form, 'telephone') : telephone === undefined ? '' : telephone ? 'yes' : 'no',
    day: form ? text(form, 'occurred-day') : day,
    time: form ? text(form, 'occurred-time') : occurredAt === undefined ? '' : time,
  };
}

/** What was answered, in words. */
export const telephoneText = ({ occurredAt }: Content): string =>
  occurredAt === undefined ? 'No' : `Yes, ${whenText(occurredAt)}`;

/** Whether the time is one that can be recorded is said by the service. */
async function take({ service, draft, catalogue }: Around, form: Form): Promise<Taken> {
  const { occurredAt: _before, ...rest } = draft.content;
  const other = { ...draft, content: rest };
  const chosen = text(form, 'telephone');
  if (chosen === 'no') return { draft: withContent(other, { telephone: false }) };
  if (chosen !== 'yes')
    return { faults: [fault('telephone', 'Select whether this was agreed by telephone')] };
  const occurredAt = instantIn({ day: text(form, 'occurred-day'), time: text(form, 'occurred-time') });
  if (occurredAt === undefined)
    return {
      faults: [fault('occurred-day', 'Enter the day, such as 26/11/2026, and the time, such as 15:48')],
    };
  const agreed = withContent(other, { telephone: true, occurredAt });
  const [first] = draft.content.to ?? [];
  if (!first) return { draft: agreed };
  const asked = { ...askedOf(agreed, catalogue), items: [] };
  const done = await service.send('/tasks/explain', requestTo(asked, first));
  const isOfTime = done.refusal?.faults.some(({ field }) => field === '/occurredAt');
  return done.refusal && isOfTime ? refusedAt(done.refusal, 'occurred-day') : { draft: agreed };
}

/** When it was agreed: asked of those alone who say so, or who could not send it in time. */
export const TELEPHONE: Step = {
  name: 'telephone',
  template: 'ask/telephone.njk',
  isAsked: always,
  isPassedOver: ({ telephone }) => telephone !== true,
  isAnswered: ({ telephone, occurredAt }) => telephone !== true || occurredAt !== undefined,
  view: ({ draft, now }, form) => telephoneView(draft, form, now),
  take,
};

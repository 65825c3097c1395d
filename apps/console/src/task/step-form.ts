import { list, text, type Form } from '../page/form.js';
import { instantIn } from '../page/when.js';

const textOf = (form: Form, name: string): string | undefined => text(form, name) || undefined;

/** An instant of a day and a time; what is no such thing goes to the service as it is, which says so beside the field. */
function timeOf(form: Form, name: string): string | undefined {
  const [day = '', time = ''] = [textOf(form, `${name}-day`), textOf(form, `${name}-time`)];
  if (day === '' && time === '') return undefined;
  return instantIn({ day, time }) ?? `${day} ${time}`.trim();
}

const given = (parts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** The body of a step as the agency's service takes it, of what somebody filled in. The person who acts is known by the token. */
export function stepBody(step: string, form: Form): Readonly<Record<string, unknown>> {
  return given({
    unit: textOf(form, 'unit'),
    seenStatus: textOf(form, 'seenStatus'),
    note: textOf(form, 'note'),
    ...ofStep(step, form),
  });
}

function ofStep(step: string, form: Form): Readonly<Record<string, unknown>> {
  switch (step) {
    case 'accept':
      return { promise: promiseOf(form), slots: slotsOf(form), occurredAt: timeOf(form, 'occurredAt') };
    case 'promise':
      return { promise: promiseOf(form) ?? { text: '' } };
    case 'reject':
    case 'fail':
      return { reason: textOf(form, 'reason') ?? '', facts: factsOf(form), fact: textOf(form, 'fact') };
    case 'cancel':
      return { reason: textOf(form, 'reason') ?? '' };
    case 'complete':
      return { outcome: textOf(form, 'outcome') ?? '' };
    case 'counter':
      return { startBy: timeOf(form, 'startBy'), fact: textOf(form, 'fact') };
    case 'hold':
      return { reviewAt: timeOf(form, 'reviewAt') ?? '' };
    case 'escalate':
      return { to: unitsOf(list(form, 'to')) };
    case 'offer-handover':
      return { lapsesWithinMinutes: wholeOf(form, 'lapsesWithinMinutes') };
    case 'set-slots':
      return { slots: slotsOf(form) ?? [] };
    case 'end-promise':
      return { promise: textOf(form, 'promise') ?? '', end: textOf(form, 'end') ?? '' };
    default:
      return {};
  }
}

function promiseOf(form: Form): object | undefined {
  const promise = textOf(form, 'promise');
  return promise === undefined ? undefined : given({ text: promise, dueBy: timeOf(form, 'dueBy') });
}

function slotsOf(form: Form): readonly object[] | undefined {
  const slots = Object.keys(form).flatMap((name) => {
    const state = name.startsWith('slot-') ? textOf(form, name) : undefined;
    return state === undefined ? [] : [{ slot: name.slice('slot-'.length), state }];
  });
  return slots.length > 0 ? slots : undefined;
}

function factsOf(form: Form): object | undefined {
  const [ask] = unitsOf(list(form, 'ask'));
  const items = list(form, 'items');
  const facts = given({
    availableAt: timeOf(form, 'availableAt'),
    reviewAt: timeOf(form, 'reviewAt'),
    items: items.length > 0 ? items : undefined,
    ask,
    reference: textOf(form, 'reference'),
  });
  return Object.keys(facts).length > 0 ? facts : undefined;
}

const unitsOf = (texts: readonly string[]): readonly { readonly agency: string; readonly unit: string }[] =>
  texts.map((party) => {
    const [agency = '', unit = ''] = party.split('/');
    return { agency, unit };
  });

function wholeOf(form: Form, name: string): number | string | undefined {
  const typed = textOf(form, name);
  return typed === undefined ? undefined : /^\d{1,6}$/.test(typed) ? Number(typed) : typed;
}

import type { FieldFault } from '../services/refusal.js';
import type { ShownRefusal } from '../services/refusal.js';

/** What a browser sends of a form. */
export type Form = Readonly<Record<string, unknown>>;

/** One field, without spaces around it; empty where it was not sent. */
export function text(form: Form, name: string): string {
  const value = [form[name]].flat()[0];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}

/** Every value of a field with several. */
export const list = (form: Form, name: string): readonly string[] =>
  [form[name]].flat().filter((value): value is string => typeof value === 'string' && value !== '');

/** A fault of the form itself: the id of its field, and what to do. */
export const fault = (field: string, says: string): FieldFault => ({ field, text: says });

/** The faults of a form as its page shows them: `field` is the id. */
export const shownFaults = (faults: readonly FieldFault[]): ShownRefusal => ({
  errors: faults.map(({ field, text: says }) => ({ text: says, ...(field !== '' && { href: `#${field}` }) })),
  besides: Object.fromEntries([...faults].reverse().map(({ field, text: says }) => [field, { text: says }])),
});

import type { Form } from '../page/form.js';

/** Fields that are an instant, each as a day and a time in the form. */
export const INSTANTS: readonly string[] = ['expectedBy', 'searchedAt'];

/** What the radios of the question say, beside `reason:` with its code. */
export const SAID = { value: 'value', nothing: 'nothing', via: 'via', reason: 'reason:' } as const;

/** Before the names of an item's fields where several items share a page. */
export const prefixOf = (code: string): string => `${code}-`;

/** The fields of one item, as they are called where it stands alone. */
export const fieldsWith = (form: Form, prefix: string): Form =>
  prefix === ''
    ? form
    : Object.fromEntries(
        Object.entries(form).flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
        ),
      );

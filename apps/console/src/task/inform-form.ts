import { prefixOf } from '../item/item-fields.js';
import type { SentItem } from '../item/item-faults.js';
import { readItem } from '../item/read-item.js';
import type { SaidItem } from '../item/said-item.js';
import type { Catalogue } from '../page/catalogue.js';
import { fault, text, type Form } from '../page/form.js';
import { instantIn } from '../page/when.js';
import type { FieldFault } from '../services/refusal.js';

/** The fields of the emergency override. */
export const OVERRIDE_FIELDS: readonly string[] = [
  ...['override-reason', 'override-by', 'override-role'],
  ...['override-until-day', 'override-until-time'],
];

/** Of which items a form tells. */
export interface InformedItems {
  readonly codes: readonly string[];
  readonly catalogue: Pick<Catalogue, 'items' | 'absentReasons'>;
  /** What the case file says of them, by code. */
  readonly before: Readonly<Record<string, SaidItem>>;
}

/** An item that is told, with the code by which the service knows it. */
export type InformedItem = SentItem & { readonly code: string };

/** What a form tells: the body as the service takes it, with its items in their order; or all that is wrong with the form. */
export type ReadInform =
  | {
      readonly body: Readonly<Record<string, unknown>>;
      readonly sent: readonly InformedItem[];
      readonly faults?: undefined;
    }
  | { readonly faults: readonly FieldFault[]; readonly body?: undefined };

/** Reads everything that is told in one event. Whether it is sound and may be told is said by the service. */
export function readInform(form: Form, { codes, catalogue, before }: InformedItems): ReadInform {
  const read = codes.map((code) => {
    const prefix = prefixOf(code);
    return { code, prefix, ...readItem(form, { code, catalogue, before: before[code], prefix }) };
  });
  const override = codes.length > 0 ? readOverride(form) : {};
  const sent = read.flatMap(({ code, prefix, said }) => (said ? [{ code, prefix, said }] : []));
  const faults = [...read.flatMap((one) => one.faults ?? []), ...(override.faults ?? [])];
  const note = text(form, 'note');
  if (faults.length > 0) return { faults };
  if (sent.length === 0 && note === '')
    return {
      faults: [fault('note', codes.length > 0 ? 'Say what you know, or enter a message' : 'Enter a message')],
    };
  return {
    sent,
    body: {
      unit: text(form, 'unit'),
      ...(text(form, 'seenStatus') !== '' && { seenStatus: text(form, 'seenStatus') }),
      ...(note !== '' && { note }),
      ...(sent.length > 0 && { items: sent.map(({ code, said }) => ({ code, ...said })) }),
      ...(override.given && { override: override.given }),
    },
  };
}

/** Whether anything was filled in of the emergency override. */
export const isOverridden = (form: Form): boolean => OVERRIDE_FIELDS.some((name) => text(form, name) !== '');

function readOverride(form: Form): {
  readonly given?: object;
  readonly faults?: readonly FieldFault[];
} {
  if (!isOverridden(form)) return {};
  const [reason, ref, role] = ['override-reason', 'override-by', 'override-role'].map((name) =>
    text(form, name),
  );
  const until = instantIn({ day: text(form, 'override-until-day'), time: text(form, 'override-until-time') });
  const faults = [
    ...(reason === '' ? [fault('override-reason', 'Select the reason for the emergency override')] : []),
    ...(ref === '' ? [fault('override-by', 'Enter who authorises it')] : []),
    ...(role === '' ? [fault('override-role', 'Select the role of who authorises it')] : []),
    ...(until === undefined ? [fault('override-until-day', UNTIL)] : []),
  ];
  return faults.length > 0 ? { faults } : { given: { reason, authorisedBy: { ref, role }, until } };
}

const UNTIL = 'Enter until when the override counts: a day, such as 26/11/2026, and a time, such as 15:48';

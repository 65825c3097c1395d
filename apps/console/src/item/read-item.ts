import { partyIn, type Catalogue, type Reason } from '../page/catalogue.js';
import { fault, text, type Form } from '../page/form.js';
import { instantIn } from '../page/when.js';
import type { FieldFault } from '../services/refusal.js';
import { INSTANTS, SAID, fieldsWith } from './item-fields.js';
import type { SaidItem } from './said-item.js';

const OTHER = 'other';
/** Longest value, in characters: the service takes 8,192 bytes. */
const VALUE_MAX = 2_000;

/** What a form says of an item: a statement, nothing at all, or what is wrong with the form. */
export type ReadItem =
  | { readonly said: SaidItem | undefined; readonly faults?: undefined }
  | { readonly faults: readonly FieldFault[]; readonly said?: undefined };

/** Of which item a form is read. */
export interface ItemInForm {
  readonly code: string;
  readonly catalogue: Pick<Catalogue, 'items' | 'absentReasons'>;
  /** What was said until now. */
  readonly before?: SaidItem | undefined;
  /** Before the names of its fields; none where it stands alone. */
  readonly prefix?: string;
}

/** Reads the form of an item. Whether a statement is sound is said by the service. */
export function readItem(form: Form, { code, catalogue, before, prefix = '' }: ItemInForm): ReadItem {
  const read = readFields(fieldsWith(form, prefix), code, catalogue, before);
  return read.faults
    ? { faults: read.faults.map((one) => ({ ...one, field: `${prefix}${one.field}` })) }
    : read;
}

function readFields(
  form: Form,
  code: string,
  { items, absentReasons }: ItemInForm['catalogue'],
  before: SaidItem | undefined,
): ReadItem {
  const chosen = text(form, 'said');
  if (chosen === SAID.nothing) return { said: undefined };
  if (chosen === SAID.via && before?.via !== undefined) return { said: before };
  if (chosen === SAID.value) {
    const { values = [] } = items.find((one) => one.code === code) ?? {};
    return readValue(form, values.length > 0);
  }
  const reason = absentReasons.find((one) => chosen === `${SAID.reason}${one.code}`);
  if (!reason) return { faults: [fault('said', 'Select what you know, or why you do not know it')] };
  return readReason(form, reason);
}

function readValue(form: Form, isListed: boolean): ReadItem {
  const choice = text(form, 'choice');
  const isChoice = choice !== '' && choice !== OTHER;
  const words = isChoice ? choice : text(form, 'value');
  // Where there is a list, the field for something else is out of sight until it is chosen.
  if (words === '' && isListed && choice === '') return { faults: [fault('choice', 'Select what you know')] };
  if (words === '') return { faults: [fault('value', 'Enter what you know')] };
  if (words.length > VALUE_MAX)
    return { faults: [fault('value', `What you know must be ${VALUE_MAX} characters or fewer`)] };
  const state = text(form, 'state') === 'reported-unconfirmed' ? 'reported-unconfirmed' : 'known';
  const sourceKind = text(form, 'sourceKind');
  const value = !isChoice && text(form, 'own') === 'yes' ? { term: words } : words;
  return { said: { state, value, ...(sourceKind !== '' && { sourceKind }) } };
}

function readReason(form: Form, reason: Reason): ReadItem {
  const read = Object.entries(reason.fields).map(([name, says]) => readField(form, name, says));
  const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
  if (faults.length > 0) return { faults };
  const fields = Object.assign({}, ...read.map((one) => ('given' in one ? one.given : {}))) as object;
  return { said: { state: reason.state, absent: reason.code, ...fields } };
}

function readField(form: Form, name: string, says: string): { given: object } | { fault: FieldFault } {
  if (INSTANTS.includes(name)) {
    const at = instantIn({ day: text(form, `${name}-day`), time: text(form, `${name}-time`) });
    return at === undefined
      ? { fault: fault(`${name}-day`, `Enter ${says}: a day, such as 26/11/2026, and a time, such as 15:48`) }
      : { given: { [name]: at } };
  }
  const given = text(form, name);
  if (given === '') return { fault: fault(name, `Enter ${says}`) };
  return { given: { [name]: name === 'finder' ? partyIn(given) : given } };
}

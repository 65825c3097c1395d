import { fieldsOf, instantIn } from '../../page/when.js';
import { itemLabel, partyIn, partyText, partyValue, type Catalogue } from '../catalogue.js';
import type { Draft, SaidItem } from '../draft.js';
import { fault, text, type Form } from '../form.js';
import type { FieldFault } from '../../services/refusal.js';
import type { StepView } from '../step.js';

/** Fields that are an instant, each as a day and a time in the form. */
const INSTANTS = ['expectedBy', 'searchedAt'];
const VALUE = 'value';
const NOTHING = 'nothing';
const REASON = 'reason:';
const OTHER = 'other';
/** Longest value, in characters: the service takes 8,192 bytes. */
const VALUE_MAX = 2_000;

/** The question what is known of one item: a value, or a reason why there is none with what it demands. */
export function itemView(
  { content }: Draft,
  catalogue: Catalogue,
  { code, form }: { readonly code: string; readonly form: Form | undefined },
): StepView {
  const said = content.items?.[code];
  const fields = form ?? formOf(said, content.held?.[code]);
  const chosen = text(fields, 'said');
  const item = catalogue.items.find((one) => one.code === code);
  return {
    title: itemLabel(catalogue, code),
    called: content.whom?.called,
    code,
    hint: item?.meaning,
    chosen,
    fields: Object.fromEntries(Object.keys(fields).map((name) => [name, text(fields, name)])),
    values: (item?.values ?? []).map((value) => ({
      value,
      text: value.slice(0, 1).toUpperCase() + value.slice(1),
      checked: text(fields, 'choice') === value,
    })),
    passedOn: said?.via === undefined ? undefined : (content.held?.[code] ?? 'What another agency told us'),
    reasons: catalogue.absentReasons.map((reason) => ({
      ...reason,
      value: `${REASON}${reason.code}`,
      checked: chosen === `${REASON}${reason.code}`,
      asks: Object.entries(reason.fields).map(([name, label]) => ({ name, label })),
    })),
    ...optionsOf(fields, catalogue),
  };
}

function optionsOf(fields: Form, catalogue: Catalogue) {
  const finder = text(fields, 'finder');
  const heldBy = text(fields, 'heldBy');
  const source = text(fields, 'sourceKind');
  const parties = catalogue.agencies.flatMap(({ code, units }) =>
    units.map((unit) => ({ agency: code, unit: unit.code })),
  );
  return {
    finders: [
      { value: '', text: 'Select a unit', selected: finder === '' },
      ...parties.map((party) => ({
        value: partyValue(party),
        text: partyText(catalogue, party),
        selected: finder === partyValue(party),
      })),
    ],
    holders: [
      { value: '', text: 'Select an agency', selected: heldBy === '' },
      ...catalogue.agencies.map(({ code, name }) => ({ value: code, text: name, selected: heldBy === code })),
    ],
    sources: [
      { value: '', text: 'Not said', selected: source === '' },
      ...catalogue.sourceKinds.map((kind) => ({
        value: kind,
        text: SOURCES[kind] ?? kind,
        selected: source === kind,
      })),
    ],
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  person: 'The person',
  caller: 'A caller',
  'family-or-friend': 'Family or a friend',
  'other-public': 'Somebody else of the public',
  'officer-or-clinician': 'An officer or a clinician',
  'own-record': 'Our own record',
  'other-agency': 'Another agency',
  document: 'A document',
  device: 'A device',
};

/** What was said before, as the fields of the form. */
function formOf(said: SaidItem | undefined, held: string | undefined): Form {
  if (!said) return {};
  const { absent, state, sourceKind, finder, value, via } = said;
  const instants = INSTANTS.flatMap((name) => {
    const at = said[name as 'expectedBy'];
    if (at === undefined) return [];
    const { day, time } = fieldsOf(at);
    return [
      [`${name}-day`, day],
      [`${name}-time`, time],
    ];
  });
  const isOwnWord = typeof value === 'object' && value !== null && 'term' in value;
  const words = isOwnWord ? String(value.term) : value;
  return {
    said: via !== undefined ? 'via' : absent === undefined ? VALUE : `${REASON}${absent}`,
    value: typeof words === 'string' ? words : (held ?? ''),
    choice: typeof words === 'string' ? words : '',
    own: isOwnWord ? 'yes' : '',
    state: state ?? '',
    sourceKind: sourceKind ?? '',
    finder: finder ? partyValue(finder) : '',
    searchedSystem: said.searchedSystem ?? '',
    searchedFor: said.searchedFor ?? '',
    heldBy: said.heldBy ?? '',
    ...(Object.fromEntries(instants) as Form),
  };
}

/** What a form says of an item: a statement, nothing at all, or what is wrong with the form. */
export type ReadItem = { readonly said: SaidItem | undefined } | { readonly faults: readonly FieldFault[] };

/** Reads the form of an item; `before` is what was said until now. Whether a statement is sound is said by the service. */
export function readItem(form: Form, catalogue: Catalogue, before: SaidItem | undefined): ReadItem {
  const chosen = text(form, 'said');
  if (chosen === NOTHING) return { said: undefined };
  if (chosen === 'via' && before?.via !== undefined) return { said: before };
  if (chosen === VALUE) return readValue(form);
  const reason = catalogue.absentReasons.find(({ code }) => chosen === `${REASON}${code}`);
  if (!reason) return { faults: [fault('said', 'Select what you know, or why you do not know it')] };
  return readReason(form, reason);
}

function readValue(form: Form): ReadItem {
  const choice = text(form, 'choice');
  const isChoice = choice !== '' && choice !== OTHER;
  const words = isChoice ? choice : text(form, 'value');
  if (words === '') return { faults: [fault('value', 'Enter what you know')] };
  if (words.length > VALUE_MAX)
    return { faults: [fault('value', `What you know must be ${VALUE_MAX} characters or fewer`)] };
  const state = text(form, 'state') === 'reported-unconfirmed' ? 'reported-unconfirmed' : 'known';
  const sourceKind = text(form, 'sourceKind');
  const value = !isChoice && text(form, 'own') === 'yes' ? { term: words } : words;
  return { said: { state, value, ...(sourceKind !== '' && { sourceKind }) } };
}

function readReason(form: Form, reason: Catalogue['absentReasons'][number]): ReadItem {
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

import { capital } from '../page/code-words.js';
import { itemLabel, partyText, partyValue, type Catalogue } from '../page/catalogue.js';
import { text, type Form } from '../page/form.js';
import { fieldsOf } from '../page/when.js';
import { INSTANTS, SAID, fieldsWith } from './item-fields.js';
import type { SaidItem } from './said-item.js';

/** An option of a select or of radios, as the design system takes it. */
interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected?: boolean;
  readonly checked?: boolean;
}

/** The question what is known of one item, as `item/item-question.njk` shows it. */
export interface ItemView {
  readonly title: string;
  readonly code: string;
  /** Before the names of its fields; empty where it stands alone. */
  readonly prefix: string;
  readonly hint: string | undefined;
  readonly chosen: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly values: readonly Option[];
  /** What another agency told of it, where it can be told on. */
  readonly passedOn: string | undefined;
  readonly reasons: readonly {
    readonly code: string;
    readonly label: string;
    readonly value: string;
    readonly checked: boolean;
    /** The fields that it demands. */
    readonly asks: readonly { readonly name: string; readonly label: string }[];
  }[];
  readonly finders: readonly Option[];
  readonly holders: readonly Option[];
  readonly sources: readonly Option[];
}

/** Of which item is asked, and what is known of it before anybody answers. */
export interface AskedItem {
  readonly code: string;
  readonly catalogue: Catalogue;
  readonly said?: SaidItem | undefined;
  /** The same as text. */
  readonly held?: string | undefined;
  /** What was typed before, where that was not taken. */
  readonly form?: Form | undefined;
  readonly prefix?: string;
}

/** The question what is known of one item: a value, or a reason why there is none with what it demands. */
export function itemView({ code, catalogue, said, held, form, prefix = '' }: AskedItem): ItemView {
  const fields = form ? fieldsWith(form, prefix) : formOf(said, held);
  const chosen = text(fields, 'said');
  const item = catalogue.items.find((one) => one.code === code);
  return {
    title: itemLabel(catalogue, code),
    code,
    prefix,
    hint: item?.meaning,
    chosen,
    fields: Object.fromEntries(Object.keys(fields).map((name) => [name, text(fields, name)])),
    values: (item?.values ?? []).map((value) => ({
      value,
      text: capital(value),
      checked: text(fields, 'choice') === value,
    })),
    passedOn: said?.via === undefined ? undefined : (held ?? 'What another agency told us'),
    reasons: catalogue.absentReasons.map((reason) => ({
      ...reason,
      value: `${SAID.reason}${reason.code}`,
      checked: chosen === `${SAID.reason}${reason.code}`,
      asks: Object.entries(reason.fields).map(([name, label]) => ({ name, label })),
    })),
    ...optionsOf(fields, catalogue),
  };
}

function optionsOf(fields: Form, catalogue: Catalogue): Pick<ItemView, 'finders' | 'holders' | 'sources'> {
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
    said: via !== undefined ? SAID.via : absent === undefined ? SAID.value : `${SAID.reason}${absent}`,
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

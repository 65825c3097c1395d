import type { Fault } from '#domain';
import type { Words } from '#contracts';
import { wordFieldsOf, type Checked, type WordSet } from './field-checks.js';
import { codeOfGrade, codeOfWord, type Spoken, type Speaking } from './speaking.js';

type Body = Readonly<Record<string, unknown>>;

/** A body in codes, the own words that stood in their place, and every word that could not become a code. */
export interface Translated {
  readonly body: unknown;
  readonly words: Words;
  readonly faults: readonly Fault[];
}

/** What one field became. */
interface Put {
  readonly fields: Body;
  readonly words: Words;
  readonly faults: readonly Fault[];
}

const NOTHING: Put = { fields: {}, words: {}, faults: [] };

/**
 * Turns the own words of a body into codes: in the fields that its form marks for them, in the unit that is asked, and in
 * values of items that are given as `{ "term": "<own word>" }`. What is no text, or no part of the form, is left as it is.
 */
export function translateBody(form: Checked, given: unknown, speaking: Speaking): Translated {
  if (!isRecord(given)) return { body: given, words: {}, faults: [] };
  const listener = isRecord(given['to']) ? given['to']['agency'] : undefined;
  const heard = typeof listener === 'string' ? { ...speaking, listener } : speaking;
  const put = [
    ...[...wordFieldsOf(form)].map(([field, set]) => fieldPut(given, { field, set }, heard)),
    unitAskedPut(given['to'], heard),
    itemsPut(given['items'], heard),
    bothUrgencies(given),
  ];
  const words = Object.assign({}, ...put.map((one) => one.words)) as Words;
  const body = { ...given, ...(Object.assign({}, ...put.map(({ fields }) => fields)) as Body) };
  return {
    body: Object.keys(words).length > 0 ? { ...body, words } : body,
    words,
    faults: put.flatMap(({ faults }) => faults),
  };
}

function fieldPut(
  given: Body,
  { field, set }: { readonly field: string; readonly set: WordSet },
  speaking: Speaking,
): Put {
  const text = given[field];
  if (typeof text !== 'string' || text === '') return NOTHING;
  if (set === 'grade' && hasBothUrgencies(given)) return NOTHING;
  if (set === 'grade' || set === 'urgency') return gradePut(field, set, text, speaking);
  const pointer = `/${field}`;
  const spoken = codeOfWord(set, text, { ...speaking, pointer });
  return put(spoken, (code) => ({ [field]: code }), field);
}

/** A shared band stands as it is; a grade is sorted under one, and the band goes with it. */
function gradePut(field: string, set: 'grade' | 'urgency', text: string, speaking: Speaking): Put {
  if (set === 'urgency' && speaking.directory.urgency(text)) return NOTHING;
  const spoken = codeOfGrade(text, { ...speaking, pointer: `/${field}` });
  if ('fault' in spoken) return { ...NOTHING, faults: [spoken.fault] };
  const { code, word, urgency, relationship } = spoken;
  const words: Words = word === undefined ? {} : { urgency: { word, relationship } };
  return { fields: { grade: code, urgency }, words, faults: [] };
}

const hasBothUrgencies = ({ urgency, grade }: Body): boolean => urgency !== undefined && grade !== undefined;

function bothUrgencies(given: Body): Put {
  if (!hasBothUrgencies(given)) return NOTHING;
  const detail = 'give either urgency or grade, not both';
  return { ...NOTHING, faults: [{ pointer: '/grade', code: 'EITHER_OR', detail }] };
}

function unitAskedPut(to: unknown, speaking: Speaking): Put {
  if (!isRecord(to)) return NOTHING;
  const { agency, unit } = to;
  if (typeof agency !== 'string' || !speaking.directory.agency(agency)) return NOTHING;
  if (typeof unit !== 'string' || unit === '') return NOTHING;
  // A unit has the name that its own agency gives it.
  const spoken = codeOfWord('unit', unit, { ...speaking, agency, pointer: '/to/unit' });
  return put(spoken, (code) => ({ to: { ...to, unit: code } }), 'to');
}

function itemsPut(items: unknown, speaking: Speaking): Put {
  if (!Array.isArray(items)) return NOTHING;
  const faults: Fault[] = [];
  const coded = (items as readonly unknown[]).map((item, index) => {
    if (!isRecord(item)) return item;
    if (isRelated(item['value'])) faults.push(notYoursToRelate(`/items/${index}/value`));
    if (!isTerm(item['value'])) return item;
    const { term } = item['value'];
    const spoken = codeOfWord('concept', term, { ...speaking, pointer: `/items/${index}/value/term` });
    if ('fault' in spoken) {
      faults.push(spoken.fault);
      return item;
    }
    const { code: concept, word = term, relationship } = spoken;
    return { ...item, value: { concept, term: word, relationship } };
  });
  return { fields: { items: coded }, words: {}, faults };
}

function put(spoken: Spoken, fields: (code: string) => Body, field: string): Put {
  if ('fault' in spoken) return { ...NOTHING, faults: [spoken.fault] };
  const { code, word, relationship } = spoken;
  const words = word === undefined ? {} : { [field]: { word, relationship } };
  return { fields: fields(code), words: words, faults: [] };
}

/** A caller's own claim of how a word relates to a concept would let a false friend through. */
const isRelated = (value: unknown): boolean =>
  isRecord(value) && 'concept' in value && ('term' in value || 'relationship' in value);

const notYoursToRelate = (pointer: string): Fault => ({
  pointer,
  code: 'EITHER_OR',
  detail: 'give either concept or term alone; how the two relate is found in the directory',
});

const isTerm = (value: unknown): value is { readonly term: string } =>
  isRecord(value) && Object.keys(value).join() === 'term' && typeof value['term'] === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { randomUUID } from 'node:crypto';

/** A change to a good request, in words, and the faults that it must be told of, as "CODE /place". */
export type BadChange = readonly [what: string, change: object, ...faults: string[]];
/** A change to a good request, and the one refusal: its code and its place. */
export type Impossible = readonly [what: string, change: object, code: string, place: string];
/** A body as it is written, the problem's code, and the faults. */
export type BadText = readonly [what: string, text: string | Buffer, code: string, ...faults: string[]];

const to = (agency: string, unit = 'crew') => ({ to: { agency, unit } });
const item = (more: object) => ({ items: [{ code: 'age-band', state: 'known', ...more }] });
const goodWith = (text: string) => JSON.stringify(GOOD).replace(/^\{/, `{${text},`);

/** A request that police may make of ambulance. */
export const GOOD = {
  unit: 'control-room',
  actor: { role: 'dispatcher', type: 'person', ref: 'PC 1' },
  kind: 'emergency-medical-response',
  mode: 'exercise',
  ...to('ambulance'),
};

/** Requests that name what the directory does not know, or what does not fit together. */
export const NOT_KNOWN: readonly BadChange[] = [
  ['an agency', to('coastguard'), 'UNKNOWN_AGENCY /to/agency'],
  ['a unit of the other agency', to('ambulance', 'balloon'), 'UNKNOWN_WORD /to/unit'],
  ['a wildcard for a unit', to('ambulance', 'crew.>'), 'UNKNOWN_WORD /to/unit'],
  ['a unit of its own agency', { unit: 'balloon' }, 'UNKNOWN_WORD /unit'],
  ['a kind of task', { kind: 'tea-and-cake' }, 'UNKNOWN_WORD /kind'],
  ['an urgency', { urgency: 'u9-whenever' }, 'UNKNOWN_GRADE /urgency'],
  ['a role', { actor: { role: 'wizard', type: 'person' } }, 'UNKNOWN_ROLE /actor/role'],
  ['an item', item({ code: 'shoe-size', value: '9' }), 'UNKNOWN_ITEM /items/0/code'],
  ['a wanted item', { wanted: ['phone', 'shoe-size'] }, 'UNKNOWN_ITEM /wanted/1'],
  ['a case', { caseId: randomUUID() }, 'CASE_UNKNOWN /caseId'],
  ['items and the case file', { fromCase: true, items: [] }, 'EITHER_OR /items', 'MISSING /caseId'],
  [
    'two times',
    { decideBy: '2099-01-01T00:00:00Z', decideWithinMinutes: 5 },
    'EITHER_OR /decideWithinMinutes',
  ],
  [
    'several of these',
    { ...to('coastguard'), kind: 'x', urgency: 'y' },
    'UNKNOWN_AGENCY /to/agency',
    'UNKNOWN_GRADE /urgency',
    'UNKNOWN_WORD /kind',
  ],
];

/** Requests that are well formed and that no rule allows. */
export const NOT_POSSIBLE: readonly Impossible[] = [
  [
    'that this agency may not be asked for',
    { kind: 'crisis-home-visit' },
    'KIND_NOT_FOR_THIS_PERFORMER',
    '/to/agency',
  ],
  ['that this agency may not ask for', { kind: 'welfare-check' }, 'KIND_NOT_FROM_THIS_ASKER', '/kind'],
  [
    'of a unit by itself',
    { ...to('police', 'control-room'), kind: 'information-request' },
    'UNIT_TASKS_ITSELF',
    '/to/unit',
  ],
  ['to be decided yesterday', { decideBy: '2020-01-01T00:00:00Z' }, 'DECIDE_BY_IN_THE_PAST', '/decideBy'],
];

/** Items (of one code, known) that say nothing, or two things at once. */
export const BAD_ITEMS: readonly BadChange[] = [
  ['without value and without reason', {}, 'VALUE_OR_REASON_MISSING /items/0'],
  ['with both', { value: '18-25', absent: 'unknown' }, 'VALUE_AND_REASON /items/0/absent'],
  [
    'withheld, with its value',
    { state: 'withheld', value: '18-25' },
    'VALUE_NOT_FOR_THIS_STATE /items/0/value',
  ],
  [
    'known, for a reason that means unknown',
    { absent: 'asked-unknown' },
    'REASON_NOT_FOR_THIS_STATE /items/0/absent',
  ],
  [
    'of a reason that nobody knows',
    { absent: 'dog-ate-it' },
    'UNKNOWN_REASON /items/0/absent',
    'UNKNOWN_REASON /items/0/absent',
  ],
  ['that only stands in for a value', { value: 'N/A' }, 'PLACEHOLDER_VALUE /items/0/value'],
  ['in a state that nobody knows', { state: 'vague', value: '1' }, 'UNKNOWN_STATE /items/0/state'],
  [
    'of a kind of source that nobody knows',
    { value: '1', sourceKind: 'horoscope' },
    'UNKNOWN_SOURCE_KIND /items/0/sourceKind',
  ],
  [
    'of a confidence that nobody knows',
    { value: '1', confidence: 'so-so' },
    'UNKNOWN_CONFIDENCE /items/0/confidence',
  ],
  ['learned at no time', { value: '1', obtainedAt: 'yesterday' }, 'NOT_A_TIME /items/0/obtainedAt'],
  [
    'learned on a day that no calendar has',
    { value: '1', obtainedAt: '2026-02-30T10:00:00Z' },
    'NOT_A_TIME /items/0/obtainedAt',
  ],
  [
    'learned at a time that no event can carry',
    { value: '1', obtainedAt: '1066-10-14T09:00:00Z' },
    'NOT_A_TIME /items/0/obtainedAt',
  ],
  ['of more than a value may hold', { value: 'x'.repeat(8_200) }, 'VALUE_TOO_LARGE /items/0/value'],
];

/** Requests that do not have the form of the endpoint. */
export const BAD_FORMS: readonly BadChange[] = [
  [
    'numbers and texts for codes',
    { kind: 7, ...to('Ambulance Service') },
    'NOT_AS_EXPECTED /kind',
    'NOT_AS_EXPECTED /to/agency',
  ],
  [
    'texts and lists for objects',
    { to: 'ambulance', actor: [] },
    'NOT_AS_EXPECTED /actor',
    'NOT_AS_EXPECTED /to',
  ],
  ['no list for a list', { items: {}, wanted: 'phone' }, 'NOT_AS_EXPECTED /items', 'NOT_AS_EXPECTED /wanted'],
  ['a list of no objects', { items: ['age-band'] }, 'NOT_AS_EXPECTED /items'],
  ['fields left out', { kind: undefined, actor: undefined }, 'MISSING /actor', 'MISSING /kind'],
  [
    'null for a field left out',
    { note: null, urgency: null },
    'NOT_AS_EXPECTED /note',
    'NOT_AS_EXPECTED /urgency',
  ],
  ['a mode that there is not', { mode: 'play' }, 'NOT_AS_EXPECTED /mode'],
  [
    'unknown fields',
    { colour: 1, to: { agency: 'ambulance', unit: 'crew', colour: 1 } },
    'UNKNOWN_FIELD /colour',
    'UNKNOWN_FIELD /to/colour',
  ],
  ['unknown fields of an item', item({ value: '1', colour: 1 }), 'UNKNOWN_FIELD /items/0/colour'],
  [
    'wildcards and dots in codes',
    { ...to('ambulance.*'), purpose: 'protect.>' },
    'NOT_AS_EXPECTED /purpose',
    'NOT_AS_EXPECTED /to/agency',
  ],
  ['words that only the service itself puts in', { words: {} }, 'UNKNOWN_FIELD /words'],
  ['a wildcard for a case', { caseId: '*' }, 'NOT_AS_EXPECTED /caseId'],
  ['a day that no calendar has', { decideBy: '2027-02-30T10:00:00Z' }, 'NOT_AS_EXPECTED /decideBy'],
  ['a time that no event can carry', { decideBy: '9999-12-31T23:59:59-12:00' }, 'NOT_AS_EXPECTED /decideBy'],
  ['numbers out of range', { decideWithinMinutes: 0.5 }, 'NOT_AS_EXPECTED /decideWithinMinutes'],
  ['too long a note', { note: 'x'.repeat(4_001) }, 'NOT_AS_EXPECTED /note'],
];

/** Bodies that are no JSON, or that two readers could read differently. */
export const BAD_JSON: readonly BadText[] = [
  ['a key twice', goodWith('"kind":"x"'), 'AMBIGUOUS_JSON', 'DUPLICATE_KEY /kind'],
  ['a key twice, one of them escaped', goodWith('"k\\u0069nd":"x"'), 'AMBIGUOUS_JSON', 'DUPLICATE_KEY /kind'],
  ['a key twice inside', goodWith('"words":{"a":"b","a":"c"}'), 'AMBIGUOUS_JSON', 'DUPLICATE_KEY /words/a'],
  ['__proto__', goodWith('"__proto__":{"mode":"actual"}'), 'AMBIGUOUS_JSON', 'FORBIDDEN_KEY /__proto__'],
  [
    'a name that every object has',
    goodWith('"toString":1,"actor2":{"valueOf":1}'),
    'AMBIGUOUS_JSON',
    'FORBIDDEN_KEY /actor2/valueOf',
    'FORBIDDEN_KEY /toString',
  ],
  [
    'constructor inside',
    goodWith('"words":{"constructor":"x"}'),
    'AMBIGUOUS_JSON',
    'FORBIDDEN_KEY /words/constructor',
  ],
  ['NUL', goodWith('"note":"a\\u0000b"'), 'AMBIGUOUS_JSON', 'NUL /note'],
  ['half a character', goodWith('"note":"\\ud800"'), 'AMBIGUOUS_JSON', 'HALF_A_CHARACTER /note'],
  [
    'a number that is not exact',
    goodWith('"decideWithinMinutes":1e400'),
    'AMBIGUOUS_JSON',
    'NUMBER_TOO_LARGE /decideWithinMinutes',
  ],
  [
    'too deep',
    goodWith(`"items":${'['.repeat(20)}${']'.repeat(20)}`),
    'AMBIGUOUS_JSON',
    `TOO_DEEP /items${'/0'.repeat(11)}`,
  ],
  ['no JSON', '{"kind":', 'NOT_JSON', 'NOT_JSON'],
  ['nothing', '', 'NOT_JSON', 'NOT_JSON'],
  ['two texts', '{} {}', 'NOT_JSON', 'NOT_JSON'],
  ['a comment', '{/* */}', 'NOT_JSON', 'NOT_JSON'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'NOT_JSON', 'NOT_UTF8'],
  ['no object', '[]', 'BAD_INPUT', 'NOT_AS_EXPECTED'],
  ['null', 'null', 'BAD_INPUT', 'NOT_AS_EXPECTED'],
];

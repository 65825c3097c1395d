import { instantOf } from './instant.js';

/** How well an item is known. */
export const ITEM_STATES = [
  'known',
  'reported-unconfirmed',
  'unknown',
  'withheld',
  'out-of-date',
  'conflicting',
] as const;

/** One of {@link ITEM_STATES}. */
export type ItemState = (typeof ITEM_STATES)[number];

/**
 * Why there is no value: the 15 codes of HL7 FHIR `data-absent-reason`, then three of our own. `searched-not-found`: a
 * named system was searched at a named time without a match. `record-unavailable`: the system was down or closed.
 * `conflicting`: sources differ, all are kept and none is chosen.
 */
export const ABSENT_REASONS = [
  'unknown',
  'asked-unknown',
  'temp-unknown',
  'not-asked',
  'asked-declined',
  'masked',
  'not-applicable',
  'unsupported',
  'as-text',
  'error',
  'not-a-number',
  'negative-infinity',
  'positive-infinity',
  'not-performed',
  'not-permitted',
  'searched-not-found',
  'record-unavailable',
  'conflicting',
] as const;

/** One of {@link ABSENT_REASONS}. */
export type AbsentReason = (typeof ABSENT_REASONS)[number];

/** The kinds of source an item can come from. The permanent record says the kind, never the name. */
export const SOURCE_KINDS = [
  'person',
  'caller',
  'family-or-friend',
  'other-public',
  'officer-or-clinician',
  'own-record',
  'other-agency',
  'document',
  'device',
] as const;

/** One of {@link SOURCE_KINDS}. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** How sure the sender is of a value. */
export const CONFIDENCES = ['low', 'medium', 'high'] as const;

/** One of {@link CONFIDENCES}. */
export type Confidence = (typeof CONFIDENCES)[number];

/** What an agency says about one item. `source` and `note` are free words and belong in the sealed part only. */
export interface ItemStatement {
  readonly code: string;
  readonly state: ItemState;
  readonly value?: unknown;
  readonly absent?: AbsentReason;
  readonly sourceKind?: SourceKind;
  /** When it was learned: ISO 8601 with an offset. */
  readonly obtainedAt?: string;
  readonly confidence?: Confidence;
  readonly source?: string;
  readonly note?: string;
}

/** The codes of the faults that {@link checkStatement} finds. */
export const ITEM_FAULTS = [
  'NO_CODE',
  'UNKNOWN_STATE',
  'VALUE_OR_REASON_MISSING',
  'VALUE_AND_REASON',
  'BLANK_VALUE',
  'VALUE_NOT_FOR_THIS_STATE',
  'UNKNOWN_REASON',
  'REASON_NOT_FOR_THIS_STATE',
  'UNKNOWN_SOURCE_KIND',
  'UNKNOWN_CONFIDENCE',
  'NOT_A_TIME',
] as const;

/** What is wrong, and where: `pointer` is a JSON pointer (RFC 6901) into the thing checked. `detail` quotes no value. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

type ItemFault = Fault & { readonly code: (typeof ITEM_FAULTS)[number] };

interface StateRule {
  readonly value: boolean;
  readonly reasons: readonly AbsentReason[];
  /** The reason that a sender who left the value blank probably meant. */
  readonly blankMeans: AbsentReason;
}

// A value is had, but this statement cannot carry one.
const HAD_ELSEWHERE: readonly AbsentReason[] = ['not-applicable', 'as-text', 'unsupported'];
const HAD: StateRule = { value: true, reasons: HAD_ELSEWHERE, blankMeans: 'not-asked' };

const STATE_RULES: Readonly<Record<ItemState, StateRule>> = {
  known: HAD,
  'reported-unconfirmed': HAD,
  'out-of-date': HAD,
  unknown: {
    value: false,
    reasons: ABSENT_REASONS.filter((reason) => reason !== 'masked' && reason !== 'conflicting'),
    blankMeans: 'unknown',
  },
  withheld: { value: false, reasons: ['masked', 'not-permitted'], blankMeans: 'masked' },
  conflicting: { value: true, reasons: ['conflicting'], blankMeans: 'conflicting' },
};

/**
 * Every fault of one statement; an empty list means that it may be sent. A statement has a value or a coded reason why
 * there is none, never both and never neither, and the two agree with its state. Whether the code is one of the
 * directory's items is not looked at.
 */
export function checkStatement(statement: ItemStatement): readonly Fault[] {
  const { code, state, sourceKind, confidence, obtainedAt } = statement;
  const rule = ITEM_STATES.includes(state) ? STATE_RULES[state] : undefined;
  const faults: (ItemFault | undefined)[] = [
    typeof code === 'string' && code.trim() !== '' ? undefined : fault('/code', 'NO_CODE', 'name the item'),
    rule ? undefined : fault('/state', 'UNKNOWN_STATE', `use one of: ${ITEM_STATES.join(', ')}`),
    ...contentFaults(statement, rule),
    notIn(SOURCE_KINDS, sourceKind) ? listed('/sourceKind', 'UNKNOWN_SOURCE_KIND', SOURCE_KINDS) : undefined,
    notIn(CONFIDENCES, confidence) ? listed('/confidence', 'UNKNOWN_CONFIDENCE', CONFIDENCES) : undefined,
    isTime(obtainedAt) ? undefined : fault('/obtainedAt', 'NOT_A_TIME', 'use ISO 8601 with an offset'),
  ];
  return faults.filter((found) => found !== undefined);
}

function contentFaults({ state, value, absent }: ItemStatement, rule: StateRule | undefined): ItemFault[] {
  if (value === undefined && absent === undefined) {
    return [fault('', 'VALUE_OR_REASON_MISSING', 'give a value, or the reason why there is none in absent')];
  }
  if (value !== undefined && absent !== undefined) {
    return [
      fault('/absent', 'VALUE_AND_REASON', 'give either a value or a reason why there is none, not both'),
    ];
  }
  if (absent !== undefined) return reasonFaults(state, absent, rule);
  if (isBlank(value)) return [blankFault(rule)];
  if (rule === undefined || rule.value) return [];
  const detail = `an item that is ${state} carries a reason in absent, not a value`;
  return [fault('/value', 'VALUE_NOT_FOR_THIS_STATE', detail)];
}

function reasonFaults(state: ItemState, absent: AbsentReason, rule: StateRule | undefined): ItemFault[] {
  if (notIn(ABSENT_REASONS, absent)) return [listed('/absent', 'UNKNOWN_REASON', ABSENT_REASONS)];
  if (rule === undefined || rule.reasons.includes(absent)) return [];
  const detail = `with the state ${state} use one of: ${rule.reasons.join(', ')}`;
  return [fault('/absent', 'REASON_NOT_FOR_THIS_STATE', detail)];
}

function blankFault(rule: StateRule | undefined): ItemFault {
  const meant = rule?.blankMeans ?? 'unknown';
  return fault(
    '/value',
    'BLANK_VALUE',
    `a blank says nothing: leave value out and give absent, probably ${meant}`,
  );
}

// Dashes, question marks and invisible characters are how people and systems fill a field that they cannot leave empty.
function isBlank(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return !/[\p{L}\p{N}\p{S}]/u.test(value);
  if (typeof value !== 'object' || depth > 8) return false;
  return Object.values(value).every((part) => isBlank(part, depth + 1));
}

function isTime(text: string | undefined): boolean {
  return text === undefined || (typeof text === 'string' && instantOf(text) !== undefined);
}

function notIn(list: readonly string[], code: string | undefined): boolean {
  return code !== undefined && !list.includes(code);
}

function listed(pointer: string, code: ItemFault['code'], list: readonly string[]): ItemFault {
  return fault(pointer, code, `use one of: ${list.join(', ')}`);
}

function fault(pointer: string, code: ItemFault['code'], detail: string): ItemFault {
  return { pointer, code, detail };
}

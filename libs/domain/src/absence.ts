import {
  ABSENT_REASONS,
  ITEM_STATES,
  type AbsentReason,
  type ItemFault,
  type ItemState,
  type ItemStatement,
} from './items.js';
import { isBlank, meantBy } from './absence-words.js';

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

/** The state that goes with a reason why there is no value, where nothing more is known of the item. */
export const stateOfReason = (reason: AbsentReason): ItemState =>
  (['unknown', ...ITEM_STATES] as const).find((state) => STATE_RULES[state].reasons.includes(reason)) ??
  'unknown';

/**
 * What is wrong with the value of a statement, or with the reason in its place: both or neither given, a blank or a
 * placeholder for a value, or one that does not fit the state. Fits of a state that does not exist are not looked at.
 */
export function contentFaults({ code, state, value, absent }: ItemStatement): readonly ItemFault[] {
  if (value === undefined && absent === undefined) {
    const detail = 'give a value, or the reason why there is none in absent';
    return [{ pointer: '', code: 'VALUE_OR_REASON_MISSING', detail }];
  }
  if (value !== undefined && absent !== undefined) {
    const detail = 'give either a value or a reason why there is none, not both';
    return [{ pointer: '/absent', code: 'VALUE_AND_REASON', detail }];
  }
  const rule = ITEM_STATES.includes(state) ? STATE_RULES[state] : undefined;
  if (absent !== undefined) return reasonFaults(state, absent, rule);
  if (isBlank(value)) return [blankFault(state, rule)];
  const meant = meantBy(value, code);
  if (meant !== undefined) return [placeholderFault(state, meant)];
  if (rule === undefined || rule.value) return [];
  const detail = `an item that is ${state} carries a reason in absent, not a value`;
  return [{ pointer: '/value', code: 'VALUE_NOT_FOR_THIS_STATE', detail }];
}

function reasonFaults(state: ItemState, absent: AbsentReason, rule: StateRule | undefined): ItemFault[] {
  if (!ABSENT_REASONS.includes(absent)) {
    return [
      { pointer: '/absent', code: 'UNKNOWN_REASON', detail: `use one of: ${ABSENT_REASONS.join(', ')}` },
    ];
  }
  if (rule === undefined || rule.reasons.includes(absent)) return [];
  const detail = `with the state ${state} use one of: ${rule.reasons.join(', ')}`;
  return [{ pointer: '/absent', code: 'REASON_NOT_FOR_THIS_STATE', detail }];
}

function blankFault(state: ItemState, rule: StateRule | undefined): ItemFault {
  const detail = `a blank says nothing: ${instead(state, rule?.blankMeans ?? 'unknown')}`;
  return { pointer: '/value', code: 'BLANK_VALUE', detail };
}

function placeholderFault(state: ItemState, meant: AbsentReason): ItemFault {
  const detail = `this stands where a value should be: ${instead(state, meant)}`;
  return { pointer: '/value', code: 'PLACEHOLDER_VALUE', detail };
}

function instead(state: ItemState, meant: AbsentReason): string {
  const fits = (['unknown', ...ITEM_STATES] as const).filter((one) =>
    STATE_RULES[one].reasons.includes(meant),
  );
  const fit = fits.includes(state) ? state : (fits[0] ?? 'unknown');
  return `leave value out and give absent, probably ${meant}, with the state ${fit}`;
}

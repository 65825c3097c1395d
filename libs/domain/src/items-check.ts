import { contentFaults } from './absence.js';
import { fieldFaults } from './absence-fields.js';
import { instantOf } from './instant.js';
import {
  CONFIDENCES,
  ITEM_STATES,
  SOURCE_KINDS,
  type Fault,
  type ItemFault,
  type ItemStatement,
} from './items.js';

/**
 * Every fault of one statement; an empty list means that it may be sent. A statement has a value or a coded reason why
 * there is none, never both and never neither; the two agree with its state, and the reason comes with the fields that
 * it demands and no others. Whether codes are in the directory is not looked at.
 */
export function checkStatement(statement: ItemStatement): readonly Fault[] {
  const { code, state, sourceKind, confidence } = statement;
  const faults: (ItemFault | undefined)[] = [
    isText(code) ? undefined : { pointer: '/code', code: 'NO_CODE', detail: 'name the item' },
    notIn(ITEM_STATES, state) ? listed('/state', 'UNKNOWN_STATE', ITEM_STATES) : undefined,
    ...contentFaults(statement),
    ...fieldFaults(statement),
    notIn(SOURCE_KINDS, sourceKind) ? listed('/sourceKind', 'UNKNOWN_SOURCE_KIND', SOURCE_KINDS) : undefined,
    notIn(CONFIDENCES, confidence) ? listed('/confidence', 'UNKNOWN_CONFIDENCE', CONFIDENCES) : undefined,
    ...TIMES.map((name) => timeFault(name, statement[name])),
    ...PASSED_ON.map((name) => textFault(name, statement[name])),
  ];
  return faults.filter((found) => found !== undefined);
}

const TIMES = ['obtainedAt', 'expectedBy', 'searchedAt'] as const;
const PASSED_ON = ['originator', 'via'] as const;

function timeFault(name: string, text: unknown): ItemFault | undefined {
  if (text === undefined || (typeof text === 'string' && instantOf(text) !== undefined)) return undefined;
  return { pointer: `/${name}`, code: 'NOT_A_TIME', detail: 'use ISO 8601 with an offset' };
}

function textFault(name: string, text: unknown): ItemFault | undefined {
  if (text === undefined || isText(text)) return undefined;
  return { pointer: `/${name}`, code: 'BLANK_FIELD', detail: 'leave it out or fill it in' };
}

const isText = (given: unknown): boolean => typeof given === 'string' && given.trim() !== '';

// A state must be given; the other two may be left out.
const notIn = (list: readonly string[], code: string | undefined): boolean =>
  code === undefined ? list === ITEM_STATES : !list.includes(code);

const listed = (pointer: string, code: ItemFault['code'], list: readonly string[]): ItemFault => ({
  pointer,
  code,
  detail: `use one of: ${list.join(', ')}`,
});

import { isBlank, meantBy } from './absence-words.js';
import type { AbsentReason, ItemFault, ItemStatement } from './items.js';

/** A field that goes with one reason alone. */
export type ReasonField =
  'expectedBy' | 'finder' | 'searchedSystem' | 'searchedFor' | 'searchedAt' | 'heldBy';

/** The fields without which a reason is not complete, each with what it says. */
const DEMANDED: Readonly<Partial<Record<AbsentReason, Readonly<Partial<Record<ReasonField, string>>>>>> = {
  'temp-unknown': {
    expectedBy: 'the time by which it should be known',
    finder: 'the agency and unit that are finding out',
  },
  'searched-not-found': {
    searchedSystem: 'the system that was searched',
    searchedFor: 'the spelling or description that was searched for',
    searchedAt: 'the time of the search',
  },
  masked: { heldBy: 'the agency that holds the value' },
};

/** The fields that a reason demands, each with what it says; none for most reasons. */
export const fieldsOfReason = (reason: AbsentReason): Readonly<Partial<Record<ReasonField, string>>> =>
  DEMANDED[reason] ?? {};

const FIELDS = Object.entries(DEMANDED).flatMap(([reason, fields]) =>
  Object.keys(fields).map((field) => ({ field: field as ReasonField, reason: reason as AbsentReason })),
);

/**
 * Which fields the reason of a statement demands and does not have, and which the statement has although its reason does
 * not ask for them. Nothing is found where value and reason stand together: it is open which of the two is meant.
 */
export function fieldFaults(statement: ItemStatement): readonly ItemFault[] {
  const { absent, value } = statement;
  if (value !== undefined && absent !== undefined) return [];
  const demanded = (absent !== undefined && Object.hasOwn(DEMANDED, absent) && DEMANDED[absent]) || {};
  const lacking = Object.entries(demanded).flatMap(([field, says]) =>
    placesLacking(statement, field as ReasonField).map((pointer): ItemFault => ({
      pointer,
      code: 'REASON_NEEDS_FIELD',
      detail: `with ${absent} give ${says}`,
    })),
  );
  return [...lacking, ...FIELDS.flatMap(({ field, reason }) => tooMuch(statement, field, reason))];
}

function placesLacking(statement: ItemStatement, field: ReasonField): readonly string[] {
  const given = statement[field];
  if (field !== 'finder' || typeof given !== 'object' || given === null) {
    return field !== 'finder' && says(given) ? [] : [`/${field}`];
  }
  return (['agency', 'unit'] as const).filter((part) => !says(given[part])).map((part) => `/finder/${part}`);
}

function tooMuch(statement: ItemStatement, field: ReasonField, reason: AbsentReason): readonly ItemFault[] {
  if (statement[field] === undefined || statement.absent === reason) return [];
  const detail = `goes only with ${reason} in absent: leave it out`;
  return [{ pointer: `/${field}`, code: 'FIELD_NOT_FOR_THIS_REASON', detail }];
}

const says = (text: unknown): boolean =>
  typeof text === 'string' && !isBlank(text) && meantBy(text, '') === undefined;

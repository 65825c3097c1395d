import type { ItemStatement } from '#domain';
import type { ItemData } from './events/task-events.js';
import type { SealedItem } from './sealed.js';

const PARTS = [
  'state',
  'value',
  'absent',
  'sourceKind',
  'source',
  'obtainedAt',
  'confidence',
  'note',
  'expectedBy',
  'finder',
  'searchedSystem',
  'searchedFor',
  'searchedAt',
  'heldBy',
  'originator',
  'via',
] as const;

/** The statement that an event told: what was signed of it, joined with what was sealed beside it. */
export function statementFrom(item: ItemData, sealed: SealedItem): ItemStatement {
  const { value, source, note, searchedSystem, searchedFor } = sealed;
  return statementOf(item.code, {
    ...item,
    value: value ?? undefined,
    source,
    note,
    searchedSystem,
    searchedFor,
    sourceKind: item.sourcekind,
    obtainedAt: item.obtainedat,
    expectedBy: item.expectedby,
    searchedAt: item.searchedat,
    heldBy: item.heldby,
  });
}

/** The parts of a statement on an item that stand in an object, without whatever else stands there. */
export function statementOf(code: string, from: Readonly<Record<string, unknown>>): ItemStatement {
  const parts = PARTS.flatMap((part) => (from[part] === undefined ? [] : [[part, from[part]] as const]));
  return { code, ...Object.fromEntries(parts) } as unknown as ItemStatement;
}

import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { entries, textSet, texts } from './rows.js';

/**
 * Finds outcomes tied to slots that their kind does not have, or that need none, and a reason that demands a fact without
 * saying in words which. It reads data of any shape.
 */
export function findSlotRelations(data: unknown): readonly Finding[] {
  return [
    ...entries(data, 'taskKinds').flatMap(({ row, at }) => needFindings(row, at)),
    ...entries(data, 'declineReasons').flatMap(({ row, at }) => factFindings(row, at)),
  ];
}

function needFindings(kind: JsonObject, at: Path): readonly Finding[] {
  const slots = new Set(entries(kind, 'slots').map(({ code }) => code));
  const outcomes = textSet(kind, 'outcomes');
  const needs: unknown = kind['outcomeNeeds'];
  if (!Array.isArray(needs)) return [];
  return needs.flatMap((need: unknown, i): readonly Finding[] => {
    const place = [...at, 'outcomeNeeds', i];
    const outcome = isObject(need) ? need['outcome'] : undefined;
    if (!isObject(need) || typeof outcome !== 'string') return [];
    const named = ['all', 'anyOf'].flatMap((list) =>
      texts(need, list).map(({ value, i }) => ({ value, at: [...place, list, i] })),
    );
    return [
      ...(outcomes.has(outcome)
        ? []
        : [{ at: [...place, 'outcome'], detail: `the kind has no outcome "${outcome}"` }]),
      ...named
        .filter(({ value }) => !slots.has(value))
        .map(({ value, at }) => ({ at, detail: `the kind has no slot "${value}"` })),
      ...(named.length === 0 ? [{ at: place, detail: 'names no slot' }] : []),
    ];
  });
}

function factFindings(reason: JsonObject, at: Path): readonly Finding[] {
  const needs: unknown = reason['needs'];
  if (!Array.isArray(needs) || needs.length === 0 || reason['mustGive'] !== undefined) return [];
  return [{ at: [...at, 'needs'], detail: 'demands a fact, and mustGive does not say which' }];
}

import { ABSENT_REASONS, CONFIDENCES, ITEM_STATES, checkStatement } from '#domain';
import { isMap, oneOf, text, type Checker, type Path, type Read } from './checker.js';
import type { ScenarioItem } from './steps.js';

const ITEM_KEYS = ['state', 'value', 'absent', 'project_reason', 'source', 'confidence', 'note'];

/** Items that are said: a map from codes to statements. */
export const itemsOf: Read<readonly ScenarioItem[]> = (value, path, check) => {
  if (!isMap(value)) return check.expected(path, 'a map from item codes to what is said of them');
  return Object.entries(value).flatMap(
    ([code, said]) => itemOf(code, said, { path: [...path, code], check }) ?? [],
  );
};

function itemOf(code: string, value: unknown, at: { path: Path; check: Checker }): ScenarioItem | undefined {
  const { path, check } = at;
  const fields = check.fields(value, path, { known: ITEM_KEYS, needed: ['state'] });
  if (!fields) return undefined;
  const optional = <T>(key: string, read: Read<T>): T | undefined =>
    fields[key] === undefined ? undefined : read(fields[key], [...path, key], check);
  const state = optional('state', oneOf(ITEM_STATES));
  const absent = optional('absent', oneOf(ABSENT_REASONS));
  const reason = optional('project_reason', oneOf(ABSENT_REASONS)) ?? absent;
  const source = optional('source', text);
  const confidence = optional('confidence', oneOf(CONFIDENCES));
  const note = optional('note', text);
  if (state === undefined) return undefined;
  const item: ScenarioItem = {
    code,
    state,
    ...(fields['value'] !== undefined && { value: fields['value'] }),
    ...(reason && { absent: reason }),
    ...(source && { source }),
    ...(confidence && { confidence }),
    ...(note && { note }),
  };
  // Neither value nor reason means "as in the case"; what is said must fit together. A script may leave open what its
  // reason demands.
  const faults = item.value === undefined && reason === undefined ? [] : checkStatement(item);
  for (const { pointer, code: fault, detail } of faults) {
    if (fault !== 'REASON_NEEDS_FIELD') check.expected([...path, ...pointer.split('/').slice(1)], detail);
  }
  return item;
}

/** Items held back: a map from codes to the reason in words, or to a full statement. */
export const withheldOf: Read<readonly ScenarioItem[]> = (value, path, check) => {
  if (!isMap(value)) return check.expected(path, 'a map from item codes to the reason for holding them back');
  return Object.entries(value).flatMap(([code, why]) => {
    if (isMap(why))
      return itemOf(code, { state: 'withheld', ...why }, { path: [...path, code], check }) ?? [];
    const note = text(why, [...path, code], check);
    const item: ScenarioItem = { code, state: 'withheld', absent: 'masked', ...(note && { note }) };
    return [item];
  });
};

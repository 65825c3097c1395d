import type { JsonObject } from './check.js';
import { entries, namesByCode, textSet, union } from './rows.js';

/** Codes by the name of their set; a set that is not bounded is left out. */
export type CodesBySet = Readonly<Record<string, ReadonlySet<string> | undefined>>;

/**
 * The codes of tasks that an agency uses itself: kinds that it asks for or does, its own units, and the reasons and
 * outcomes of the kinds that it does. It reads data of any shape.
 */
export function codesUsedBy(data: unknown, agency: string): CodesBySet {
  const kinds = entries(data, 'taskKinds').map(({ row }) => row);
  const names = (list: string) => (kind: JsonObject) => textSet(kind, list).has(agency);
  const done = kinds.filter(names('mayBeAsked'));
  const shared = kinds.filter((kind) => names('mayBeAsked')(kind) || names('mayBeRequestedBy')(kind));
  return {
    taskKind: new Set(shared.map(({ code }) => String(code))),
    unit: namesByCode(data, 'agencies', 'units').get(agency) ?? new Set(),
    declineReason: union(done.map((kind) => textSet(kind, 'allowedDeclineReasons'))),
    outcome: union(done.map((kind) => textSet(kind, 'outcomes'))),
  };
}

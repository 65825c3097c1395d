import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { entries, textSet } from './rows.js';

interface FactsAt {
  readonly facts: JsonObject;
  readonly at: Path;
}

/**
 * Finds facts of units that do not exist, that lie in themselves or two deep, that are hosted by their own agency, and hours
 * without a beginning or an end. It reads data of any shape.
 */
export function findUnitRelations(data: unknown): readonly Finding[] {
  return entries(data, 'agencies').flatMap(({ row, at, code }) => {
    const units = textSet(row, 'units');
    const all = factsIn(row, at);
    return all.flatMap((one) => [
      ...unknownUnits(one, units),
      ...placeFindings(one, all),
      ...hostFindings(one, code),
      ...hourFindings(one),
    ]);
  });
}

function factsIn(row: JsonObject, at: Path): readonly FactsAt[] {
  const list: unknown = row['unitFacts'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((facts: unknown, i) =>
    isObject(facts) ? [{ facts, at: [...at, 'unitFacts', i] }] : [],
  );
}

function unknownUnits({ facts, at }: FactsAt, units: ReadonlySet<string>): readonly Finding[] {
  return ['unit', 'within'].flatMap((key) => {
    const unit = facts[key];
    if (typeof unit !== 'string' || units.has(unit)) return [];
    return [{ at: [...at, key], detail: `the agency has no unit "${unit}"` }];
  });
}

function placeFindings({ facts, at }: FactsAt, all: readonly FactsAt[]): readonly Finding[] {
  const { unit, within } = facts;
  if (typeof within !== 'string') return [];
  if (within === unit) return [{ at: [...at, 'within'], detail: 'a unit cannot lie in itself' }];
  const isDeep = all.some((one) => one.facts['unit'] === within && one.facts['within'] !== undefined);
  return isDeep ? [{ at: [...at, 'within'], detail: `"${within}" lies in another unit itself` }] : [];
}

function hostFindings({ facts, at }: FactsAt, agency: string): readonly Finding[] {
  if (facts['hostedBy'] !== agency) return [];
  return [{ at: [...at, 'hostedBy'], detail: 'an agency does not host its own unit' }];
}

function hourFindings({ facts, at }: FactsAt): readonly Finding[] {
  const { opens, closes } = facts;
  if (opens === undefined && closes === undefined) return [];
  if (opens === undefined) return [{ at, detail: 'says when it closes, and not when it opens' }];
  if (closes === undefined) return [{ at, detail: 'says when it opens, and not when it closes' }];
  return opens === closes ? [{ at: [...at, 'closes'], detail: 'it opens and closes at the same time' }] : [];
}

import { agencyOf } from './agreement-rows.js';
import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { entries, namesByCode, texts, textSet, union } from './rows.js';

/**
 * Finds rules of law that could never warn, or would at every step: outcomes, reasons and slots that none of their kinds
 * has, values that are not closed, parties that do not exist, and rules without a condition. It reads data of any shape.
 */
export function findLawRuleRelations(data: unknown): readonly Finding[] {
  const values = new Map(entries(data, 'items').map(({ row, code }) => [code, textSet(row, 'values')]));
  const units = namesByCode(data, 'agencies', 'units');
  return entries(data, 'lawRules').flatMap(({ row, at }): readonly Finding[] => {
    const when = row['when'];
    if (!isObject(when)) return [];
    const place = [...at, 'when'];
    if (Object.keys(when).length === 0) return [{ at: place, detail: 'a rule needs a condition' }];
    return [
      ...kindFindings(when, place, data),
      ...valueFindings(when, place, values),
      ...(units.size > 0 ? partyFindings(when, place, units) : []),
    ];
  });
}

/** What a rule names of its kinds, and where the kinds keep it. */
const OF_KINDS = [
  ['outcomes', 'outcomes', 'outcome'],
  ['reasons', 'allowedDeclineReasons', 'reason to decline'],
  ['slotsNotFilled', 'slots', 'slot'],
] as const;

function kindFindings(when: JsonObject, at: Path, data: unknown): readonly Finding[] {
  const named = textSet(when, 'kinds');
  const kinds = entries(data, 'taskKinds').filter(({ code }) => named.size === 0 || named.has(code));
  return OF_KINDS.flatMap(([list, of, noun]) => {
    const known = union(
      kinds.map(({ row }) =>
        of === 'slots' ? new Set(entries(row, of).map(({ code }) => code)) : textSet(row, of),
      ),
    );
    return texts(when, list)
      .filter(({ value }) => kinds.length > 0 && !known.has(value))
      .map(({ value, i }) => ({
        at: [...at, list, i],
        detail: `none of the kinds has the ${noun} "${value}"`,
      }));
  });
}

/** A rule compares values and reads none, so it can only ask for values that are written down. */
function valueFindings(
  when: JsonObject,
  at: Path,
  values: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Finding[] {
  return entries(when, 'items').flatMap(({ row, at: inside, code }) =>
    texts(row, 'in')
      .filter(({ value }) => values.get(code)?.has(value) === false)
      .map(({ value, i }) => ({
        at: [...at, ...inside, 'in', i],
        detail: `"${value}" is no closed value of "${code}"`,
      })),
  );
}

function partyFindings(
  when: JsonObject,
  at: Path,
  units: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Finding[] {
  return ['askers', 'performers'].flatMap((list) =>
    texts(when, list).flatMap(({ value, i }): readonly Finding[] => {
      const agency = agencyOf(value);
      const known = units.get(agency);
      const place = [...at, list, i];
      if (!known) return [{ at: place, detail: `unknown agency "${agency}"` }];
      const unit = value.slice(agency.length + 1);
      return unit === '' || known.has(unit)
        ? []
        : [{ at: place, detail: `"${agency}" has no unit "${unit}"` }];
    }),
  );
}

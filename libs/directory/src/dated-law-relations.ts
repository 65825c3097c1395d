import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { entries, namesByCode, texts, textSet } from './rows.js';

/**
 * Finds clocks that run otherwise than their power, that warn when they are over or end with what cannot happen, and dates
 * that end before they begin. It reads data of any shape.
 */
export function findDatedLawRelations(data: unknown): readonly Finding[] {
  const outcomes = namesByCode(data, 'taskKinds', 'outcomes');
  const powers = new Map(entries(data, 'legalPowers').map(({ row, code }) => [code, row]));
  const clocks = entries(data, 'clocks').flatMap(({ row, at }) => [
    ...lengthFindings(row, at, powers.get(String(row['power']))),
    ...percentFindings(row, at),
    ...reasonFindings(row, at),
    ...endFindings(row, at, outcomes),
  ]);
  const dated = ['legalPowers', 'lawRules', 'clocks'].flatMap((section) => entries(data, section));
  return [...clocks, ...dated.flatMap(({ row, at }) => dateFindings(row, at))];
}

function lengthFindings(clock: JsonObject, at: Path, power: JsonObject | undefined): readonly Finding[] {
  if (!power) return [];
  const extension = (row: JsonObject): JsonObject => (isObject(row['extension']) ? row['extension'] : {});
  const says = `is not what the power "${String(clock['power'])}" says`;
  return [
    ...(clock['maxMinutes'] === power['maxMinutes']
      ? []
      : [{ at: [...at, 'maxMinutes'], detail: `maxMinutes ${says}` }]),
    ...(extension(clock)['minutes'] === extension(power)['minutes']
      ? []
      : [{ at: [...at, 'extension', 'minutes'], detail: `extension.minutes ${says}` }]),
  ];
}

/** The end is marked whatever the clock says; a warning comes before it, and each after the one before. */
function percentFindings(clock: JsonObject, at: Path): readonly Finding[] {
  const given: unknown = clock['warnAtPercent'];
  const percents: readonly unknown[] = Array.isArray(given) ? given : [];
  return percents.flatMap((percent, i): readonly Finding[] => {
    const before = percents[i - 1];
    if (typeof percent !== 'number') return [];
    const place = [...at, 'warnAtPercent', i];
    if (percent > 99) return [{ at: place, detail: 'a warning comes before the end, at 99 at the latest' }];
    return typeof before === 'number' && before >= percent
      ? [{ at: place, detail: 'must be later than the warning before it' }]
      : [];
  });
}

function reasonFindings(clock: JsonObject, at: Path): readonly Finding[] {
  const extension = clock['extension'];
  if (!isObject(extension)) return [];
  const allowed = textSet(extension, 'reasons');
  return texts(extension, 'never')
    .filter(({ value }) => allowed.has(value))
    .map(({ value, i }) => ({
      at: [...at, 'extension', 'never', i],
      detail: `"${value}" is allowed and never allowed at once`,
    }));
}

function endFindings(
  clock: JsonObject,
  at: Path,
  outcomes: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Finding[] {
  const ends = clock['endsWith'];
  if (!isObject(ends)) return [];
  return Object.keys(ends).flatMap((kind) =>
    texts(ends, kind)
      .filter(({ value }) => outcomes.get(kind)?.has(value) === false)
      .map(({ value, i }) => ({
        at: [...at, 'endsWith', kind, i],
        detail: `"${value}" is no outcome of "${kind}"`,
      })),
  );
}

/** Days of the calendar in one notation sort as their texts do. */
function dateFindings(row: JsonObject, at: Path): readonly Finding[] {
  const { inForceFrom: from, inForceUntil: until } = row;
  return typeof from === 'string' && typeof until === 'string' && until <= from
    ? [{ at: [...at, 'inForceUntil'], detail: `must be after inForceFrom, ${from}` }]
    : [];
}

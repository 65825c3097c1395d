import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { amount, isMinutes, type LevelRow } from './level-rows.js';
import { entries, type Row } from './rows.js';

interface Band {
  /** Place in the list, most urgent first. */
  readonly order: number;
  readonly minutes: number | null;
}

interface Banded {
  readonly level: LevelRow;
  readonly at: Path;
  readonly relationship: unknown;
  readonly band: Band;
}

/**
 * Finds rows of the crosswalk that contradict themselves or the minutes: the FHIR R5 relationship says which of grade and
 * band is the wider, so a band called wider must not be the shorter; and a less urgent level is not sorted before a more
 * urgent one of its scale. It reads data of any shape.
 */
export function findCrosswalkRelations(data: unknown, levels: readonly LevelRow[]): readonly Finding[] {
  const rows: unknown = isObject(data) ? data['crosswalk'] : undefined;
  if (!Array.isArray(rows)) return [];
  const objects = rows.flatMap((row: unknown, i) => (isObject(row) ? [{ row, at: ['crosswalk', i] }] : []));
  const banded = bandedLevels(data, levels, new Map(objects.map((entry) => [entry.row['grade'], entry])));
  return [
    ...objects.flatMap(({ row, at }) => nullFindings(row, at)),
    ...banded.flatMap(directionFindings),
    ...banded.flatMap((one, i) => sortingFindings(one, banded.slice(0, i))),
  ];
}

function bandedLevels(
  data: unknown,
  levels: readonly LevelRow[],
  rows: ReadonlyMap<unknown, { readonly row: JsonObject; readonly at: Path }>,
): readonly Banded[] {
  const bands = new Map<unknown, Band>(
    entries(data, 'urgencies').flatMap(({ row, code }, order) => {
      const minutes = row['respondWithinMinutes'];
      return isMinutes(minutes) ? [[code, { order, minutes }] as const] : [];
    }),
  );
  return levels.flatMap((level): readonly Banded[] => {
    const found = rows.get(level.grade);
    const band = bands.get(found?.row['urgency']);
    return found && band ? [{ level, at: found.at, relationship: found.row['relationship'], band }] : [];
  });
}

function nullFindings({ urgency, relationship }: JsonObject, at: Path): readonly Finding[] {
  if ((urgency === null) === (relationship === null)) return [];
  return [{ at, detail: 'a band and its relationship are null together, or neither is' }];
}

function directionFindings({ level, at, relationship, band }: Banded): readonly Finding[] {
  const isWithin = amount(level.minutes) <= amount(band.minutes);
  const needsWithin = relationship === 'equivalent' || relationship === 'source-is-narrower-than-target';
  const needsBeyond = relationship === 'source-is-broader-than-target';
  if (isWithin ? !needsBeyond : !needsWithin) return [];
  const minutes = `${minutesText(level.minutes)} of the grade and ${minutesText(band.minutes)} of the band`;
  return [{ at: [...at, 'relationship'], detail: `${String(relationship)} does not fit ${minutes}` }];
}

const minutesText = (minutes: number | null): string =>
  minutes === null ? 'no minutes' : `${minutes} minutes`;

function sortingFindings({ level, at, band }: Banded, above: readonly Banded[]): readonly Finding[] {
  const isBefore = above.some(
    (other) => isSame(other.level.scale, level.scale) && other.band.order > band.order,
  );
  return isBefore
    ? [{ at: [...at, 'urgency'], detail: 'is more urgent than the band of a more urgent level' }]
    : [];
}

const isSame = (one: Row, other: Row): boolean => one.row === other.row;

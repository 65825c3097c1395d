import { normaliseWord } from '#domain';
import { isObject, type Finding } from './check.js';
import { findCrosswalkRelations } from './crosswalk-relations.js';
import { amount, levelRows, type LevelRow } from './level-rows.js';

/**
 * Finds what is wrong with the urgency scales: levels out of order, one word for two levels of an agency, a grade without
 * a row of the crosswalk, and rows that contradict the minutes. It reads data of any shape.
 */
export function findScaleRelations(data: unknown): readonly Finding[] {
  const levels = levelRows(data);
  return [
    ...orderFindings(levels),
    ...wordFindings(levels),
    ...missingFindings(data, levels),
    ...findCrosswalkRelations(data, levels),
  ];
}

/** Levels stand most urgent first; those without minutes stand last. */
const orderFindings = (levels: readonly LevelRow[]): readonly Finding[] =>
  levels.flatMap((level, i): readonly Finding[] => {
    const above = levels[i - 1];
    if (above?.scale.row !== level.scale.row || amount(above.minutes) <= amount(level.minutes)) return [];
    return [{ at: [...level.at, 'minutes'], detail: 'is more urgent than the level above it' }];
  });

function wordFindings(levels: readonly LevelRow[]): readonly Finding[] {
  const seen = new Map<string, string>();
  return levels.flatMap(({ at, scale, grade, word }): readonly Finding[] => {
    const key = `${String(scale.row['owner'])} ${normaliseWord(word)}`;
    const before = seen.get(key);
    seen.set(key, before ?? grade);
    return before === undefined
      ? []
      : [{ at: [...at, 'word'], detail: `"${word}" also stands for "${before}"` }];
  });
}

function missingFindings(data: unknown, levels: readonly LevelRow[]): readonly Finding[] {
  const rows: unknown = isObject(data) ? data['crosswalk'] : undefined;
  if (!Array.isArray(rows)) return [];
  const known = new Set(rows.filter(isObject).map((row) => row['grade']));
  return levels
    .filter(({ grade }) => !known.has(grade))
    .map(({ at, grade }) => ({ at, detail: `no row of the crosswalk gives "${grade}" a band, or none` }));
}

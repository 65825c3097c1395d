import { isObject, type Path } from './check.js';
import { entries, type Row } from './rows.js';
import { gradeCode } from './vocabulary.js';

/** One level of one scale that can be read, at its place. */
export interface LevelRow {
  readonly at: Path;
  readonly scale: Row;
  readonly grade: string;
  readonly word: string;
  readonly minutes: number | null;
}

/** The levels of all scales of data of any shape that can be read. */
export function levelRows(data: unknown): readonly LevelRow[] {
  return entries(data, 'scales').flatMap((scale) => {
    const levels: unknown = scale.row['levels'];
    if (!Array.isArray(levels)) return [];
    return levels.flatMap((level: unknown, i): readonly LevelRow[] => {
      if (!isObject(level)) return [];
      const { code, word, minutes } = level;
      if (typeof code !== 'string' || typeof word !== 'string' || !isMinutes(minutes)) return [];
      return [{ at: [...scale.at, 'levels', i], scale, grade: gradeCode(scale.code, code), word, minutes }];
    });
  });
}

/** True for a number of minutes, and for null: none promised. */
export const isMinutes = (value: unknown): value is number | null =>
  value === null || typeof value === 'number';

/** Minutes as a number to compare by: none promised is longer than any. */
export const amount = (minutes: number | null): number => minutes ?? Infinity;

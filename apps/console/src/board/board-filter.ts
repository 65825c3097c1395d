import { LEVELS, type Level, type TaskRow } from './board-answer.js';

/** What of a board is shown; what is not there limits nothing. */
export interface BoardFilter {
  readonly side?: 'asker' | 'performer';
  readonly level?: Level;
  readonly status?: string;
  readonly with?: string;
  readonly unit?: string;
}

/** Reads the filters of an address; what is none of them counts for nothing. */
export function readFilter(query: Readonly<Record<string, unknown>>): BoardFilter {
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && /^[a-z-]{1,60}$/.test(value) ? value : undefined;
  };
  const [side, level] = [text('side'), LEVELS.find((one) => one === query['level'])];
  const [status, other, unit] = [text('status'), text('with'), text('unit')];
  return {
    ...((side === 'asker' || side === 'performer') && { side }),
    ...(level && { level }),
    ...(status && { status }),
    ...(other && { with: other }),
    ...(unit && { unit }),
  };
}

/** Whether a task of this agency is shown. */
export function fits(row: TaskRow, filter: BoardFilter, agency: string): boolean {
  const parties = [row.asker, row.performer];
  return (
    (filter.side === undefined || row.sides.includes(filter.side)) &&
    (filter.level === undefined || row.level === filter.level) &&
    (filter.status === undefined || row.status === filter.status) &&
    (filter.with === undefined ||
      parties.some((party) => party.agency === filter.with && party.agency !== agency)) &&
    (filter.unit === undefined ||
      parties.some((party) => party.agency === agency && party.unit === filter.unit))
  );
}

/** The filters as an address has them. */
export const filterText = (filter: BoardFilter): string =>
  new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined)).toString();

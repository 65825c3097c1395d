import type { AgencyCode, Party } from './task.js';

/** What the directory says of a unit beside its code; whatever is absent sets no limit. */
export interface UnitFacts {
  readonly unit: string;
  /** The agency at whose place its staff work, where that is not their employer's. */
  readonly hostedBy?: AgencyCode;
  /** When it opens and closes each day, `18:00`, by the clock in Europe/London; always open when absent. */
  readonly opens?: string;
  readonly closes?: string;
  /** Codes of the areas that it serves; every area when absent. */
  readonly areas?: readonly string[];
  /** The unit in which it lies, as a suite in a place of safety: it shares that one's staff and hours. */
  readonly within?: string;
  /** False where it wants to be asked alone: not while others are asked for the same need. */
  readonly acceptsParallel?: boolean;
  readonly note?: string;
}

/** A unit of an agency with what the directory says of it. */
export interface KnownUnit extends Party, Omit<UnitFacts, 'unit'> {}

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/**
 * Whether a unit is open at an instant (ms since 1970), by the clock on the wall in Europe/London. Hours that end before
 * they begin run over midnight; the minute at which it closes is no longer open.
 */
export function isOpenAt({ opens, closes }: Pick<UnitFacts, 'opens' | 'closes'>, at: number): boolean {
  if (opens === undefined || closes === undefined) return true;
  const now = LONDON.format(at);
  return opens < closes ? opens <= now && now < closes : opens <= now || now < closes;
}

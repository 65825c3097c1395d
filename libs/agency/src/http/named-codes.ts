import { clockOf, toWords, type TermSet } from '#domain';
import type { Reader } from './shown-words.js';

/** A code, and what the reader calls it. */
export interface NamedCode {
  readonly code: string;
  readonly label: string;
}

/** A grade of an agency's own scale, with its own promise. */
export interface ShownGrade extends NamedCode {
  readonly scale: string;
  /** The scale's own minutes; null where it promises none. */
  readonly minutes: number | null;
  /** The event to which they count. */
  readonly clockTo: string;
}

/** The reader's own word for a code; the code itself where it has none. */
export const wordFor = (set: TermSet, code: string, { directory, agency }: Reader): string =>
  toWords(directory.lexicon, { set, agency, code }).word;

/** A grade of whatever agency; undefined for one that the directory does not know. */
export function shownGrade(code: string, { directory }: Pick<Reader, 'directory'>): ShownGrade | undefined {
  const known = directory.grade(code);
  if (!known) return undefined;
  const clock = clockOf(directory.bundle.data.scales, code);
  const minutes = 'refused' in clock ? null : clock.minutes;
  return { code, label: known.level.word, scale: known.scale.label, minutes, clockTo: known.scale.clockTo };
}

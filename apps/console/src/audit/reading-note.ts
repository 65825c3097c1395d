import type { Person } from '#access';

/** What a page says of the reading that it was itself. */
export interface ReadingNote {
  readonly leaf: number;
  /** Where that leaf is shown; a records officer may not see leaves of the log's own. */
  readonly href?: string;
}

/** The note for a page; undefined where nothing was recorded. */
export function readingNote(
  leaf: number | undefined,
  { role }: Pick<Person, 'role'>,
): ReadingNote | undefined {
  if (leaf === undefined) return undefined;
  return { leaf, ...(role === 'auditor' && { href: leafAddress(leaf) }) };
}

/** The page of a leaf with its proof. */
export const leafAddress = (leaf: number): string => `/audit/leaves/${leaf}`;

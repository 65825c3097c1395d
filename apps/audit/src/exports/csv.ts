import type { FollowedDisclosure, Notice } from '#storage';

/** The columns of a disclosure in CSV, in order: named as its row has them, and behind them what became of it. */
export const CSV_COLUMNS = [
  'leafIndex',
  'place',
  'eventId',
  'taskId',
  'version',
  'caseId',
  'mode',
  'kind',
  'asker',
  'performer',
  'sender',
  'senderUnit',
  'receiver',
  'receiverUnit',
  'item',
  'category',
  'state',
  'absent',
  'sourceKind',
  'obtainedAt',
  'confidence',
  'rule',
  'ruleVersion',
  'basis',
  'directoryVersion',
  'stage',
  'way',
  'expectedBy',
  'finderAgency',
  'finderUnit',
  'searchedAt',
  'heldBy',
  'originator',
  'via',
  'corrects',
  'commitment',
  'actor',
  'actorRole',
  'actorType',
  'recordedAt',
  'refusedBy',
  'correctedBy',
  'recalledBy',
] as const satisfies readonly (keyof FollowedDisclosure)[];

/** The line that names the columns. */
export const csvHeader = (): string => lineOf(CSV_COLUMNS);

/**
 * A disclosure as a line of CSV (RFC 4180): times in RFC 3339, nothing for what is not said, and events that refused, corrected or
 * recalled it by their ids, with a blank between. What a spreadsheet would take for a formula gets an apostrophe before it.
 */
export const csvLine = (row: FollowedDisclosure): string =>
  lineOf(CSV_COLUMNS.map((column) => textOf(row[column])));

type Cell = FollowedDisclosure[(typeof CSV_COLUMNS)[number]];

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'object') return String(cell);
  const notices: readonly Pick<Notice, 'eventId'>[] = 'eventId' in cell ? [cell] : cell;
  return notices.map(({ eventId }) => eventId).join(' ');
}

const lineOf = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

function quoted(cell: string): string {
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

import type { FollowedDisclosure, Notice } from '#storage';
import type { Columns } from '../csv.js';

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
  'occurredAt',
  'refusedBy',
  'correctedBy',
  'recalledBy',
] as const satisfies readonly (keyof FollowedDisclosure)[];

type Cell = FollowedDisclosure[(typeof CSV_COLUMNS)[number]];

/** Times in RFC 3339, nothing for what is not said; events that refused, corrected or recalled by their ids, with a blank between. */
function textOf(cell: Cell): string | number | null {
  if (cell === null || typeof cell !== 'object') return cell;
  if (cell instanceof Date) return cell.toISOString();
  const notices: readonly Pick<Notice, 'eventId'>[] = 'eventId' in cell ? [cell] : cell;
  return notices.map(({ eventId }) => eventId).join(' ');
}

/** A disclosure as a table. */
export const DISCLOSURE_TABLE: Columns<FollowedDisclosure> = Object.fromEntries(
  CSV_COLUMNS.map((name) => [name, (row: FollowedDisclosure) => textOf(row[name])] as const),
);

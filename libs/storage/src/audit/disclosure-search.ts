import {
  armsOf,
  DISCLOSURE_CONDITIONS,
  RECEIVER_UNIT,
  type DisclosureFilter,
} from './disclosure-conditions.js';
import { selectionOf, whereOf } from './selection.js';

/** Place of a row: rows come by leaf index, then by place in the event. */
export interface DisclosureCursor {
  readonly leafIndex: number;
  readonly place: number;
}

/** One item that travelled, or was said to be absent or withheld, with the leaf that proves it. */
export interface DisclosureRow {
  readonly leafIndex: number;
  readonly place: number;
  readonly eventId: string;
  readonly taskId: string;
  readonly version: number;
  readonly caseId: string;
  readonly mode: string;
  /** Null until the task's request has come: after a rebuild events may come out of order. */
  readonly kind: string | null;
  readonly asker: string;
  readonly performer: string;
  readonly sender: string;
  readonly senderUnit: string;
  readonly receiver: string;
  /** Null until the task's request has come. */
  readonly receiverUnit: string | null;
  readonly item: string;
  readonly category: string;
  readonly state: string;
  readonly absent: string | null;
  readonly sourceKind: string | null;
  readonly obtainedAt: Date | null;
  readonly confidence: string | null;
  readonly rule: string;
  /** Version of the agreement; like basis and way null where the event's form does not say it. */
  readonly ruleVersion: number | null;
  readonly basis: string | null;
  readonly directoryVersion: number;
  readonly stage: string;
  readonly way: string | null;
  readonly expectedBy: Date | null;
  readonly finderAgency: string | null;
  readonly finderUnit: string | null;
  readonly searchedAt: Date | null;
  readonly heldBy: string | null;
  /** Whose item was passed on, and the event by which the sender was told it. */
  readonly originator: string | null;
  readonly via: string | null;
  /** The event that told the item which is put right here. */
  readonly corrects: string | null;
  readonly commitment: string;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly recordedAt: Date;
}

/** Columns of a disclosure with its task's kind; the tables are called `d` and `t`. */
export const DISCLOSURE_COLUMNS = `
  d.leaf_index AS "leafIndex", d.place, d.event_id AS "eventId", d.task_id AS "taskId", d.version,
  d.case_id AS "caseId", d.mode, t.kind, d.asker, d.performer, d.sender, d.sender_unit AS "senderUnit", d.receiver,
  ${RECEIVER_UNIT} AS "receiverUnit",
  d.item, d.category, d.state, d.absent, d.source_kind AS "sourceKind", d.obtained_at AS "obtainedAt", d.confidence,
  d.rule, d.rule_version AS "ruleVersion", d.basis, d.directory_version AS "directoryVersion", d.stage, d.way,
  d.expected_by AS "expectedBy", d.finder_agency AS "finderAgency", d.finder_unit AS "finderUnit",
  d.searched_at AS "searchedAt", d.held_by AS "heldBy", d.originator, d.via, d.corrects,
  d.commitment, d.actor, d.actor_role AS "actorRole", d.actor_type AS "actorType", d.recorded_at AS "recordedAt"`;

/** A statement with its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const WITH_TASK = 'LEFT JOIN task t ON t.task_id = d.task_id';
const IN_ORDER = 'ORDER BY d.leaf_index, d.place';

/**
 * The statement for a search: at most `limit` rows behind the cursor. Who is sender or receiver of a row is asked of each
 * index by itself, so that every part comes in order and stops early, however many rows an agency has.
 */
export function searchStatement(
  filter: DisclosureFilter,
  limit: number,
  after?: DisclosureCursor,
): Statement {
  const selection = selectionOf(DISCLOSURE_CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  if (after) conditions.push(`(d.leaf_index, d.place) > (${bind(after.leafIndex)}, ${bind(after.place)})`);
  const end = `${IN_ORDER} LIMIT ${bind(limit)}`;
  const parts = armsOf(filter, bind).map(
    (arm) => `(SELECT d.* FROM disclosure d ${WITH_TASK}
               ${whereOf({ conditions: [...conditions, arm] })} ${end})`,
  );
  const text =
    parts.length === 0
      ? `SELECT ${DISCLOSURE_COLUMNS} FROM disclosure d ${WITH_TASK} ${whereOf(selection)} ${end}`
      : `SELECT ${DISCLOSURE_COLUMNS} FROM (${parts.join(' UNION ALL ')}) d ${WITH_TASK} ${end}`;
  return { text, values };
}

/** The statement for every row that fits, in order. */
export function allStatement(filter: DisclosureFilter): Statement {
  const selection = selectionOf(DISCLOSURE_CONDITIONS, filter);
  const text = `SELECT ${DISCLOSURE_COLUMNS} FROM disclosure d ${WITH_TASK} ${whereOf(selection)} ${IN_ORDER}`;
  return { text, values: selection.values };
}

/** The statement for the leaves of every row that fits: one multirange as text, made of as few ranges as can be. */
export function leavesStatement(filter: DisclosureFilter): Statement {
  const selection = selectionOf(DISCLOSURE_CONDITIONS, filter);
  const text = `
    SELECT coalesce(range_agg(int8range(first, last, '[]')), '{}')::text AS leaves
      FROM (SELECT min(leaf_index) AS first, max(leaf_index) AS last
              FROM (SELECT leaf_index, leaf_index - row_number() OVER (ORDER BY leaf_index) AS island
                      FROM (SELECT DISTINCT d.leaf_index FROM disclosure d ${WITH_TASK} ${whereOf(selection)}) each) placed
             GROUP BY island) ranges`;
  return { text, values: selection.values };
}

/** Postgres gives whole numbers of 64 bits as texts. */
export const disclosureOf = (row: DisclosureRow): DisclosureRow => ({
  ...row,
  leafIndex: Number(row.leafIndex),
  version: Number(row.version),
  ruleVersion: row.ruleVersion === null ? null : Number(row.ruleVersion),
  directoryVersion: Number(row.directoryVersion),
});

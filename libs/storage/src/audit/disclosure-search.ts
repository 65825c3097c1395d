import { selectionOf, whereOf, type Conditions } from './selection.js';

/** What to look for: every given part must fit. Times are ledger times, `to` excluded. */
export interface DisclosureFilter {
  readonly task?: string;
  readonly case?: string;
  readonly asker?: string;
  readonly performer?: string;
  /** Sender or receiver. */
  readonly agency?: string;
  readonly item?: string;
  /** Keyed token of an identifier: finds everything in the cases in which it was sent, under whatever name. */
  readonly token?: string;
  readonly rule?: string;
  /** `pushed`, `pulled` or `overridden`. */
  readonly way?: string;
  /** Whose item was passed on. */
  readonly originator?: string;
  readonly state?: string;
  readonly absent?: string;
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
  /** Sees only what this agency sent or received. Never a parameter: it comes with who asks. */
  readonly within?: string;
}

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

/**
 * Cases that a token leads to. A `reversed` identity takes back, for its task, what its sender's earlier `confirmed` events
 * there joined, and joins nothing itself; what any other event carried, such as the alias, stays.
 */
export const casesOf = (token: string): string => `
  SELECT l.case_id FROM index_token i JOIN leaf l ON l.index = i.leaf_index
    LEFT JOIN identity_step s ON s.leaf_index = i.leaf_index
   WHERE i.token = ${token} AND s.identity IS DISTINCT FROM 'reversed'
     AND NOT EXISTS (SELECT FROM identity_step r
                      WHERE s.identity = 'confirmed' AND r.identity = 'reversed' AND r.task_id = s.task_id
                        AND r.sender = s.sender AND r.version > s.version)`;

const CONDITIONS: Conditions<DisclosureFilter> = {
  task: (value) => `d.task_id = ${value}::uuid`,
  case: (value) => `d.case_id = ${value}::uuid`,
  asker: (value) => `d.asker = ${value}`,
  performer: (value) => `d.performer = ${value}`,
  agency: (value) => `(d.sender = ${value} OR d.receiver = ${value})`,
  item: (value) => `d.item = ${value}`,
  token: (value) => `d.case_id IN (${casesOf(value)})`,
  rule: (value) => `d.rule = ${value}`,
  way: (value) => `d.way = ${value}`,
  originator: (value) => `d.originator = ${value}`,
  state: (value) => `d.state = ${value}`,
  absent: (value) => `d.absent = ${value}`,
  from: (value) => `d.recorded_at >= ${value}::timestamptz`,
  to: (value) => `d.recorded_at < ${value}::timestamptz`,
  mode: (value) => `d.mode = ${value}`,
  within: (value) => `(d.sender = ${value} OR d.receiver = ${value})`,
};

/** Columns of a disclosure with its task's kind; the tables are called `d` and `t`. */
export const DISCLOSURE_COLUMNS = `
  d.leaf_index AS "leafIndex", d.place, d.event_id AS "eventId", d.task_id AS "taskId", d.version,
  d.case_id AS "caseId", d.mode, t.kind, d.asker, d.performer, d.sender, d.sender_unit AS "senderUnit", d.receiver,
  d.item, d.category, d.state, d.absent, d.source_kind AS "sourceKind", d.obtained_at AS "obtainedAt", d.confidence,
  d.rule, d.rule_version AS "ruleVersion", d.basis, d.directory_version AS "directoryVersion", d.stage, d.way,
  d.expected_by AS "expectedBy", d.finder_agency AS "finderAgency", d.finder_unit AS "finderUnit",
  d.searched_at AS "searchedAt", d.held_by AS "heldBy", d.originator, d.via, d.corrects,
  d.commitment, d.actor, d.actor_role AS "actorRole", d.actor_type AS "actorType", d.recorded_at AS "recordedAt"`;

/** The statement for a search, with its values: at most `limit` rows behind the cursor. */
export function searchStatement(
  filter: DisclosureFilter,
  limit: number,
  after?: DisclosureCursor,
): { readonly text: string; readonly values: readonly unknown[] } {
  const selection = selectionOf(CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  if (after) conditions.push(`(d.leaf_index, d.place) > (${bind(after.leafIndex)}, ${bind(after.place)})`);
  const text = `SELECT ${DISCLOSURE_COLUMNS} FROM disclosure d LEFT JOIN task t ON t.task_id = d.task_id
    ${whereOf(selection)} ORDER BY d.leaf_index, d.place LIMIT ${bind(limit)}`;
  return { text, values };
}

/** Postgres gives whole numbers of 64 bits as texts. */
export const disclosureOf = (row: DisclosureRow): DisclosureRow => ({
  ...row,
  leafIndex: Number(row.leafIndex),
  version: Number(row.version),
  ruleVersion: row.ruleVersion === null ? null : Number(row.ruleVersion),
  directoryVersion: Number(row.directoryVersion),
});

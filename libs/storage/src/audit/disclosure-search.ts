/** What to look for: every given part must fit. Times are ledger times, `to` excluded. */
export interface DisclosureFilter {
  readonly task?: string;
  readonly case?: string;
  readonly asker?: string;
  readonly performer?: string;
  /** Sender or receiver. */
  readonly agency?: string;
  readonly item?: string;
  /** Keyed token of an identifier: finds everything in the tasks in which it was sent. */
  readonly token?: string;
  readonly state?: string;
  readonly absent?: string;
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
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
  readonly directoryVersion: number;
  readonly stage: string;
  readonly commitment: string;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly recordedAt: Date;
}

const CONDITIONS: Readonly<Record<keyof DisclosureFilter, (value: string) => string>> = {
  task: (value) => `d.task_id = ${value}::uuid`,
  case: (value) => `d.case_id = ${value}::uuid`,
  asker: (value) => `d.asker = ${value}`,
  performer: (value) => `d.performer = ${value}`,
  agency: (value) => `(d.sender = ${value} OR d.receiver = ${value})`,
  item: (value) => `d.item = ${value}`,
  token: (value) => `d.task_id IN (SELECT task_id FROM index_token WHERE token = ${value})`,
  state: (value) => `d.state = ${value}`,
  absent: (value) => `d.absent = ${value}`,
  from: (value) => `d.recorded_at >= ${value}::timestamptz`,
  to: (value) => `d.recorded_at < ${value}::timestamptz`,
  mode: (value) => `d.mode = ${value}`,
};

/** Columns of a disclosure with its task's kind; the tables are called `d` and `t`. */
export const DISCLOSURE_COLUMNS = `
  d.leaf_index AS "leafIndex", d.place, d.event_id AS "eventId", d.task_id AS "taskId", d.version,
  d.case_id AS "caseId", d.mode, t.kind, d.asker, d.performer, d.sender, d.sender_unit AS "senderUnit", d.receiver,
  d.item, d.category, d.state, d.absent, d.source_kind AS "sourceKind", d.obtained_at AS "obtainedAt", d.confidence,
  d.rule, d.directory_version AS "directoryVersion", d.stage, d.commitment, d.actor, d.actor_role AS "actorRole",
  d.actor_type AS "actorType", d.recorded_at AS "recordedAt"`;

/** The statement for a search, with its values: at most `limit` rows behind the cursor. */
export function searchStatement(
  filter: DisclosureFilter,
  limit: number,
  after?: DisclosureCursor,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = (Object.keys(CONDITIONS) as (keyof DisclosureFilter)[]).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [CONDITIONS[name](bind(value))];
  });
  if (after) conditions.push(`(d.leaf_index, d.place) > (${bind(after.leafIndex)}, ${bind(after.place)})`);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const text = `SELECT ${DISCLOSURE_COLUMNS} FROM disclosure d LEFT JOIN task t ON t.task_id = d.task_id
    ${where} ORDER BY d.leaf_index, d.place LIMIT ${bind(limit)}`;
  return { text, values };
}

/** Postgres gives whole numbers of 64 bits as texts. */
export const disclosureOf = (row: DisclosureRow): DisclosureRow => ({
  ...row,
  leafIndex: Number(row.leafIndex),
  version: Number(row.version),
  directoryVersion: Number(row.directoryVersion),
});

import { selectionOf, whereOf, type Conditions } from './selection.js';

/** What to look for: every given part must fit. Times are ledger times, `to` excluded. */
export interface OverrideFilter {
  /** `true` or `false`: whether somebody who may has reviewed it. */
  readonly reviewed?: string;
  readonly task?: string;
  readonly case?: string;
  /** Any of these cases. Never a parameter. */
  readonly cases?: readonly string[];
  /** Sender or receiver. */
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly mode?: string;
  /** Sees only what this agency sent or received. Never a parameter: it comes with who asks. */
  readonly within?: string;
}

/** What a review of an override came to. */
export interface OverrideReview {
  readonly eventId: string;
  readonly leafIndex: number;
  readonly agency: string;
  readonly actor: string;
  readonly actorRole: string;
  readonly finding: string;
  /** Ledger time. */
  readonly recordedAt: Date;
}

/** An event that told items under an emergency override, with the leaf that proves it. */
export interface OverrideRow {
  readonly leafIndex: number;
  readonly eventId: string;
  readonly taskId: string;
  readonly version: number;
  readonly caseId: string;
  readonly mode: string;
  readonly kind: string | null;
  readonly sender: string;
  readonly senderUnit: string;
  readonly receiver: string;
  /** What was told under it, by which clause of which agreement version. */
  readonly items: readonly { readonly item: string; readonly rule: string; readonly ruleVersion: number }[];
  readonly reason: string;
  /** Opaque reference: only the sender can resolve it. */
  readonly authorisedBy: string;
  readonly authorisedRole: string;
  readonly until: Date;
  /** By when the agreement wants it reviewed; null where the event names no clause. */
  readonly dueBy: Date | null;
  /** Roles that the agreement lets review it. */
  readonly reviewers: readonly string[];
  readonly directoryVersion: number;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly recordedAt: Date;
  /** When it was agreed, where that was before it was recorded: by telephone. */
  readonly occurredAt: Date | null;
  readonly reviewed: boolean;
  readonly review: OverrideReview | null;
}

const CONDITIONS: Conditions<OverrideFilter> = {
  reviewed: (value) => `(r.leaf_index IS NOT NULL) = ${value}::boolean`,
  task: (value) => `o.task_id = ${value}::uuid`,
  case: (value) => `o.case_id = ${value}::uuid`,
  cases: (value) => `o.case_id = ANY(${value}::uuid[])`,
  agency: (value) => `(o.sender = ${value} OR o.receiver = ${value})`,
  from: (value) => `o.recorded_at >= ${value}::timestamptz`,
  to: (value) => `o.recorded_at < ${value}::timestamptz`,
  mode: (value) => `o.mode = ${value}`,
  within: (value) => `(o.sender = ${value} OR o.receiver = ${value})`,
};

/** A review counts when a person in a role that the agreement names gave it, on the task of the override. */
const FIRST_REVIEW = `
  SELECT v.leaf_index, v.finding, l.event_id, l.sender, l.actor, l.actor_role, l.recorded_at
    FROM override_review v JOIN leaf l ON l.index = v.leaf_index
   WHERE v.override_id = o.event_id AND v.task_id = o.task_id AND v.version > o.version
     AND l.actor_type = 'person' AND o.reviewers ? l.actor_role
   ORDER BY v.version, v.leaf_index LIMIT 1`;

/** The statement for a search, with its values: at most `limit` rows behind the leaf index `after`. */
export function overrideStatement(
  filter: OverrideFilter,
  limit: number,
  after?: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const selection = selectionOf(CONDITIONS, filter);
  const { values, bind, conditions } = selection;
  if (after !== undefined) conditions.push(`o.leaf_index > ${bind(after)}`);
  const text = `
    SELECT o.leaf_index AS "leafIndex", o.event_id AS "eventId", o.task_id AS "taskId", o.version,
           o.case_id AS "caseId", o.mode, t.kind, o.sender, o.sender_unit AS "senderUnit", o.receiver, o.reason,
           o.authorised_by AS "authorisedBy", o.authorised_role AS "authorisedRole", o.until, o.due_by AS "dueBy",
           o.reviewers, o.directory_version AS "directoryVersion", o.actor, o.actor_role AS "actorRole",
           o.actor_type AS "actorType", o.recorded_at AS "recordedAt",
           (SELECT coalesce(json_agg(json_build_object('item', d.item, 'rule', d.rule, 'ruleVersion', d.rule_version)
                                     ORDER BY d.place), '[]')
              FROM disclosure d WHERE d.leaf_index = o.leaf_index AND d.way = 'overridden') AS items,
           r.leaf_index AS "reviewIndex", r.finding, r.event_id AS "reviewId", r.sender AS "reviewAgency",
           r.actor AS "reviewActor", r.actor_role AS "reviewRole", r.recorded_at AS "reviewedAt"
      FROM override_use o LEFT JOIN task t ON t.task_id = o.task_id LEFT JOIN LATERAL (${FIRST_REVIEW}) r ON true
      ${whereOf(selection)} ORDER BY o.leaf_index LIMIT ${bind(limit)}`;
  return { text, values };
}

/** A row as the statement gives it. */
export type FoundOverride = Omit<OverrideRow, 'occurredAt' | 'reviewed' | 'review'> & {
  readonly reviewIndex: string | null;
  readonly finding: string;
  readonly reviewId: string;
  readonly reviewAgency: string;
  readonly reviewActor: string;
  readonly reviewRole: string;
  readonly reviewedAt: Date;
};

/** The override with its review, if it has one. */
export function overrideOf(found: FoundOverride): Omit<OverrideRow, 'occurredAt'> {
  const { reviewIndex, finding, reviewId, reviewAgency, reviewActor, reviewRole, reviewedAt, ...row } = found;
  const numbers = {
    leafIndex: Number(row.leafIndex),
    version: Number(row.version),
    directoryVersion: Number(row.directoryVersion),
  };
  if (reviewIndex === null) return { ...row, ...numbers, reviewed: false, review: null };
  const review = {
    eventId: reviewId,
    leafIndex: Number(reviewIndex),
    agency: reviewAgency,
    actor: reviewActor,
    actorRole: reviewRole,
    finding,
    recordedAt: reviewedAt,
  };
  return { ...row, ...numbers, reviewed: true, review };
}

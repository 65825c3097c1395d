import type { Conditions } from './selection.js';

/** What to look for: every given part must fit. Times are ledger times, `to` excluded. */
export interface DisclosureFilter {
  readonly task?: string;
  readonly case?: string;
  readonly asker?: string;
  readonly performer?: string;
  /** Sender or receiver. */
  readonly agency?: string;
  /** Sender's or receiver's unit, as `agency/unit`. */
  readonly unit?: string;
  readonly item?: string;
  /** `value`, `absent` or `withheld`. */
  readonly category?: string;
  /** `yes` or `no`: whether it travelled under an emergency override; or the reason of the override. */
  readonly override?: string;
  /** Keyed tokens of a person's identifiers: find everything in the cases in which any was sent, under whatever name. */
  readonly token?: readonly string[];
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

/**
 * Cases that tokens lead to. A `reversed` identity takes back, for its task, what its sender's earlier `confirmed` events
 * there joined, and joins nothing itself; what any other event carried, such as the alias, stays.
 */
export const casesOf = (tokens: string): string => `
  SELECT l.case_id FROM index_token i JOIN leaf l ON l.index = i.leaf_index
    LEFT JOIN identity_step s ON s.leaf_index = i.leaf_index
   WHERE i.token = ANY(${tokens}::text[]) AND s.identity IS DISTINCT FROM 'reversed'
     AND NOT EXISTS (SELECT FROM identity_step r
                      WHERE s.identity = 'confirmed' AND r.identity = 'reversed' AND r.task_id = s.task_id
                        AND r.sender = s.sender AND r.version > s.version)`;

/** The unit to which a disclosure `d` of the task `t` was told; between two units of one agency, the one that did not speak. */
export const RECEIVER_UNIT = `
  CASE WHEN d.asker <> d.performer THEN CASE d.receiver WHEN d.asker THEN t.asker_unit ELSE t.performer_unit END
       WHEN d.sender_unit = t.asker_unit THEN t.performer_unit ELSE t.asker_unit END`;

const isParty = (agency: string): string => `(d.sender = ${agency} OR d.receiver = ${agency})`;

/** The unit of `agency/unit` at one end of a disclosure. */
const isUnit = (value: string): string => {
  const [agency, unit] = [`split_part(${value}, '/', 1)`, `split_part(${value}, '/', 2)`];
  return `((d.sender = ${agency} AND d.sender_unit = ${unit}) OR (d.receiver = ${agency} AND ${RECEIVER_UNIT} = ${unit}))`;
};

/** How a disclosure `d` of the task `t` meets each part of a filter. */
export const DISCLOSURE_CONDITIONS: Conditions<DisclosureFilter> = {
  task: (value) => `d.task_id = ${value}::uuid`,
  case: (value) => `d.case_id = ${value}::uuid`,
  asker: (value) => `d.asker = ${value}`,
  performer: (value) => `d.performer = ${value}`,
  agency: isParty,
  unit: isUnit,
  item: (value) => `d.item = ${value}`,
  category: (value) => `d.category = ${value}`,
  override: (value) => `
    CASE ${value} WHEN 'no' THEN d.way IS DISTINCT FROM 'overridden'
                  WHEN 'yes' THEN d.way = 'overridden'
                  ELSE d.way = 'overridden' AND EXISTS (SELECT FROM override_use o
                                                         WHERE o.leaf_index = d.leaf_index AND o.reason = ${value}) END`,
  // As an array and not as a join: a person has few cases, and a planner that does not know that reads the whole log.
  token: (value) => `d.case_id = ANY(ARRAY(${casesOf(value)}))`,
  rule: (value) => `d.rule = ${value}`,
  way: (value) => `d.way = ${value}`,
  originator: (value) => `d.originator = ${value}`,
  state: (value) => `d.state = ${value}`,
  absent: (value) => `d.absent = ${value}`,
  from: (value) => `d.recorded_at >= ${value}::timestamptz`,
  to: (value) => `d.recorded_at < ${value}::timestamptz`,
  mode: (value) => `d.mode = ${value}`,
  within: isParty,
};

/**
 * The parts into which a search falls by who is sender and who is receiver: each row that fits is in one of them. None where
 * a task, a case, a person or a pair of parties has an index that leads to the rows by itself.
 */
export function armsOf(filter: DisclosureFilter, bind: (value: unknown) => string): readonly string[] {
  const { task, case: caseId, token, asker, performer, agency, unit, within } = filter;
  if (task !== undefined || caseId !== undefined || token !== undefined) return [];
  if (asker !== undefined && performer !== undefined) return [];
  const named = [asker, performer, agency, unit?.split('/')[0], within].filter((name) => name !== undefined);
  // Of three, no row has all; a value that is bound and not used would be a fault of the statement.
  const [first, second] = [...new Set(named)].slice(0, 2).map((name) => bind(name));
  if (first === undefined) return [];
  if (second === undefined) return [`d.sender = ${first}`, `d.receiver = ${first} AND d.sender <> ${first}`];
  return [`d.sender = ${first} AND d.receiver = ${second}`, `d.sender = ${second} AND d.receiver = ${first}`];
}

import type { Sql } from '../database.js';
import { withOccurred } from './occurred.js';
import type { DisclosureRow } from './disclosure-search.js';

/** An agency that was told of a correction or recall has had a person look at it. Ledger time. */
export interface Seen {
  readonly agency: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  readonly leafIndex: number;
}

/** An event by which the sender put right or took back what it had told. */
export interface Notice {
  readonly eventId: string;
  readonly leafIndex: number;
  /** Ledger time. */
  readonly at: Date;
  /** Why it was taken back; null for a correction. */
  readonly reason: string | null;
  /** By whom at the agency that was told; empty while nobody there has. */
  readonly seenBy: readonly Seen[];
}

/** A disclosure with what became of it. */
export type FollowedDisclosure = DisclosureRow & {
  /** When it was agreed, where that was before it was recorded: by telephone. */
  readonly occurredAt: Date | null;
  /** The receiver's report that it did not let it in, and why: then its systems never saw it. */
  readonly refusedBy: Omit<Notice, 'seenBy'> | null;
  readonly correctedBy: readonly Notice[];
  readonly recalledBy: readonly Notice[];
};

/** Whether this unit speaks for the side that told the item; `asking` is there between two units of one agency alone. */
const sameSide = (told: string, unit: string): string =>
  `(${told}.asking IS NULL OR (${unit} = ${told}.asking) = (${told}.unit = ${told}.asking))`;
const otherSide = (told: string, unit: string): string =>
  `(${told}.asking IS NULL OR (${unit} = ${told}.asking) <> (${told}.unit = ${told}.asking))`;

/** Only who told an item can put it right or take it back, and only on the task on which it was told. */
const NOTICES = `
  WITH told AS (
    SELECT DISTINCT d.event_id, d.item, d.task_id, d.sender, d.receiver, d.sender_unit AS unit,
           CASE WHEN d.asker = d.performer THEN t.asker_unit END AS asking
      FROM unnest($1::uuid[], $2::text[]) AS wanted(event_id, item)
      JOIN disclosure d ON d.event_id = wanted.event_id AND d.item = wanted.item
      LEFT JOIN task t ON t.task_id = d.task_id
  ), notice AS (
    SELECT told.*, 'corrected' AS kind, c.leaf_index, NULL AS reason
      FROM told JOIN disclosure c ON c.corrects = told.event_id AND c.item = told.item
       AND c.task_id = told.task_id AND c.sender = told.sender AND ${sameSide('told', 'c.sender_unit')}
    UNION
    SELECT told.*, 'recalled', r.leaf_index, r.reason
      FROM told JOIN recall r ON r.recalled = told.event_id AND r.item = told.item
       AND r.task_id = told.task_id AND r.sender = told.sender
      JOIN leaf l ON l.index = r.leaf_index AND ${sameSide('told', 'l.unit')}
    UNION
    SELECT told.*, 'refused', f.leaf_index, f.why
      FROM told JOIN refused_disclosure f ON f.told_by = told.event_id AND f.item = told.item
       AND f.reporter = told.receiver AND f.direction = 'incoming'
  )
  SELECT n.event_id AS told, n.item, n.kind, n.reason, n.leaf_index AS "leafIndex", l.event_id AS "eventId",
         l.recorded_at AS at, s.index AS "seenIndex", s.sender AS "seenAgency", s.recorded_at AS "seenAt",
         s.actor AS "seenActor", s.actor_role AS "seenRole", s.actor_type AS "seenType"
    FROM notice n JOIN leaf l ON l.index = n.leaf_index
    LEFT JOIN (acknowledgement a JOIN leaf s ON s.index = a.leaf_index)
           ON a.acknowledged = l.event_id AND a.task_id = n.task_id AND a.sender = n.receiver
          AND ${otherSide('n', 's.unit')}
   ORDER BY l.version, n.leaf_index, s.index`;

interface NoticeRow {
  readonly told: string;
  readonly item: string;
  readonly kind: 'corrected' | 'recalled' | 'refused';
  readonly reason: string | null;
  readonly leafIndex: string;
  readonly eventId: string;
  readonly at: Date;
  readonly seenIndex: string | null;
  readonly seenAgency: string;
  readonly seenAt: Date;
  readonly seenActor: string;
  readonly seenRole: string;
  readonly seenType: string;
}

/** The same disclosures, each with when it was agreed, and the events that refused it, put it right or took it back, and who has seen those. */
export async function followed(sql: Sql, rows: readonly DisclosureRow[]): Promise<FollowedDisclosure[]> {
  if (rows.length === 0) return [];
  const found = await sql<NoticeRow>(NOTICES, [
    rows.map(({ eventId }) => eventId),
    rows.map(({ item }) => item),
  ]);
  const notices = grouped(found, ({ told, item, kind }) => `${told} ${item} ${kind}`);
  return (await withOccurred(sql, rows)).map((row) => {
    const of = (kind: NoticeRow['kind']): Notice[] =>
      noticesOf(notices.get(`${row.eventId} ${row.item} ${kind}`));
    return {
      ...row,
      refusedBy: reportIn(of('refused')),
      correctedBy: of('corrected'),
      recalledBy: of('recalled'),
    };
  });
}

function reportIn([first]: readonly Notice[]): FollowedDisclosure['refusedBy'] {
  if (!first) return null;
  const { seenBy: _nobody, ...report } = first;
  return report;
}

function noticesOf(rows: readonly NoticeRow[] = []): Notice[] {
  return [...grouped(rows, ({ eventId }) => eventId).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { eventId, leafIndex, at, reason } = first;
    return [{ eventId, leafIndex: Number(leafIndex), at, reason, seenBy: same.flatMap(seenIn) }];
  });
}

/** Rows by what `keyOf` says of them, in the order in which they come. */
function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function seenIn(row: NoticeRow): Seen[] {
  if (row.seenIndex === null) return [];
  return [
    {
      agency: row.seenAgency,
      at: row.seenAt,
      actor: row.seenActor,
      actorRole: row.seenRole,
      actorType: row.seenType,
      leafIndex: Number(row.seenIndex),
    },
  ];
}

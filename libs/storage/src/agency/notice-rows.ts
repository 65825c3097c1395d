import { noticesOf, roleOf, type Beside, type NoticeOpened, type Task } from '#domain';
import { fromWire, unitOf, type OverrideData } from '#contracts';
import type { Sql } from '../database.js';
import type { LedgerEntry } from './ledger-entry.js';
import { itemsOf, type IntakeRules } from './judging.js';

/** What an event changes of the notices of its task: those it opens, and those it says were seen or reviewed. */
export interface NoticeWrites {
  readonly opened: readonly object[];
  readonly seen: readonly { readonly of: string }[];
}

/** What a folded event changes of notices; `task` is the task after it. Nothing where the agency does not act on its mode. */
export function noticeWrites(entry: LedgerEntry, task: Task, clauses: IntakeRules['clauses']): NoticeWrites {
  const { event, acted, recordedAt } = entry;
  if (!acted) return { opened: [], seen: [] };
  const { override } = event.data as { override?: OverrideData };
  const beside = {
    items: itemsOf(event) as Beside['items'],
    ...(override && { override: { reason: override.reason, authorisedRole: override.authorisedrole } }),
  };
  const changes = noticesOf(fromWire(event), task, beside, {
    clauses: override ? clauses(event.directoryversion) : [],
    recordedAt: Date.parse(recordedAt),
  });
  return {
    opened: changes.flatMap((change) => (change.change === 'opened' ? openedRows(entry, change) : [])),
    seen: changes.flatMap((change) => {
      if (change.change === 'seen') return change.events.map((of) => seenRow(entry, task, { of }));
      return change.change === 'reviewed'
        ? [seenRow(entry, task, { of: change.event, finding: change.finding })]
        : [];
    }),
  };
}

function openedRows({ event, sender, recordedAt }: LedgerEntry, opened: NoticeOpened): readonly object[] {
  return opened.to.map(({ party, side }) => ({
    event: event.id,
    kind: opened.kind,
    task: event.subject,
    version: event.taskversion,
    from: sender,
    to: party.agency,
    unit: party.unit,
    side: side ?? null,
    at: recordedAt,
    detail: opened.detail,
    due: opened.review ? new Date(opened.review.dueBy).toISOString() : null,
    reviewers: opened.review?.reviewers ?? [],
  }));
}

const seenRow = (
  { event, sender, recordedAt }: LedgerEntry,
  task: Task,
  { of, finding = null }: { readonly of: string; readonly finding?: string | null },
) => ({
  of,
  by: event.id,
  task: event.subject,
  version: event.taskversion,
  agency: sender,
  unit: unitOf(event),
  side: roleOf(task, { agency: sender, unit: unitOf(event) }) ?? null,
  role: event.actorrole,
  type: event.actortype,
  at: recordedAt,
  finding,
});

/**
 * Stores what a batch of folded events changes. A notice is closed by a person of the side that has to look: any unit of the
 * agency, or on a task between two units of one agency the unit itself. Who was called in closes it at that very unit; an
 * override is closed by a person in a role that its clauses let review it. Whoever else looked at it stands beside it.
 */
export async function storeNotices(sql: Sql, writes: readonly NoticeWrites[]): Promise<void> {
  const opened = writes.flatMap((write) => write.opened);
  const seen = writes.flatMap((write) => write.seen);
  if (opened.length > 0) {
    await sql(
      `INSERT INTO notice (event_id, kind, task_id, version, from_agency, to_agency, to_unit, to_side, at, detail, due_by,
                           reviewers)
       SELECT event, kind, task, version, "from", "to", unit, side, at, detail, due, reviewers
         FROM jsonb_to_recordset($1) AS r(event uuid, kind text, task uuid, version int, "from" text, "to" text, unit text,
              side text, at timestamptz, detail jsonb, due timestamptz, reviewers jsonb)`,
      [JSON.stringify(opened)],
    );
  }
  if (seen.length === 0) return;
  await sql(
    `INSERT INTO notice_seen (event_id, kind, seen_with, version, agency, unit, side, actor_role, actor_type, at, finding)
     SELECT DISTINCT n.event_id, n.kind, r.by, r.version, r.agency, r.unit, r.side, r.role, r.type, r.at, r.finding
       FROM jsonb_to_recordset($1) AS r(of uuid, by uuid, task uuid, version int, agency text, unit text, side text,
            role text, type text, at timestamptz, finding text)
       JOIN notice n ON n.event_id = r.of AND n.task_id = r.task AND n.version < r.version
        AND (n.kind = 'overridden') = (r.finding IS NOT NULL)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(seen)],
  );
  await sql(
    `UPDATE notice n SET closed_at = c.at, finding = c.finding
       FROM (SELECT DISTINCT ON (o.event_id, o.kind, o.to_agency, o.to_unit)
                    o.event_id, o.kind, o.to_agency, o.to_unit, s.at, s.finding
               FROM notice o JOIN notice_seen s USING (event_id, kind)
              WHERE o.event_id = ANY($1::uuid[]) AND o.closed_at IS NULL AND s.actor_type = 'person'
                AND CASE WHEN o.kind = 'overridden' THEN o.reviewers ? s.actor_role
                         WHEN o.to_side IS NULL THEN s.agency = o.to_agency AND s.unit = o.to_unit
                         ELSE s.side = o.to_side END
              ORDER BY o.event_id, o.kind, o.to_agency, o.to_unit, s.version) c
      WHERE n.event_id = c.event_id AND n.kind = c.kind AND n.to_agency = c.to_agency AND n.to_unit = c.to_unit`,
    [seen.map(({ of }) => of)],
  );
}
